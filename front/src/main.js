// On every page. Each module waits for its `data-*` attributes; none is needed to use the page.
import htmx from "htmx.org/dist/htmx.esm.js";
import "./modules/frame.js";
import "./modules/messages.js";
import "./modules/forms.js";
import "./modules/autosave.js";
import "./modules/palette.js";
import "./modules/shortcuts.js";
import "./modules/bulk.js";
import "./modules/cells.js";
import "./modules/grid.js";
import "./modules/tour.js";
import "./modules/session.js";

window.htmx = htmx;
