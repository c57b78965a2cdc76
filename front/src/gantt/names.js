// The name of a line, at the left: what a reader of screens goes through.
import { build } from "../modules/dom.js";
import { describe, tellGroup } from "./words.js";

export function drawName(line, top) {
  const isOperation = line.row?.kind === "operation";
  const words = line.row ? describe(line.row).join(". ") : tellGroup(line.group);
  const node = build("div", { class: `gantt-name is-${line.row?.kind ?? "group"}`, role: "treeitem", tabindex: -1, "data-key": line.key });
  node.style.top = `${top}px`;
  node.setAttribute("aria-level", line.level);
  node.setAttribute("aria-label", words);
  node.setAttribute("aria-setsize", line.count);
  node.setAttribute("aria-posinset", line.rank);
  if (line.canOpen) node.setAttribute("aria-expanded", String(line.isOpen));
  node.classList.add(`level-${Math.min(line.level, 4)}`);
  node.append(build("span", { class: "gantt-fold", "aria-hidden": "true" }));
  const text = line.row ? line.row.label : line.group.label;
  node.append(build("span", { class: "gantt-label", title: text }, text));
  if (line.group && !line.row) node.append(build("span", { class: "gantt-count" }, String(line.group.rows.length)));
  if (isOperation && line.row.conflict) node.append(build("span", { class: "gantt-flag", title: "Interface en conflit" }, "!"));
  return node;
}
