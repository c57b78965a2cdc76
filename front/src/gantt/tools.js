// What stands around the chart: scales, folds, what is shown, the picture.
import { memory, on } from "../modules/dom.js";
import { savePicture } from "./picture.js";
import { ZOOMS } from "./scale.js";

const ORDER = Object.keys(ZOOMS);

export function listenToTools(chart) {
  chart.root.addEventListener("click", (event) => onTool(chart, event));
  chart.root.addEventListener("change", (event) => onOption(chart, event));
  for (const box of chart.root.querySelectorAll("[data-gantt-option]")) box.checked = chart.kept[box.dataset.ganttOption];
}

function onTool(chart, event) {
  const tool = event.target.closest("[data-gantt-zoom], [data-gantt-tool]");
  if (!tool || !chart.model) return;
  event.preventDefault();
  if (tool.dataset.ganttZoom) setScale(chart, tool.dataset.ganttZoom);
  else if (tool.dataset.ganttTool === "today") chart.goToToday();
  else chart.openAll(tool.dataset.ganttTool === "open");
}

function onOption(chart, event) {
  const option = event.target.dataset.ganttOption;
  if (!option) return;
  chart.kept[option] = event.target.checked;
  memory.set(`gantt:${chart.name}`, chart.kept);
  chart.plot.classList.toggle(`no-${option}`, !event.target.checked);
  chart.drawLinks();
}

export function stepScale(chart, by) {
  const at = ORDER.indexOf(chart.zoom) + by;
  if (ORDER[at]) setScale(chart, ORDER[at]);
  return true;
}

function setScale(chart, zoom) {
  chart.zoom = zoom;
  if ("follow" in chart.root.dataset) keepScale(zoom);
  chart.layout();
  chart.say(`Échelle : ${zoom === "annee" ? "année" : zoom}`);
}

/** Put the scale in the address, and in what carries the address along. */
function keepScale(zoom) {
  const url = new URL(location.href);
  url.searchParams.set("zoom", zoom);
  history.replaceState(history.state, "", url);
  for (const input of document.querySelectorAll("input[type=hidden][name=zoom]")) input.value = zoom;
  for (const link of document.querySelectorAll("a[href*='etat=']")) {
    const kept = new URL(link.href);
    kept.searchParams.set("etat", url.search.slice(1));
    link.href = kept;
  }
}

// The picture is made of the drawing that the server makes for paper.
on("click", "[data-export=png]", async (event, link) => {
  event.preventDefault();
  const { gantt } = document.querySelector("[data-gantt]") ?? {};
  try {
    await savePicture(link.href, "planning.png");
  } catch {
    gantt?.say("L’image n’a pas pu être faite. Le PDF et le dessin restent disponibles.");
  }
});
