// Maps: outlines and points from a GeoJSON of ours, no tiles from elsewhere. The list beside
// says the same and stays in step.
import L from "leaflet";
import { Drawing } from "./map/draw.js";
import { build, onLoad } from "./modules/dom.js";

// A single point has no extent: the view stops at the scale of a street.
const CLOSEST = 15;
const STATES = new Set(["securise", "atteignable", "appui", "compromis"]);

function classOf(properties) {
  const tone = String(properties.tone ?? "");
  const layer = properties.layer ? `is-${properties.layer} ` : "";
  return layer + zoneOf(tone);
}

function zoneOf(tone) {
  if (/^[1-5]$/.test(tone)) return `zone zone-${tone}`;
  if (STATES.has(tone)) return `zone zone-${tone}`;
  return tone === "fond" ? "zone zone-fond" : "zone zone-inconnu";
}

function styleOf(properties, extra = "") {
  const css = classOf(properties);
  // A style sheet cannot point at a pattern of the page: the attribute does.
  const fillColor = css.endsWith("inconnu") ? "url(#hachures)" : undefined;
  return { className: `${css} ${extra}`.trim(), weight: 1, fillOpacity: 1, ...(fillColor && { fillColor }) };
}

function addHatching(map) {
  const svg = map.getPane("overlayPane").querySelector("svg");
  if (!svg || svg.querySelector("#hachures")) return;
  const ns = "http://www.w3.org/2000/svg";
  const defs = document.createElementNS(ns, "defs");
  const pattern = document.createElementNS(ns, "pattern");
  for (const [name, value] of Object.entries({ id: "hachures", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" })) {
    pattern.setAttribute(name, value);
  }
  for (const [css, width] of [["hatch-ground", 7], ["hatch-line", 3]]) {
    const rect = document.createElementNS(ns, "rect");
    rect.setAttribute("class", css);
    rect.setAttribute("width", width);
    rect.setAttribute("height", 7);
    pattern.append(rect);
  }
  defs.append(pattern);
  svg.prepend(defs);
}

function describe(properties) {
  const box = build("span", {}, build("strong", {}, properties.name ?? ""));
  if (properties.text) box.append(build("br"), properties.text);
  return box;
}

onLoad("[data-map]", (element) => {
  const layers = new Map();
  element.textContent = "";
  const form = element.dataset.draw && document.querySelector(element.dataset.draw);
  if (form) element.closest("[data-draw-frame]").hidden = false;
  const map = L.map(element, { zoomControl: false, zoomSnap: 0.25, maxZoom: CLOSEST + 3, attributionControl: Boolean(element.dataset.attribution), scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  if (element.dataset.attribution) map.attributionControl.setPrefix(false).addAttribution(element.dataset.attribution);
  element.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  element.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  map.on("click", () => map.scrollWheelZoom.enable());

  const rowsOf = (key) => document.querySelectorAll(`${element.dataset.list ?? "body"} [data-key="${CSS.escape(key)}"]`);
  function mark(key, isOn) {
    for (const layer of layers.get(key) ?? []) {
      layer.getElement()?.classList.toggle("is-linked", isOn);
      if (isOn) layer.bringToFront?.();
    }
    for (const row of rowsOf(key)) row.classList.toggle("is-linked", isOn);
  }

  function prepare(feature, layer) {
    const { key, name, href, text } = feature.properties;
    layers.set(key, [...(layers.get(key) ?? []), layer]);
    layer.bindTooltip(describe(feature.properties), { sticky: true });
    layer.on({
      mouseover: () => mark(key, true),
      mouseout: () => mark(key, false),
      click: () => href && location.assign(href),
      add: () => {
        const path = layer.getElement();
        if (!path || !href) return;
        path.setAttribute("tabindex", "0");
        path.setAttribute("role", "link");
        path.setAttribute("aria-label", [name, text].filter(Boolean).join(", "));
        path.addEventListener("focus", () => mark(key, true));
        path.addEventListener("blur", () => mark(key, false));
        path.addEventListener("keydown", (event) => {
          if (event.key === "Enter") location.assign(href);
          event.stopPropagation();
        });
      },
    });
  }

  // `data-pick="#form"`: a click puts its place in the form's `lat` and `lon`, and sends it.
  const picker = element.dataset.pick && document.querySelector(element.dataset.pick);
  if (picker) {
    element.classList.add("is-picking");
    map.on("click", ({ latlng }) => {
      picker.elements.lat.value = latlng.lat.toFixed(5);
      picker.elements.lon.value = latlng.lng.toFixed(5);
      for (const other of picker.querySelectorAll("[name=point]")) other.value = "";
      picker.requestSubmit();
    });
  }

  // `data-draw="#form"`: the map writes the form's `lon`, `lat` and `outline`.
  const drawing = form && new Drawing(map, element, form);

  let drawn = null;
  async function draw() {
    const url = new URL(element.dataset.geojson, location.href);
    if ("follow" in element.dataset) url.search = location.search;
    try {
      const response = await fetch(url, { headers: { Accept: "application/geo+json" } });
      if (!response.ok) throw new Error(String(response.status));
      const data = await response.json();
      drawn?.remove();
      layers.clear();
      drawn = L.geoJSON(data, {
        style: (feature) => styleOf(feature.properties),
        pointToLayer: (feature, position) =>
          L.circleMarker(position, { ...styleOf(feature.properties, "is-point"), radius: 7 }),
        ...(drawing ? { interactive: false } : { onEachFeature: prepare }),
      }).addTo(map);
      const bounds = drawn.getBounds();
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12], maxZoom: CLOSEST });
      else map.setView([43.35, 5.4], 10);
      addHatching(map); // the drawing exists once the view is set
      drawing?.show();
      element.dataset.ready = "1";
    } catch {
      element.append(build("p", { class: "p-3", role: "alert" }, "La carte n’a pas pu être chargée. La liste dit la même chose."));
    }
  }

  const list = element.dataset.list ? document.querySelector(element.dataset.list)?.parentElement : null;
  for (const [type, isOn] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    list?.addEventListener(type, (event) => {
      const row = event.target.closest("[data-key]");
      if (row) mark(row.dataset.key, isOn);
    });
  }
  if ("follow" in element.dataset) document.addEventListener("htmx:pushedIntoHistory", draw);
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  draw();
});
