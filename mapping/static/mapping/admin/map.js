// Maps in the admin: our own ground, a pin of our own, words in the language of the page, and a way without a mouse.

import { addBaseMap } from "../map/layer.js";

const L = window.L;
const CLOSE_ZOOM = 18;
const DIGITS = 7;
const DEGREES = /^-?\d{1,3}([.,]\d+)?$/;
const MOST = { lon: 180, lat: 90 };
const config = JSON.parse(document.getElementById("own-map").textContent);
const by = (id) => document.getElementById(id);

/** Writes the leaves of `words` over those of `target`, keeping what `words` does not name. */
function overwrite(target, words) {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "object") overwrite((target[key] ??= {}), value);
    else target[key] = value;
  }
}

/** Hashed static files break Leaflet's picture of a pin; a drawn one needs no file. */
function ownPin() {
  const pin = L.divIcon({ className: "own-map-pin", iconSize: [28, 28], iconAnchor: [14, 28] });
  L.Marker.mergeOptions({ icon: pin, title: config.words.pin });
  L.Draw.Marker.mergeOptions({ icon: pin });
}

function zoomWords(map) {
  const buttons = [
    [".leaflet-control-zoom-in", config.words.zoomIn],
    [".leaflet-control-zoom-out", config.words.zoomOut],
  ];
  for (const [selector, word] of buttons) {
    const button = map.getContainer().querySelector(selector);
    if (!button) continue;
    button.title = word;
    button.setAttribute("aria-label", word);
  }
}

function showQuarter(map) {
  if (!config.box) return;
  const [west, south, east, north] = config.box;
  map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { animate: false },
  );
}

/** The number that is typed, with a comma or a point; NaN for what is none. */
function degrees(input, most) {
  const text = input.value.trim();
  const number = DEGREES.test(text) ? Number(text.replace(",", ".")) : NaN;
  return Math.abs(number) <= most ? number : NaN;
}

/** Keeps map, hidden field and the two numbers at one value; what cannot be read stays, and the server says so. */
class PointField {
  constructor(map, field) {
    Object.assign(this, { map, field, lon: by("own-map-lon"), lat: by("own-map-lat") });
    for (const input of [this.lon, this.lat]) input.addEventListener("change", () => this.readNumbers());
    map.on("draw:created draw:edited draw:editmove draw:deleted", () => this.writeNumbers());
    if (this.point()) this.writeNumbers();
  }

  point() {
    return this.field.drawnItems.getLayers().at(-1)?.getLatLng();
  }

  writeNumbers() {
    const point = this.point();
    this.lon.value = point ? point.lng.toFixed(DIGITS) : "";
    this.lat.value = point ? point.lat.toFixed(DIGITS) : "";
  }

  readNumbers() {
    const [lon, lat] = [degrees(this.lon, MOST.lon), degrees(this.lat, MOST.lat)];
    if (!Number.isNaN(lon + lat)) this.set(lon, lat);
  }

  set(lon, lat) {
    const items = this.field.drawnItems;
    items.clearLayers();
    items.addLayer(L.marker([lat, lon]));
    this.field.store.save(items);
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), CLOSE_ZOOM), { animate: false });
    this.writeNumbers();
  }
}

function offer(addresses, choose) {
  const items = addresses.map((address) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = address.label;
    button.addEventListener("click", () => choose(address));
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  by("own-map-found").replaceChildren(...items);
}

/** Addresses that the text may mean; null if nobody answers, or with a page to log in. */
async function ask(text) {
  try {
    const answer = await fetch(`${config.search}?${new URLSearchParams({ q: text })}`);
    return answer.ok ? (await answer.json()).addresses : null;
  } catch {
    return null;
  }
}

function told(addresses) {
  const { found, nothing, silent } = config.words;
  if (!addresses) return silent;
  return addresses.length ? found.replace("{n}", addresses.length) : nothing;
}

async function search(choose) {
  const text = by("own-map-query").value.trim();
  if (!text) return;
  const addresses = await ask(text);
  by("own-map-status").textContent = told(addresses);
  offer(addresses ?? [], (address) => {
    choose(address);
    by("own-map-status").textContent = address.label;
    offer([], choose);
    (by("own-map-lon") ?? by("own-map-query")).focus();
  });
}

function addressSearch(choose) {
  const query = by("own-map-query");
  by("own-map-go").addEventListener("click", () => search(choose));
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the form is not finished yet
    search(choose);
  });
}

overwrite(L.drawLocal, config.draw);
ownPin();

window.addEventListener("map:init", ({ detail: { map } }) => {
  addBaseMap(L, window.protomapsL, map, config);
  const element = map.getContainer();
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", config.words.map);
  map.scrollWheelZoom.disable();
  element.addEventListener("click", () => map.scrollWheelZoom.enable());
  zoomWords(map);
  showQuarter(map);
  // A map in a closed section has no size until the section is opened.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  map.on("map:loadfield", ({ field }) => {
    const point = by("own-map-lon") ? new PointField(map, field) : null;
    addressSearch(({ lon, lat }) => (point ? point.set(lon, lat) : map.setView([lat, lon], CLOSE_ZOOM)));
  });
});
