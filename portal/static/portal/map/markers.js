// Signs of places and of groups of places: shape, colour and picture of their kind, and a name that can be spoken.

const SVG = "http://www.w3.org/2000/svg";
const SIZE = 38; // a box of 32 for the shape and a margin for its halo
const GLYPH = 16;
// Shapes whose visual middle is not the middle of the box: by how much the picture moves down.
const DROP = { pflege_wohnen: 2.2, einkaufen_essen: -1.2, kinder_familie: -1.6 };

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function picture({ group, icon }, config) {
  const shape = config.shapes[group] ?? config.shapes.treffpunkte;
  const drop = DROP[group] ?? 0;
  const parts = [
    svg("path", { class: "marker-halo", d: shape }),
    svg("path", { class: "marker-shape", d: shape }),
  ];
  if (icon) {
    const at = { x: 16 - GLYPH / 2, y: 16 - GLYPH / 2 + drop, width: GLYPH, height: GLYPH };
    parts.push(svg("use", { class: "marker-glyph", href: `${config.files.icons}#${icon.replace(":", "-")}`, ...at }));
  }
  const box = `${-(SIZE - 32) / 2} ${-(SIZE - 32) / 2} ${SIZE} ${SIZE}`;
  return svg("svg", { class: "marker-sign", viewBox: box, "aria-hidden": "true", focusable: "false" }, ...parts);
}

/** „Apotheke, Nord-Apotheke, stufenlos“ */
export const spokenName = ({ kind, name, word }) => [kind, name, word].filter(Boolean).join(", ");

/** An icon class whose elements carry their name from the moment they are made. */
function namedIcon(L) {
  return L.DivIcon.extend({
    createIcon(old) {
      const element = L.DivIcon.prototype.createIcon.call(this, old);
      element.setAttribute("role", this.options.role ?? "img");
      element.setAttribute("aria-label", this.options.name);
      if (this.options.hint) element.title = this.options.hint;
      return element;
    },
  });
}

export class Signs {
  constructor(L, config) {
    this.config = config;
    this.L = L;
    this.Icon = namedIcon(L);
  }

  /** The marker of a GeoJSON point feature. It is no tab stop: every one of them has its entry in the list. */
  place(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const { properties } = feature;
    const icon = new this.Icon({
      html: picture(properties, this.config),
      className: `marker group-${properties.group}`,
      iconSize: [SIZE, SIZE],
      name: spokenName(properties),
      hint: properties.name,
    });
    return this.L.marker([lat, lon], { icon, keyboard: false, riseOnHover: true, feature });
  }

  /** The area of a GeoJSON feature; like the markers it is no tab stop. */
  area(feature) {
    const [shape] = this.L.geoJSON(feature, { style: { className: "area" } }).getLayers();
    shape.options.feature = feature;
    return shape;
  }

  cluster(cluster) {
    const count = cluster.getChildCount();
    const size = count < 10 ? 40 : count < 50 ? 46 : 54;
    const name = this.config.words.cluster.replace("{n}", count);
    const number = document.createElement("span");
    number.textContent = count;
    return new this.Icon({
      html: number,
      className: "cluster",
      iconSize: [size, size],
      role: "button",
      name,
      hint: name,
    });
  }

  start(point) {
    return this.end(point, this.config.words.start, "person", "start-sign");
  }

  goal(point) {
    return this.end(point, this.config.words.goal, "pin", "start-sign goal-sign");
  }

  /** One end of a way: a picture in a circle. */
  end([lon, lat], name, picture, css) {
    const pin = svg("use", { href: `${this.config.files.icons}#ui-${picture}`, x: 6, y: 6, width: 22, height: 22 });
    const html = svg(
      "svg",
      { class: css, viewBox: "0 0 34 34", "aria-hidden": "true", focusable: "false" },
      svg("circle", { cx: 17, cy: 17, r: 15.5 }),
      pin,
    );
    const icon = new this.Icon({ html, className: "start", iconSize: [34, 34], name, hint: name });
    return this.L.marker([lat, lon], { icon, keyboard: false, zIndexOffset: 1000 });
  }
}
