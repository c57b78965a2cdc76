// Full screen, for the projector. The arrows are ordinary shortcuts.
import { on } from "./dom.js";

on("click", "[data-fullscreen]", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
});
