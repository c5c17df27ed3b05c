// What a route looks like on the map: its line, other lines, numbered spots, benches, both ends.

const NUMBER_PX = 28;

const latlngs = (line) => line.map(([lon, lat]) => [lat, lon]);

function numbered(count) {
  const sign = document.createElement("span");
  sign.textContent = count;
  return sign;
}

export class RouteDrawing {
  constructor(L, map, Icon, words) {
    Object.assign(this, { L, map, Icon, words, spots: new Map(), steps: [], lit: null });
  }

  /** `route`: line, others, links, spots, seats, steps, open as in the page's data. */
  draw(route) {
    const { L } = this;
    this.renderer = L.svg({ padding: 0.5 });
    for (const line of route.others) this.line(line, "route-other");
    for (const link of route.links) this.line(link, "route-link");
    this.line(route.line, "route-halo");
    this.line(route.line, route.open ? "route-line" : "route-line route-shut");
    for (const at of route.seats) L.circleMarker([at[1], at[0]], this.style("route-seat", { radius: 5 })).addTo(this.map);
    for (const spot of route.spots) this.spot(spot);
    this.steps = route.steps.map(([first, last]) => route.line.slice(first, last + 1));
  }

  style(className, more = {}) {
    return { className, renderer: this.renderer, interactive: false, ...more };
  }

  line(points, className) {
    return this.L.polyline(latlngs(points), this.style(className)).addTo(this.map);
  }

  spot({ number, name, at: [lon, lat] }) {
    const icon = new this.Icon({
      html: numbered(number),
      className: "route-spot",
      iconSize: [NUMBER_PX, NUMBER_PX],
      name: `${number}: ${name}`,
      hint: name,
    });
    const marker = this.L.marker([lat, lon], { icon, keyboard: false, riseOnHover: true, spot: number });
    this.spots.set(number, marker.addTo(this.map));
  }

  /** Lights one leg of the line; null puts the light out. */
  lightStep(row) {
    this.lit?.remove();
    const points = row === null ? undefined : this.steps[row];
    this.lit = points?.length > 1 ? this.line(points, "route-lit") : null;
  }

  lightSpot(number) {
    for (const [other, marker] of this.spots) marker.getElement()?.classList.toggle("is-lit", other === number);
  }

  /** `point(number)` when the pointer is on a spot, `point(null)` when it leaves; the same when it is clicked. */
  onPoint(point, choose) {
    for (const [number, marker] of this.spots) {
      marker.on("mouseover", () => point(number));
      marker.on("mouseout", () => point(null));
      marker.on("click", () => choose(number));
    }
  }
}
