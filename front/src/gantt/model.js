// What is shown: groups, operations, tasks; folded or not; which lines are in sight.
import { toDay } from "./scale.js";

function read(row) {
  return {
    ...row,
    from: row.start ? toDay(row.start) : null,
    to: row.finish ? toDay(row.finish) : null,
    until: row.until ? toDay(row.until) : null,
    ghost: row.baseline ? row.baseline.map(toDay) : null,
    limits: (row.deadlines ?? []).map((limit) => ({ ...limit, day: toDay(limit.date) })),
    marks: (row.milestones ?? []).map((mark) => ({ ...mark, day: toDay(mark.date) })),
  };
}

export class Model {
  constructor(data, opened) {
    this.today = toDay(data.today);
    this.span = data.span.map(toDay);
    this.url = data.url ?? {};
    this.rows = new Map();
    this.parts = new Map();
    this.links = [];
    this.linksOf = new Map();
    this.owners = new Map(); // the operation of a task that is not there yet
    this.opened = opened;
    this.groups = data.groups;
    this.closedGroups = new Set();
    this.add(data);
  }

  /** Take rows and links in: at first, and each time an operation is opened. */
  add({ rows = [], links = [] }) {
    for (const raw of rows) {
      const row = read(raw);
      this.rows.set(row.id, row);
      if (row.parent) {
        const known = this.parts.get(row.parent) ?? [];
        if (!known.includes(row.id)) known.push(row.id);
        this.parts.set(row.parent, known);
      }
    }
    const known = new Set(this.links.map((link) => `${link.from}>${link.to}`));
    for (const link of links) {
      if (known.has(`${link.from}>${link.to}`)) continue;
      this.links.push({ ...link, days: link.at?.map((day) => day && toDay(day)) });
      link.over?.forEach((owner, end) => this.owners.set([link.from, link.to][end], owner));
      for (const end of new Set([link.from, link.to, ...(link.over ?? [])])) this.linksOf.set(end, [...(this.linksOf.get(end) ?? []), this.links[this.links.length - 1]]);
    }
  }

  canOpen(row) {
    return Boolean(row.tasks || this.parts.get(row.id)?.length);
  }

  isLoaded(row) {
    return Boolean(this.parts.get(row.id)?.length);
  }

  /** Return the lines in sight, and where each row stands among them. */
  flatten() {
    const lines = [];
    const places = new Map();
    const putAll = (ids, group, level) => ids.forEach((id, at) => put(this.rows.get(id), group, level, at + 1, ids.length));
    const put = (row, group, level, rank, count) => {
      const isOpen = this.opened.has(row.id) && this.isLoaded(row);
      if (!places.has(row.id)) places.set(row.id, lines.length);
      lines.push({ key: `${group.id}/${row.id}`, row, group, level, rank, count, canOpen: this.canOpen(row), isOpen });
      if (isOpen) putAll(this.parts.get(row.id), group, level + 1);
    };
    this.groups.forEach((group, at) => {
      const isOpen = !this.closedGroups.has(group.id);
      if (group.label) lines.push({ key: group.id, group, level: 1, rank: at + 1, count: this.groups.length, canOpen: true, isOpen });
      if (isOpen || !group.label) putAll(group.rows.filter((id) => this.rows.has(id)), group, group.label ? 2 : 1);
    });
    return { lines, places };
  }

  /** The span of what a group holds. */
  spanOf(group) {
    let [from, to] = [Infinity, -Infinity];
    for (const id of group.rows) {
      const row = this.rows.get(id);
      if (row?.from != null) [from, to] = [Math.min(from, row.from), Math.max(to, row.to)];
    }
    return from <= to ? [from, to] : null;
  }

  /** The nearest ancestor in sight of a row that a fold hides. */
  seen(id, places) {
    let row = this.rows.get(id) ?? this.rows.get(this.owners.get(id));
    while (row && !places.has(row.id)) row = row.parent ? this.rows.get(row.parent) : null;
    return row ?? null;
  }
}
