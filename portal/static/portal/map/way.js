// The map beside one way: its legs and spots light up in the list and on the map.

import { QuarterMap } from "./adapter.js";
import { Card } from "./card.js";
import { followSwitch } from "./colouring.js";

const rows = (name) => [...document.querySelectorAll(`.results [data-${name}]`)];

function lightFromList(entries, light, value) {
  for (const entry of entries) {
    entry.addEventListener("pointerenter", () => light(value(entry)));
    entry.addEventListener("pointerleave", () => light(null));
  }
}

function lightInList(spots, number, { scroll = false } = {}) {
  for (const entry of spots) entry.classList.toggle("is-lit", Number(entry.dataset.spot) === number);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const found = spots.find((entry) => Number(entry.dataset.spot) === number);
  if (scroll) found?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

/** On narrow screens the page opens and closes the map; one finger then moves it. */
function followToggle(map, box) {
  const toggle = document.querySelector("[data-map-toggle]");
  const follow = () => {
    const open = toggle.getAttribute("aria-expanded") === "true";
    map.giveFinger(open);
    if (open) map.fit(box);
  };
  toggle?.addEventListener("click", follow);
  if (toggle?.getAttribute("aria-expanded") === "true") follow();
}

export async function start(element, texts, data) {
  const words = { ...texts.words, ...data.words }; // a signed route has names of its own
  const config = { ...texts, words };
  const map = await QuarterMap.open(element, config, { name: words.route, box: data.bbox });
  const route = map.showRoute(data);
  const [from, to] = data.ends;
  if (from) map.showStart(from);
  if (to) map.showGoal(to);
  const card = new Card(element.parentElement, words, () => {});
  const spots = rows("spot");
  lightFromList(rows("step"), (row) => route.lightStep(row), (entry) => Number(entry.dataset.step));
  lightFromList(spots, (number) => route.lightSpot(number), (entry) => Number(entry.dataset.spot));
  route.onPoint(
    (number) => lightInList(spots, number),
    (number) => {
      lightInList(spots, number, { scroll: true });
      const { name, url } = data.spots.find((spot) => spot.number === number);
      if (url) card.open([{ properties: { kind: words.barrier, name, url } }]);
    },
  );
  map.onBarrier((barriers) => card.open(barriers));
  followSwitch(map);
  followToggle(map, data.bbox);
}
