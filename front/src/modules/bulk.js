// Several rows at once: shift-click for a range, the page, or all that answers the filters.
import { on, onLoad, plural } from "./dom.js";

let last = null;

function refresh(form) {
  const rows = [...form.querySelectorAll("[data-bulk-row]")];
  const all = form.querySelector("[data-bulk-all]");
  const checked = rows.filter((row) => row.checked).length;
  const page = form.querySelector("[data-bulk-page]");
  if (page) {
    page.checked = rows.length > 0 && checked === rows.length;
    page.indeterminate = checked > 0 && checked < rows.length;
  }
  const count = form.querySelector("[data-bulk-count]");
  if (all?.checked) count.textContent = "Tout ce qui répond aux filtres est choisi.";
  else if (checked) count.textContent = `${plural(checked, form.dataset.noun)} choisi${checked > 1 ? "s" : ""}.`;
  else count.textContent = "Cochez des lignes pour agir sur plusieurs à la fois.";
  for (const button of form.querySelectorAll(".bulk-bar button, .bulk-bar select")) button.disabled = !checked && !all?.checked;
}

on("click", "[data-bulk-row]", (event, row) => {
  const form = row.closest("[data-bulk]");
  const rows = [...form.querySelectorAll("[data-bulk-row]")];
  if (event.shiftKey && last && rows.includes(last)) {
    const [from, to] = [rows.indexOf(last), rows.indexOf(row)].sort((a, b) => a - b);
    for (const one of rows.slice(from, to + 1)) one.checked = row.checked;
  }
  last = row;
  refresh(form);
});
on("change", "[data-bulk-page]", (_, box) => {
  const form = box.closest("[data-bulk]");
  for (const row of form.querySelectorAll("[data-bulk-row]")) row.checked = box.checked;
  refresh(form);
});
on("change", "[data-bulk-all]", (_, box) => refresh(box.closest("[data-bulk]")));
onLoad("[data-bulk]", refresh);
