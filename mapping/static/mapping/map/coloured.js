// The ways as one traveller can use them: four classes, told apart by colour, by pattern and by the sign on spots.
// Nothing is decided here; the tiles `classes` say of each way what the router says of it.

import { disc, line } from "./draw.js";
import { between } from "./options.js";

export const CLASSES = "classes"; // name of the source
export const CLASSES_FROM = 14;

// From what matters least to what must not be covered.
const ORDER = ["passable", "unknown", "difficult", "blocked"];
const SIGNS_FROM = 17; // below that a spot is a dot

const width = (zoom) => between(zoom, [14, 1.5], [19, 5]);
const wider = (by) => (zoom) => width(zoom) * by;
const dashes = (...lengths) => (zoom) => lengths.map((length) => length * width(zoom));

/** Class → the strokes it is made of; their colour is that of the class. */
const STROKES = {
  passable: [{ width }],
  difficult: [{ width: wider(1.15), dash: dashes(3.2, 1.7), cap: "butt" }],
  blocked: [
    { width: wider(0.55), cap: "butt" },
    { width: wider(2.4), dash: dashes(0.55, 2), cap: "butt" }, // like a fence seen from above
  ],
  unknown: [{ width: wider(1.1), dash: dashes(0.01, 2.1) }], // dots
};

function cross(context, r) {
  context.beginPath();
  context.moveTo(-r, -r);
  context.lineTo(r, r);
  context.moveTo(r, -r);
  context.lineTo(-r, r);
  context.stroke();
}

function half(context, r) {
  context.beginPath();
  context.arc(0, 0, r, Math.PI / 2, -Math.PI / 2);
  context.fill();
  context.beginPath();
  context.arc(0, 0, r, 0, 2 * Math.PI);
  context.stroke();
}

function question(context, r) {
  context.beginPath();
  context.arc(0, -r * 0.45, r * 0.6, Math.PI, Math.PI * 2.35);
  context.lineTo(0, r * 0.35);
  context.stroke();
  context.beginPath();
  context.arc(0, r * 0.95, context.lineWidth * 0.6, 0, 2 * Math.PI);
  context.fill();
}

const SIGNS = { difficult: half, blocked: cross, unknown: question };
const radius = (zoom, name) => (name === "blocked" ? between(zoom, [14, 1.6], [19, 8]) : between(zoom, [15, 0], [19, 7]));

/** Spots of one class; close enough they say the class with the same sign as the words of the legend. */
function spots(name, colour) {
  return {
    draw(context, parts, zoom) {
      const r = radius(zoom, name);
      if (!r) return;
      for (const [{ x, y }] of parts) {
        context.save();
        context.translate(x, y);
        disc(context, colour.class_halo, r + 1);
        disc(context, zoom < SIGNS_FROM ? colour[`class_${name}`] : colour.class_halo, r);
        if (zoom >= SIGNS_FROM) {
          context.strokeStyle = context.fillStyle = colour[`class_${name}`];
          context.lineWidth = Math.max(1.4, r * 0.3);
          context.lineCap = "round";
          SIGNS[name](context, r * 0.55);
        }
        context.restore();
      }
    },
  };
}

/** Rules that paint nothing as long as there are no such tiles. */
export function coloured(colour) {
  const rule = (dataLayer, name, symbolizer) => ({
    dataSource: CLASSES,
    dataLayer,
    minzoom: CLASSES_FROM,
    filter: (zoom, feature) => feature.props.class === name,
    symbolizer,
  });
  const halo = { color: colour.class_halo, width: (zoom) => width(zoom) + between(zoom, [14, 1.2], [19, 3.5]) };
  return [
    ...ORDER.map((name) => rule("way", name, line(halo))),
    ...ORDER.flatMap((name) =>
      STROKES[name].map((stroke) => rule("way", name, line({ color: colour[`class_${name}`], ...stroke }))),
    ),
    ...ORDER.filter((name) => name in SIGNS).map((name) => rule("spot", name, spots(name, colour))),
  ];
}
