// The names and signs on the base map, and which go before others. Zoom is the screen's (tiles of 256 pixels).

import { kindOf, STREETS, WAYS } from "./classes.js";
import { spot } from "./draw.js";
import { along, around } from "./names.js";
import { between } from "./options.js";
import { PALETTES } from "./palettes.js";
import { BENCH, signs, warnings } from "./ways.js";

const GREEN_NAMES = new Set(["park", "cemetery", "forest", "allotments", "playground", "sport"]);
const STATIONS = new Set(["station"]);
const TOWNS = new Set(["city", "town", "suburb", "village"]);
const PARTS = new Set(["quarter", "neighbourhood", "locality"]);
const WATER_NAMES = new Set(["water"]);
const BUILT_NAMES = new Set(["square", "school", "hospital"]);

const among = (kinds) => (zoom, feature) => kinds.has(kindOf(feature)) && (feature.props.zoom ?? 0) <= zoom;

function streetNames(colour, family) {
  const text = (size, weight = 400) => along({ family, size, weight, fill: colour.street_name, halo: colour.halo });
  const seenFrom = (...zooms) =>
    new Set(STREETS.filter((street) => zooms.includes(street.from)).flatMap((street) => street.kinds));
  const rule = (kinds, minzoom, symbolizer) => ({
    dataLayer: "street_name",
    minzoom,
    filter: (zoom, feature) => kinds.has(kindOf(feature)),
    symbolizer,
  });
  return [
    rule(seenFrom(8, 10), 14, text((zoom) => between(zoom, [14, 12], [19, 17]), 700)),
    rule(seenFrom(11), 14, text((zoom) => between(zoom, [14, 11.5], [19, 16]), 700)),
    rule(seenFrom(13), 15, text((zoom) => between(zoom, [15, 11.5], [19, 16]))),
    rule(seenFrom(15, 16), 17, text((zoom) => between(zoom, [17, 11.5], [19, 14]))),
    rule(
      new Set([...WAYS, "cycleway", "steps"]),
      17,
      along({
        family,
        size: (zoom) => between(zoom, [17, 11], [19, 13.5]),
        fill: colour.path_name,
        halo: colour.halo,
      }),
    ),
  ];
}

function placeNames(colour, family) {
  const label = (kinds, minzoom, maxzoom, options) => ({
    dataLayer: "label",
    minzoom,
    maxzoom,
    filter: among(kinds),
    symbolizer: around({ family, halo: colour.halo, once: 300, ...options }),
  });
  return {
    first: [
      label(TOWNS, 10, 15, {
        size: (zoom) => between(zoom, [10, 14], [15, 20]),
        weight: 700,
        fill: colour.place_name,
      }),
      label(STATIONS, 13, 19, { size: (zoom) => between(zoom, [13, 11.5], [18, 14]), weight: 700, fill: colour.station_name }),
      label(PARTS, 13, 16, { size: (zoom) => between(zoom, [13, 12], [16, 16]), fill: colour.place_name }),
    ],
    last: [
      label(GREEN_NAMES, 14, 19, {
        size: (zoom) => between(zoom, [14, 11], [19, 14]),
        style: "italic",
        fill: colour.green_name,
      }),
      label(WATER_NAMES, 13, 19, {
        size: (zoom) => between(zoom, [13, 11], [19, 14]),
        style: "italic",
        fill: colour.water_name,
      }),
      label(BUILT_NAMES, 15, 19, { size: (zoom) => between(zoom, [15, 11], [19, 14]), fill: colour.place_name }),
    ],
  };
}

/** A stop as the letter that stands on its sign. */
const SIGNS = {
  sitzbank: BENCH,
  haltestelle(context, radius) {
    const r = radius * 0.55;
    context.lineWidth = radius * 0.26;
    context.lineCap = "butt";
    context.beginPath();
    context.moveTo(-r * 0.7, -r);
    context.lineTo(-r * 0.7, r);
    context.moveTo(r * 0.7, -r);
    context.lineTo(r * 0.7, r);
    context.moveTo(-r * 0.7, 0);
    context.lineTo(r * 0.7, 0);
    context.stroke();
    context.lineWidth = radius * 0.18;
    context.beginPath();
    context.arc(0, 0, radius * 0.9, 0, 2 * Math.PI);
    context.stroke();
  },
};

function spots(colour) {
  const sign = (context, radius, feature) => SIGNS[kindOf(feature)](context, radius);
  return {
    dataLayer: "spot",
    minzoom: 17,
    filter: (zoom, feature) => kindOf(feature) in SIGNS,
    symbolizer: spot({
      ground: colour.spot_ground,
      color: (zoom, feature) => (kindOf(feature) === "haltestelle" ? colour.stop : colour.spot),
      radius: (zoom) => between(zoom, [17, 5.5], [19, 9]),
      key: kindOf,
      sign,
    }),
  };
}

export function labelRules(scheme, family) {
  const colour = PALETTES[scheme];
  const places = placeNames(colour, family);
  return [
    warnings(colour),
    ...places.first,
    ...streetNames(colour, family),
    {
      dataLayer: "waterway_name",
      minzoom: 14,
      symbolizer: along({
        family,
        size: (zoom) => between(zoom, [14, 11], [19, 15]),
        style: "italic",
        fill: colour.water_name,
        halo: colour.halo,
      }),
    },
    ...places.last,
    spots(colour),
    ...signs(colour, family),
    {
      dataLayer: "house_number",
      minzoom: 17,
      symbolizer: around({
        family,
        key: "number",
        size: (zoom) => between(zoom, [17, 10.5], [19, 13.5]),
        fill: colour.number,
        halo: scheme === "contrast" ? colour.halo : colour.building,
      }),
    },
  ];
}
