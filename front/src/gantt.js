// The master schedule on screen: names on the left, bars on the right, only the lines in
// sight. The table under it says the same without script.
import { build, memory, onLoad } from "./modules/dom.js";
import { HEAD, drawGrid, drawHead, drawLine, holdYears, svg } from "./gantt/draw.js";
import { listenToDrag } from "./gantt/drag.js";
import { focusItem, focusName, revealAcross } from "./gantt/focus.js";
import { listenToKeys } from "./gantt/keys.js";
import { drawLinks } from "./gantt/links.js";
import { Model } from "./gantt/model.js";
import { drawName } from "./gantt/names.js";
import { Panel } from "./gantt/panel.js";
import { Scale, ZOOMS } from "./gantt/scale.js";
import { Tip } from "./gantt/tip.js";
import { listenToTools } from "./gantt/tools.js";

const MARGIN = 6; // lines drawn beyond those in sight

class Chart {
  constructor(root) {
    this.root = root;
    this.scroll = root.querySelector("[data-gantt-scroll]");
    this.status = root.querySelector("[data-gantt-status]");
    const asked = "follow" in root.dataset ? new URLSearchParams(location.search).get("zoom") : null;
    this.zoom = ZOOMS[asked] ? asked : root.dataset.zoom || "semestre";
    this.name = root.dataset.name || "planning";
    this.kept = { links: true, ghosts: true, critical: false, float: true, ...memory.get(`gantt:${this.name}`) };
    this.drawn = new Map();
    this.names = new Map();
    this.moved = new Map();
    this.pending = null;
    this.build();
    this.tip = new Tip(this);
    this.panel = new Panel(this, root.querySelector("[data-gantt-panel]"));
    listenToKeys(this);
    listenToDrag(this);
    listenToTools(this);
    this.listen();
    this.load();
  }

  build() {
    this.corner = build("div", { class: "gantt-corner" }, "Opérations");
    this.head = build("div", { class: "gantt-head" }, this.corner);
    this.list = build("div", { class: "gantt-names", role: "tree", "aria-label": this.root.dataset.label });
    this.plot = svg("svg", { class: "gantt-plot", role: "group", "aria-label": "Barres du planning" });
    this.below = svg("g");
    this.body = svg("g");
    this.above = svg("g");
    this.linkLayer = svg("g", { "aria-hidden": "true" });
    this.plot.append(this.below, this.body, this.linkLayer, this.above);
    this.canvas = build("div", { class: "gantt-canvas" }, this.head, this.list, this.plot);
    this.scroll.replaceChildren(this.canvas);
  }

  listen() {
    this.scroll.addEventListener("scroll", () => this.soon(), { passive: true });
    // The height is set by the layout itself: a change of width alone asks for another.
    new ResizeObserver(() => this.model && this.scroll.clientWidth !== this.room && this.layout()).observe(this.scroll);
    this.list.addEventListener("click", (event) => this.onNameClick(event));
    this.plot.addEventListener("click", (event) => this.onPlotClick(event));
    this.canvas.addEventListener("focusin", (event) => this.onFocus(event));
  }

  async load() {
    const url = new URL(this.root.dataset.gantt, location.href);
    try {
      // As the page's `preload` asked it, word for word: the answer is on its way already.
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(String(answer.status));
      const data = await answer.json();
      this.model = new Model(data, new Set(memory.get(`gantt:${this.name}:open`, sessionStorage) ?? []));
      this.dataUrl = url;
      this.drawn.clear();
      this.body.replaceChildren();
      this.list.replaceChildren();
      this.names.clear();
      await this.reopen();
      this.layout();
      this.goToToday();
      this.root.dataset.ready = "1";
      requestAnimationFrame(() => setTimeout(() => performance.mark("gantt-drawn")));
    } catch (error) {
      this.scroll.replaceChildren(build("p", { class: "p-3", role: "alert" }, "Le planning n’a pas pu être chargé. Le tableau ci-dessous dit la même chose."));
      if (!String(error.message).match(/^\d+$/)) throw error;
    }
  }

  /** Load again the tasks of what was open before a reload. */
  async reopen() {
    const wanted = [...this.model.opened].filter((id) => this.model.rows.get(id)?.tasks && !this.model.isLoaded(this.model.rows.get(id)));
    if (wanted.length) await this.fetchParts(wanted);
  }

  async fetchParts(ids) {
    const url = new URL(this.dataUrl);
    for (const id of ids) url.searchParams.append("operation", id.replace(/^\D+/, ""));
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.ok) this.model.add(await answer.json());
  }

  // --- Layout ---------------------------------------------------------------------------

  layout() {
    const width = this.scroll.clientWidth;
    if (!width) return;
    this.room = width;
    this.rowHeight = document.documentElement.dataset.density === "compact" ? 26 : 32;
    this.left = width < 560 ? Math.min(132, width * 0.4) : Math.min(Math.max(width * 0.26, 220), 340);
    const middle = this.scale ? this.scale.day(this.scroll.scrollLeft + (width - this.left) / 2) : null;
    this.scale = new Scale(...this.model.span, this.zoom, width - this.left - 16);
    const { lines, places } = this.model.flatten();
    Object.assign(this, { lines, places });
    const height = Math.max(lines.length * this.rowHeight, 4 * this.rowHeight);
    this.canvas.style.width = `${this.left + this.scale.width}px`;
    this.canvas.style.setProperty("--gantt-left", `${this.left}px`);
    this.canvas.style.setProperty("--gantt-row", `${this.rowHeight}px`);
    this.head.replaceChildren(this.corner, drawHead(this.scale, this.model.today, HEAD));
    this.list.style.height = `${height}px`;
    this.plot.setAttribute("width", this.scale.width);
    this.plot.setAttribute("height", height);
    this.plot.style.marginTop = `-${height}px`;
    const grid = drawGrid(this.scale, this.model.today, height);
    this.below.replaceChildren(grid.below);
    this.above.replaceChildren(grid.above);
    this.scroll.style.height = `${Math.min(HEAD + height + 18, Math.max(window.innerHeight * 0.72, 320))}px`;
    if (middle) this.scroll.scrollLeft = this.scale.x(middle) - (width - this.left) / 2;
    for (const [name, isOn] of Object.entries(this.kept)) this.plot.classList.toggle(`no-${name}`, !isOn);
    for (const link of this.root.querySelectorAll("[data-gantt-zoom]")) {
      if (link.dataset.ganttZoom === this.zoom) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.redraw();
  }

  /** Draw everything in sight afresh; the focus stays where it was. */
  redraw() {
    const active = document.activeElement?.closest(".gantt-line, .gantt-name");
    const held = this.canvas.contains(active) ? { key: active.dataset.key, item: document.activeElement.dataset.item } : null;
    for (const nodes of [this.drawn, this.names]) {
      for (const node of nodes.values()) node.remove();
      nodes.clear();
    }
    this.draw(true);
    const at = held ? this.lineAt(held.key) : -1;
    if (at >= 0) held.item ? focusItem(this, at, held.item) : focusName(this, at);
  }

  soon() {
    this.tip.hide();
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.draw();
    });
  }

  get page() {
    return Math.max(Math.floor((this.scroll.clientHeight - HEAD) / this.rowHeight) - 1, 1);
  }

  /** Draw the lines in sight; those that left it go, save the one that holds the focus. */
  draw(isForced) {
    holdYears(this.head, this.scroll.scrollLeft);
    const first = Math.max(Math.floor(this.scroll.scrollTop / this.rowHeight) - MARGIN, 0);
    const last = Math.min(first + this.page + 2 * MARGIN + 2, this.lines.length - 1);
    if (!isForced && first === this.first && last === this.last) return;
    Object.assign(this, { first, last });
    const wanted = new Map();
    for (let at = first; at <= last; at++) wanted.set(this.lines[at].key, at);
    this.sweep(this.drawn, wanted);
    this.sweep(this.names, wanted);
    const [bars, names] = [[], []];
    for (const [key, at] of wanted) {
      const line = this.lines[at];
      if (!this.drawn.has(key)) {
        const node = drawLine(line, at * this.rowHeight, { ...this, moved: this.pendingMoves() });
        this.drawn.set(key, node);
        bars.push(node);
      } else this.drawn.get(key).setAttribute("transform", `translate(0 ${at * this.rowHeight})`);
      if (!this.names.has(key)) {
        const name = drawName(line, at * this.rowHeight);
        this.names.set(key, name);
        names.push(name);
      }
    }
    this.body.append(...bars);
    this.list.append(...names);
    this.drawLinks();
    if (!this.list.querySelector("[tabindex='0']")) this.list.firstElementChild?.setAttribute("tabindex", "0");
  }

  sweep(held, wanted) {
    for (const [key, node] of held) {
      if (wanted.has(key) || node.contains(document.activeElement)) continue;
      node.remove();
      held.delete(key);
    }
  }

  drawLinks() {
    this.linkLayer.replaceChildren();
    if (!this.kept.links) return;
    this.linkLayer.append(...drawLinks({ ...this, onlyCritical: this.kept.critical, focus: this.focused }));
  }

  pendingMoves() {
    return this.pending ? new Map([...this.moved, [this.pending.row.id, this.pending.dates]]) : this.moved;
  }

  // --- Moving around ----------------------------------------------------------------------

  lineAt(key) {
    return this.lines.findIndex((line) => line.key === key);
  }

  onFocus(event) {
    const name = event.target.closest(".gantt-name");
    const item = event.target.closest(".gantt-item");
    if (name) {
      this.list.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
      name.setAttribute("tabindex", "0");
    }
    const key = (name ?? item?.closest(".gantt-line"))?.dataset.key;
    const focused = key ? this.lines[this.lineAt(key)]?.row?.id : null;
    if (focused !== this.focused) {
      this.focused = focused;
      this.drawLinks();
    }
    if (item && item.matches(":focus-visible")) {
      revealAcross(this, item);
      this.tip.show(item);
    }
  }

  goToToday() {
    this.scroll.scrollLeft = this.scale.x(this.model.today) - (this.scroll.clientWidth - this.left) * 0.35;
  }

  async toggle(line) {
    if (!line.row) {
      const { closedGroups } = this.model;
      if (!closedGroups.delete(line.group.id)) closedGroups.add(line.group.id);
    } else if (this.model.opened.has(line.row.id) && this.model.isLoaded(line.row)) this.model.opened.delete(line.row.id);
    else {
      this.model.opened.add(line.row.id);
      if (!this.model.isLoaded(line.row)) await this.fetchParts([line.row.id]);
    }
    this.keepOpened();
    this.layout();
    return true;
  }

  async openAll(isOpening) {
    const operations = [...this.model.rows.values()].filter((row) => row.tasks);
    if (isOpening) {
      this.model.closedGroups.clear();
      const missing = operations.filter((row) => !this.model.isLoaded(row)).map((row) => row.id);
      for (let at = 0; at < missing.length; at += 100) await this.fetchParts(missing.slice(at, at + 100));
      for (const row of this.model.rows.values()) if (this.model.canOpen(row)) this.model.opened.add(row.id);
    } else this.model.opened.clear();
    this.keepOpened();
    this.layout();
  }

  keepOpened() {
    memory.set(`gantt:${this.name}:open`, [...this.model.opened].slice(0, 200), sessionStorage);
  }

  open(row) {
    if (row.url) location.assign(row.url);
    return true;
  }

  // --- Mouse --------------------------------------------------------------------------------

  onNameClick(event) {
    const name = event.target.closest(".gantt-name");
    if (!name) return;
    const line = this.lines[this.lineAt(name.dataset.key)];
    const isFold = event.target.closest(".gantt-fold") || !line.row;
    if (isFold && line.canOpen) this.toggle(line);
    else if (event.target.closest(".gantt-label")) this.open(line.row);
  }

  onPlotClick(event) {
    if (this.justDragged) return;
    const item = event.target.closest(".gantt-item");
    if (!item) return;
    const line = this.lines[this.lineAt(item.closest(".gantt-line").dataset.key)];
    if (line.row?.url && item.dataset.item === "bar") this.open(line.row);
  }

  // --- Changing a date ------------------------------------------------------------------------

  /** Show where a row would go; nothing is asked yet. */
  propose(row, dates) {
    this.pending = { row, dates };
    this.moved = new Map();
    const key = this.lines.find((line) => line.row === row)?.key;
    const node = this.drawn.get(key);
    if (!node) return;
    const fresh = drawLine(this.lines[this.lineAt(key)], this.lineAt(key) * this.rowHeight, { ...this, moved: this.pendingMoves() });
    node.querySelector(".future")?.remove();
    const future = fresh.querySelector(".future");
    if (future) node.append(future);
  }

  ask() {
    const { row, dates } = this.pending ?? {};
    if (!row) return true;
    this.focused = row.id;
    this.panel.show(row, dates);
    return true;
  }

  forget(words = "") {
    this.pending = null;
    this.moved = new Map();
    for (const node of this.body.querySelectorAll(".future")) node.remove();
    if (words) this.say(words);
    return true;
  }

  say(words) {
    this.status.textContent = words;
  }
}

onLoad("[data-gantt]", (root) => {
  root.gantt = new Chart(root);
});
