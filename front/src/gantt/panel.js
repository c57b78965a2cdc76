// The panel where the server tells what a change would move, before anything is written.
import { build } from "../modules/dom.js";
import { giveFocusBack } from "./focus.js";
import { toDay, toText } from "./scale.js";

export class Panel {
  constructor(chart, element) {
    this.chart = chart;
    this.element = element;
    element.addEventListener("click", (event) => {
      if (!event.target.closest("[data-gantt-close]")) return;
      event.preventDefault();
      this.close(true);
    });
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true));
  }

  /** Ask the server; the answer is the very part that the page without JavaScript shows. */
  async show(row, [from, to]) {
    const body = new FormData();
    const key = row.key ?? row.id.replace(/^\D+/, "");
    if (row.kind === "operation") {
      // What has not begun moves, by as many days as the end.
      body.set("operation", key);
      body.set("jours", to - row.to);
    } else {
      body.set("tache", key);
      if (from !== row.from) body.set("debut", toText(from));
      if (to !== row.to) body.set("fin", toText(to));
    }
    body.set("retour", location.pathname + location.search);
    this.chart.say("Calcul de ce que cela déplace…");
    try {
      const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
      const answer = await fetch(this.chart.model.url.preview, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token } });
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      this.fill(await answer.text());
    } catch {
      this.fill("");
      this.element.append(build("p", { role: "alert", class: "p-3" }, "Le calcul n’a pas abouti. Rien n’a changé. Réessayez, ou modifiez la date sur la fiche de la tâche."));
    }
  }

  fill(html) {
    this.element.innerHTML = html;
    this.element.hidden = false;
    const source = this.element.querySelector("script[type='application/json']");
    const moves = source ? JSON.parse(source.textContent) : {};
    this.chart.moved = new Map(Object.entries(moves).map(([id, dates]) => [id, dates.map(toDay)]));
    this.chart.redraw();
    const title = this.element.querySelector("h2");
    title?.setAttribute("tabindex", "-1");
    title?.focus();
  }

  close(isAbandoned) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.chart.forget(isAbandoned ? "Rien n’a changé." : "");
    giveFocusBack(this.chart);
  }
}
