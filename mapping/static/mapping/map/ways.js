// The path network as part of the quiet ground: pavements, crossings, steps, kerbs, gates, lifts, benches, toilets, and
// what is in the way for a while. Everything comes from the tiles `ways`, which are asked for from WAYS_FROM on.

import { kindOf } from "./classes.js";
import { line, spot } from "./draw.js";
import { between, pixels } from "./options.js";

export const WAYS = "ways"; // name of the source
export const WAYS_FROM = 16;

const HIGH_CM = 3; // a kerb up to that height is no step: DIN 18040-3

/** Benches are also places with a sign of their own; the network moves them onto the way beside, by up to so much. */
const SAME_BENCH_M = 16;

// --- lines -----------------------------------------------------------------------------------------------------------

/** Stretches of one height: `here(level)`. */
export function network(colour, here) {
  const rule = (kinds, symbolizer) => ({
    dataSource: WAYS,
    dataLayer: "way",
    minzoom: WAYS_FROM,
    filter: (zoom, feature) => kinds.includes(kindOf(feature)) && here(Number(feature.props.level ?? 0) || 0),
    symbolizer,
  });
  return [
    rule(["sidewalk", "island"], line({ color: colour.sidewalk, width: (zoom) => between(zoom, [16, 0.7], [19, 2]) })),
    rule(
      ["crossing"],
      line({
        color: colour.crossing,
        width: (zoom) => between(zoom, [16, 1.8], [19, 8]),
        dash: (zoom) => (zoom < 18 ? [1.2, 1.6] : [2.4, 3]),
        cap: "butt",
      }),
    ),
    rule(["steps"], line({ color: colour.footway_bed, width: (zoom) => between(zoom, [16, 4], [19, 10]) })),
    rule(
      ["steps"],
      line({
        color: colour.steps,
        width: (zoom) => between(zoom, [16, 3.2], [19, 9]),
        dash: (zoom) => (zoom < 18 ? [1.2, 1.6] : [1.8, 2.6]),
        cap: "butt",
      }),
    ),
  ];
}

// --- signs -----------------------------------------------------------------------------------------------------------

/** Seen from the front. */
export function BENCH(context, radius) {
  const r = radius * 0.6;
  context.fillRect(-r, -r * 0.75, 2 * r, r * 0.5);
  context.fillRect(-r, r * 0.05, 2 * r, r * 0.4);
  context.fillRect(-r * 0.8, r * 0.4, r * 0.35, r * 0.55);
  context.fillRect(r * 0.45, r * 0.4, r * 0.35, r * 0.55);
}

function stroke(context, width, ...paths) {
  context.lineWidth = width;
  context.lineCap = context.lineJoin = "round";
  for (const [first, ...rest] of paths) {
    context.beginPath();
    context.moveTo(...first);
    for (const point of rest) context.lineTo(...point);
    context.stroke();
  }
}

/** Two posts and what hangs between them. */
function gate(context, radius) {
  const r = radius * 0.55;
  stroke(context, radius * 0.2, [[-r, -r], [-r, r]], [[r, -r], [r, r]], [[-r, -r * 0.3], [r, -r * 0.3]], [[-r, r * 0.4], [r, r * 0.4]]);
}

function post(context, radius) {
  context.beginPath();
  context.arc(0, 0, radius * 0.42, 0, 2 * Math.PI);
  context.fill();
}

/** One has to wind one's way through. */
function winding(context, radius) {
  const r = radius * 0.55;
  stroke(context, radius * 0.22, [[-r, -r * 0.5], [r * 0.3, -r * 0.5]], [[-r * 0.3, r * 0.5], [r, r * 0.5]]);
}

/** Up and down. */
function lift(context, radius) {
  const r = radius * 0.6;
  for (const way of [-1, 1]) {
    context.beginPath();
    context.moveTo(-r * 0.8, way * r * 0.25);
    context.lineTo(r * 0.8, way * r * 0.25);
    context.lineTo(0, way * r * 1.15);
    context.fill();
  }
}

/** What stands in the way for people, until it has gone. */
function warning(context, radius) {
  const r = radius * 0.95;
  context.lineJoin = "round";
  context.lineWidth = radius * 0.18;
  context.beginPath();
  context.moveTo(0, -r * 0.8);
  context.lineTo(r * 0.85, r * 0.62);
  context.lineTo(-r * 0.85, r * 0.62);
  context.closePath();
  context.fill();
  context.stroke();
}

const mark = (ground) => (context, radius) => {
  warning(context, radius);
  context.strokeStyle = context.fillStyle = ground;
  stroke(context, radius * 0.2, [[0, -radius * 0.3], [0, radius * 0.12]]);
  context.beginPath();
  context.arc(0, radius * 0.38, radius * 0.12, 0, 2 * Math.PI);
  context.fill();
};

const THROUGH = { bollard: post, block: post, planter: post, log: post, cycle_barrier: winding, motorcycle_barrier: winding };
const barrier = (context, radius, feature) => (THROUGH[kindOf(feature)] ?? gate)(context, radius);
const small = (zoom) => between(zoom, [16, 4], [19, 8]);

function letters(family) {
  return (context, radius) => {
    context.font = `700 ${radius * 1.05}px ${family}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText("WC", 0, radius * 0.06);
  };
}

/** A kerb as high as a step is a block, one that wheels get over a ring. */
function kerb(context, radius, feature) {
  const { kerb_cm: height } = feature.props;
  if (height > HIGH_CM) context.fillRect(-radius * 0.55, -radius * 0.55, radius * 1.1, radius * 1.1);
  else {
    context.lineWidth = Math.max(1, radius * 0.3);
    context.beginPath();
    context.arc(0, 0, radius * 0.5, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Signs that give way to names, the more important ones first. */
export function signs(colour, family) {
  const sign = (dataLayer, minzoom, draw, more = {}) => ({
    dataSource: WAYS,
    dataLayer,
    minzoom,
    ...(more.filter ? { filter: more.filter } : {}),
    symbolizer: spot({ ground: colour.spot_ground, color: colour.way_sign, radius: small, sign: draw, ...more.look }),
  });
  const wide = { radius: (zoom) => between(zoom, [16, 6], [19, 10]) };
  const bench = { color: colour.spot, key: () => "sitzbank", apart: (zoom) => pixels(SAME_BENCH_M, zoom) };
  const known = (zoom, feature) => feature.props.kerb_cm !== undefined;
  return [
    sign("way", WAYS_FROM, lift, { filter: (zoom, feature) => kindOf(feature) === "lift", look: wide }),
    sign("toilet", WAYS_FROM, letters(family), { look: wide }),
    sign("barrier", 17, barrier),
    sign("seat", 17, BENCH, { look: { ...bench, radius: (zoom) => between(zoom, [17, 5.5], [19, 9]) } }),
    sign("kerb", 18, kerb, { filter: known, look: { color: colour.kerb, radius: (zoom) => between(zoom, [18, 3.5], [19, 5]) } }),
  ];
}

// --- what people have confirmed to be in the way -----------------------------------------------------------------------

/** The day on the visitor's calendar, `2026-03-03`. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** From its first to its last day; without them for ever. */
export const lasts = ({ starts_on: from, ends_on: until }, day = today()) =>
  (from === undefined || from <= day) && (until === undefined || until >= day);

/** Goes before every name. */
export function warnings(colour) {
  return {
    dataSource: WAYS,
    dataLayer: "obstacle",
    minzoom: WAYS_FROM,
    filter: (zoom, feature) => lasts(feature.props),
    symbolizer: spot({
      ground: colour.spot_ground,
      color: colour.obstacle,
      radius: (zoom) => between(zoom, [16, 8], [19, 13]),
      sign: mark(colour.spot_ground),
    }),
  };
}
