// Loads the libraries of the map, each once. They are classic scripts that leave a global behind.

const loading = new Map();

function once(address, make) {
  if (!loading.has(address)) {
    const promise = new Promise((resolve, reject) => {
      const element = make(address);
      element.addEventListener("load", resolve, { once: true });
      element.addEventListener("error", () => reject(new Error(`${address} did not load`)), { once: true });
      document.head.append(element);
    });
    loading.set(address, promise);
  }
  return loading.get(address);
}

const script = (address) => once(address, (src) => Object.assign(document.createElement("script"), { src }));

const style = (address) =>
  once(address, (href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

/** { L, renderer }; `clusters` also loads the grouping of markers. Of two styles the later one in `files` wins. */
export async function libraries(files, { clusters = false } = {}) {
  const styles = Promise.all(files.styles.map(style));
  await Promise.all([script(files.leaflet), script(files.renderer)]);
  if (clusters) await script(files.clusters);
  await styles;
  return { L: window.L, renderer: window.protomapsL };
}
