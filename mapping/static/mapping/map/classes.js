// What a feature of our tiles is, and the classes of streets that surfaces and names have in common.

export const kindOf = (feature) => feature.props.kind;
export const levelOf = (feature) => feature.props.level ?? 0;

// Streets from the narrowest to the widest: width in pixels at zoom 17, colours, zoom from which they are drawn.
export const STREETS = [
  { kinds: ["driveway"], width: 3.4, fill: "street", casing: "minor_casing", from: 16 },
  { kinds: ["service", "track"], width: 5.2, fill: "street", casing: "minor_casing", from: 15 },
  { kinds: ["pedestrian", "living_street"], width: 8.5, fill: "calm_street", casing: "casing", from: 13 },
  { kinds: ["residential", "unclassified", "construction"], width: 10, fill: "street", casing: "casing", from: 13 },
  { kinds: ["tertiary"], width: 12, fill: "tertiary", casing: "casing", from: 11 },
  { kinds: ["secondary"], width: 13.5, fill: "secondary", casing: "secondary_casing", from: 10 },
  { kinds: ["primary", "trunk"], width: 15, fill: "primary", casing: "primary_casing", from: 8 },
  { kinds: ["motorway"], width: 15, fill: "motorway", casing: "motorway_casing", from: 8 },
];

// Ways for feet that look alike.
export const WAYS = new Set(["footway", "path", "bridleway", "corridor"]);
