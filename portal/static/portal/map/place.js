// The small map of one thing: where it is, and what is round about.

import { QuarterMap } from "./adapter.js";

const MARGIN = 0.0012; // degrees around the place, about 100 m

const isPoint = ({ geometry }) => geometry.type === "Point";

export async function start(element, config, data) {
  const { features } = data.features;
  if (!features.length) return;
  const [feature] = features;
  const alone = features.length === 1 && isPoint(feature);
  const name = config.words.place.replace("{name}", data.name ?? feature.properties.name);
  const map = await QuarterMap.open(element, config, { name, box: alone ? around(feature) : data.bbox });
  map.show(features);
  if (alone) map.light(feature.properties.id);
  if (data.start) map.showStart(data.start);
  else if (alone) map.centre(feature.geometry.coordinates);
}

function around({ geometry }) {
  const [lon, lat] = geometry.coordinates;
  return [lon - MARGIN, lat - MARGIN, lon + MARGIN, lat + MARGIN];
}
