from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from tests.factories.acteurs import make_personne
from tests.factories.contrat import make_projet
from tests.factories.gouvernance import (
    make_instance,
    make_mandat,
    make_point,
    make_seance,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.domain.liens import (
    HIDDEN,
    find_subject,
    link_all,
    propose,
)

pytestmark = pytest.mark.django_db


def test_an_object_is_found_by_its_address_or_by_words():
    director = make_personne(Role.DIRECTEUR_DE_PROJET)
    projet = make_projet(title="Jardin des Calanques")
    code = f"contrat.projet:{projet.pk}"
    page = reverse("projet-detail", args=[projet.pk])

    assert find_subject(code, director) == projet
    assert propose(page, director) == [(code, "Jardin des Calanques")]
    assert propose(f"https://possibles.example{page}?x=1#y", director) == [
        (code, "Jardin des Calanques")
    ]
    assert [found for found, _ in propose("calanques", director)] == [code]
    assert propose("rien de tel", director) == []


def test_what_a_reader_may_not_see_is_neither_found_nor_named():
    reserved = make_instance(is_reserved=True, name="Point mensuel secret")
    hidden = make_seance(instance=reserved)
    point = make_point(subject=hidden)
    member, stranger = make_personne(), make_personne(Role.PARTENAIRE)
    make_mandat(instance=reserved, personne=member)
    code = f"gouvernance.seance:{hidden.pk}"
    page = reverse("seance-detail", args=[hidden.pk])

    assert find_subject(code, member) == hidden
    assert link_all([point], member)[point.pk].url == page
    for other in (stranger, AnonymousUser()):
        assert find_subject(code, other) is None
        assert propose(page, other) == []
        assert link_all([point], other)[point.pk] == HIDDEN


@pytest.mark.parametrize(
    "code", ["", "x", "x:1", "contrat.projet:abc", "journal.acte:1"]
)
def test_what_is_not_a_known_object_is_none(code):
    assert find_subject(code, make_personne(Role.ADMINISTRATEUR)) is None


def test_links_take_one_query_per_type(django_assert_num_queries):
    director = make_personne(Role.DIRECTEUR_DE_PROJET)
    seance = make_seance(date=date(2026, 9, 1))
    points = [make_point(seance=seance, subject=make_projet()) for _ in range(4)]
    director.active_habilitations  # noqa: B018  read beforehand
    link_all(points, director)

    with django_assert_num_queries(1):
        assert len(link_all(points, director)) == 4
