"""Every page one can reach, by three people, wide and narrow, light and dark."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve
from tests.conftest import ARTEFACTS

# One crawl opens every page there is: it grows with the platform.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(1500)]

# How many pages of a pattern each person opens; the rest look the same.
PER_PATTERN = 1
# Parameters that give a list another face, so another page to look at.
FACES = ("vue", "par", "type")
DOWNLOADS = re.compile(
    r"\.(pdf|docx|pptx|geojson|csv|xlsx|ics|xml|svg)$|format=|/telecharger/|/fichier/$"
)
PICTURES = {
    "home", "territoire-map", "commune-detail", "quartier-detail", "projet-list",
    "projet-detail", "agenda-detail", "indicateur-detail", "bilan-detail",
    "contrat-detail", "couverture-detail", "convention-detail", "parametre-list",
    "compte-list", "droit-list", "indicateur-entry", "synthese-write", "search",
}  # fmt: skip
# Patterns already judged by axe in this run, whoever opened them.
judged: set[tuple[str, bool]] = set()


@dataclass
class Crawl:
    """What remains to be seen from the pages already seen."""

    start: str
    seen: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.waiting = [self.start]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while self.waiting:
            address = self.waiting.pop(0)
            pattern = pattern_of(address)
            if pattern and self.counts[pattern] < PER_PATTERN:
                self.counts[pattern] += 1
                yield address, pattern

    def add(self, addresses: list[str]) -> None:
        for address in addresses:
            path = urlsplit(address).path
            is_file = DOWNLOADS.search(address) or DOWNLOADS.search(path)
            if address not in self.seen and not is_file:
                self.seen.add(address)
                self.waiting.append(address)


def pattern_of(address: str) -> str:
    """Return the route of an address, with the face of the list it asks for."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ""
    query = parse_qs(parts.query)
    faces = [f"{key}-{query[key][0]}" for key in FACES if key in query]
    return "-".join([name, *faces])


def links_of(page: Any) -> list[str]:
    links: list[str] = page.evaluate(
        """[...document.querySelectorAll('a[href]')]
             .filter(a => a.origin === location.origin)
             .map(a => a.pathname + a.search)"""
    )
    return links


def faults_of(page: Any, pattern: str) -> list[str]:
    """Return what every page owes and this one lacks."""
    found: dict[str, Any] = page.evaluate(
        """({
             lang: document.documentElement.lang,
             title: document.title,
             headings: [...document.querySelectorAll('h1')].map(h => h.textContent.trim()),
             crumbs: document.querySelectorAll('nav[aria-label="Fil d’Ariane"] li').length,
             hasNavigation: !!document.querySelector('#navigation'),
             raw: /<\\/?c-|\\{[{%]/.test(document.body.innerHTML),
             main: document.querySelectorAll('main').length,
           })"""
    )
    faults = []
    if found["lang"] != "fr":
        faults.append(f"lang is {found['lang']!r}")
    if not re.fullmatch(r"\S.+ · Possibles", found["title"].strip()):
        faults.append(f"title is {found['title']!r}")
    if len(found["headings"]) != 1 or not found["headings"][0]:
        faults.append(f"h1: {found['headings']}")
    if found["main"] != 1:
        faults.append(f"{found['main']} main elements")
    if found["raw"]:
        faults.append("a template tag came out as text")
    if found["hasNavigation"] and pattern != "home" and found["crumbs"] < 2:
        faults.append("no breadcrumb")
    return faults


def overflow_of(page: Any) -> str:
    """Return the elements that make the page scroll sideways, if it does."""
    found: str = page.evaluate(
        """(() => {
             const width = document.documentElement.clientWidth;
             if (document.documentElement.scrollWidth <= width) return '';
             return [...document.querySelectorAll('body *')]
               .filter(e => e.getBoundingClientRect().right > width + 1)
               .filter(e => !e.parentElement.closest('.table-wrap, .map, .board, svg'))
               .slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ') || 'sideways';
           })()"""
    )
    return found


def settle(page: Any) -> None:
    """Wait until a change of colours is painted: axe would read the one before."""
    page.evaluate(
        """async () => {
             const frame = () => new Promise(done => requestAnimationFrame(done));
             await frame(); await frame();
             await Promise.all(document.getAnimations().map(a => a.finished.catch(() => 0)));
             await frame();
           }"""
    )


def picture(page: Any, name: str) -> None:
    """Keep what the window shows: the whole of a long page costs seconds."""
    path = ARTEFACTS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, timeout=60_000)


@pytest.mark.parametrize("account", ["", "chargee", "administratrice"])
def test_every_page_keeps_its_promises(
    account: str,
    visit: Callable[..., Any],
    find_violations: Callable[..., list[str]],
) -> None:
    from playwright.sync_api import Error

    page = visit(account, reduced_motion="reduce")
    crawl = Crawl("/")
    faults = []
    for address, pattern in crawl:
        try:
            answer = page.goto(address)
        except Error as error:
            # A file: its own tests open it.
            if "Download is starting" not in str(error):
                raise
            continue
        if answer.status != 200:
            faults.append(f"{address}: {answer.status}")
            continue
        if pattern_of(page.url) != pattern:
            continue
        crawl.add(links_of(page))
        faults += [f"{address}: {fault}" for fault in faults_of(page, pattern)]
        # Each pattern is judged in both colours: wide and light, narrow and dark.
        for width, height, dark in ((1280, 800, False), (360, 740, True)):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if dark else "light")
            settle(page)
            if overflow := overflow_of(page):
                faults.append(f"{address}: wider than {width}: {overflow}")
            if (pattern, dark) not in judged:
                judged.add((pattern, dark))
                faults += [f"{address}: {fault}" for fault in find_violations(page)]
                if pattern in PICTURES:
                    picture(page, f"pages/{pattern}-{width}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})
    assert faults == []
    assert len(crawl.counts) > (25 if not account else 40), crawl.counts
