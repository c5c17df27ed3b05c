// What scripts add to pages that already work without them.

// A busy page has no idle time at all, so half a second is the longest wait.
const idle = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: 500 }) : setTimeout(work, 200));

function schemes(nav) {
  const root = document.documentElement;
  const show = () => {
    for (const link of nav.querySelectorAll("[data-scheme-choice]")) {
      const chosen = link.dataset.schemeChoice === (root.dataset.scheme ?? "");
      chosen ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }
  };
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("[data-scheme-choice]");
    if (!link) return;
    event.preventDefault();
    const scheme = link.dataset.schemeChoice;
    scheme ? (root.dataset.scheme = scheme) : delete root.dataset.scheme;
    try {
      scheme ? localStorage.setItem("scheme", scheme) : localStorage.removeItem("scheme");
    } catch {
      // Without storage the choice holds for this page.
    }
    show();
  });
  show();
}

function locate(button) {
  const field = document.getElementById(button.dataset.locate);
  const status = document.querySelector(`[data-locate-status="${button.dataset.locate}"]`);
  if (!navigator.geolocation || !window.isSecureContext) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    status.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // Five decimals are about a metre; more would only tell more.
        field.value = field.dataset.known = `${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}`;
        status.textContent = button.dataset.done;
      },
      () => (status.textContent = button.dataset.failed),
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}

function copying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    document.querySelector("[data-copy-status]").textContent = button.dataset.done;
  });
}

function printing(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Narrow screens show either the list or the map; the map's own script listens to the same button.
function views(page) {
  const toggle = page.querySelector("[data-map-toggle]");
  const label = toggle.querySelector("span");
  const words = { true: toggle.dataset.list, false: label.textContent };
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    page.classList.toggle("map-open", open);
    label.textContent = words[open];
  });
}

// Empty fields say nothing: leave them out of the address.
function tidy(form) {
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((field) => field.name && field.value === "" && !field.disabled);
    for (const field of empty) field.disabled = true;
    setTimeout(() => empty.forEach((field) => (field.disabled = false)));
  });
}

document.querySelectorAll("[data-schemes]").forEach(schemes);
document.querySelectorAll("[data-locate]").forEach(locate);
document.querySelectorAll("[data-copy]").forEach(copying);
document.querySelectorAll("[data-views]").forEach(views);
document.querySelectorAll("[data-print]").forEach(printing);
document.querySelectorAll("form[method=get]").forEach(tidy);

const fields = document.querySelectorAll("[data-suggest]");
if (fields.length) idle(async () => (await import("./suggest.js")).enhance(fields));
