// Drafts save themselves. Until the server has answered, the text is kept by the browser.
import { clock, memory, onLoad } from "./dom.js";

const WAIT = 1200;
const RETRY = 5000;

onLoad("form[data-autosave]", (form) => {
  const state = form.querySelector("[data-autosave-state]");
  const key = `draft:${form.dataset.autosave}`;
  let timer;
  let isDirty = false;
  let isSending = false;

  const fields = () =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !/^(csrf|_)/.test(name) && name !== "version");

  function say(text, failed = false) {
    if (!state) return;
    state.classList.toggle("is-failed", failed);
    state.setAttribute("role", failed ? "alert" : "status");
    state.textContent = text;
  }

  function restore() {
    const kept = memory.get(key, sessionStorage);
    if (!kept) return;
    const now = JSON.stringify(fields());
    if (JSON.stringify(kept) === now) return memory.set(key, null, sessionStorage);
    for (const [name, value] of kept) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList) {
        for (const one of field) if (one.value === value) one.checked = true;
      } else if (field?.type === "checkbox") field.checked = true;
      else if (field) field.value = value;
    }
    say("Texte non enregistré retrouvé dans ce navigateur : il sera enregistré à la prochaine frappe.");
    isDirty = true;
  }

  async function save() {
    if (isSending || !isDirty) return;
    isSending = true;
    isDirty = false;
    say("Enregistrement…");
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "error",
      });
      if (response.status === 409) {
        say("Une autre personne a modifié cette fiche. Votre texte est gardé ici ; envoyez le formulaire pour comparer.", true);
      } else if (response.status === 422 || response.status === 400) {
        say("Pas encore enregistré : un champ est à corriger.", true);
      } else if (!response.ok) {
        throw new Error(String(response.status));
      } else {
        await acknowledge(response);
      }
    } catch {
      isDirty = true;
      say("Non enregistré : la plateforme ne répond pas. Votre texte est gardé dans ce navigateur ; nouvel essai dans un instant.", true);
      timer = setTimeout(save, RETRY);
    } finally {
      isSending = false;
      if (isDirty && !state?.classList.contains("is-failed")) schedule();
    }
  }

  async function acknowledge(response) {
    const isJson = response.headers.get("Content-Type")?.includes("json");
    const answer = isJson ? await response.json() : {};
    if (answer.version != null && form.elements.version) form.elements.version.value = answer.version;
    if (!isDirty) memory.set(key, null, sessionStorage);
    say(`Enregistré à ${clock()}`);
  }

  function schedule() {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  }

  form.addEventListener("input", () => {
    isDirty = true;
    memory.set(key, fields(), sessionStorage);
    schedule();
  });
  addEventListener("online", save);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    isDirty = false;
  });
  addEventListener("pagehide", () => isDirty && memory.set(key, fields(), sessionStorage));
  restore();
});
