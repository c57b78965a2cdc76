// Links between bars: elbows with an arrow. A link whose end is folded goes to what holds it.
import { svg } from "./draw.js";

const STARTS = { DD: [0, 0], DF: [0, 1], FD: [1, 0], FF: [1, 1] };

/** Draw the links that touch a line between `first` and `last`. */
export function drawLinks({ model, lines, places, scale, rowHeight, first, last, onlyCritical, focus }) {
  const drawn = new Set();
  const nodes = [];
  const middle = (at) => at * rowHeight + rowHeight / 2;
  const visit = (link) => {
    const name = `${link.from}>${link.to}`;
    if (drawn.has(name) || (onlyCritical && !link.critical)) return;
    drawn.add(name);
    const [a, b] = [model.seen(link.from, places), model.seen(link.to, places)];
    if (!a || !b || a === b) return;
    const [ra, rb] = [model.rows.get(link.from) ?? a, model.rows.get(link.to) ?? b];
    if (ra.from == null || rb.from == null) return;
    const [outEnd, inEnd] = STARTS[link.nature] ?? STARTS.FD;
    const x1 = scale.x(link.days?.[0] != null ? link.days[0] + 1 : outEnd ? ra.to + 1 : ra.from);
    const x2 = scale.x(link.days?.[1] ?? (inEnd ? rb.to + 1 : rb.from));
    const css = ["gantt-link"];
    if (link.critical) css.push("is-critical");
    if (link.interface) css.push("is-interface");
    if (link.conflict) css.push("is-conflict");
    if (focus && (link.from === focus || link.to === focus)) css.push("is-lit");
    const [line, head] = elbow(x1, middle(places.get(a.id)), outEnd, x2, middle(places.get(b.id)), inEnd, rowHeight);
    nodes.push(svg("g", { class: css.join(" ") }, svg("path", { d: line }), svg("path", { class: "head", d: head })));
  };
  if (model.links.length < 120) model.links.forEach(visit);
  else for (let at = first; at <= last; at++) {
    const row = lines[at]?.row;
    if (!row) continue;
    for (const link of model.linksOf.get(row.id) ?? []) visit(link);
    if (!lines[at].isOpen) for (const id of model.parts.get(row.id) ?? []) for (const link of model.linksOf.get(id) ?? []) visit(link);
  }
  return nodes;
}

function elbow(x1, y1, outEnd, x2, y2, inEnd, rowHeight) {
  const out = outEnd ? 6 : -6;
  const into = inEnd ? 6 : -6;
  const head = inEnd ? `M${x2 + 1} ${y2}l5-3.5v7z` : `M${x2 - 1} ${y2}l-5-3.5v7z`;
  if (y1 === y2) return [`M${x1} ${y1}H${x2}`, head];
  const isStraight = outEnd && !inEnd ? x2 - x1 >= 12 : !outEnd && inEnd ? x1 - x2 >= 12 : false;
  if (isStraight) return [`M${x1} ${y1}H${x2 + into}V${y2}H${x2}`, head];
  const gutter = y1 + (y2 > y1 ? 1 : -1) * (rowHeight / 2);
  return [`M${x1} ${y1}h${out}V${gutter}H${x2 + into}V${y2}H${x2}`, head];
}
