// The look of the base map: what is painted in which order. The names on it are in labels.js.
// A calm town plan on warm paper. Zoom is the screen's (tiles of 256 pixels).

import { kindOf, levelOf, STREETS, WAYS } from "./classes.js";
import { coloured } from "./coloured.js";
import { area, line } from "./draw.js";
import { between } from "./options.js";
import { PALETTES } from "./palettes.js";
import { network } from "./ways.js";

// --- classes ---------------------------------------------------------------------------------------------------------

// Kinds of the base map (mapping/osm/basemap_tables.py) → colour of the palette; else the layer's own.
const LANDUSE = {
  residential: "residential",
  commercial: "commercial",
  retail: "retail",
  industrial: "industrial",
  military: "industrial",
  construction: "industrial",
  railway: "railway",
  education: "institution",
  worship: "institution",
  hospital: "health",
  parking: "parking",
  square: "square",
  platform: "square",
  bridge: "bridge",
};
const GREEN = {
  park: "park",
  garden: "garden",
  orchard: "garden",
  forest: "wood",
  scrub: "scrub",
  wetland: "scrub",
  cemetery: "cemetery",
  allotments: "allotments",
  playground: "playground",
  pitch: "pitch",
  farmland: "farmland",
  sand: "sand",
};
// Grounds that lie under others, whatever the order in the tile.
const WIDE_LAND = new Set(["residential", "commercial", "retail", "industrial", "military", "railway"]);
const WIDE_GREEN = new Set(["park", "forest", "cemetery", "allotments", "farmland", "meadow"]);
const EDGED_GREEN = new Set(["park", "cemetery", "pitch", "playground", "forest", "allotments"]);

const PUBLIC = new Set(["school", "kindergarten", "hospital", "church", "religious", "public", "transport"]);
const SHEDS = new Set(["shed", "roof"]);

const CLASS_OF = new Map(STREETS.flatMap((street) => street.kinds.map((kind) => [kind, street])));

// --- measures --------------------------------------------------------------------------------------------------------

/** Width of a street on screen: as wide as it is when close, wide enough to be seen when far. */
function widthOf(zoom, feature) {
  const street = CLASS_OF.get(kindOf(feature));
  if (!street || zoom < street.from) return 0;
  const width = street.width * 1.72 ** (zoom - 17);
  return Math.max(width, street.from <= 11 ? 1.6 : 1);
}

const casingWidth = (zoom) => (zoom < 15 ? 1 : zoom < 17 ? 1.6 : 2);

// --- paint -----------------------------------------------------------------------------------------------------------

function grounds(colour) {
  const landuse = (zoom, feature) => colour[LANDUSE[kindOf(feature)] ?? "paper"];
  const green = (zoom, feature) => colour[GREEN[kindOf(feature)] ?? "grass"];
  const edge = (zoom, feature) => (zoom >= 15 && EDGED_GREEN.has(kindOf(feature)) ? 0.75 : 0);
  const greens = area({ fill: green, edge: colour.green_edge, width: edge });
  const below = (kinds) => (zoom, feature) => kinds.has(kindOf(feature));
  const above = (kinds) => (zoom, feature) => !kinds.has(kindOf(feature));
  return [
    { dataLayer: "landuse", filter: below(WIDE_LAND), symbolizer: area({ fill: landuse }) },
    { dataLayer: "landuse", filter: above(WIDE_LAND), symbolizer: area({ fill: landuse }) },
    { dataLayer: "green", filter: below(WIDE_GREEN), symbolizer: greens },
    { dataLayer: "green", filter: above(WIDE_GREEN), symbolizer: greens },
    {
      dataLayer: "waterway",
      symbolizer: line({
        color: colour.water,
        width: (zoom, feature) =>
          (["river", "canal"].includes(kindOf(feature)) ? 5 : 2.4) * 1.6 ** (Math.min(zoom, 18) - 17),
      }),
    },
    { dataLayer: "water", symbolizer: area({ fill: colour.water, edge: colour.water_edge, width: 0.75 }) },
  ];
}

function buildings(colour) {
  const fill = (zoom, feature) =>
    PUBLIC.has(kindOf(feature))
      ? colour.public_building
      : SHEDS.has(kindOf(feature))
        ? colour.shed
        : colour.building;
  const edge = (zoom, feature) => (PUBLIC.has(kindOf(feature)) ? colour.public_building_edge : colour.building_edge);
  const casts = (zoom, feature) => zoom >= 16 && !SHEDS.has(kindOf(feature));
  const shift = (zoom) => (zoom >= 18 ? 2 : 1.25);
  return [
    { dataLayer: "building", filter: casts, symbolizer: area({ fill: colour.building_shade, shift }) },
    {
      dataLayer: "building",
      symbolizer: area({ fill, edge, width: (zoom) => (zoom < 15 ? 0 : zoom < 17 ? 0.6 : 0.9) }),
    },
  ];
}

/** Streets of one height: all casings first, then the surfaces from the narrowest to the widest. */
function streets(colour, here, tunnel = false) {
  const surface = (street) => colour[tunnel ? "tunnel" : street.fill];
  const rule = (street, symbolizer) => ({
    dataLayer: "street",
    minzoom: street.from,
    filter: (zoom, feature) => CLASS_OF.get(kindOf(feature)) === street && here(levelOf(feature)),
    symbolizer,
  });
  const casing = (street) =>
    line({
      color: colour[street.casing],
      width: (zoom, feature) => (zoom < 14 ? 0 : widthOf(zoom, feature) + casingWidth(zoom)),
      dash: tunnel ? [5, 4] : undefined,
      cap: tunnel ? "butt" : "round",
    });
  return [
    ...STREETS.map((street) => rule(street, casing(street))),
    ...STREETS.map((street) => rule(street, line({ color: surface(street), width: widthOf }))),
  ];
}

/** Ways for feet and wheels: dotted. Pavements, crossings and steps are drawn from the path network (ways.js). */
function footpaths(colour, here) {
  const rule = (kinds, minzoom, symbolizer) => ({
    dataLayer: "street",
    minzoom,
    filter: (zoom, feature) => kinds.has(kindOf(feature)) && here(levelOf(feature)),
    symbolizer,
  });
  const bed = line({ color: colour.footway_bed, width: (zoom) => between(zoom, [15, 2.2], [19, 7]) });
  return [
    rule(WAYS, 16, bed),
    rule(
      WAYS,
      15,
      line({
        color: colour.footway,
        width: (zoom) => between(zoom, [15, 0.9], [19, 2.2]),
        dash: (zoom) => (zoom < 17 ? [2.5, 2.5] : [4, 3.5]),
        cap: "butt",
      }),
    ),
    rule(
      new Set(["cycleway"]),
      15,
      line({
        color: colour.cycleway,
        width: (zoom) => between(zoom, [15, 0.9], [19, 2.2]),
        dash: (zoom) => (zoom < 17 ? [3, 2] : [7, 3.5]),
        cap: "butt",
      }),
    ),
  ];
}

function rails(colour, here, tunnel = false) {
  const track = (zoom, feature) =>
    ["rail", "light_rail"].includes(kindOf(feature)) ? 1 : 0.7;
  const width = (zoom, feature) => between(zoom, [12, 1], [18, 4.4]) * track(zoom, feature);
  const visible = (zoom, feature) => kindOf(feature) !== "platform" && here(levelOf(feature));
  const below = { dataLayer: "rail", filter: visible };
  if (tunnel) {
    const dashes = line({ color: colour.subway, width: (z) => between(z, [12, 0.8], [18, 2]), dash: [6, 5], cap: "butt" });
    return [{ ...below, minzoom: 14, symbolizer: dashes }];
  }
  return [
    { ...below, symbolizer: line({ color: colour.rail, width, cap: "butt" }) },
    {
      ...below,
      minzoom: 14,
      symbolizer: line({
        color: colour.rail_gap,
        width: (zoom, feature) => Math.max(0.6, width(zoom, feature) - 1.6),
        dash: (zoom) => (zoom < 16 ? [5, 5] : [9, 9]),
        cap: "butt",
      }),
    },
    {
      dataLayer: "rail",
      minzoom: 16,
      filter: (zoom, feature) => kindOf(feature) === "platform",
      symbolizer: line({ color: colour.casing, width: (zoom) => between(zoom, [16, 2], [19, 8]), cap: "butt" }),
    },
  ];
}

const UNDER = (level) => level < 0;
const GROUND = (level) => level === 0;
const OVER = (level) => level > 0;

export function paintRules(scheme) {
  const colour = PALETTES[scheme];
  return [
    ...grounds(colour),
    ...streets(colour, UNDER, true),
    ...rails(colour, UNDER, true),
    ...footpaths(colour, UNDER),
    ...network(colour, UNDER),
    ...buildings(colour),
    ...footpaths(colour, GROUND),
    ...streets(colour, GROUND),
    ...network(colour, GROUND),
    ...rails(colour, GROUND),
    ...streets(colour, OVER),
    ...footpaths(colour, OVER),
    ...network(colour, OVER),
    ...rails(colour, OVER),
    {
      dataLayer: "boundary",
      filter: (zoom, feature) => kindOf(feature) !== "postcode",
      symbolizer: line({ color: colour.boundary, width: 1.2, dash: [8, 4, 1.5, 4], cap: "butt" }),
    },
    ...coloured(colour),
  ];
}

export const paper = (scheme) => PALETTES[scheme].paper;
