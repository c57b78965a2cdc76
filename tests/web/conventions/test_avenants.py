"""Amendments by their pages: written from the present wording, compared, signed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.conventions import (
    make_article,
    make_avenant,
    make_convention,
    make_engagement,
)
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.avenants import sign_avenant
from possibles.apps.conventions.models import Avenant, ModificationArticle

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def test_an_amendment_is_prepared_written_and_signed_by_its_pages(director):
    convention = make_convention(signed_on=date(2026, 1, 5), end=date(2026, 12, 31))
    make_article(convention, "4", title="Durée", text="Jusqu’à fin 2026.")
    create = reverse("avenant-create", args=[convention.pk])

    director.post(
        create,
        jeton()
        | {
            "kind": "avenant_partenariat",
            "objet": "Prolonger",
            "motif": "L’étude suit son cours.",
            "new_end": "2027-12-31",
        },
    )
    avenant = Avenant.objects.get()
    rewrite = reverse("modification-create", args=[avenant.pk])
    offered = director.get(rewrite, {"article": "4"}).context["form"]["text"].value()
    director.post(
        rewrite,
        jeton() | {"kind": "modifie", "number": "4", "text": "Jusqu’à fin 2027."},
    )

    def go(name, **data):
        return director.post(
            reverse("avenant-transition", args=[avenant.pk, name]), data
        )

    go("draft")
    go("send")
    go("sign", on=timezone.localdate().isoformat())
    page = director.get(reverse("avenant-detail", args=[avenant.pk]))

    avenant.refresh_from_db()
    convention.refresh_from_db()
    assert offered == "Jusqu’à fin 2026."
    assert (avenant.state, avenant.number) == ("signe", 1)
    assert (avenant.motif, convention.end) == (
        "L’étude suit son cours.",
        date(2027, 12, 31),
    )
    assert "<del>2026.</del><ins>2027.</ins>" in page.content.decode()
    assert "31 décembre 2026 → 31 décembre 2027" in text(page)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "modifie", "number": "9", "text": "…"}, "n’a pas cet article"),
        ({"kind": "ajoute", "number": "4", "text": "…"}, "existe déjà"),
        ({"kind": "modifie", "number": "4", "text": ""}, "nouvelle rédaction"),
    ],
)
def test_a_rewriting_that_makes_no_sense_says_what_to_do(director, data, sentence):
    avenant = make_avenant()
    make_article(avenant.convention, "4")

    page = director.post(
        reverse("modification-create", args=[avenant.pk]), jeton() | data
    )

    assert page.status_code == 422
    assert sentence in text(page)
    assert not ModificationArticle.objects.exists()


def test_a_signed_amendment_has_no_page_to_change_it(director):
    avenant = make_avenant(articles=[("ajoute", "9", "Neuf.")])
    modification = avenant.modifications.get()
    sign_avenant(avenant, author=director.personne, on=date(2026, 2, 1))

    for route, key in (
        ("avenant-update", avenant.pk),
        ("modification-create", avenant.pk),
        ("modification-update", modification.pk),
    ):
        assert director.get(reverse(route, args=[key])).status_code == 404, route
    answer = director.post(reverse("modification-delete", args=[modification.pk]))
    assert answer.status_code == 404


def test_the_text_is_read_as_it_was_on_a_day(client, director):
    convention = make_convention(signed_on=date(2026, 1, 5))
    make_article(convention, "4", text="Fin 2026.")
    avenant = make_avenant(
        convention,
        articles=[("modifie", "4", "Fin 2027."), ("ajoute", "5", "Un bilan.")],
    )
    sign_avenant(avenant, author=director.personne, on=date(2026, 6, 1))
    url = reverse("convention-text", args=[convention.pk])

    before = text(client.get(url, {"le": "2026-05-31"}))
    after = text(client.get(url, {"le": "2026-06-01"}))
    today = text(client.get(url))

    assert ("Fin 2026." in before, "Un bilan." in before) == (True, False)
    assert ("Fin 2027." in after, "Un bilan." in after) == (True, True)
    assert "Rédaction issue de : Avenant n° 1" in today
    for wrong in ("2026-02-31", "hier"):
        assert client.get(url, {"le": wrong}).status_code == 404


def test_the_list_says_what_is_to_prepare_and_what_the_facts_call_for(client, director):
    today = timezone.localdate()
    convention = make_convention(end=today + timedelta(30), title="Écoles")
    make_engagement(convention)
    make_avenant(state="a_preparer", objet="À faire")
    make_avenant(state="abandonne", objet="Laissé")

    member = director.get(reverse("avenant-list"), {"etat": "a-faire"})
    public = client.get(reverse("avenant-list"))

    assert [a.objet for a in member.context["listing"].page.object_list] == ["À faire"]
    assert "Prolonger la convention ou la laisser finir" in text(member)
    assert "Prolonger la convention ou la laisser finir" not in text(public)


def test_an_amendment_takes_the_same_queries_however_many_articles(client):
    def make(count):
        avenant = make_avenant(
            articles=[("ajoute", str(n), "Texte.") for n in range(1, count + 1)]
        )
        return reverse("avenant-detail", args=[avenant.pk])

    assert count_queries(client, make(1)) == count_queries(client, make(3))


def test_an_amendment_is_corrected_while_it_is_being_written(director):
    avenant = make_avenant(objet="Prolonger")
    url = reverse("avenant-update", args=[avenant.pk])

    director.post(url, sent_from(director.get(url), objet="Prolonger d’un an"))

    avenant.refresh_from_db()
    assert avenant.objet == "Prolonger d’un an"
