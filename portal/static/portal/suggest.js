// Suggestions under a text field: the combobox pattern with a list, focus stays in the field.

const WAIT_MS = 160;
const FROM_LETTERS = 2;
const VISITOR = ["quartier", "von", "profil", "farben"]; // what the form knows of who asks
let counter = 0;

export function enhance(fields) {
  fields.forEach((box) => new Suggestions(box));
}

class Suggestions {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input");
    this.found = [];
    this.active = -1;
    this.build();
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
  }

  build() {
    const id = `suggestions-${++counter}`;
    this.list = Object.assign(document.createElement("ul"), { id, className: "combo-list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.box.dataset.list);
    this.status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.status.setAttribute("role", "status");
    this.box.append(this.list, this.status);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.autocomplete = "off";
    // The list must not take the focus away before its click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.found[Number(option.dataset.index)]);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    this.request?.abort();
    if (text.length < FROM_LETTERS || /^[-\d.,\s]+$/.test(text)) return this.close();
    this.request = new AbortController();
    const { url, quarter, lang, suggest } = this.box.dataset;
    const type = suggest === "all" ? "" : suggest;
    const query = new URLSearchParams({ q: text, ...(type && { type }), ...(quarter && { quarter }), ...(lang && { lang }) });
    try {
      const answer = await fetch(`${url}?${query}`, { signal: this.request.signal });
      if (!answer.ok) return this.close();
      this.show((await answer.json()).suggestions);
    } catch {
      this.close();
    }
  }

  show(suggestions) {
    if (document.activeElement !== this.input) return;
    this.found = suggestions;
    this.list.replaceChildren(...suggestions.map((suggestion, index) => this.option(suggestion, index)));
    this.point(-1);
    this.open(suggestions.length > 0);
    const { one, many } = this.box.dataset;
    this.status.textContent = suggestions.length === 1 ? one : suggestions.length ? many.replace("{n}", suggestions.length) : "";
  }

  option({ label, type }, index) {
    const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${index}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.index = index;
    option.append(Object.assign(document.createElement("span"), { textContent: label }));
    const word = this.box.dataset.suggest === "all" ? this.box.dataset[type] : "";
    if (word) option.append(" ", Object.assign(document.createElement("small"), { textContent: word }));
    return option;
  }

  open(wanted) {
    this.list.hidden = !wanted;
    this.input.setAttribute("aria-expanded", String(wanted));
  }

  close() {
    this.request?.abort();
    this.point(-1);
    this.open(false);
    this.status.textContent = "";
  }

  point(index) {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.list.children[index];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    if (this.list.hidden) return event.key === "ArrowDown" && this.ask();
    const last = this.found.length - 1;
    const moves = {
      ArrowDown: () => this.point(this.active < last ? this.active + 1 : 0),
      ArrowUp: () => this.point(this.active > 0 ? this.active - 1 : last),
      Escape: () => this.close(),
      Enter: () => this.found[this.active] && this.take(this.found[this.active]),
    };
    if (!(event.key in moves) || (event.key === "Enter" && this.active < 0)) return;
    event.preventDefault();
    moves[event.key]();
  }

  take(suggestion) {
    this.close();
    if (this.box.dataset.suggest === "address") {
      this.input.value = this.input.dataset.known = suggestion.label;
      return;
    }
    const form = this.input.form;
    location.assign(suggestion.url ? address(form, suggestion.url) : address(form, form.getAttribute("action"), suggestion.query));
  }
}

// The page for a suggestion keeps start and profile. A record has no field to put right a start that cannot be found.
function address(form, page, query = "") {
  const typed = new FormData(form);
  const wanted = new URLSearchParams(query);
  for (const name of VISITOR) {
    const value = typed.get(name);
    if (!value || wanted.has(name)) continue;
    if (name !== "von" || page === form.getAttribute("action") || isKnown(form.elements.von)) wanted.set(name, value);
  }
  return `${page}?${wanted}`;
}

// True for a start that was proposed, measured, or understood when the page was made.
function isKnown({ value, defaultValue, dataset, ariaInvalid }) {
  return value === dataset.known || (value === defaultValue && ariaInvalid !== "true");
}
