// The look of the base map: what is painted in which order, and which names go before others.
// A calm town plan on warm paper. Zoom is the screen's (tiles of 256 pixels).

import { PALETTES } from "./palettes.js";
import { area, line, spot } from "./draw.js";
import { along, around } from "./names.js";

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

// Streets from the widest down: width in pixels at zoom 17, colours, zoom from which they are drawn.
const STREETS = [
  { kinds: ["driveway"], width: 3.4, fill: "street", casing: "minor_casing", from: 16 },
  { kinds: ["service", "track"], width: 5.2, fill: "street", casing: "minor_casing", from: 15 },
  { kinds: ["pedestrian", "living_street"], width: 8.5, fill: "calm_street", casing: "casing", from: 13 },
  { kinds: ["residential", "unclassified", "construction"], width: 10, fill: "street", casing: "casing", from: 13 },
  { kinds: ["tertiary"], width: 12, fill: "tertiary", casing: "casing", from: 11 },
  { kinds: ["secondary"], width: 13.5, fill: "secondary", casing: "secondary_casing", from: 10 },
  { kinds: ["primary", "trunk"], width: 15, fill: "primary", casing: "primary_casing", from: 8 },
  { kinds: ["motorway"], width: 15, fill: "motorway", casing: "motorway_casing", from: 8 },
];
const CLASS_OF = new Map(STREETS.flatMap((street) => street.kinds.map((kind) => [kind, street])));
const WAYS = new Set(["footway", "path", "bridleway", "corridor"]);
const GREEN_NAMES = new Set(["park", "cemetery", "forest", "allotments", "playground", "sport"]);
const STATIONS = new Set(["station"]);
const TOWNS = new Set(["city", "town", "suburb", "village"]);
const PARTS = new Set(["quarter", "neighbourhood", "locality"]);
const WATER_NAMES = new Set(["water"]);
const BUILT_NAMES = new Set(["square", "school", "hospital"]);

// --- measures --------------------------------------------------------------------------------------------------------

const kindOf = (feature) => feature.props.kind;
const levelOf = (feature) => feature.props.level ?? 0;

/** Width of a street on screen: as wide as it is when close, wide enough to be seen when far. */
function widthOf(zoom, feature) {
  const street = CLASS_OF.get(kindOf(feature));
  if (!street || zoom < street.from) return 0;
  const width = street.width * 1.72 ** (zoom - 17);
  return Math.max(width, street.from <= 11 ? 1.6 : 1);
}

const between = (zoom, [low, from], [high, to]) => {
  const share = Math.min(1, Math.max(0, (zoom - low) / (high - low)));
  return from + (to - from) * share;
};
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

/** Ways for feet: paths dotted, sidewalks as thin lines, crossings as stripes, steps as rungs. */
function footpaths(colour, here) {
  const rule = (kinds, minzoom, symbolizer) => ({
    dataLayer: "street",
    minzoom,
    filter: (zoom, feature) => kinds.has(kindOf(feature)) && here(levelOf(feature)),
    symbolizer,
  });
  const bed = line({ color: colour.footway_bed, width: (zoom) => between(zoom, [15, 2.2], [19, 7]) });
  return [
    rule(new Set(["sidewalk"]), 17, line({ color: colour.sidewalk, width: (z) => between(z, [17, 1.1], [19, 3.2]) })),
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
    rule(
      new Set(["crossing"]),
      17,
      line({
        color: colour.crossing,
        width: (zoom) => between(zoom, [17, 2.4], [19, 8]),
        dash: (zoom) => (zoom < 18 ? [1.2, 1.6] : [2.4, 3]),
        cap: "butt",
      }),
    ),
    rule(new Set(["steps"]), 16, line({ color: colour.footway_bed, width: (z) => between(z, [16, 4], [19, 10]) })),
    rule(
      new Set(["steps"]),
      16,
      line({
        color: colour.steps,
        width: (zoom) => between(zoom, [16, 3.2], [19, 9]),
        dash: (zoom) => (zoom < 18 ? [1.2, 1.6] : [1.8, 2.6]),
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
    ...buildings(colour),
    ...footpaths(colour, GROUND),
    ...streets(colour, GROUND),
    ...footpaths(colour, GROUND).filter((rule) => rule.minzoom >= 17),
    ...rails(colour, GROUND),
    ...streets(colour, OVER),
    ...footpaths(colour, OVER),
    ...rails(colour, OVER),
    {
      dataLayer: "boundary",
      filter: (zoom, feature) => kindOf(feature) !== "postcode",
      symbolizer: line({ color: colour.boundary, width: 1.2, dash: [8, 4, 1.5, 4], cap: "butt" }),
    },
  ];
}

// --- names -----------------------------------------------------------------------------------------------------------

const among = (kinds) => (zoom, feature) => kinds.has(kindOf(feature)) && (feature.props.zoom ?? 0) <= zoom;

function streetNames(colour, family) {
  const text = (size, weight = 400) => along({ family, size, weight, fill: colour.street_name, halo: colour.halo });
  const classes = (from, to) =>
    new Set(STREETS.slice(from, to).flatMap((street) => street.kinds));
  const rule = (kinds, minzoom, symbolizer) => ({
    dataLayer: "street_name",
    minzoom,
    filter: (zoom, feature) => kinds.has(kindOf(feature)),
    symbolizer,
  });
  return [
    rule(classes(5, 8), 14, text((zoom) => between(zoom, [14, 12], [19, 17]), 700)),
    rule(classes(4, 5), 14, text((zoom) => between(zoom, [14, 11.5], [19, 16]), 700)),
    rule(classes(2, 4), 15, text((zoom) => between(zoom, [15, 11.5], [19, 16]))),
    rule(classes(0, 2), 17, text((zoom) => between(zoom, [17, 11.5], [19, 14]))),
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

/** A bench seen from the front, a stop as the letter that stands on its sign. */
const SIGNS = {
  sitzbank(context, radius) {
    const r = radius * 0.6;
    context.fillRect(-r, -r * 0.75, 2 * r, r * 0.5);
    context.fillRect(-r, r * 0.05, 2 * r, r * 0.4);
    context.fillRect(-r * 0.8, r * 0.4, r * 0.35, r * 0.55);
    context.fillRect(r * 0.45, r * 0.4, r * 0.35, r * 0.55);
  },
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
      sign,
    }),
  };
}

export function labelRules(scheme, family) {
  const colour = PALETTES[scheme];
  const places = placeNames(colour, family);
  return [
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

export const paper = (scheme) => PALETTES[scheme].paper;
