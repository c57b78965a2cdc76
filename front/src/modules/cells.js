// A cell edited in its place: Enter saves, Escape gives up, Tab saves and goes to the next.
import { on, onLoad } from "./dom.js";

let next = null;

const cells = () => [...document.querySelectorAll("[data-cell-edit], [data-cell-form]")];

function goTo(at) {
  const cell = cells()[at];
  if (cell?.matches("[data-cell-edit]")) cell.click();
}

onLoad("[data-cell-form]", (form) => {
  const field = form.querySelector("input:not([type=hidden]), select, textarea");
  field?.focus();
  field?.select?.();
});
on("keydown", "[data-cell-form]", (event, form) => {
  if (event.key === "Escape") {
    event.preventDefault();
    form.querySelector(`a[hx-get]`)?.click();
  } else if (event.key === "Tab" && event.target.matches("input, select")) {
    event.preventDefault();
    next = cells().indexOf(form) + (event.shiftKey ? -1 : 1);
    form.requestSubmit();
  }
});
on("keydown", "[data-cell-edit]", (event, cell) => {
  if (event.key === " " || event.key === "F2") {
    event.preventDefault();
    cell.click();
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  const cell = event.detail.elt;
  if (!cell?.matches?.("td")) return;
  if (cell.querySelector("[data-cell-form]")) {
    if (next !== null && event.detail.requestConfig?.verb === "post") next = null; // an error: stay
    return;
  }
  if (next !== null) {
    const at = next;
    next = null;
    return goTo(at);
  }
  cell.querySelector("[data-cell-edit]")?.focus();
});
