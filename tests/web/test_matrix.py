"""Every address × everybody × own, other and missing objects × GET and POST.

`matrix.toml` holds one line per route; `docs/development/rights.md` says how to write it.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import MagicMock, patch
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from tests.web.matrix_world import MISSING, SAMPLES, World

from possibles.web.access import PUBLIC, declared_access
from possibles.web.idempotence import FIELD

_READ = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text())
GROUPS: dict[str, str] = _READ["groupes"]
FILE: dict[str, dict[str, Any]] = _READ["routes"]
SIGN_IN = "/compte/connexion/"
# For them whole pages are drawn; for the others the door alone is tried, ten times faster.
READERS = {"anonyme", "administrateur", "association_a"}
MAX_REFUSED = 12  # how many faults a failure shows
# Each test then runs in a savepoint of the transaction that `world` keeps open.
pytestmark = pytest.mark.django_db


class Route(NamedTuple):
    name: str
    pattern: str
    view: Any

    @property
    def access(self) -> str:
        found = declared_access(self.view)
        return found.permission if found else ""


def list_routes(patterns: Any = None, prefix: str = "") -> Iterator[Route]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(pattern.name or "", path, pattern.callback)
        else:
            yield from list_routes(pattern.url_patterns, path)


ROUTES = {route.name: route for route in list_routes()}


# --- The file and the resolver say the same ---------------------------------------------


def test_every_route_has_a_name_of_its_own():
    names = [route.name for route in list_routes()]

    assert sorted(names) == sorted(set(names))
    assert "" not in names


def test_every_route_declares_its_access():
    assert [route.pattern for route in list_routes() if not route.access] == []


def test_every_route_has_a_line():
    missing = [
        f"{name} = {{ access = '{route.access}', … }}"
        for name, route in ROUTES.items()
        if name not in FILE
    ]

    assert missing == []


def test_every_line_has_a_route():
    assert sorted(set(FILE) - set(ROUTES)) == []


def test_every_line_repeats_the_declared_access():
    wrong = {
        name: (line["access"], ROUTES[name].access)
        for name, line in FILE.items()
        if name in ROUTES and line["access"] != ROUTES[name].access
    }

    assert wrong == {}


def test_every_object_has_a_sample():
    objects = {line["object"] for line in FILE.values() if "object" in line}

    assert objects - set(SAMPLES) == set()


# --- The verdicts -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Make the people and the objects once, for the whole matrix."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        for line in FILE.values():
            if "object" in line:
                made.kwargs(line["object"], "own")
                made.kwargs(line["object"], "other")
        made.cookies = {  # type: ignore[attr-defined]
            name: _sign_in(person) for name, person in made.people.items()
        }
        with (
            patch.multiple("weasyprint", HTML=MagicMock(), CSS=MagicMock()),
            patch("weasyprint.text.fonts.FontConfiguration"),
        ):
            yield made
        transaction.set_rollback(True)


def _sign_in(person: Any) -> str:
    if not person.is_authenticated:
        return ""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def names_of(expression: str, world: World) -> set[str]:
    """Read « pilotes -charge_b opc »: groups and names, less those after a dash."""
    found: set[str] = set()
    for word in expression.split():
        removed = word.startswith("-")
        name = word.removeprefix("-")
        if name in GROUPS:
            people = names_of(GROUPS[name], world)
        elif name in world.people:
            people = {name}
        else:
            raise KeyError(name)
        found = found - people if removed else found | people
    return found


def ask(
    world: World,
    who: str,
    method: str,
    url: str,
    *,
    is_blank: bool = False,
    **headers: str,
) -> Any:
    """Send a request as somebody; whatever it does is undone."""
    client = Client(raise_request_exception=True)
    cookie = world.cookies[who]  # type: ignore[attr-defined]
    if cookie:
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie})
    # A creating form brings its token: what is tested is the door behind it.
    data = {FIELD: str(uuid4())} if method == "POST" else None
    is_read = who == "administrateur" or (who in READERS and method == "GET")
    with transaction.atomic(), _blank_pages(is_blank or not is_read):
        response = getattr(client, method.lower())(url, data, headers=headers)
        transaction.set_rollback(True)
    return response


@contextmanager
def _blank_pages(is_blank: bool) -> Iterator[None]:
    if is_blank:
        with patch.object(Template, "render", lambda *args, **kwargs: ""):
            yield
    else:
        yield


def is_open(response: Any) -> bool:
    """Tell whether the door opened: whatever the view then answers is its own affair."""
    if response.status_code in {403, 404}:
        return False
    location = response.headers.get("Location", "")
    return not (location.startswith(SIGN_IN) and "next=" in location)


def cases(world: World, name: str) -> Iterator[tuple[str, str, set[str]]]:
    """Give (label, address, who may open it) for each kind of object of a route."""
    line = FILE[name]
    if "object" not in line:
        yield "page", reverse(name), names_of(line["who"], world)
        return
    same_for_all = "tous" == line["own"] == line["other"]
    for side in ("own",) if same_for_all else ("own", "other"):
        kwargs = world.kwargs(line["object"], side) | line.get("args", {})
        yield side, reverse(name, kwargs=kwargs), names_of(line[side], world)


@pytest.mark.parametrize("name", sorted(set(FILE) & set(ROUTES)))
def test_doors_open_to_those_listed_and_to_no_other(name: str, world: World):
    faults = []
    for label, url, listed in cases(world, name):
        for method in ("GET", "POST"):
            post = FILE[name].get(f"post_{label}", FILE[name].get("post"))
            allowed = listed
            if method == "POST" and post is not None:
                allowed = names_of(post, world)
            # What is open to all is posted by readers alone, and so is asked a file that
            # takes seconds to write.
            is_plain = method == "POST" and allowed == set(world.people)
            few = is_plain or FILE[name].get("heavy")
            people = READERS if few else set(world.people)
            for who in sorted(people):
                response = ask(world, who, method, url)
                assert response.status_code < 500, (name, who, method, url)
                if is_open(response) != (who in allowed):
                    verdict = "opened" if is_open(response) else "refused"
                    faults.append(
                        f"{method} {label} {who}: {verdict} ({response.status_code})"
                    )
                if method == "GET":
                    faults += _header_faults(response, who)
    assert faults[:MAX_REFUSED] == []


def _header_faults(response: Any, who: str) -> list[str]:
    headers = response.headers
    csp = headers.get("Content-Security-Policy", "")
    wanted = {
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "frames": headers.get("X-Frame-Options") == "DENY"
        and "frame-ancestors 'none'" in csp,
        "scripts": "unsafe" not in csp and "default-src 'self'" in csp,
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "features": "Permissions-Policy" in headers,
        "cache": who == "anonyme" or "no-store" in headers.get("Cache-Control", ""),
    }
    url = response.wsgi_request.path
    return [
        f"header {key} for {who} on {url} {headers.get('Cache-Control')}"
        for key, is_kept in wanted.items()
        if not is_kept
    ]


# --- What is forbidden and what does not exist look the same ----------------------------

WITH_OBJECT = sorted(n for n, line in FILE.items() if "object" in line and n in ROUTES)


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_missing_objects_are_not_found(name: str, world: World):
    line = FILE[name]
    if line.get("missing") == "open":
        pytest.skip("this page answers the same for any key, on purpose")
    known = world.kwargs(line["object"], "own") | line.get("args", {})
    url = reverse(name, kwargs=known | _missing(known, line.get("args", {})))

    for who in ("administrateur", "sans_role"):
        for method in ("GET", "POST"):
            response = ask(world, who, method, url, is_blank=True)
            assert response.status_code == 404, (who, method)


@pytest.mark.parametrize("name", [n for n in WITH_OBJECT if ROUTES[n].access != PUBLIC])
def test_forbidden_and_missing_look_the_same(name: str, world: World):
    line = FILE[name]
    known = world.kwargs(line["object"], "own") | line.get("args", {})
    refused = sorted(set(world.people) - names_of(line["own"], world) - {"anonyme"})
    if not refused:
        pytest.skip("open to every account")
    absent = known | _missing(known, line.get("args", {}))

    for method in ("GET", "POST"):
        forbidden = ask(world, refused[-1], method, reverse(name, kwargs=known))
        missing = ask(world, refused[-1], method, reverse(name, kwargs=absent))
        assert (forbidden.status_code, _plain(forbidden)) == (404, _plain(missing))


def test_addresses_that_do_not_exist_look_like_those_that_are_forbidden(world: World):
    forbidden = ask(world, "sans_role", "GET", reverse("invitation-create"))
    missing = ask(world, "sans_role", "GET", "/nulle/part/")

    assert (forbidden.status_code, _plain(forbidden)) == (404, _plain(missing))


def _missing(known: dict[str, Any], fixed: dict[str, Any]) -> dict[str, Any]:
    """Return keys that lead to nothing, of the same kind as those known."""
    return {
        key: MISSING
        if isinstance(value, int)
        else (
            "00000000-0000-4000-8000-000000000000"
            if len(str(value)) == 36
            else "introuvable"
        )
        for key, value in known.items()
        if key not in fixed and key != "model"
    }


def _plain(response: Any) -> str:
    """Return the page without what changes at each request: incident, tokens, clock."""
    text = response.content.decode()
    text = re.sub(r"incident [0-9A-F]{8}", "incident", text)
    text = re.sub(r"Page du [^<]*", "", text)
    return re.sub(r"[A-Za-z0-9]{64}", "", text)


# --- Forms, htmx ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(FILE) & set(ROUTES)))
def test_a_post_without_its_token_is_refused(name: str, world: World):
    url = next(url for _, url, _ in cases(world, name))
    client = Client(enforce_csrf_checks=True)
    cookie = world.cookies["administrateur"]  # type: ignore[attr-defined]
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie})

    with transaction.atomic(), _blank_pages(True):
        response = client.post(url)
        transaction.set_rollback(True)

    assert response.status_code == 403


@pytest.mark.parametrize("name", sorted(set(FILE) & set(ROUTES)))
def test_htmx_opens_no_more_doors(name: str, world: World):
    for label, url, listed in cases(world, name):
        for who in ("anonyme", "sans_role", "charge_b"):
            response = ask(world, who, "GET", url, hx_request="true")
            assert is_open(response) == (who in listed), (label, who)
