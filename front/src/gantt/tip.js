// What a bar says when one hovers or focuses it; Escape puts it away.
import { build } from "../modules/dom.js";
import { shortDate, tellShift } from "./scale.js";
import { describe, tellMark } from "./words.js";

export class Tip {
  constructor(chart) {
    this.chart = chart;
    this.element = build("div", { class: "gantt-tip", role: "tooltip", hidden: true });
    chart.root.append(this.element);
    chart.canvas.addEventListener("mouseover", (event) => this.onHover(event));
    chart.canvas.addEventListener("mouseleave", () => this.hide());
    chart.root.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  onHover(event) {
    const item = event.target.closest(".gantt-item");
    if (item) this.show(item);
    else if (!this.element.matches(":hover")) this.hide();
  }

  show(item) {
    const { chart } = this;
    const line = chart.lines[chart.lineAt(item.closest(".gantt-line").dataset.key)];
    if (!line?.row) return;
    const mark = line.row.marks.find((one) => one.id === item.dataset.item);
    this.place(mark ? [line.row.label, tellMark(mark)] : describe(line.row), item.getBoundingClientRect());
  }

  /** The dates a bar would have where it is held. */
  showDates(x, y, row, [from, to]) {
    const lines = [row.label, `Du ${shortDate(from)} au ${shortDate(to)}`, tellShift(from === row.from ? to - row.to : from - row.from)];
    this.place(lines, { left: x, top: y - 8, bottom: y + 16, right: x });
  }

  place([title, ...lines], box) {
    const { element, chart } = this;
    element.replaceChildren(build("strong", {}, title), ...lines.map((line) => build("span", {}, line)));
    element.hidden = false;
    const frame = chart.root.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = Math.min(Math.max(box.left, frame.left + chart.left), frame.right - width - 8);
    const isBelow = box.bottom + height + 12 < window.innerHeight;
    element.style.left = `${Math.max(left - frame.left, 0)}px`;
    element.style.top = `${(isBelow ? box.bottom + 8 : box.top - height - 8) - frame.top}px`;
  }

  hide() {
    this.element.hidden = true;
  }
}
