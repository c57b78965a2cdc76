"""The master schedule in a browser: 500 operations over eight years, from click to use.

A real server (gunicorn, one worker), headless Chromium with an empty cache each time. Counted
from the start of the navigation: the first drawing of the bars, then the moment the page
answers (nothing has held it for a tenth of a second). An empty page of the same browser, opened in
turn, tells what the machine itself takes; rounds are few, so the worst is told, not a p95.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.planning import OPERATIONS, PROJECTS, fill, make_projects, sign_in

ROUNDS = 5
BAR = 1500  # milliseconds
EMPTY = "<!DOCTYPE html><html lang=fr><title>Vide</title><p>Vide</p></html>"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *(
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ),
]
# Long tasks are those of more than 50 ms: until the last one ends, a click waits.
WATCH = """
window.busyUntil = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.busyUntil = Math.max(window.busyUntil, task.startTime + task.duration);
}).observe({ type: "longtask", buffered: true });
"""
TIMES = """
() => new Promise((done) => {
  const drawn = performance.getEntriesByName("gantt-drawn")[0];
  setTimeout(() => done({
    drawn: drawn ? drawn.startTime : performance.getEntriesByType("navigation")[0].loadEventEnd,
    busy: window.busyUntil,
    bytes: performance.getEntriesByType("resource").reduce((sum, one) => sum + one.transferSize, 0),
    nodes: document.querySelectorAll("*").length,
  }), 400);
})
"""
# Arrow down twenty times: from the key to the frame that shows the next line.
KEYS = """
async () => {
  const times = [];
  document.querySelector(".gantt-name").focus();
  for (let n = 0; n < 20; n++) {
    const began = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - began);
  }
  return times;
}
"""


def run() -> list[dict[str, Any]]:
    from django.urls import reverse

    projects = make_projects()
    fill(projects, OPERATIONS)
    session = sign_in().cookies["sessionid"].value
    address = f"{reverse('planning-detail')}?projet={projects[0].pk}"
    with serve() as host, open_browser() as browser:
        pages = [open_plan(browser, host, address, session) for _ in range(ROUNDS + 1)]
        empties = [open_empty(browser, host) for _ in range(ROUNDS + 1)]
    # The first round warms the server.
    return _tell(pages[1:], empties[1:])


def _tell(
    pages: list[dict[str, Any]], empties: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    empty = median(one["drawn"] for one in empties)
    drawn = [one["drawn"] for one in pages]
    ready = [max(one["drawn"], one["busy"]) for one in pages]
    keys = [time for one in pages for time in one["keys"]]
    rows = OPERATIONS // PROJECTS
    return [
        {
            "what": f"planning de {rows} opérations : utilisable",
            "measure": f"médiane {median(ready):.0f} ms, pire {max(ready):.0f} ms, "
            f"{median(ready) / empty:.0f} fois une page vide ({empty:.0f} ms)",
            "bar": f"≤ {BAR} ms",
            "ok": max(ready) <= BAR and all(one["rows"] == rows for one in pages),
        },
        {
            "what": "premier dessin des barres",
            "measure": f"médiane {median(drawn):.0f} ms, pire {max(drawn):.0f} ms",
            "bar": "",
            "ok": True,
        },
        {
            "what": "une ligne plus bas au clavier, jusqu’à l’image suivante",
            "measure": f"médiane {median(keys):.0f} ms, pire {max(keys):.0f} ms",
            "bar": "",
            "ok": True,
        },
        {
            "what": "reçu et bâti",
            "measure": f"{pages[0]['bytes'] / 1000:.0f} ko, {pages[0]['nodes']} éléments",
            "bar": "",
            "ok": True,
        },
    ]


def open_plan(browser: Any, host: str, address: str, session: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": host}])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(host + address)
    page.wait_for_selector("[data-gantt][data-ready]", timeout=60_000)
    found: dict[str, Any] = page.evaluate(TIMES)
    found["rows"] = page.evaluate(
        "[...document.querySelector('[data-gantt]').gantt.model.rows.keys()].length"
    )
    found["keys"] = page.evaluate(KEYS)
    context.close()
    return found


def open_empty(browser: Any, host: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.route("**/vide", lambda r: r.fulfill(body=EMPTY, content_type="text/html"))
    page.goto(f"{host}/vide")
    found: dict[str, Any] = page.evaluate(TIMES)
    context.close()
    return found


@contextlib.contextmanager
def open_browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=ARGUMENTS,
        )
        yield browser
        browser.close()


@contextlib.contextmanager
def serve() -> Iterator[str]:
    """Serve the bench's own data on a free port, as `./possibles` does."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    host = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "gunicorn", "possibles.config.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
        *("--workers", "1", "--threads", "4", "--preload", "--no-control-socket"),
        *("--log-level", "warning"),
    ]
    server = subprocess.Popen(command)
    try:
        _wait_for(host)
        yield host
    finally:
        server.terminate()
        server.wait()


def _wait_for(host: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        with contextlib.suppress(OSError):
            opener.open(host)
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")
