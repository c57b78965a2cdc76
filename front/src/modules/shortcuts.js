// One-key shortcuts, listed by « ? ». Each person may turn them off (WCAG 2.1.4).
import { build, isTyping } from "./dom.js";

const help = document.getElementById("aide-raccourcis");

function fillHelp() {
  const list = help?.querySelector("[data-shortcut-list]");
  for (const element of document.querySelectorAll("[data-shortcut]")) {
    const key = element.dataset.shortcut;
    const words = element.getAttribute("aria-label") ?? element.textContent.trim();
    list?.append(build("div", {}, build("dt", {}, build("kbd", {}, key)), build("dd", {}, words)));
  }
}

if ("shortcuts" in document.body.dataset) {
  fillHelp();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      return help?.showModal();
    }
    const element = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input, select, textarea")) element.focus();
    else element.click();
  });
}
