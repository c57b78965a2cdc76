// The drawing of one line, of the head and of the grid, as SVG attributes and classes only.
import { shortShift } from "./scale.js";
import { describe, tellMark } from "./words.js";

export const HEAD = 64; // its height
const NS = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const diamond = (x, y, size) => `M${x} ${y - size}l${size} ${size}-${size} ${size}-${size}-${size}z`;
const flag = (x, y, height) => `M${x} ${y}v${height}M${x} ${y}h7l-2.5 3 2.5 3h-7`;

export function drawLine(line, y, { scale, model, rowHeight, moved }) {
  const node = svg("g", { class: `gantt-line is-${line.row?.kind ?? "group"}`, transform: `translate(0 ${y})`, "data-key": line.key });
  node.append(svg("rect", { class: "ground", width: scale.width, height: rowHeight }));
  if (line.row) drawRow(node, line.row, scale, rowHeight, moved?.get(line.row.id));
  else drawGroup(node, line.group, model, scale, rowHeight);
  return node;
}

function drawGroup(node, group, model, scale, height) {
  const span = model.spanOf(group);
  if (!span) return;
  const [from, to] = [scale.x(span[0]), scale.x(span[1] + 1)];
  const y = height / 2 - 3;
  node.append(svg("path", { class: "bracket", d: `M${from} ${y + 8}v-8H${to}v8l-4-5H${from + 4}z` }));
}

function drawRow(node, row, scale, height, move) {
  if (row.from == null) return;
  const [from, to] = [scale.x(row.from), scale.x(row.to + 1)];
  const thick = row.kind === "operation" ? 14 : 10;
  const top = (height - thick) / 2 - (row.ghost ? 2 : 0);
  const middle = top + thick / 2;
  if (row.ghost) {
    const [x, end] = [scale.x(row.ghost[0]), scale.x(row.ghost[1] + 1)];
    node.append(svg("rect", { class: "ghost", x, y: top + thick + 3, width: Math.max(end - x, 2), height: 4, rx: 2 }));
  }
  if (row.until > row.to && !row.critical) {
    const end = scale.x(row.until + 1);
    node.append(svg("path", { class: "float", d: `M${to + 1} ${middle}H${end}M${end} ${middle - 4}v8` }));
  }
  node.append(row.kind === "milestone" ? drawDiamond(row, from, middle) : drawBar(row, from, to, top, thick));
  for (const limit of row.limits) {
    const isBroken = (limit.at ?? row.to) > limit.day;
    node.append(svg("path", { class: `limit is-${limit.kind}${isBroken ? " is-broken" : ""}`, d: flag(scale.x(limit.day + 1), 3, height - 6) }));
  }
  for (const mark of row.marks) node.append(drawMark(mark, scale.x(mark.day), middle));
  drawShift(node, row, scale, to, middle);
  if (move) {
    const [x, end] = [scale.x(move[0]), scale.x(move[1] + 1)];
    const shape = row.kind === "milestone" ? svg("path", { d: diamond(x, middle, 7) }) : svg("rect", { x, y: top - 2, width: Math.max(end - x, 4), height: thick + 4, rx: 4 });
    shape.setAttribute("class", "future");
    node.append(shape);
  }
}

function drawBar(row, from, to, top, thick) {
  const width = Math.max(to - from, 3);
  const css = `gantt-item bar${row.critical ? " is-critical" : ""}${row.editable ? " is-editable" : ""}${row.conflict ? " is-conflict" : ""}`;
  const item = svg("g", { class: css, "data-item": "bar", tabindex: -1, role: "button", "aria-label": describe(row).join(". ") });
  item.append(svg("rect", { class: "body", x: from, y: top, width, height: thick, rx: 3 }));
  if (row.progress) item.append(svg("rect", { class: "done", x: from, y: top, width: (width * Math.min(row.progress, 100)) / 100, height: thick, rx: 3 }));
  if (row.critical) item.append(svg("path", { class: "edge", d: `M${from} ${top + thick + 1}h${width}` }));
  if (row.editable && row.kind !== "operation") item.append(svg("rect", { class: "grip", x: from + width - 4, y: top, width: 8, height: thick }));
  return item;
}

function drawDiamond(row, x, y) {
  const css = `gantt-item mark${row.critical ? " is-critical" : ""}${row.editable ? " is-editable" : ""}`;
  return svg("g", { class: css, "data-item": "bar", tabindex: -1, role: "button", "aria-label": describe(row).join(". ") }, svg("path", { d: diamond(x, y, 6.5) }));
}

function drawMark(mark, x, y) {
  return svg("g", { class: "gantt-item mark", "data-item": mark.id, tabindex: -1, role: "button", "aria-label": tellMark(mark) }, svg("path", { d: diamond(x, y, 5.5) }));
}

/** « + 6 sem. », beside a bar that slipped by a week or more. */
function drawShift(node, row, scale, to, middle) {
  const days = row.delay ?? (row.ghost ? row.to - row.ghost[1] : 0);
  if (Math.abs(days) < 7) return;
  const edges = [to, ...row.limits.map((limit) => scale.x(limit.day + 1) + 8), ...row.marks.map((mark) => scale.x(mark.day) + 6)];
  if (row.until > row.to && !row.critical) edges.push(scale.x(row.until + 1));
  const near = edges.filter((edge) => edge - to < 70);
  const x = Math.max(...near) + 6;
  node.append(svg("text", { class: days > 0 ? "shift is-late" : "shift", x, y: middle + 4 }, shortShift(days)));
}

/** The two storeys of the head: years, and their parts. */
export function drawHead(scale, today, height) {
  const root = svg("svg", { class: "gantt-scale", width: scale.width, height, "aria-hidden": "true" });
  const isSingle = scale.zoom === "annee";
  for (const year of scale.years) {
    const x = scale.x(Date.UTC(year, 0, 1) / 864e5);
    root.append(svg("path", { class: "year-rule", d: `M${x + 0.5} 0v${height}` }), svg("text", { class: "year", x: x + 8, y: isSingle ? 29 : 17, "data-from": x }, String(year)));
  }
  for (const part of isSingle ? [] : scale.parts()) {
    if (!part.opensYear) root.append(svg("path", { class: "rule", d: `M${part.x + 0.5} 25v${height}` }));
    root.append(svg("text", { class: "part", x: part.x + part.width / 2, y: 40, "text-anchor": "middle" }, part.text));
  }
  const x = scale.x(today);
  root.append(
    svg("rect", { class: "today-pill", x: x - 36, y: height - 19, width: 72, height: 17, rx: 8.5 }),
    svg("text", { class: "today-text", x, y: height - 6.5, "text-anchor": "middle" }, "Aujourd’hui"),
  );
  return root;
}

/** Keep in sight the name of the year that the left edge cuts. */
export function holdYears(head, left) {
  const years = [...head.querySelectorAll(".year")];
  years.forEach((text, at) => {
    const from = Number(text.dataset.from);
    const end = at + 1 < years.length ? Number(years[at + 1].dataset.from) : Infinity;
    text.setAttribute("x", Math.min(Math.max(from, left) + 8, Math.max(end - 36, from + 8)));
  });
}

/** The vertical lines, and today's, over the whole height. */
export function drawGrid(scale, today, height) {
  const [fine, strong] = [[], []];
  for (const part of scale.parts()) (part.opensYear ? strong : fine).push(`M${part.x + 0.5} 0v${height}`);
  const x = scale.x(today);
  return {
    below: svg("g", {}, svg("path", { class: "rule", d: fine.join("") }), svg("path", { class: "year-rule", d: strong.join("") })),
    above: svg("path", { class: "today", d: `M${x} 0v${height}` }),
  };
}
