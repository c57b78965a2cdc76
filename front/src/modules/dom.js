// The few helpers that all modules share.

/** Listen once for the whole document; the handler gets the element that matches. */
export function on(type, selector, handler, options) {
  document.addEventListener(
    type,
    (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) handler(event, found);
    },
    options,
  );
}

/** Run for each element that matches, now and whenever htmx brings new ones. */
export function onLoad(selector, start) {
  const run = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    for (const element of found) {
      const key = `started:${selector}`;
      if (element[key]) continue;
      element[key] = true;
      start(element);
    }
  };
  run(document);
  document.addEventListener("htmx:load", (event) => run(event.detail.elt));
}

/** Build an element: `build("a", { href: "/", class: "btn" }, "Accueil")`. */
export function build(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Text without accents nor case, as the server folds it. */
export function fold(text) {
  return text
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/’/g, "'")
    .toLowerCase();
}

export const plural = (count, word) => `${count.toLocaleString("fr-FR")} ${word}${count < 2 ? "" : "s"}`;

export function isTyping(target) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable]"));
}

export const clock = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });

/** What this browser remembers for this person; private windows may refuse. */
const user = document.body.dataset.user || "public";
export const memory = {
  get(name, area = localStorage) {
    try {
      return JSON.parse(area.getItem(`possibles:${user}:${name}`));
    } catch {
      return null;
    }
  },
  set(name, value, area = localStorage) {
    try {
      if (value == null) area.removeItem(`possibles:${user}:${name}`);
      else area.setItem(`possibles:${user}:${name}`, JSON.stringify(value));
    } catch {
      /* full or refused: nothing depends on it */
    }
  },
  forget() {
    for (const area of [localStorage, sessionStorage]) {
      for (const key of Object.keys(area)) if (key.startsWith("possibles:")) area.removeItem(key);
    }
  },
};
