// What the renderer calls to put shapes on its canvas. A symbolizer is { draw(context, parts, zoom, feature) }.

import { value } from "./options.js";

const AREA = 3;

function trace(context, parts) {
  context.beginPath();
  for (const part of parts) {
    part.forEach((point, index) => (index ? context.lineTo(point.x, point.y) : context.moveTo(point.x, point.y)));
  }
}

/** A filled area, with an edge if `edge` and `width` are given; `shift` moves it (a shade under a building). */
export function area({ fill, edge, width = 0, shift = 0 }) {
  return {
    draw(context, parts, zoom, feature) {
      context.globalAlpha = 1;
      const by = value(shift, zoom, feature);
      context.save();
      context.translate(by, by);
      trace(context, parts);
      context.fillStyle = value(fill, zoom, feature);
      context.fill();
      const stroke = value(width, zoom, feature);
      if (stroke && edge) {
        context.lineWidth = stroke;
        context.lineJoin = "round";
        context.strokeStyle = value(edge, zoom, feature);
        context.stroke();
      }
      context.restore();
    },
  };
}

export function line({ color, width, dash, cap = "round" }) {
  return {
    draw(context, parts, zoom, feature) {
      const stroke = value(width, zoom, feature);
      if (!stroke) return;
      context.globalAlpha = 1;
      context.lineWidth = stroke;
      context.lineCap = cap;
      context.lineJoin = "round";
      context.strokeStyle = value(color, zoom, feature);
      context.setLineDash(value(dash, zoom, feature) ?? []);
      trace(context, parts);
      context.stroke();
      context.setLineDash([]);
    },
  };
}

/** A round ground at the origin. */
export function disc(context, ground, radius) {
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fillStyle = ground;
  context.fill();
}

/**
 * A small sign on a round ground, drawn by `sign(context, radius, feature)` around the origin; gives way to other names.
 * Signs of one `key` keep `apart` pixels from those before them.
 */
export function spot({ ground, color, radius, sign, key, apart = 0 }) {
  return {
    place(layout, parts, feature) {
      const r = value(radius, layout.zoom, feature);
      if (!r || feature.geomType === AREA) return undefined;
      const anchor = parts[0][0];
      const box = { minX: anchor.x - r, minY: anchor.y - r, maxX: anchor.x + r, maxY: anchor.y + r };
      const draw = (context) => {
        disc(context, ground, r);
        context.fillStyle = context.strokeStyle = value(color, layout.zoom, feature);
        sign(context, r, feature);
      };
      const one = { deduplicationKey: key?.(feature), deduplicationDistance: value(apart, layout.zoom, feature) };
      return [{ anchor, bboxes: [box], draw, ...(key ? one : {}) }];
    },
  };
}
