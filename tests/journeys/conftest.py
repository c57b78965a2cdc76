"""What the journeys stand on: the demonstration, people who borrow its accounts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browsing import Browsing

from possibles.apps.acteurs.domain.demo import DOMAIN, PASSPHRASE

from .site import Site, copy_site, drop_site, prepare_template


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "writes: the journey has a site of its own")


@pytest.fixture(scope="session")
def template_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = prepare_template(tmp_path_factory.mktemp("parcours"))
    yield site
    drop_site(site)


@pytest.fixture(scope="session")
def reading_site(
    template_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Run one site for all the journeys that only read."""
    site = copy_site(template_site, tmp_path_factory.mktemp("lecture"))
    site.start_server()
    yield site
    drop_site(site)


@pytest.fixture
def writing_site(template_site: Site, tmp_path: Path) -> Iterator[Site]:
    """Run a site for this journey alone."""
    (tmp_path / "site").mkdir()
    site = copy_site(template_site, tmp_path / "site")
    site.start_server()
    yield site
    drop_site(site)


@pytest.fixture(scope="session")
def borrowed() -> dict[tuple[str, str], Any]:
    """Cookies of the accounts already borrowed, by site: one sign-in each is enough."""
    return {}


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Site:
    """The site of the journey: its own when it says it writes."""
    writes = request.node.get_closest_marker("writes") is not None
    found: Site = request.getfixturevalue("writing_site" if writes else "reading_site")
    return found


@pytest.fixture
def browsing(browser: Any, site: Site) -> Iterator[Browsing]:
    visits = Browsing(browser, site.url)
    yield visits
    visits.close()
    visits.assert_clean()


@pytest.fixture
def visit(
    browsing: Browsing, site: Site, borrowed: dict[tuple[str, str], Any]
) -> Callable[..., Any]:
    """Open a page, signed in by the form as a demo account when one is named.

    `visit("chargee", width=360)`; several people may be there at once.
    """

    def come(account: str = "", **options: Any) -> Any:
        if not account:
            return browsing.open(**options)
        key = (site.url, account)
        if key not in borrowed:
            page = browsing.open()
            sign_in(page, f"{account}@{DOMAIN}")
            borrowed[key] = page.context.storage_state()
            page.context.close()
        return browsing.open(storage_state=borrowed[key], **options)

    return come


def sign_in(page: Any, email: str, password: str = PASSPHRASE) -> None:
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/")
