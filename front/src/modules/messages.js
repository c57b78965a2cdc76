// Messages: written by the server, or announced by a module or by an `HX-Trigger: message`.
import { build, on, onLoad } from "./dom.js";

const host = document.getElementById("messages");

export function announce(text, { level = "info", actions = [], stays = false } = {}) {
  const line = build("div", { class: `toast-line is-${level}`, "data-toast": true, role: level === "error" ? "alert" : null });
  const close = build("button", { class: "btn btn-ghost btn-small", type: "button", "data-dismiss": true }, "Fermer");
  line.append(build("p", {}, text), ...actions, close);
  host?.append(line);
  if (!stays && level !== "error" && level !== "warning") vanish(line);
  return line;
}

// What can be undone stays longer; nothing goes away under the pointer or the focus.
function vanish(line) {
  const delay = line.querySelector("[data-undo]") ? 15000 : 8000;
  const tick = () => (line.matches(":hover, :focus-within") ? setTimeout(tick, 2000) : line.remove());
  setTimeout(tick, delay);
}

onLoad("#messages > [data-toast]", (line) => {
  if (!line.matches(".is-error, .is-warning")) vanish(line);
});
on("click", "[data-dismiss]", (_, button) => button.closest("[data-toast]").remove());

document.addEventListener("message", (event) => {
  if (event.detail?.text) announce(event.detail.text, { level: event.detail.level });
});
document.addEventListener("htmx:responseError", (event) => {
  const code = event.detail.xhr.status;
  announce(
    code === 404
      ? "Cet élément n’existe plus, ou n’est plus ouvert à vous. Rien d’autre n’a changé."
      : "La demande n’a pas abouti. Rien n’est perdu : réessayez dans un instant.",
    { level: "error" },
  );
});
document.addEventListener("htmx:sendError", () =>
  announce("La plateforme ne répond pas. Vérifiez votre connexion ; votre saisie est toujours à l’écran.", { level: "error" }),
);
// A whole page where a piece was expected: the session has ended. Ask again in full.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (/^\s*<!doctype/i.test(event.detail.serverResponse ?? "")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});
