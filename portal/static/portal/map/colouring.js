// The switch that colours the ways for the visitor's profile. Its state lives in the address, so that it can be shared.

const NAME = "wege";

function inAddress(url, on) {
  if (on) url.searchParams.set(NAME, "1");
  else url.searchParams.delete(NAME);
  return url;
}

/** The address, the forms and the links that lead back to this page remember what was chosen. */
function remember(on) {
  window.history.replaceState(window.history.state, "", inAddress(new URL(window.location.href), on));
  for (const field of document.querySelectorAll(`form input[type=hidden][name=${NAME}]`)) field.disabled = !on;
  for (const link of document.querySelectorAll("main a[href]")) {
    const url = new URL(link.href);
    const here = url.origin === window.location.origin && url.pathname === window.location.pathname;
    if (here && !link.getAttribute("href").startsWith("#")) link.href = inAddress(url, on);
  }
}

/** Joins the switch below the map with the map, if there is one. */
export function followSwitch(map) {
  const host = document.querySelector("[data-colouring]");
  if (!host) return;
  const box = host.querySelector("input[type=checkbox]");
  const legend = document.getElementById(box.getAttribute("aria-controls"));
  const show = () => {
    legend.hidden = !box.checked;
    map.colour(box.checked ? host.dataset.colouring : null);
  };
  box.addEventListener("change", () => {
    remember(box.checked);
    show();
  });
  if (box.checked) show();
}
