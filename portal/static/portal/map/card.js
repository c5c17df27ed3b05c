// A small sheet over the map that says what was chosen there. Escape closes it and gives the focus back.

function verdict(word) {
  const line = document.createElement("p");
  line.className = "map-card-word";
  line.textContent = word;
  return line;
}

function entry({ properties }) {
  const item = document.createElement("li");
  const kind = document.createElement("p");
  kind.className = "map-card-kind";
  kind.textContent = properties.kind;
  const link = document.createElement("a");
  link.href = properties.url;
  link.textContent = properties.name;
  item.append(kind, link);
  if (properties.word) item.append(verdict(properties.word));
  return item;
}

export class Card {
  /** `closed()` is called after the card has gone. */
  constructor(host, words, closed) {
    Object.assign(this, { words, closed, before: null });
    this.sheet = document.createElement("div");
    this.sheet.className = "map-card";
    this.sheet.hidden = true;
    this.sheet.tabIndex = -1;
    this.sheet.setAttribute("role", "dialog");
    this.list = document.createElement("ul");
    this.sheet.append(this.#closer(), this.list);
    this.sheet.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    host.append(this.sheet);
  }

  #closer() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-card-close";
    button.textContent = this.words.close;
    button.addEventListener("click", () => this.close());
    return button;
  }

  open(features) {
    if (this.sheet.hidden) this.before = document.activeElement;
    const names = features.map(({ properties }) => properties.name);
    const name = names.length === 1 ? names[0] : this.words.here.replace("{n}", names.length);
    this.sheet.setAttribute("aria-label", name);
    this.list.replaceChildren(...features.map(entry));
    this.sheet.hidden = false;
    this.sheet.focus({ preventScroll: true });
  }

  close() {
    if (this.sheet.hidden) return;
    this.sheet.hidden = true;
    this.before?.focus?.({ preventScroll: true });
    this.closed();
  }
}
