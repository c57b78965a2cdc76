// Forms: sent once, confirmed when they cannot be undone, sent by themselves when they filter.
import { isTyping, on, onLoad } from "./dom.js";
import { announce } from "./messages.js";

// A button is not pressed twice. The token of the form makes a repeat harmless anyway.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.method === "dialog" || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.classList.add("is-busy");
});
const release = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
};
addEventListener("pageshow", release);
document.addEventListener("htmx:afterRequest", release);

on("change", "form[data-submit-on-change]", (event, form) => {
  if (event.target.name && !event.target.matches('[type="search"], [type="text"]')) form.requestSubmit();
});
let typing;
on("input", 'form[data-submit-on-change] :is([type="search"], [type="text"])', (_, field) => {
  clearTimeout(typing);
  if (field.form.hasAttribute("hx-get")) typing = setTimeout(() => field.form.requestSubmit(), 300);
});

// Empty filters stay out of the address.
on("formdata", "form[data-submit-on-change]", (event) => {
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name, value);
});

const dialog = document.getElementById("confirmation");
on("click", "[data-confirm]", (event, button) => {
  if (!dialog || button.dataset.confirmed) return;
  event.preventDefault();
  dialog.querySelector("[data-question]").textContent = button.dataset.confirm;
  const accept = dialog.querySelector("[data-accept]");
  accept.textContent = button.textContent.trim();
  accept.onclick = () => {
    dialog.close();
    button.dataset.confirmed = "1";
    button.click();
    delete button.dataset.confirmed;
  };
  dialog.showModal();
});
onLoad("form[data-retype]", (form) => {
  const field = form.elements.confirmation;
  const submit = form.querySelector('[type="submit"]');
  const check = () => (submit.disabled = field.value.trim() !== form.dataset.retype);
  field.addEventListener("input", check);
  check();
});

on("click", "[data-copy]", async (_, button) => {
  const text = button.dataset.copy || location.href;
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Lien copié";
    setTimeout(() => (label.textContent = before), 2000);
  } catch {
    announce(`Votre navigateur refuse la copie. Voici le texte : ${text}`, { level: "warning" });
  }
});
on("click", "[data-print]", () => print());

onLoad("[data-focus]", (element) => {
  if (!isTyping(document.activeElement)) element.focus();
});
on("click", ".error-summary a", (event, link) => {
  const field = document.querySelector(link.getAttribute("href"));
  const target = field?.matches("input, select, textarea") ? field : field?.querySelector("input, select, textarea");
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.scrollIntoView({ block: "center" });
});
