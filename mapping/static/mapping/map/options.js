// Options of symbolizers: a value, or a function of zoom and feature.

export const value = (option, zoom, feature) => (typeof option === "function" ? option(zoom, feature) : option);

/** Grows evenly with the zoom from one [zoom, value] to another, and stays as it is before and after. */
export const between = (zoom, [low, from], [high, to]) => {
  const share = Math.min(1, Math.max(0, (zoom - low) / (high - low)));
  return from + (to - from) * share;
};
