// The map beside the list of what was found: both show the same, one lights up in the other.

import { QuarterMap } from "./adapter.js";
import { Card } from "./card.js";
import { followSwitch } from "./colouring.js";

const ANNOUNCE_AFTER_MS = 900;
const BOX_DIGITS = 5; // about one metre

/** A box from „In diesem Ausschnitt suchen“ is shown as it was; around hits there is some air. */
const askedForBox = () => new URLSearchParams(window.location.search).has("bbox");

function cards() {
  const found = new Map();
  for (const card of document.querySelectorAll("[data-feature]")) found.set(card.dataset.feature, card);
  return found;
}

/** What has the pointer or the focus in the list lights up on the map. */
function lightFromList(map, list) {
  for (const [id, card] of list) {
    card.addEventListener("pointerenter", () => map.light(id));
    card.addEventListener("focusin", () => map.light(id));
    card.addEventListener("pointerleave", () => map.light(null));
    card.addEventListener("focusout", () => map.light(null));
  }
}

function lightInList(list, id, { scroll = false } = {}) {
  for (const [other, card] of list) card.classList.toggle("is-lit", other === id);
  const gentle = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  if (scroll) list.get(id)?.scrollIntoView({ block: "nearest", behavior: gentle });
}

/** Says politely, once the map has come to rest, how much of the result is to be seen. */
function announcer(host, words) {
  const line = document.createElement("p");
  line.className = "visually-hidden";
  line.setAttribute("role", "status");
  host.append(line);
  let timer;
  return (shown, all) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      line.textContent = words.inView.replace("{shown}", shown).replace("{all}", all);
    }, ANNOUNCE_AFTER_MS);
  };
}

function searchHere(host, map, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-search-here";
  button.textContent = words.searchHere;
  button.hidden = true;
  button.addEventListener("click", () => {
    const address = new URL(window.location.href);
    const box = map.box().map((degrees) => degrees.toFixed(BOX_DIGITS));
    address.searchParams.set("bbox", box.join(","));
    address.searchParams.delete("seite");
    window.location.assign(address);
  });
  host.append(button);
  return button;
}

/** On narrow screens the page opens and closes the map; one finger then moves it. */
function followToggle(map) {
  const toggle = document.querySelector("[data-map-toggle]");
  toggle?.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") === "true";
    map.giveFinger(open);
    if (open) toggle.scrollIntoView({ block: "start" });
  });
  if (toggle?.getAttribute("aria-expanded") !== "true") return;
  map.giveFinger(true);
  toggle.scrollIntoView({ block: "start" });
}

export async function start(element, config, data) {
  const { words } = config;
  const { features } = data.features;
  const count = new Set(features.map(({ properties }) => properties.id)).size;
  const name = count === 1 ? words.mapOfOne : words.map.replace("{n}", count);
  const points = features.filter(({ geometry }) => geometry.type === "Point").map(({ geometry }) => geometry.coordinates);
  const map = await QuarterMap.open(element, config, { name, clusters: true, box: data.bbox, points });
  if (askedForBox()) map.fit(data.bbox, { exactly: true });
  const host = element.parentElement;
  const list = cards();
  const announce = announcer(host, words);
  const button = searchHere(host, map, words);
  const card = new Card(host, words, () => {
    map.light(null);
    lightInList(list, null);
  });
  map.show(features, { grouped: true });
  if (data.start) map.showStart(data.start);
  lightFromList(map, list);
  map.onPoint((id) => lightInList(list, id));
  map.onChoose((chosen) => {
    const [first] = chosen;
    card.open(chosen);
    if (chosen.length > 1) return;
    map.light(first.properties.id);
    lightInList(list, first.properties.id, { scroll: true });
  });
  map.onMove(() => {
    button.hidden = false;
    announce(map.idsInView().length, count);
  });
  map.onBarrier((barriers) => card.open(barriers));
  followSwitch(map);
  followToggle(map);
}
