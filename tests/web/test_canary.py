"""A person accompanied into work is told of nowhere, to nobody but their facilitateur.

Every address of the product that answers a GET is opened by every role that must not
know: pages, exports, search results, documents. The list is the matrix's own, so a new
address is searched the day it is born.
"""

import io
import zipfile
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_heures,
    make_suivi,
)
from tests.web.matrix_world import World
from tests.web.test_matrix import FILE, ROUTES, cases, names_of, world

from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.models import Marche

__all__ = ["world"]
pytestmark = pytest.mark.django_db
INITIALS = "ZQXWKV"
FORMATS = ("csv", "xlsx", "pdf")
SAMPLE = ("directeur", "maitre_ouvrage_a", "financeur", "habitant_a", "anonyme")
"""One of each kind of reader: agents, owners, partners, residents, the public."""
TOLD = {"insertion", "marche", "organisation", "rapport", "employeur", "search", "home",
        "history", "document", "attestation", "semestre", "heures", "suivi",
        "engagement", "lien", "declaration", "importation"}  # fmt: skip
"""Where insertion is told of: these are opened by all of the sample, the rest by one."""


@pytest.fixture(scope="module")
def secret(world: World) -> dict[str, Any]:
    """Make somebody who works on the contract everybody sees, and forget nothing."""
    marche = world.kwargs("marche", "own")["pk"]
    person = make_beneficiaire(initials=INITIALS, critere="refugie")
    embauche = make_embauche(person, Marche.objects.get(pk=marche))
    make_heures(embauche, timezone.localdate().replace(day=1), 77)
    make_suivi(person)
    recount({person.pk})
    return {"marks": (INITIALS, person.code), "marche": marche}


def open_as(world: World, who: str, url: str) -> Any:
    """Open an address as somebody, the whole page drawn; whatever it does is undone."""
    client = Client()
    cookie = world.cookies[who]  # type: ignore[attr-defined]
    if cookie:
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie})
    with transaction.atomic():
        response = client.get(url)
        response.said = (
            b"".join(response.streaming_content)
            if response.streaming
            else response.content
        )
        transaction.set_rollback(True)
    return response


def read(response: Any) -> str:
    """Return everything an answer says, whatever its form."""
    content = response.said
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return b" ".join(parts).decode(errors="ignore")
    return str(content.decode(errors="ignore"))


def readers_of(name: str, listed: set[str]) -> list[str]:
    is_near = any(word in name for word in TOLD)
    return [who for who in (SAMPLE if is_near else SAMPLE[:1]) if who in listed]


@pytest.mark.parametrize("name", sorted(set(FILE) & set(ROUTES)))
def test_nobody_else_reads_of_a_person(name: str, world: World, secret: dict[str, Any]):
    line = FILE[name]
    if line.get("heavy"):
        pytest.skip("documents are read below, page by page")
    for _label, url, listed in cases(world, name):
        for who in readers_of(name, listed):
            said = read(open_as(world, who, url))
            for mark in secret["marks"]:
                assert mark not in said, (name, who, url)


@pytest.mark.parametrize("who", SAMPLE)
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for name in set(ROUTES) & set(FILE)
        if name.endswith("-list")
        and "object" not in FILE[name]
        and any(word in name for word in TOLD)
    ),
)
def test_exports_name_nobody(
    name: str, kind: str, who: str, world: World, secret: dict[str, Any]
):
    if who not in names_of(FILE[name]["who"], world):
        pytest.skip("closed to this reader")

    said = read(open_as(world, who, f"{reverse(name)}?format={kind}"))

    for mark in secret["marks"]:
        assert mark not in said


@pytest.mark.parametrize("who", SAMPLE)
def test_search_finds_nobody(who: str, world: World, secret: dict[str, Any]):
    for mark in secret["marks"]:
        said = read(open_as(world, who, f"{reverse('search')}?q={mark}"))
        for other in set(secret["marks"]) - {mark}:
            assert other not in said


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("name", ["rapport-anru", "insertion-guide", "marche-clauses-file",
                                  "rapport-semestre-insertion"])  # fmt: skip
def test_documents_name_nobody(
    name: str, kind: str, world: World, secret: dict[str, Any]
):
    year = timezone.localdate().year
    known = {
        "rapport-anru": {"year": year},
        "insertion-guide": {},
        "marche-clauses-file": {"pk": secret["marche"]},
        "rapport-semestre-insertion": {"year": year, "half": 1},
    }[name]
    url = reverse(name, kwargs=known | {"kind": kind})

    response = open_as(world, "directeur", url)

    if response.status_code == 404:
        pytest.skip("not written in this form")
    said = read(response)
    for mark in secret["marks"]:
        assert mark not in said


def test_the_facilitateur_does_read_of_them(world: World, secret: dict[str, Any]):
    """The canary sings where it should: the searches above look for the right thing."""
    said = read(open_as(world, "facilitateur", reverse("beneficiaire-list")))

    assert all(mark in said for mark in secret["marks"])
