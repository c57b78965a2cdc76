import csv
import io

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.contrat import (
    make_agenda,
    make_cible,
    make_indicateur,
    make_orientation,
    make_projet,
    make_public_projet,
    make_releve,
)
from tests.factories.territoires import make_commune, make_quartier
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState, Maille
from possibles.apps.contrat.models import AvenantAgenda, Cible, Indicateur
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db
LIST = "/contrat/indicateurs/"


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def labels(page) -> list[str]:
    return [i.label for i in page.context["listing"].page.object_list]


def test_the_public_sees_those_of_public_projects_and_of_the_contract(client, director):
    make_indicateur(label="Du contrat")
    make_indicateur(label="Caché", projet=make_projet())
    shown = make_indicateur(label="Montré", projet=make_public_projet())

    assert sorted(labels(client.get(LIST))) == ["Du contrat", "Montré"]
    assert len(labels(director.get(LIST))) == 3
    assert client.get(reverse("indicateur-detail", args=[shown.pk])).status_code == 200
    hidden = Indicateur.objects.get(label="Caché")
    assert client.get(reverse("indicateur-detail", args=[hidden.pk])).status_code == 404


def test_each_filter_keeps_what_it_says(director):
    projet = make_projet(slug="halte", orientations=[make_orientation(slug="habiter")])
    make_indicateur(
        label="École ouverte",
        projet=projet,
        maille=Maille.QUARTIER,
        kind="impact",
        saisi_par=make_organisation(slug="caf"),
        baseline=1,
        baseline_year=2024,
    )
    other = make_indicateur(label="Autre")
    make_cible(Indicateur.objects.get(label="École ouverte"), 2026, 5)
    make_releve(Indicateur.objects.get(label="École ouverte"), 3)

    for query in (
        {"q": "ecole"},
        {"projet": "halte"},
        {"orientation": "habiter"},
        {"maille": "quartier"},
        {"nature": "impact"},
        {"qui": "caf"},
    ):
        assert labels(director.get(LIST, query)) == ["École ouverte"], query
    for query in (
        {"projet": "contrat"},
        {"manque": "sans-valeur"},
        {"manque": "sans-cible"},
        {"manque": "sans-depart"},
        {"manque": "a-saisir"},
    ):
        assert labels(director.get(LIST, query)) == [other.label], query


def test_the_unknown_is_never_a_zero(client):
    make_indicateur(label="Inconnu")

    page = client.get(LIST)
    export = client.get(LIST, {"format": "csv"}).content.decode("utf-8-sig")

    heads, row = csv.reader(io.StringIO(export), delimiter=";")
    cells = dict(zip(heads, row, strict=True))
    assert "Aucune valeur saisie" in text(page)
    assert (cells["Départ"], cells["Dernière valeur"], cells["Avancement"]) == (
        "",
        "",
        "",
    )


@pytest.mark.parametrize("query", [{}, {"format": "xlsx"}])
def test_the_list_takes_the_same_queries_for_one_and_three_rows(client, query):
    def add():
        indicateur = make_indicateur(
            projet=make_public_projet(), saisi_par=make_organisation()
        )
        make_cible(indicateur, 2026, 5)
        make_releve(indicateur, 3)

    add()
    one = count_queries(client, LIST, query)
    add()
    add()

    assert count_queries(client, LIST, query) == one


@pytest.mark.parametrize("is_member", [False, True])
def test_the_sheet_takes_the_same_queries_for_one_and_three_values(
    client, client_for, is_member
):
    if is_member:
        client = client_for(Role.ADMINISTRATEUR)

    def make(count):
        indicateur = make_indicateur(
            projet=make_public_projet(), maille=Maille.QUARTIER
        )
        for number in range(count):
            make_cible(indicateur, 2025 + number, 5)
            quartier = make_quartier(commune=make_commune())
            make_releve(indicateur, 3, quartier=quartier)
        return reverse("indicateur-detail", args=[indicateur.pk])

    assert count_queries(client, make(1)) == count_queries(client, make(3))


def test_the_chart_and_its_twin_say_the_same(client):
    indicateur = make_indicateur(baseline=10, baseline_year=2024)
    make_cible(indicateur, 2026, 20)
    make_releve(indicateur, 12)

    page = client.get(reverse("indicateur-detail", args=[indicateur.pk]))

    assert page.context["series"] == {
        "labels": ["2024", "2025", "2026"],
        "series": [{"name": "Valeur", "values": [None, 12, None]}],
        "target": {"name": "Trajectoire visée", "values": [10, 15, 20]},
    }


def test_the_sheet_counts_the_quarters_without_a_value(client):
    indicateur = make_indicateur(maille=Maille.QUARTIER)
    entered, missing = make_quartier(), make_quartier(name="Sans saisie")
    make_releve(indicateur, 3, quartier=entered)

    saisies = client.get(reverse("indicateur-detail", args=[indicateur.pk])).context[
        "saisies"
    ]

    assert (saisies.entered, saisies.expected) == (1, 2)
    assert list(saisies.missing) == [missing]


def test_an_indicator_sent_twice_is_made_once_last_of_its_project(director):
    projet = make_projet(slug="halte")
    make_indicateur(projet=projet, position=4)
    url = reverse("indicateur-create")
    page = director.get(url, {"projet": projet.pk})
    data = {
        bound.html_name: bound.value()
        for bound in page.context["form"]
        if bound.value()
    }
    data |= {"projet": projet.pk, "label": "Familles", "motif": "Vote"} | jeton()

    answers = [director.post(url, data) for _ in range(2)]

    made = Indicateur.objects.get(label="Familles")
    acte = Acte.objects.filter(model="contrat.indicateur")[0]
    assert {a.status_code for a in answers} == {302}
    assert (made.projet, made.position, made.slug) == (projet, 5, "halte-familles")
    assert (acte.author, acte.reason) == (director.personne, "Vote")


def test_an_indicator_of_a_project_out_of_reach_is_refused(client_for):
    commune = make_commune()
    client = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    other = make_projet(communes=[make_commune()])
    url = reverse("indicateur-create")
    page = client.get(url, {"projet": "²"})
    data = {b.html_name: b.value() for b in page.context["form"] if b.value()}

    answer = client.post(url, data | {"projet": other.pk, "label": "X"} | jeton())

    assert answer.status_code == 422
    assert "Ce projet est hors de votre périmètre." in text(answer)
    assert not Indicateur.objects.exists()


def test_a_baseline_says_its_year(director):
    indicateur = make_indicateur()
    url = reverse("indicateur-update", args=[indicateur.pk])

    answer = director.post(url, sent_from(director.get(url), baseline="3"))

    assert answer.status_code == 422
    assert "Indiquez de quelle année date la valeur de départ." in text(answer)


def test_a_target_of_a_validated_year_needs_a_reason(director):
    projet = make_projet()
    make_agenda(projet, state=AgendaState.VALIDE)
    indicateur = make_indicateur(projet=projet)
    url = reverse("cible-update", args=[indicateur.pk])

    refused = director.post(url, {"year": "2026", "value": "12,5"})
    accepted = director.post(url, {"year": "2026", "value": "12,5", "motif": "Vote"})

    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert "motif" in refused.context["form"].errors
    assert str(Cible.objects.get().value) == "12.500"
    assert AvenantAgenda.objects.get().motif == "Vote"


def test_a_target_set_again_replaces_the_first(director):
    indicateur = make_indicateur()
    url = reverse("cible-update", args=[indicateur.pk])

    for value in ("12", "15"):
        director.post(url, {"year": "2026", "value": value})

    assert str(Cible.objects.get().value) == "15.000"


def test_a_yes_or_no_indicator_answers_in_words(client_for):
    client = client_for(Role.CHARGE_DE_CONTRAT)
    indicateur = make_indicateur(mesure="oui_non", baseline=0, baseline_year=2023)
    make_releve(indicateur, 1, period="2025")
    make_cible(indicateur, 2026, 1)

    sheet = client.get(reverse("indicateur-detail", args=[indicateur.pk]))
    listed = client.get(reverse("indicateur-list"), {"format": "csv"})

    assert "Oui en 2025" in text(sheet)
    assert sheet.context["told"] == {
        "values": ["", "oui", ""],
        "hoped": ["non", "", "oui"],
    }
    assert "data-chart" not in sheet.content.decode()
    assert ";non;oui;oui;" in listed.content.decode("utf-8-sig")


def test_answers_by_place_are_counted(client_for):
    client = client_for(Role.CHARGE_DE_CONTRAT)
    indicateur = make_indicateur(mesure="oui_non", maille="quartier")
    for _ in range(2):
        make_releve(indicateur, 1, period="2025", quartier=make_quartier())

    sheet = client.get(reverse("indicateur-detail", args=[indicateur.pk]))

    assert sheet.context["last_told"] == "2"
    assert [releve.told for releve in sheet.context["by_place"]] == ["oui", "oui"]
