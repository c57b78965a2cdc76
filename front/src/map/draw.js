// Place a point and draw an outline. The form's own fields hold the result: without script
// they are typed, pasted or sent as a file, and the server checks them all the same.
import L from "leaflet";

const STEP = 8; // pixels of an arrow key; with the capitals key, one
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const round = (value) => Math.round(value * 1e6) / 1e6;

export class Drawing {
  constructor(map, element, form) {
    Object.assign(this, { map, element, form, mode: "", ring: [], corners: [], pin: null, kept: null });
    this.frame = element.closest("[data-draw-frame]");
    this.status = this.frame.querySelector("[data-draw-status]");
    L.control.scale({ imperial: false }).addTo(map);
    this.surface = L.polygon([], { className: "draw-surface", weight: 2, interactive: false }).addTo(map);
    this.frame.addEventListener("click", (event) => this.onTool(event.target.closest("button")));
    map.on("click", ({ latlng }) => this.put(latlng));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== element || !this.mode) return;
      event.preventDefault();
      this.put(map.getCenter());
    });
    form.addEventListener("change", (event) => ["lon", "lat", "outline"].includes(event.target.name) && this.show());
  }

  /** Show what the fields hold, and go there. */
  show() {
    const { lon, lat, outline } = this.form.elements;
    const number = (field) => Number.parseFloat(field.value.replace(",", "."));
    this.read(outline.value);
    this.draw();
    this.surface.bringToFront();
    this.setPin(Number.isFinite(number(lon)) && Number.isFinite(number(lat)) ? L.latLng(number(lat), number(lon)) : null);
    const bounds = this.kept ? this.kept.getBounds() : this.surface.getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [60, 60], maxZoom: 17 });
    else if (this.pin) this.map.setView(this.pin.getLatLng(), 15);
  }

  read(text) {
    this.kept?.remove();
    this.kept = null;
    this.ring = [];
    if (!text.trim()) return;
    try {
      const held = JSON.parse(text);
      const shape = held.type === "Feature" ? held.geometry : held;
      if (shape.type === "Polygon" && shape.coordinates.length === 1) {
        this.ring = shape.coordinates[0].slice(0, -1).map(([lon, lat]) => L.latLng(lat, lon));
      } else {
        this.kept = L.geoJSON(held, { style: { className: "draw-surface", weight: 2 }, interactive: false }).addTo(this.map);
        this.say("Ce contour a plusieurs parties : effacez-le pour en dessiner un autre.");
      }
    } catch {
      this.say("Ce contour ne se lit pas : le serveur dira pourquoi à l’enregistrement.");
    }
  }

  onTool(button) {
    if (button?.dataset.drawMode) this.choose(this.mode === button.dataset.drawMode ? "" : button.dataset.drawMode);
    if (button?.dataset.drawDo === "back") this.remove(this.ring.length - 1);
    if (button?.dataset.drawDo === "clear") {
      this.read("");
      this.changed();
    }
  }

  choose(mode) {
    this.mode = mode;
    for (const button of this.frame.querySelectorAll("[data-draw-mode]")) button.setAttribute("aria-pressed", String(button.dataset.drawMode === mode));
    this.element.classList.toggle("is-picking", Boolean(mode));
    this.element.classList.toggle("is-drawing", Boolean(mode));
    if (mode) this.element.focus({ preventScroll: true });
  }

  put(place) {
    if (this.mode === "point") {
      this.setPin(place);
      this.writePin(place);
    } else if (this.mode === "outline" && !this.kept) {
      this.ring.push(place);
      this.changed();
    } else if (this.mode === "outline") this.say("Effacez d’abord le contour : il a plusieurs parties.");
  }

  remove(at) {
    if (at < 0) return;
    this.ring.splice(at, 1);
    this.changed();
    (this.corners[Math.min(at, this.ring.length - 1)]?.getElement() ?? this.element).focus();
  }

  changed() {
    this.draw();
    this.write();
  }

  write() {
    const points = this.ring.map(({ lng, lat }) => [round(lng), round(lat)]);
    const isClosed = points.length >= 3;
    this.form.elements.outline.value = isClosed ? JSON.stringify({ type: "Polygon", coordinates: [[...points, points[0]]] }) : "";
    if (!points.length) this.say("Aucun contour.");
    else this.say(isClosed ? `Contour de ${points.length} sommets.` : `${points.length} sommet${points.length > 1 ? "s" : ""} : il en faut au moins trois.`);
  }

  draw() {
    this.surface.setLatLngs(this.ring);
    for (const corner of this.corners) corner.remove();
    this.corners = this.ring.map((place, at) => this.makeCorner(place, at));
  }

  makeCorner(place, at) {
    const name = `Sommet ${at + 1}`;
    const icon = L.divIcon({ className: "draw-corner", iconSize: [28, 28] });
    const corner = L.marker(place, { icon, draggable: true, title: name, alt: name }).addTo(this.map);
    const moved = () => {
      this.ring[at] = corner.getLatLng();
      this.surface.setLatLngs(this.ring);
    };
    corner.on("drag", moved).on("dragend", () => this.write());
    corner.getElement().setAttribute("aria-label", name);
    corner.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") this.remove(at);
      else if (!this.nudge(corner, event)) return;
      else {
        moved();
        this.write();
      }
      event.preventDefault();
      event.stopPropagation();
    });
    return corner;
  }

  setPin(place) {
    this.pin?.remove();
    this.pin = null;
    if (!place) return;
    const icon = L.divIcon({ className: "draw-pin", iconSize: [28, 28] });
    this.pin = L.marker(place, { icon, draggable: true, title: "Emplacement", alt: "Emplacement" }).addTo(this.map);
    this.pin.getElement().setAttribute("aria-label", "Emplacement");
    this.pin.on("dragend", () => this.writePin(this.pin.getLatLng()));
    this.pin.getElement().addEventListener("keydown", (event) => {
      if (!this.nudge(this.pin, event)) return;
      this.writePin(this.pin.getLatLng());
      event.preventDefault();
      event.stopPropagation();
    });
  }

  writePin({ lat, lng }) {
    this.form.elements.lat.value = round(lat);
    this.form.elements.lon.value = round(lng);
    this.say("Le point est placé.");
  }

  /** Move a marker by an arrow key; tell whether it was one. */
  nudge(marker, { key, shiftKey }) {
    if (!MOVES[key]) return false;
    const size = shiftKey ? 1 : STEP;
    const at = this.map.latLngToContainerPoint(marker.getLatLng()).add(MOVES[key].map((way) => way * size));
    marker.setLatLng(this.map.containerPointToLatLng(at));
    return true;
  }

  say(words) {
    this.status.textContent = words;
  }
}
