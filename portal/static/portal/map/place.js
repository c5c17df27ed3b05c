// The small map of one place: where it is, and what is round about.

import { QuarterMap } from "./adapter.js";

const MARGIN = 0.0012; // degrees around the place, about 100 m

export async function start(element, config, data) {
  const [feature] = data.features.features;
  if (!feature) return;
  const [lon, lat] = feature.geometry.coordinates;
  const box = [lon - MARGIN, lat - MARGIN, lon + MARGIN, lat + MARGIN];
  const name = config.words.place.replace("{name}", feature.properties.name);
  const map = await QuarterMap.open(element, config, { name, box });
  map.show([feature]);
  map.light(feature.properties.id);
  if (data.start) map.showStart(data.start);
  else map.centre([lon, lat]);
}
