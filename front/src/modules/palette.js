// Ctrl+K: recent pages, pages of the navigation, then what the search finds.
import { build, fold, memory, on } from "./dom.js";

const dialog = document.getElementById("palette");
const field = dialog?.querySelector("input");
const results = dialog?.querySelector(".palette-results");
const address = document.body.dataset.search;
let returnTo = null;
let pending = null;
let timer = null;

function remember() {
  if (!document.body.dataset.user || document.querySelector(".error-page")) return;
  const title = document.querySelector("h1")?.textContent.trim();
  if (!title || location.pathname === "/") return;
  const url = location.pathname + location.search;
  const others = (memory.get("recents") ?? []).filter((one) => one.url !== url);
  memory.set("recents", [{ url, title }, ...others].slice(0, 8));
}

function open() {
  if (!dialog || dialog.open) return;
  returnTo = document.activeElement;
  field.value = "";
  show("");
  dialog.showModal();
  field.focus();
}

function group(title, links) {
  if (!links.length) return [];
  const list = build("ul", {}, ...links.map(({ url, title: text }) => build("li", {}, build("a", { href: url }, text))));
  return [build("section", {}, build("h2", {}, title), list)];
}

function pages(query) {
  const links = [...document.querySelectorAll("#navigation .nav-link")].map((a) => ({ url: a.getAttribute("href"), title: a.textContent.trim() }));
  const recents = memory.get("recents") ?? [];
  const keep = ({ title }) => fold(title).includes(fold(query));
  return [...group("Récemment ouvert", recents.filter(keep).slice(0, query ? 3 : 8)), ...group("Pages", links.filter(keep).slice(0, 8))];
}

function show(query, found = "") {
  const box = build("div");
  box.innerHTML = found;
  results.replaceChildren(...pages(query), ...box.children);
  if (!results.children.length) {
    results.append(build("p", {}, query.length < 2 ? "Tapez au moins deux lettres." : `Aucun résultat pour « ${query} ».`));
  }
  const links = [...results.querySelectorAll("a")];
  links.forEach((link, at) => {
    link.id = `palette-${at}`;
    link.setAttribute("role", "option");
    link.tabIndex = -1;
    for (let up = link.parentElement; up && up !== results; up = up.parentElement) {
      up.setAttribute("role", up.matches("section") ? "group" : "presentation");
      if (up.matches("section")) up.setAttribute("aria-label", up.querySelector("h2")?.textContent ?? "");
    }
  });
  for (const title of results.querySelectorAll("h2")) title.setAttribute("role", "presentation");
  select(links[0]);
}

function select(link) {
  for (const other of results.querySelectorAll('[aria-selected="true"]')) other.setAttribute("aria-selected", "false");
  if (!link) return field.removeAttribute("aria-activedescendant");
  link.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", link.id);
  link.scrollIntoView({ block: "nearest" });
}

async function search(query) {
  pending?.abort();
  if (query.length < 2 || !address) return show(query);
  pending = new AbortController();
  try {
    const url = `${address}?q=${encodeURIComponent(query)}`;
    const response = await fetch(url, { headers: { "HX-Request": "true" }, signal: pending.signal });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    show(query, await response.text());
  } catch (error) {
    if (error.name === "AbortError") return;
    show(query);
    results.append(build("p", {}, "La recherche ne répond pas. Réessayez dans un instant."));
  }
}

if (dialog) {
  remember();
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  on("click", "[data-palette]", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120, field.value.trim());
  });
  field.addEventListener("keydown", (event) => {
    const links = [...results.querySelectorAll("a")];
    const at = links.findIndex((link) => link.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      dialog.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      select(links[(at + step + links.length) % links.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (links[at]) links[at].click();
      else if (address) location.assign(`${address}?q=${encodeURIComponent(field.value.trim())}`);
    }
  });
  dialog.addEventListener("close", () => returnTo?.focus());
}
