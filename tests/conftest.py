"""What every test can count on, and what none may do."""

import os
import random
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from tests.browsing import Browsing

ARTEFACTS = settings.ROOT / "artefacts"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Files that take minutes: processes that share a suite begin with them, and end together.
LONGEST = (
    "tests/ops/test_kill.py",
    "tests/ops/test_backup.py",
    "tests/ops/test_power_cut.py",
    "tests/journeys/test_every_page.py",
    "tests/web/test_matrix.py",
)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


# --- What no test waits for without asking ----------------------------------------------


@pytest.fixture(autouse=True)
def _papers_wait(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leave unwritten the papers filed at each freeze, unless a test asks `files_papers`."""
    if "files_papers" not in request.fixturenames:
        monkeypatch.setattr("possibles.apps.documents.domain.filing.launch", _no_job)


def _no_job(*args: Any, **kwargs: Any) -> None:
    return None


@pytest.fixture
def files_papers() -> None:
    """Let what is frozen be filed, as it is in production."""


# --- What no test may do ----------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse any connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {
            "127.0.0.1",
            "::1",
            "localhost",
        }:
            raise RuntimeError(f"a test tried to reach {address}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _random_order_unless_sorted(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give the rows of an unsorted query in any order, as a database may."""
    seed = request.config.getoption("randomly_seed", default=0)
    dice = random.Random(f"{seed}{request.node.nodeid}")
    fetch = QuerySet._fetch_all

    def shuffled(self: QuerySet[Any]) -> None:
        is_fresh = self._result_cache is None
        fetch(self)
        if is_fresh and not self.ordered and not self.query.is_sliced:
            dice.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    yield
    cache.clear()


def pytest_unconfigure() -> None:
    """Leave nothing of what the settings made, in each process of the suite."""
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
    for leftover in settings.DATA_DIR.parent.glob(f"{settings.DATA_DIR.name}.sqlite3*"):
        leftover.unlink(missing_ok=True)


@pytest.fixture(autouse=True, scope="session")
def _flush_sealed_tables() -> Iterator[None]:
    """Let the end of a transactional test empty the append-only tables of SQLite.

    PostgreSQL truncates, which no row trigger sees.
    """
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.sql_flush

    def unsealed(self: Any, style: Any, tables: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        return [
            *(f"DROP TRIGGER {name}" for name, _ in triggers),
            *flush(self, style, tables, **kwargs),
            *(sql for _, sql in triggers),
        ]

    operations.sql_flush = unsealed  # type: ignore[method-assign]
    yield
    operations.sql_flush = flush  # type: ignore[method-assign]


# --- People -----------------------------------------------------------------------------


@pytest.fixture
def client_for(db: None) -> Callable[..., Client]:
    """Return a client signed in as a new person: `client_for(Role.ELU, commune=…)`.

    The person is `client.personne`. An existing one is given as `personne=`.
    """
    from tests.factories.acteurs import make_personne

    def sign_in(*roles: Any, personne: Any = None, **over: Any) -> Client:
        client = Client()
        client.personne = personne or make_personne(*roles, **over)  # type: ignore[attr-defined]
        client.force_login(client.personne)  # type: ignore[attr-defined]
        return client

    return sign_in


# --- Browser ----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    # Playwright runs an event loop in this thread; Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_ARGUMENTS
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open a page of the live server in a new session of the browser.

    `open_page(personne=…, width=360, dark=True)`; several may be open at once. When the
    test ends, any console error, uncaught exception, failed answer (5xx) or request to a
    third party fails it.
    """
    browsing = Browsing(browser, live_server.url)

    def open_one(personne: Any = None, **options: Any) -> Any:
        page = browsing.open(**options)
        if personne is not None:
            client = Client()
            client.force_login(personne)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        return page

    yield open_one

    browsing.close()
    browsing.assert_clean()


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """Give an anonymous page, 1280 px wide, light."""
    return open_page()


@pytest.fixture(scope="session")
def find_violations() -> Callable[..., list[str]]:
    """Run axe on the page as it stands; return the violations, of any impact."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice", "RGAAv4"]

    def find(page: Any, *, context: str | None = None) -> list[str]:
        report = axe.run(
            page,
            context=context,
            options={
                "runOnly": {"type": "tag", "values": rules},
                "resultTypes": ["violations"],
            },
        ).response
        return [
            f"{rule['id']}: {node['html'][:200]} — {node['failureSummary']}"
            for rule in report["violations"]
            for node in rule["nodes"]
        ]

    return find


@pytest.fixture(scope="session")
def assert_accessible(
    find_violations: Callable[..., list[str]],
) -> Callable[..., None]:
    """Check that axe finds nothing to say of the page as it stands."""

    def check(page: Any, *, context: str | None = None) -> None:
        assert find_violations(page, context=context) == [], page.url

    return check


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Keep a picture of the whole page under `artefacts/`, for people to look at."""

    def shoot(page: Any, name: str) -> Path:
        path = ARTEFACTS / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True, animations="disabled")
        return path

    return shoot


@pytest.fixture
def look(
    open_page: Callable[..., Any],
    screenshot: Callable[..., Path],
    assert_accessible: Callable[..., None],
) -> Callable[..., None]:
    """Open an address wide and narrow, light and dark: picture, axe, no sideways scroll."""

    def at(path: str, name: str, personne: Any = None) -> None:
        for width in (1280, 360):
            for dark in (False, True):
                page = open_page(personne, width=width, dark=dark)
                assert page.goto(path).status == 200
                screenshot(page, f"{name}-{width}-{'dark' if dark else 'light'}")
                assert_accessible(page)
                overflow = page.evaluate(
                    "document.documentElement.scrollWidth - window.innerWidth"
                )
                assert overflow <= 0, (path, width, overflow)
                page.context.close()

    return at
