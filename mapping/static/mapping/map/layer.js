// The base map as a Leaflet layer: our own tiles in our own style, or a raster source that the operator has set.

import { labelRules } from "./labels.js";
import { onScheme, scheme } from "./scheme.js";
import { paintRules, paper } from "./style.js";

// Tiles are drawn 512 pixels wide; beyond this zoom of the tiles they are enlarged, they hold full detail already.
const LAST_TILE_ZOOM = 16;

/** The typeface of the page around the map; names are drawn when it has arrived. */
function typeface(element) {
  const family = window.getComputedStyle(element).fontFamily || "sans-serif";
  const arrived = [400, 700].map((weight) => document.fonts.load(`${weight} 12px ${family}`));
  return { family, arrived: Promise.allSettled(arrived) };
}

function look(family) {
  const now = scheme();
  return { paintRules: paintRules(now), labelRules: labelRules(now, family), backgroundColor: paper(now) };
}

function ownLayer(renderer, map, { url, attribution }) {
  const { family, arrived } = typeface(map.getContainer());
  const layer = renderer.leafletLayer({
    url,
    attribution,
    maxDataZoom: LAST_TILE_ZOOM,
    lang: document.documentElement.lang,
    tasks: [arrived],
    noWrap: true,
    ...look(family),
  });
  onScheme(() => {
    Object.assign(layer, look(family));
    layer.clearLayout();
    layer.rerenderTiles();
  });
  return layer;
}

/** Foreign tile servers answer only to a request that says which site it comes from. */
function foreignLayer(L, { background, attribution }) {
  return L.tileLayer(background, { attribution, referrerPolicy: "strict-origin", maxNativeZoom: 18, maxZoom: 19 });
}

/**
 * Puts the base map under everything else on `map`.
 * `source` has `url` (with {z}/{x}/{y}) and `attribution`; `background` instead of `url` for a raster source.
 */
export function addBaseMap(L, renderer, map, source) {
  const layer = source.background ? foreignLayer(L, source) : ownLayer(renderer, map, source);
  return layer.addTo(map);
}
