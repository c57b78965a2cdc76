// A visit of at most five steps: offered once, refused in one click, replayed at will.
import { build, memory, on, onLoad } from "./dom.js";
import { announce } from "./messages.js";

function run(tour) {
  const steps = [...tour.querySelectorAll("[data-step]")].slice(0, 5);
  const box = build("dialog", { class: "dialog tour", "aria-label": tour.dataset.title });
  const body = build("div", { class: "dialog-body", "aria-live": "polite" });
  const count = build("span", { class: "muted small me-auto" });
  const stop = build("button", { class: "btn btn-ghost", type: "button" }, "Arrêter la visite");
  const forward = build("button", { class: "btn btn-primary", type: "button" });
  let at = 0;
  let marked = null;

  function show() {
    marked?.classList.remove("tour-highlight");
    const step = steps[at];
    marked = step.dataset.step ? document.querySelector(step.dataset.step) : null;
    marked?.classList.add("tour-highlight");
    marked?.scrollIntoView({ block: "center" });
    body.replaceChildren(...[...step.children].map((child) => child.cloneNode(true)));
    count.textContent = `${at + 1} sur ${steps.length}`;
    forward.textContent = at + 1 < steps.length ? "Étape suivante" : "Terminer";
  }
  function end() {
    marked?.classList.remove("tour-highlight");
    memory.set(`tour:${tour.dataset.tour}`, true);
    box.remove();
  }
  forward.addEventListener("click", () => (++at < steps.length ? show() : end()));
  stop.addEventListener("click", end);
  box.addEventListener("keydown", (event) => event.key === "Escape" && end());
  box.append(body, build("div", { class: "dialog-foot" }, count, stop, forward));
  document.body.append(box);
  box.show();
  show();
  forward.focus();
}

onLoad("[data-tour]", (tour) => {
  const key = `tour:${tour.dataset.tour}`;
  if (!document.body.dataset.user || memory.get(key)) return;
  const start = build("button", { class: "btn btn-small", type: "button" }, "Faire la visite");
  const line = announce(`${tour.dataset.title} : une visite d’une minute ?`, { actions: [start], stays: true });
  line.querySelector("[data-dismiss]").textContent = "Non merci";
  line.querySelector("[data-dismiss]").addEventListener("click", () => memory.set(key, true));
  start.addEventListener("click", () => {
    line.remove();
    run(tour);
  });
});
on("click", "[data-tour-start]", (_, button) => {
  const tour = document.querySelector(`[data-tour="${CSS.escape(button.dataset.tourStart)}"]`);
  if (tour) run(tour);
});
