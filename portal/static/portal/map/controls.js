// Buttons that move the map, for everybody who cannot drag or use arrow keys.

const STEP_PX = 160;
const WAYS = [
  { way: "up", by: [0, -STEP_PX] },
  { way: "left", by: [-STEP_PX, 0] },
  { way: "right", by: [STEP_PX, 0] },
  { way: "down", by: [0, STEP_PX] },
];

function button({ way, by }, map, words) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `map-pan map-pan-${way}`;
  element.title = words.pan[way];
  element.setAttribute("aria-label", words.pan[way]);
  element.addEventListener("click", () => map.panBy(by, { animate: map.options.zoomAnimation }));
  return element;
}

export function panControl(L, map, words) {
  const Control = L.Control.extend({
    onAdd() {
      const box = L.DomUtil.create("div", "map-pans leaflet-bar");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", words.pan.group);
      box.append(...WAYS.map((way) => button(way, map, words)));
      L.DomEvent.disableClickPropagation(box);
      return box;
    },
  });
  return new Control({ position: "topright" });
}
