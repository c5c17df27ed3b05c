// Options of symbolizers: a value, or a function of zoom and feature.

export const value = (option, zoom, feature) => (typeof option === "function" ? option(zoom, feature) : option);

/** Grows evenly with the zoom from one [zoom, value] to another, and stays as it is before and after. */
export const between = (zoom, [low, from], [high, to]) => {
  const share = Math.min(1, Math.max(0, (zoom - low) / (high - low)));
  return from + (to - from) * share;
};

const EQUATOR_M = 40_075_017;
const GERMAN_LATITUDE = (51 * Math.PI) / 180; // a few per cent more or less elsewhere in the country

/** Pixels of so many metres on the ground. */
export const pixels = (metres, zoom) => (metres * 2 ** (zoom + 8)) / (EQUATOR_M * Math.cos(GERMAN_LATITUDE));
