// Names on the map: along lines, bent with them, and around points, in lines of words.

import { value } from "./options.js";

const HALO = 3;
const STEP_PX = 12; // how finely the best stretch of a line is looked for
const SHARPEST = Math.PI / 5; // between two neighbouring letters
const BEND = Math.PI / 1.6; // over the whole name

function write(context, text, x, y, { fill, halo }) {
  context.globalAlpha = 1;
  context.lineJoin = "round";
  context.lineWidth = HALO;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = fill;
  context.fillText(text, x, y);
}

// --- along a line ----------------------------------------------------------------------------------------------------

/** Distances of the points of a line from its start. */
function measures(points) {
  const found = [0];
  for (let i = 1; i < points.length; i += 1) {
    found.push(found[i - 1] + Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y));
  }
  return found;
}

/** The place at a distance along the line: { x, y, angle }. */
function at(points, measured, distance) {
  let low = 0;
  let high = measured.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measured[middle] <= distance) low = middle;
    else high = middle - 1;
  }
  const [from, to] = [points[low], points[low + 1]];
  const length = measured[low + 1] - measured[low] || 1;
  const share = (distance - measured[low]) / length;
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    angle: Math.atan2(to.y - from.y, to.x - from.x),
  };
}

const turn = (from, to) => Math.abs(Math.atan2(Math.sin(to - from), Math.cos(to - from)));

/** How much a stretch bends in all; Infinity if somewhere too sharply for letters. */
function bend(points, measured, start, length) {
  let total = 0;
  let before = at(points, measured, start).angle;
  for (let along = STEP_PX; along <= length; along += STEP_PX) {
    const here = at(points, measured, start + along).angle;
    const by = turn(before, here);
    if (by > SHARPEST) return Infinity;
    total += by;
    before = here;
  }
  return total > BEND ? Infinity : total;
}

/** Where names of `length` stand best on a line: straight stretches near the middle first, `apart` pixels apart. */
function stretches(points, measured, length, apart) {
  const room = measured.at(-1) - length;
  if (room < 0) return [];
  const middle = room / 2;
  const candidates = [];
  for (let start = room % STEP_PX / 2; start <= room; start += STEP_PX) {
    const bent = bend(points, measured, start, length);
    if (bent < Infinity) candidates.push({ start, cost: bent * 120 + Math.abs(start - middle) * 0.3 });
  }
  candidates.sort((a, b) => a.cost - b.cost);
  const chosen = [];
  for (const { start } of candidates) {
    if (chosen.every((other) => Math.abs(other - start) >= apart)) chosen.push(start);
  }
  return chosen;
}

/** One place per letter, read from left to right. */
function letters(points, measured, start, widths) {
  const length = widths.reduce((sum, width) => sum + width, 0);
  const first = at(points, measured, start);
  const last = at(points, measured, start + length);
  const upright = last.x >= first.x;
  let along = 0;
  return widths.map((width) => {
    const centre = along + width / 2;
    along += width;
    const place = at(points, measured, upright ? start + centre : start + length - centre);
    return upright ? place : { ...place, angle: place.angle + Math.PI };
  });
}

function lineLabel(places, anchor, text, widths, size, colours, font) {
  const reach = size * 0.62;
  const bboxes = places
    .filter((_, index) => index % 2 === 0 || index === places.length - 1)
    .map(({ x, y }) => ({ minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach }));
  const each = (context, paint) => {
    places.forEach(({ x, y, angle }, index) => {
      context.save();
      context.translate(x - anchor.x, y - anchor.y);
      context.rotate(angle);
      paint(text[index], -widths[index] / 2, size * 0.34);
      context.restore();
    });
  };
  const draw = (context) => {
    context.globalAlpha = 1;
    context.font = font;
    context.lineJoin = "round";
    context.lineWidth = HALO;
    context.strokeStyle = colours.halo;
    context.fillStyle = colours.fill;
    each(context, (letter, x, y) => context.strokeText(letter, x, y));
    each(context, (letter, x, y) => context.fillText(letter, x, y));
  };
  return { anchor, bboxes, draw };
}

/** A name along a line, letter by letter. `apart` is the distance between repetitions. */
export function along({ family, size, weight = 400, style = "", fill, halo, apart = 420 }) {
  return {
    place(layout, parts, feature) {
      const name = feature.props.name;
      if (!name) return undefined;
      const px = value(size, layout.zoom, feature);
      const font = `${style} ${weight} ${px}px ${family}`.trim();
      layout.scratch.font = font;
      const text = [...name];
      const spacing = px * 0.02;
      const widths = text.map((letter) => layout.scratch.measureText(letter).width + spacing);
      const length = widths.reduce((sum, width) => sum + width, 0);
      const colours = { fill: value(fill, layout.zoom, feature), halo };
      const labels = [];
      for (const points of parts) {
        const measured = measures(points);
        for (const start of stretches(points, measured, length, apart)) {
          const places = letters(points, measured, start, widths);
          const middle = places[places.length >> 1];
          const anchor = layoutPoint(points[0], middle);
          const label = lineLabel(places, anchor, text, widths, px, colours, font);
          labels.push({ ...label, deduplicationKey: name, deduplicationDistance: apart * 0.6 });
        }
      }
      return labels.length ? labels : undefined;
    },
  };
}

/** A point of the renderer's own class, which has the methods that it will call. */
function layoutPoint(model, { x, y }) {
  const point = model.clone();
  point.x = x;
  point.y = y;
  return point;
}

// --- around a point --------------------------------------------------------------------------------------------------

/** Words in lines of at most `most` letters where they allow it; „e. V.“ stays together. */
export function lines(text, most) {
  const found = [];
  for (const word of text.replace(/ e\. ?V\./, "\u00a0e.\u00a0V.").split(" ")) {
    const last = found.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

/** A name around a point; `key` is the attribute it is taken from. */
export function around({ family, size, weight = 400, style = "", fill, halo, key = "name", most = 16, once = 0 }) {
  return {
    place(layout, parts, feature) {
      const name = feature.props[key];
      if (!name) return undefined;
      const px = value(size, layout.zoom, feature);
      const font = `${style} ${value(weight, layout.zoom, feature)} ${px}px ${family}`.trim();
      layout.scratch.font = font;
      const rows = lines(String(name), most);
      const widths = rows.map((row) => layout.scratch.measureText(row).width);
      const width = Math.max(...widths);
      const height = px * 1.12;
      const anchor = parts[0][0];
      const top = anchor.y - (rows.length * height) / 2;
      const box = {
        minX: anchor.x - width / 2 - 2,
        minY: top,
        maxX: anchor.x + width / 2 + 2,
        maxY: top + rows.length * height,
      };
      const colours = { fill: value(fill, layout.zoom, feature), halo };
      const draw = (context) => {
        context.font = font;
        rows.forEach((row, index) => {
          const y = (index - (rows.length - 1) / 2) * height + px * 0.35;
          write(context, row, -widths[index] / 2, y, colours);
        });
      };
      const label = { anchor, bboxes: [box], draw };
      return [once ? { ...label, deduplicationKey: String(name), deduplicationDistance: once } : label];
    },
  };
}
