// The mouse and the finger: take a bar and move it, or its end. Nothing is written: the drop
// asks what would move.
const THRESHOLD = 4;

export function listenToDrag(chart) {
  let taken = null;

  chart.plot.addEventListener("pointerdown", (event) => {
    const item = event.target.closest(".gantt-item[data-item=bar].is-editable");
    if (!item || event.button) return;
    const line = chart.lines[chart.lineAt(item.closest(".gantt-line").dataset.key)];
    taken = { row: line.row, x: event.clientX, isGrip: line.row.fixed || event.target.classList.contains("grip"), isMoving: false, pointer: event.pointerId };
  });

  chart.plot.addEventListener("pointermove", (event) => {
    if (!taken || event.pointerId !== taken.pointer) return;
    const shift = event.clientX - taken.x;
    if (!taken.isMoving && Math.abs(shift) < THRESHOLD) return;
    if (!taken.isMoving) chart.plot.setPointerCapture(taken.pointer);
    taken.isMoving = true;
    const days = Math.round(shift / chart.scale.perDay);
    const { from, to } = taken.row;
    const dates = taken.isGrip ? [from, Math.max(to + days, from)] : [from + days, to + days];
    chart.propose(taken.row, dates);
    chart.tip.showDates(event.clientX, event.clientY, taken.row, dates);
  });

  const end = (event) => {
    if (!taken || event.pointerId !== taken.pointer) return;
    const wasMoving = taken.isMoving;
    taken = null;
    if (!wasMoving) return;
    chart.tip.hide();
    chart.justDragged = true;
    setTimeout(() => (chart.justDragged = false));
    if (event.type === "pointercancel") chart.forget();
    else chart.ask();
  };
  chart.plot.addEventListener("pointerup", end);
  chart.plot.addEventListener("pointercancel", end);
}
