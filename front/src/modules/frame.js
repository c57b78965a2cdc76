// Drawer, menus, dialogs, looks.
import { memory, on } from "./dom.js";

const drawer = document.getElementById("navigation");
const opener = document.querySelector("[data-drawer]");

function setDrawer(isOpen) {
  if (!drawer || !opener) return;
  drawer.classList.toggle("is-open", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) drawer.querySelector("a.nav-link")?.focus();
  else opener.focus();
}

if (drawer && opener) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", "navigation");
}
on("click", "[data-drawer]", (event) => {
  event.preventDefault();
  setDrawer(!drawer.classList.contains("is-open"));
});
on("click", "[data-drawer-close]", (event) => {
  event.preventDefault();
  setDrawer(false);
});
document.addEventListener("click", (event) => {
  if (drawer?.classList.contains("is-open") && !event.target.closest("#navigation, [data-drawer]")) setDrawer(false);
});

// Menus are <details>: they open alone; here they close, and follow the arrows.
function closeMenu(menu, giveFocus) {
  menu.open = false;
  if (giveFocus) menu.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) closeMenu(menu, false);
  }
});
on("click", "[data-menu-close]", (_, button) => closeMenu(button.closest("details"), true));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest?.("details.menu[open]") ?? document.querySelector("details.menu[open]");
    if (menu) return closeMenu(menu, true);
    if (drawer?.classList.contains("is-open")) setDrawer(false);
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const menu = event.target.closest?.("details.menu");
  if (!menu || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  menu.open = true;
  const items = [...menu.querySelectorAll(".menu-item")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
});

// A menu inside a scrolling table would be cut: it then floats above the page.
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("details.menu") || !menu.open) return;
    const panel = menu.querySelector(".menu-panel");
    panel.style.removeProperty("position");
    const anchor = menu.getBoundingClientRect();
    if (menu.closest(".table-wrap, .board, .steps")) {
      Object.assign(panel.style, { position: "fixed", right: "auto" });
      const box = panel.getBoundingClientRect();
      const isLow = anchor.bottom + box.height + 8 > innerHeight;
      panel.style.left = `${Math.max(8, Math.min(anchor.right - box.width, innerWidth - box.width - 8))}px`;
      panel.style.top = `${isLow ? Math.max(8, anchor.top - box.height - 4) : anchor.bottom + 4}px`;
      return;
    }
    const box = panel.getBoundingClientRect();
    if (box.left < 8) Object.assign(panel.style, { right: "auto", left: `${8 - anchor.left}px` });
  },
  true,
);

// Dialogs.
on("click", "[data-open]", (event, button) => {
  event.preventDefault();
  document.querySelector(button.dataset.open)?.showModal();
});
on("click", "dialog [data-close]", (_, button) => button.closest("dialog").close());
on("click", "dialog", (event, dialog) => {
  if (event.target === dialog) dialog.close();
});

// Looks: applied at once, remembered by a cookie that the server reads.
on("click", "[data-appearance] button[name]", (event, button) => {
  event.preventDefault();
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `${button.name}=${button.value};path=/;max-age=31536000;samesite=lax${secure}`;
  const attribute = button.name === "theme" ? "data-bs-theme" : "data-density";
  document.documentElement.setAttribute(attribute, button.value);
  for (const other of button.form.elements) {
    if (other.name === button.name) other.toggleAttribute("aria-current", false);
  }
  button.setAttribute("aria-current", "true");
});

on("submit", "[data-forget]", () => memory.forget());

on("click", "tr[data-href]", (event, row) => {
  if (event.target.closest("a, button, input, select, label, summary, form")) return;
  if (String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
  else location.assign(row.dataset.href);
});
