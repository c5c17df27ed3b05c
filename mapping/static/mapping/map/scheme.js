// Which of the three schemes holds: the visitor's choice on <html data-scheme>, else what the system asks for.

export const SCHEMES = ["light", "dark", "contrast"];

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const contrast = window.matchMedia("(prefers-contrast: more)");

export function scheme() {
  const chosen = document.documentElement.dataset.scheme;
  if (SCHEMES.includes(chosen)) return chosen;
  if (contrast.matches) return "contrast";
  return dark.matches ? "dark" : "light";
}

/** Calls `changed(scheme)` whenever another scheme holds. */
export function onScheme(changed) {
  let last = scheme();
  const look = () => {
    if (scheme() === last) return;
    last = scheme();
    changed(last);
  };
  for (const query of [dark, contrast]) query.addEventListener("change", look);
  new MutationObserver(look).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
}
