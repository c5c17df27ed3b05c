// Brings a map to life when it comes into view, so that nobody loads one who does not look at it.

const STARTERS = {
  find: async (...given) => (await import("./find.js")).start(...given),
  place: async (...given) => (await import("./place.js")).start(...given),
  way: async (...given) => (await import("./way.js")).start(...given),
};

function whenSeen(element, begin) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      // A busy page has no idle time at all: half a second is as long as anybody should look at an empty frame.
      if (window.requestIdleCallback) window.requestIdleCallback(begin, { timeout: 500 });
      else window.setTimeout(begin);
    },
    { rootMargin: "120px" },
  );
  observer.observe(element);
}

function json(id) {
  const script = document.getElementById(id);
  return script ? JSON.parse(script.textContent) : null;
}

const element = document.querySelector("#map[data-map]");
const config = json("texts");
const data = json("map-data");
if (element && config && data && element.dataset.map in STARTERS) {
  whenSeen(element, () => STARTERS[element.dataset.map](element, config, data));
}
