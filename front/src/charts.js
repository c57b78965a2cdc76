// Lines and bars drawn as SVG, coloured by the tokens, labelled on the drawing itself.
// What is unknown is a gap. The twin table carries the values.
import { build, onLoad } from "./modules/dom.js";

const NS = "http://www.w3.org/2000/svg";
const format = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });
const SHAPES = ["circle", "square", "diamond", "triangle", "circle", "square"];

function draw(tag, attributes, ...children) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const known = (values) => values.filter((value) => value !== null && value !== undefined);

/** Round ticks from at most zero to at least the highest value. */
function ticksOf(low, high, wanted = 4) {
  const span = high - low || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw);
  const first = Math.floor(low / step) * step;
  const ticks = [];
  for (let at = first; at < high + step * 0.999; at += step) ticks.push(Number(at.toPrecision(12)));
  return ticks;
}

function mark(shape, x, y, css) {
  const size = 4;
  if (shape === "square") return draw("rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, class: css });
  if (shape === "diamond") return draw("path", { d: `M${x} ${y - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5z`, class: css });
  if (shape === "triangle") return draw("path", { d: `M${x} ${y - 5.5}l5.5 9.5h-11z`, class: css });
  return draw("circle", { cx: x, cy: y, r: size, class: css });
}

const titled = (element, text) => {
  element.append(draw("title", {}, text));
  return element;
};

/** Push labels apart so that none hides another. */
function spread(labels, gap) {
  labels.sort((a, b) => a.y - b.y);
  for (let at = 1; at < labels.length; at++) labels[at].y = Math.max(labels[at].y, labels[at - 1].y + gap);
}

function frame(figure, data, width) {
  const values = known([...data.series.flatMap((one) => one.values), ...(data.target?.values ?? [])]);
  const ticks = ticksOf(Math.min(0, ...values), Math.max(1, ...values));
  const isWide = width >= 480;
  const widest = Math.max(...[...data.series, data.target].filter(Boolean).map((one) => one.name.length));
  const isLine = figure.dataset.chart === "line";
  const right = isLine && isWide ? Math.min(widest * 7.2 + 20, 190) : 10;
  const box = { left: 16 + 7.5 * Math.max(...ticks.map((tick) => format.format(tick).length)), top: 12, right, bottom: 40 };
  const height = isWide ? 260 : 220;
  const low = ticks[0];
  const high = ticks[ticks.length - 1];
  const y = (value) => height - box.bottom - ((value - low) / (high - low)) * (height - box.top - box.bottom);
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": summarise(figure, data) });
  for (const tick of ticks) {
    svg.append(
      draw("line", { x1: box.left, x2: width - box.right, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis" : "rule" }),
      draw("text", { x: box.left - 8, y: y(tick) + 4, class: "tick", "text-anchor": "end" }, format.format(tick)),
    );
  }
  return { svg, box, height, width, y, isWide };
}

function summarise(figure, data) {
  const lines = data.series.map((one) => {
    const list = known(one.values);
    return list.length ? `${one.name} : de ${format.format(list[0])} à ${format.format(list[list.length - 1])}` : `${one.name} : aucune valeur`;
  });
  return `${figure.dataset.title} (${data.labels[0]} à ${data.labels[data.labels.length - 1]}). ${lines.join(" ; ")}.`;
}

/** Cut a label in at most two lines of so many letters. */
function wrap(label, letters) {
  const lines = [""];
  for (const word of label.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= letters && lines.length < 2) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

function labelAxis({ svg, height, box }, labels, xOf, room) {
  const wrapped = labels.map((label) => wrap(label, Math.floor(room / 7)));
  const every = Math.ceil((Math.max(...wrapped.flat().map((line) => line.length)) * 6.6) / room);
  wrapped.forEach((lines, at) => {
    if (at % every) return;
    lines.forEach((line, down) => {
      const y = height - box.bottom + 18 + 14 * down;
      svg.append(draw("text", { x: xOf(at), y, class: "tick", "text-anchor": "middle" }, line));
    });
  });
}

function drawLines(figure, data, width) {
  const space = frame(figure, data, width);
  const { svg, box, y, isWide } = space;
  const room = (width - box.left - box.right) / Math.max(data.labels.length - 1, 1);
  const x = (at) => box.left + at * room;
  const labels = [];
  const all = data.target ? [...data.series, { ...data.target, isTarget: true }] : data.series;
  all.forEach((one, at) => {
    const css = one.isTarget ? "target" : `c-${(at % 6) + 1}`;
    let path = "";
    let isDown = false;
    one.values.forEach((value, point) => {
      const isKnown = value !== null && value !== undefined;
      if (isKnown) path += `${isDown ? "L" : "M"}${x(point)} ${y(value)}`;
      isDown = isKnown;
    });
    svg.append(draw("path", { d: path, class: `line ${css}` }));
    one.values.forEach((value, point) => {
      if (value === null || value === undefined || one.isTarget) return;
      const words = `${one.name}, ${data.labels[point]} : ${format.format(value)} ${figure.dataset.unit}`;
      svg.append(titled(mark(SHAPES[at % 6], x(point), y(value), `dot ${css}`), words));
    });
    const last = one.values.findLastIndex((value) => value !== null && value !== undefined);
    if (last >= 0) labels.push({ x: x(last) + 9, y: y(one.values[last]) + 4, text: one.name, css });
  });
  labelAxis(space, data.labels, x, room);
  if (!isWide) return [svg, legend(all)];
  spread(labels, 15);
  for (const one of labels) svg.append(draw("text", { x: one.x, y: one.y, class: `label ${one.css}` }, one.text));
  return [svg];
}

function drawBars(figure, data, width) {
  const space = frame(figure, data, width);
  const { svg, box, y } = space;
  const room = (width - box.left - box.right) / data.labels.length;
  const count = data.series.length;
  const thick = Math.min((room * 0.72) / count, 44);
  const start = (at) => box.left + at * room + (room - thick * count) / 2;
  data.series.forEach((one, series) => {
    one.values.forEach((value, at) => {
      const x = start(at) + series * thick;
      const middle = x + thick / 2;
      const words = `${one.name}, ${data.labels[at]} : `;
      if (value === null || value === undefined) {
        svg.append(titled(draw("text", { x: middle, y: y(0) - 5, class: "tick", "text-anchor": "middle" }, "—"), `${words}non renseigné`));
        return;
      }
      const top = Math.min(y(value), y(0));
      const bar = draw("rect", { x: x + 1, y: top, width: Math.max(thick - 2, 1), height: Math.abs(y(0) - y(value)), rx: 2, class: `bar c-${(series % 6) + 1}` });
      svg.append(titled(bar, `${words}${format.format(value)} ${figure.dataset.unit}`));
      if (thick >= 18) svg.append(draw("text", { x: middle, y: top - 4, class: "tick", "text-anchor": "middle" }, format.format(value)));
    });
  });
  labelAxis(space, data.labels, (at) => box.left + (at + 0.5) * room, room);
  return count > 1 ? [svg, legend(data.series)] : [svg];
}

function legend(series) {
  const items = series.map((one, at) => {
    const key = draw("svg", { width: 18, height: 12, viewBox: "0 0 18 12", "aria-hidden": "true" });
    if (one.isTarget) key.append(draw("path", { d: "M0 6h18", class: "line target" }));
    else key.append(mark(SHAPES[at % 6], 9, 6, `dot c-${(at % 6) + 1}`));
    return build("li", {}, key, ` ${one.name}`);
  });
  return build("ul", { class: "chart-legend" }, ...items);
}

onLoad("[data-chart]", (figure) => {
  const source = document.querySelector(figure.dataset.source);
  const body = figure.querySelector("[data-chart-body]");
  if (!source || !body) return;
  const data = JSON.parse(source.textContent);
  data.series = data.series.slice(0, 6);
  let width = 0;
  const render = () => {
    const now = Math.round(body.clientWidth);
    if (!now || now === width) return;
    width = now;
    body.replaceChildren(...(figure.dataset.chart === "bar" ? drawBars : drawLines)(figure, data, width));
  };
  if (!data.series.some((one) => known(one.values).length)) {
    body.replaceChildren(build("p", { class: "muted" }, "Aucune valeur saisie pour l’instant."));
    return;
  }
  new ResizeObserver(render).observe(body);
  render();
});
