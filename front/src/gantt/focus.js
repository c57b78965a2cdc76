// Where the focus goes, and what must scroll for it.
import { HEAD } from "./draw.js";

function reveal(chart, at) {
  const top = at * chart.rowHeight;
  const room = chart.scroll.clientHeight - HEAD - chart.rowHeight - 16;
  if (top < chart.scroll.scrollTop) chart.scroll.scrollTop = top;
  else if (top > chart.scroll.scrollTop + room) chart.scroll.scrollTop = top - room;
  chart.draw();
}

export function focusName(chart, at) {
  const place = Math.min(Math.max(at, 0), chart.lines.length - 1);
  reveal(chart, place);
  chart.names.get(chart.lines[place].key)?.focus({ preventScroll: true });
  return true;
}

/** Focus a bar (by its name, or its rank from the left); the row's name when it has none. */
export function focusItem(chart, at, wanted) {
  const place = Math.min(Math.max(at, 0), chart.lines.length - 1);
  reveal(chart, place);
  const items = [...(chart.drawn.get(chart.lines[place].key)?.querySelectorAll(".gantt-item") ?? [])];
  const item = items.find((one) => one.dataset.item === wanted) ?? items[0];
  if (!item) return focusName(chart, place);
  revealAcross(chart, item);
  item.focus({ preventScroll: true });
  return true;
}

export function revealAcross(chart, item) {
  const [box, view] = [item.getBoundingClientRect(), chart.scroll.getBoundingClientRect()];
  if (box.left < view.left + chart.left) chart.scroll.scrollLeft -= view.left + chart.left + 24 - box.left;
  else if (box.left > view.right - 40) chart.scroll.scrollLeft += box.left - view.right + 120;
}

export function giveFocusBack(chart) {
  const at = chart.focused ? chart.lines.findIndex((line) => line.row?.id === chart.focused) : 0;
  focusItem(chart, Math.max(at, 0), "bar");
}
