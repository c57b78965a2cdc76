// Spreadsheet-like entry over a plain table of inputs in a plain form.
import { fold, onLoad, plural } from "./dom.js";

const NUMBER = /^[-−]?\d+([.,]\d+)?$/;
const strip = (text) => text.replace(/[\s\u00a0\u202f€%]/g, "");

onLoad("form[data-grid]", (form) => {
  const state = form.querySelector("[data-grid-state]");
  const undoButton = form.querySelector("[data-grid-undo]");
  const initial = new Map();
  let before = null; // what the last paste replaced
  let atFocus = "";

  const lines = () =>
    [...form.querySelectorAll("tbody tr")]
      .map((row) => [...row.querySelectorAll("td > input:not([type=hidden]), td > select")])
      .filter((cells) => cells.length);
  const isCell = (target) => target.matches?.("td > input, td > select");

  for (const cell of lines().flat()) initial.set(cell, cell.value);

  function place(cell) {
    const rows = lines();
    const row = rows.findIndex((cells) => cells.includes(cell));
    return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(cell) };
  }

  function move(cell, down, right) {
    const { rows, row, column } = place(cell);
    const target = rows[row + down]?.[column + right];
    if (!target) return;
    target.focus();
    target.select?.();
  }

  function judge(cell) {
    const td = cell.closest("td");
    td.classList.toggle("is-changed", cell.value !== initial.get(cell));
    const isWrong = cell.dataset.type === "number" && cell.value.trim() !== "" && !NUMBER.test(strip(cell.value));
    let error = td.querySelector(".cell-error");
    if (isWrong && !error) {
      error = document.createElement("p");
      error.className = "cell-error";
      error.id = `erreur-${cell.name}`;
      error.dataset.local = "1";
      td.append(error);
    }
    if (isWrong) {
      error.textContent = `« ${cell.value.slice(0, 20)} » n’est pas un nombre.`;
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", error.id);
    } else if (error && (error.dataset.local || cell.value !== initial.get(cell))) {
      error.remove();
      cell.removeAttribute("aria-invalid");
    }
  }

  function tell() {
    const changed = form.querySelectorAll("td.is-changed").length;
    const wrong = form.querySelectorAll('td > [aria-invalid="true"]').length;
    if (!state) return;
    state.textContent = [
      changed ? `${plural(changed, "cellule")} modifiée${changed > 1 ? "s" : ""}` : "",
      wrong ? `${wrong} à corriger` : "",
    ]
      .filter(Boolean)
      .join(", ");
    state.classList.toggle("is-failed", wrong > 0);
  }

  function write(cell, text) {
    if (cell.disabled || cell.readOnly) return;
    if (cell.matches("select")) {
      const option = [...cell.options].find((one) => fold(one.text.trim()) === fold(text.trim()) || one.value === text.trim());
      if (option) cell.value = option.value;
    } else cell.value = text.trim();
    judge(cell);
  }

  function paste(cell, block) {
    const { rows, row, column } = place(cell);
    before = new Map();
    let outside = 0;
    block.forEach((line, down) =>
      line.forEach((text, right) => {
        const target = rows[row + down]?.[column + right];
        if (!target) return outside++;
        before.set(target, target.value);
        write(target, text);
      }),
    );
    if (undoButton) undoButton.disabled = false;
    tell();
    if (outside && state) state.textContent += ` — ${plural(outside, "valeur")} hors du tableau, non collée${outside > 1 ? "s" : ""}`;
  }

  form.addEventListener("paste", (event) => {
    if (!isCell(event.target)) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    const block = text.split(/\r?\n/).map((line) => line.split("\t"));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    paste(event.target, block);
  });
  undoButton?.addEventListener("click", () => {
    for (const [cell, value] of before ?? []) {
      cell.value = value;
      judge(cell);
    }
    before = null;
    undoButton.disabled = true;
    tell();
  });
  form.addEventListener("focusin", (event) => {
    if (!isCell(event.target)) return;
    atFocus = event.target.value;
    event.target.select?.();
  });
  form.addEventListener("input", (event) => {
    if (!isCell(event.target)) return;
    judge(event.target);
    tell();
  });
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!isCell(cell)) return;
    const isText = cell.matches("input");
    const isWhole = isText && cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const go = (down, right) => {
      event.preventDefault();
      move(cell, down, right);
    };
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1, 0);
    else if (event.key === "ArrowDown" && isText) go(1, 0);
    else if (event.key === "ArrowUp" && isText) go(-1, 0);
    else if (event.key === "ArrowLeft" && isText && (isWhole || (cell.selectionStart === 0 && cell.selectionEnd === 0))) go(0, -1);
    else if (event.key === "ArrowRight" && isText && (isWhole || cell.selectionStart === cell.value.length)) go(0, 1);
    else if (event.key === "Escape" && cell.value !== atFocus) {
      event.preventDefault();
      cell.value = atFocus;
      judge(cell);
      tell();
    }
  });

  let isLeaving = false;
  form.addEventListener("submit", () => (isLeaving = true));
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && form.isConnected && form.querySelector("td.is-changed")) event.preventDefault();
  });
});
