// The keyboard: between lines with up and down, from a name to its bars with left and right.
import { focusItem, focusName } from "./focus.js";
import { longDate, tellShift } from "./scale.js";
import { stepScale } from "./tools.js";

const WEEK = 7;
const same = (element) => element.dataset.item;

export function listenToKeys(chart) {
  chart.scroll.addEventListener("keydown", (event) => {
    const item = event.target.closest(".gantt-item");
    const name = event.target.closest(".gantt-name");
    if (!item && !name) return;
    const done = item ? onItem(chart, event, item) : onName(chart, event, name);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}

function onName(chart, event, name) {
  const at = chart.lineAt(name.dataset.key);
  const line = chart.lines[at];
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: chart.lines.length - 1, PageDown: at + chart.page, PageUp: at - chart.page };
  if (event.key in moves) return focusName(chart, moves[event.key]);
  if (event.key === "ArrowRight") {
    if (line.canOpen && !line.isOpen) return chart.toggle(line);
    return focusItem(chart, at, 0);
  }
  if (event.key === "ArrowLeft") {
    if (line.canOpen && line.isOpen) return chart.toggle(line);
    return focusName(chart, chart.lines.findLastIndex((other, place) => place < at && other.level < line.level));
  }
  if (event.key === " ") return line.canOpen ? chart.toggle(line) : true;
  if (event.key === "Enter") return line.row ? chart.open(line.row) : chart.toggle(line);
  return onView(chart, event);
}

function onItem(chart, event, item) {
  const node = item.closest(".gantt-line");
  const at = chart.lineAt(node.dataset.key);
  const { row } = chart.lines[at];
  const items = [...node.querySelectorAll(".gantt-item")].sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left);
  const place = items.indexOf(item);
  if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    return nudge(chart, row, item, event.key === "ArrowRight" ? WEEK : -WEEK, event.shiftKey);
  }
  if (event.key === "Escape" && chart.pending) return chart.forget("Déplacement abandonné. Rien n’a changé.");
  if (event.key === "Enter") return chart.pending?.row === row ? chart.ask() : chart.open(row);
  if (event.key === "ArrowRight") return items[place + 1]?.focus() ?? true;
  if (event.key === "ArrowLeft") return place ? (items[place - 1].focus(), true) : focusName(chart, at);
  if (event.key === "ArrowDown") return focusItem(chart, at + 1, same(item));
  if (event.key === "ArrowUp") return focusItem(chart, at - 1, same(item));
  return onView(chart, event);
}

function onView(chart, event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  if (event.key === "+" || event.key === "-") return stepScale(chart, event.key === "+" ? -1 : 1);
  return false;
}

function refusal(row, part) {
  if (row.kind !== "operation") return "Vous ne pouvez pas déplacer cette date.";
  if (part !== "bar") return "Dépliez l’opération pour déplacer ses tâches.";
  return "Vous ne pouvez pas déplacer cette opération, ou tout y a commencé.";
}

/** Alt and an arrow: a week earlier or later; with the capitals key, the finish alone. */
function nudge(chart, row, item, days, isCapital) {
  const isFinish = row.fixed || (isCapital && row.kind !== "operation");
  if (!row.editable || same(item) !== "bar") {
    chart.say(refusal(row, same(item)));
    return true;
  }
  const [from, to] = chart.pending?.row === row ? chart.pending.dates : [row.from, row.to];
  const dates = isFinish ? [from, Math.max(to + days, from)] : [from + days, to + days];
  chart.propose(row, dates);
  const told = isFinish ? `Fin : ${longDate(dates[1])}, ${tellShift(dates[1] - row.to)}` : `Début : ${longDate(dates[0])}, ${tellShift(dates[0] - row.from)}`;
  chart.say(`${told}. Entrée pour voir ce que cela déplace, Échap pour abandonner.`);
  return true;
}
