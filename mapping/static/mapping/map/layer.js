// The base map as a Leaflet layer: our own tiles in our own style, or a raster source that the operator has set.

import { CLASSES, CLASSES_FROM } from "./coloured.js";
import { labelRules } from "./labels.js";
import { onScheme, scheme } from "./scheme.js";
import { paintRules, paper } from "./style.js";
import { lasts, WAYS, WAYS_FROM } from "./ways.js";

// Tiles are drawn 512 pixels wide; beyond this zoom of the tiles they are enlarged, they hold full detail already.
const LAST_TILE_ZOOM = 16;
const FINGER_PX = 16; // how far beside a sign one may click

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

/** A source of tiles that is left alone below a zoom of the screen: nobody loads what is not drawn. */
function only(renderer, name, url, from) {
  const view = renderer.sourcesToViews({ sources: { [name]: { url, maxDataZoom: LAST_TILE_ZOOM } } }).get(name);
  const ask = view.getDisplayTile.bind(view);
  view.getDisplayTile = async (tile) =>
    tile.z < from ? { ...view.dataTileForDisplayTile(tile), z: tile.z, data: new Map() } : ask(tile);
  return view;
}

class OwnGround {
  constructor(renderer, map, { url, ways, attribution }) {
    const { family, arrived } = typeface(map.getContainer());
    this.renderer = renderer;
    this.layer = renderer.leafletLayer({
      url,
      attribution,
      maxDataZoom: LAST_TILE_ZOOM,
      lang: document.documentElement.lang,
      tasks: [arrived],
      noWrap: true,
      ...look(family),
    });
    if (ways) this.layer.views.set(WAYS, only(renderer, WAYS, ways, WAYS_FROM));
    onScheme(() => {
      Object.assign(this.layer, look(family));
      this.layer.clearLayout();
      this.layer.rerenderTiles();
    });
  }

  /** Colours the ways from the tiles at `url`; null takes the colours away. */
  colour(url) {
    if (url) this.layer.views.set(CLASSES, only(this.renderer, CLASSES, url, CLASSES_FROM));
    else this.layer.views.delete(CLASSES);
    this.layer.rerenderTiles();
  }

  /** Attributes of what is in the way at a point of the map. */
  warningsAt({ lat, lng }) {
    const found = this.layer.queryTileFeaturesDebug(lng, lat, FINGER_PX).get(WAYS) ?? [];
    const warnings = found.filter(({ layerName }) => layerName === "obstacle").map(({ feature }) => feature.props);
    return warnings.filter((props) => lasts(props));
  }
}

/** A foreign ground has no ways that could be coloured or asked. */
class ForeignGround {
  /** Foreign tile servers answer only to a request that says which site it comes from. */
  constructor(L, { background, attribution }) {
    const options = { attribution, referrerPolicy: "strict-origin", maxNativeZoom: 18, maxZoom: 19 };
    this.layer = L.tileLayer(background, options);
  }

  colour() {}

  warningsAt() {
    return [];
  }
}

/**
 * Puts the base map under everything else on `map`.
 * `source` has `url` (with {z}/{x}/{y}), `ways` for the path network and `attribution`; `background` instead of both for
 * a raster source. What is returned can `colour(url)` the ways and knows `warningsAt(latlng)`.
 */
export function addBaseMap(L, renderer, map, source) {
  const ground = source.background ? new ForeignGround(L, source) : new OwnGround(renderer, map, source);
  ground.layer.addTo(map);
  return ground;
}
