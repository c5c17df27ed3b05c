// The only file that knows Leaflet, with its drawing hands (markers, controls, route). Others speak of features, ids and boxes: west, south, east, north in degrees.

import { addBaseMap } from "../../mapping/map/layer.js";
import { Signs } from "./markers.js";
import { panControl } from "./controls.js";
import { RouteDrawing } from "./route.js";
import { libraries } from "./vendor.js";

const MAX_ZOOM = 19;
const CLOSE_ZOOM = 17;
// Pixels between the outermost sign and the edge; on the right the buttons cover more.
const NO_AIR = { padding: [0, 0] };
const AIR = { padding: [28, 28] };
const BESIDE_BUTTONS = { paddingTopLeft: [28, 28], paddingBottomRight: [78, 28] };
const BUTTONS = { width: 78, height: 250 }; // what they cover at the upper right, with half a sign around them
const ONE_SPOT_M = 4; // several in one house: no zoom would part them

const byName = (features) =>
  features.sort((one, other) => one.properties.name.localeCompare(other.properties.name, document.documentElement.lang));

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const coarse = () => window.matchMedia("(pointer: coarse)").matches;

function options() {
  const motion = !calm();
  return {
    maxZoom: MAX_ZOOM,
    minZoom: 10,
    zoomControl: false,
    zoomAnimation: motion,
    fadeAnimation: motion,
    markerZoomAnimation: motion,
    inertia: motion,
    trackResize: false, // the element's own size counts, see the ResizeObserver
    // The wheel and one finger belong to the page; the map takes them once it has been entered.
    scrollWheelZoom: false,
    dragging: !coarse(),
  };
}

/** The wheel zooms the map only while the focus is in it. */
function takeWheelWhenEntered(map, element) {
  element.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  element.addEventListener("click", () => map.scrollWheelZoom.enable());
  element.addEventListener("focusout", () => map.scrollWheelZoom.disable());
}

/** Space does what Enter does, and the focus does not get lost when a group opens. */
function completeKeyboard(map, element) {
  element.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.classList.contains("cluster")) return;
    event.preventDefault();
    event.target.click();
  });
  // The sign that had the focus is taken away some time after the zoom, by an animation or without one.
  const catchFocus = () => {
    if (document.activeElement === document.body && element.dataset.entered) element.focus({ preventScroll: true });
  };
  map.on("zoomend", () => [0, 350].forEach((wait) => window.setTimeout(catchFocus, wait)));
  element.addEventListener("focusin", () => (element.dataset.entered = "yes"));
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) delete element.dataset.entered;
  });
}

export class QuarterMap {
  /** Loads what is needed and draws the base map; `name` is what a screen reader calls the map, `points` is to be seen. */
  static async open(element, config, { name, clusters = false, box, points = [] }) {
    const { L, renderer } = await libraries(config.files, { clusters });
    return new QuarterMap(L, renderer, element, config, name, box, points);
  }

  constructor(L, renderer, element, config, name, box, points) {
    Object.assign(this, { L, element, config, layers: new Map(), lit: [], byProgram: false });
    const help = document.getElementById("map-help");
    element.setAttribute("role", "region");
    element.setAttribute("aria-label", name);
    if (help) element.setAttribute("aria-describedby", help.id);
    this.map = L.map(element, options());
    this.signs = new Signs(L, config);
    this.fit(box, { points });
    this.#controls();
    this.ground = addBaseMap(L, renderer, this.map, config);
    takeWheelWhenEntered(this.map, element);
    completeKeyboard(this.map, element);
    const resized = () => this.#quietly(() => this.map.invalidateSize({ animate: false }));
    new ResizeObserver(resized).observe(element);
    element.dataset.ready = "yes";
  }

  #controls() {
    const { words } = this.config;
    this.map.attributionControl.setPrefix(false);
    this.L.control
      .zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut })
      .addTo(this.map);
    panControl(this.L, this.map, words).addTo(this.map);
    this.L.control.scale({ position: "bottomright", imperial: false, maxWidth: 120 }).addTo(this.map);
  }

  /** Shows all of the box, without a move that anybody would see; `exactly` as the map was when it gave the box. */
  fit([west, south, east, north], { exactly = false, points = [] } = {}) {
    const corners = [
      [south, west],
      [north, east],
    ];
    // Rounded corners may lie a little outside of what fits.
    const bounds = this.L.latLngBounds(corners).pad(exactly ? -0.02 : 0);
    const air = exactly ? NO_AIR : this.#air(bounds, points);
    this.#quietly(() => this.map.fitBounds(bounds, { ...air, maxZoom: exactly ? MAX_ZOOM : CLOSE_ZOOM, animate: false }));
  }

  /** Room for the buttons as well; if everything had to be drawn smaller for it, only where a sign would lie under them. */
  #air(bounds, points) {
    const zoom = (width) => Math.min(CLOSE_ZOOM, this.map.getBoundsZoom(bounds, false, this.L.point(width, 56)));
    const close = zoom(28 + 28);
    const isFree = zoom(28 + 78) < close && !points.some((point) => this.#isUnderButtons(point, bounds, close));
    return isFree ? AIR : BESIDE_BUTTONS;
  }

  /** Whether a point lies there if the box stands in the middle of the map. */
  #isUnderButtons([lon, lat], bounds, zoom) {
    const at = (spot) => this.map.project(spot, zoom);
    const middle = at(bounds.getSouthWest()).add(at(bounds.getNorthEast())).divideBy(2);
    const fromMiddle = at([lat, lon]).subtract(middle);
    const size = this.map.getSize();
    return fromMiddle.x > size.x / 2 - BUTTONS.width && fromMiddle.y < BUTTONS.height - size.y / 2;
  }

  centre([lon, lat], zoom = CLOSE_ZOOM) {
    this.#quietly(() => this.map.setView([lat, lon], zoom, { animate: false }));
  }

  #quietly(move) {
    this.byProgram = true;
    move();
    this.byProgram = false;
  }

  /** West, south, east, north of what is to be seen. */
  box() {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  /** Ids of the features that are to be seen. */
  idsInView() {
    const bounds = this.map.getBounds();
    const isSeen = (layer) => (layer.getLatLng ? bounds.contains(layer.getLatLng()) : bounds.intersects(layer.getBounds()));
    return [...this.layers].filter(([, layers]) => layers.some(isSeen)).map(([id]) => id);
  }

  /** GeoJSON points and areas, several of which may have one id; `grouped` puts close points under one sign. */
  show(features, { grouped = false } = {}) {
    const isArea = ({ geometry }) => geometry.type !== "Point";
    const made = features.map((feature) => [feature, isArea(feature) ? this.signs.area(feature) : this.signs.place(feature)]);
    this.layers = new Map();
    for (const [{ properties }, layer] of made) this.layers.set(properties.id, [...(this.layers.get(properties.id) ?? []), layer]);
    this.areas = this.L.featureGroup(made.filter(([feature]) => isArea(feature)).map(([, layer]) => layer)).addTo(this.map);
    this.group = grouped ? this.#clusters() : this.L.featureGroup();
    const markers = made.filter(([feature]) => !isArea(feature)).map(([, layer]) => layer);
    if (grouped) this.group.addLayers(markers);
    else markers.forEach((marker) => this.group.addLayer(marker));
    this.group.addTo(this.map);
  }

  #clusters() {
    return this.L.markerClusterGroup({
      iconCreateFunction: (cluster) => this.signs.cluster(cluster),
      maxClusterRadius: (zoom) => (zoom >= 18 ? 12 : zoom >= 17 ? 26 : 40),
      showCoverageOnHover: false,
      spiderfyOnMaxZoom: false,
      zoomToBoundsOnClick: false,
      animate: !calm(),
      chunkedLoading: true,
    });
  }

  showStart(point) {
    this.signs.start(point).addTo(this.map);
  }

  showGoal(point) {
    this.signs.goal(point).addTo(this.map);
  }

  /** A route with its numbered spots; what is returned lights parts of it. */
  showRoute(route) {
    const drawing = new RouteDrawing(this.L, this.map, this.signs.Icon, this.config.words);
    drawing.draw(route);
    return drawing;
  }

  /** Lights the signs of a feature, or of the groups that they are in, and its area; null puts the light out. */
  light(id) {
    this.lit.forEach((element) => element.classList.remove("is-lit"));
    const layers = (id === null ? undefined : this.layers.get(id)) ?? [];
    const visible = (layer) => (layer.getLatLng && this.group.getVisibleParent?.(layer)) || layer;
    this.lit = layers.map((layer) => visible(layer).getElement?.()).filter(Boolean);
    this.lit.forEach((element) => element.classList.add("is-lit"));
  }

  /** `choose(features)` when a sign is clicked that cannot be opened any further. */
  onChoose(choose) {
    for (const group of [this.group, this.areas])
      group.on("click", ({ sourceTarget }) => choose([sourceTarget.options.feature]));
    this.group.on("clusterclick clusterkeypress", ({ layer, originalEvent }) => {
      if (originalEvent.type === "keypress" && originalEvent.key !== "Enter") return;
      if (this.#cannotOpen(layer)) choose(byName(layer.getAllChildMarkers().map((marker) => marker.options.feature)));
      else layer.zoomToBounds({ padding: [30, 30] });
    });
  }

  #cannotOpen(cluster) {
    const bounds = cluster.getBounds();
    const across_m = bounds.getNorthEast().distanceTo(bounds.getSouthWest());
    return across_m < ONE_SPOT_M || this.map.getZoom() >= MAX_ZOOM;
  }

  /** `point(id)` when the pointer is on a sign, `point(null)` when it leaves. */
  onPoint(point) {
    for (const group of [this.group, this.areas]) {
      group.on("mouseover", (event) => point(event.sourceTarget.options.feature?.properties.id ?? null));
      group.on("mouseout", () => point(null));
    }
  }

  /** `choose(features)` when something is clicked that is in the way for a while; it has a page of its own. */
  onBarrier(choose) {
    const { barriers, words } = this.config;
    this.map.on("click", ({ latlng }) => {
      const found = this.ground.warningsAt(latlng).map(({ id, kind }) => ({
        properties: { kind: words.barrier, name: barriers.kinds[kind] ?? words.barrier, url: barriers.url.replace("SLUG", id) },
      }));
      if (found.length) choose(found);
    });
  }

  /** Colours the ways from the tiles at `url`, with {z}/{x}/{y}; null takes the colours away. */
  colour(url) {
    this.ground.colour(url);
  }

  /** `moved()` after the visitor, not the program, has moved the map. */
  onMove(moved) {
    this.map.on("moveend", () => {
      if (!this.byProgram) moved();
    });
  }

  /** On a narrow screen the map can fill it; one finger then moves it. */
  giveFinger(on) {
    if (!coarse()) return;
    if (on) this.map.dragging.enable();
    else this.map.dragging.disable();
  }
}
