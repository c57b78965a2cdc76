from datetime import date

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_agenda,
    make_chantier,
    make_commentaire,
    make_indicateur,
    make_inscription,
    make_jalon,
    make_orientation,
    make_outil,
    make_projet,
    make_releve,
    make_synthese,
)
from tests.factories.conventions import make_contrat, make_echeance
from tests.factories.gouvernance import make_seance
from tests.factories.operations import make_operation
from tests.factories.territoires import make_commune, make_quartier
from tests.web.reading import count_queries, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState

pytestmark = pytest.mark.django_db


def fill(agenda, pilote=None) -> None:
    """Add one of everything the home tells."""
    commune = make_commune()
    projet = make_projet(
        pilote=pilote,
        orientations=[make_orientation()],
        communes=[commune],
        chef_de_file=make_organisation(),
    )
    make_quartier(commune=commune)
    make_outil()
    make_chantier()
    make_inscription(agenda, projet)
    make_synthese(projet)
    make_commentaire(projet)
    make_jalon(projet, due=date(2025, 1, 1))
    make_releve(make_indicateur(projet=projet), 3)
    make_indicateur(projet=projet, saisi_par=pilote and pilote.organisation)
    make_echeance()
    make_seance()


def listed(page) -> int:
    """Return how many things the page a figure opens says it lists."""
    context = page.context
    return context["listing"].count if "listing" in context else context["count"]


@pytest.mark.parametrize("is_member", [False, True])
def test_every_figure_opens_a_list_of_that_count(client, client_for, is_member):
    if is_member:
        client = client_for(Role.ADMINISTRATEUR)
    agenda = make_agenda(state=AgendaState.SUIVI, contrat=make_contrat())
    fill(agenda)
    fill(agenda)
    make_agenda(make_projet(), year=2027, contrat=agenda.contrat)  # not public yet

    page = client.get(reverse("home"))

    figures = {f.chiffre.code: f for f in page.context["figures"]}
    counts = {code: figure.chiffre.count for code, figure in figures.items()}
    assert counts["projets"] == (3 if is_member else 2)
    for code, figure in figures.items():
        if "#" not in figure.href:
            assert listed(client.get(figure.href)) == figure.chiffre.count, code


def test_every_weather_and_gap_opens_a_list_of_that_count(client):
    agenda = make_agenda(state=AgendaState.SUIVI)
    fill(agenda)
    make_inscription(agenda, make_projet(meteo="appuis"))

    page = client.get(reverse("home"))

    meteos = {value: count for value, _, count in page.context["meteos"]}
    assert meteos["appuis"] == 1
    for value, count in meteos.items():
        query = {"agenda": "2026", "meteo": value}
        assert listed(client.get("/contrat/projets/", query)) == count, value
    for manque in page.context["manques"]:
        found = client.get("/contrat/projets/", {"manque": manque.code})
        assert listed(found) == manque.count, manque.code


def test_what_one_has_to_do_leads_to_where_it_is_done(client_for):
    client = client_for(Role.DIRECTEUR_DE_PROJET, organisation=make_organisation())
    agenda = make_agenda(year=2026, contrat=make_contrat())
    fill(agenda, pilote=client.personne)

    page = client.get(reverse("home"))

    tasks = page.context["taches"]
    assert {task.icon for task in tasks} >= {"calendar", "chart-line", "calendar-event"}
    for task in tasks:
        assert client.get(task.href).status_code == 200, task
    late = next(task for task in tasks if task.icon == "calendar")
    assert late.is_late


def test_the_public_has_nothing_to_do_and_reads_no_name(client):
    agenda = make_agenda(state=AgendaState.SUIVI)
    fill(agenda)
    make_synthese(agenda.projets.first(), signature="Anne Faure, métropole")

    page = client.get(reverse("home"))

    assert page.context["taches"] == []
    assert "Ce que j’ai à faire" not in text(page)
    assert "Anne Faure" not in text(page)


def test_drafts_and_comments_are_no_news_to_the_public(client, client_for):
    agenda = make_agenda(state=AgendaState.SUIVI)
    fill(agenda)
    projet = agenda.projets.first()
    make_synthese(projet, deja_fait="x", published_at=None, signature="")
    make_commentaire(projet, text="Entre nous")

    assert "Entre nous" in text(client_for().get(reverse("home")))
    assert "Entre nous" not in text(client.get(reverse("home")))


def test_an_empty_platform_has_a_home(client):
    page = client.get(reverse("home"))

    assert page.status_code == 200
    assert page.context["agenda"] is None


@pytest.mark.parametrize("is_member", [False, True])
def test_the_home_takes_the_same_queries_for_one_and_three_of_all(
    client, client_for, is_member
):
    pilote = None
    if is_member:
        organisation = make_organisation()
        client = client_for(Role.DIRECTEUR_DE_PROJET, organisation=organisation)
        pilote = client.personne
    agenda = make_agenda(state=AgendaState.SUIVI, contrat=make_contrat())
    fill(agenda, pilote)
    one = count_queries(client, reverse("home"))
    fill(agenda, pilote)
    fill(agenda, pilote)

    assert count_queries(client, reverse("home")) == one


def test_the_home_opens_the_places_and_the_work_of_ones_roles(client):
    marseille = make_commune(name="Marseille")
    office = make_organisation(name="Office du logement")
    make_projet(communes=[marseille])
    make_projet(chef_de_file=office, quartiers=[make_quartier(commune=marseille)])
    make_operation(commune=marseille, maitre_ouvrage=office)
    make_projet()
    person = make_personne(Role.ELU, organisation=office, commune=marseille)
    client.force_login(person)

    proches = client.get(reverse("home")).context["proches"]

    assert [(p.name, [row[:2] for row in p.counts]) for p in proches] == [
        ("Marseille", [("projet", 2), ("opération", 1)]),
        ("Office du logement", [("projet", 1), ("opération", 1)]),
    ]
    for proche in proches:
        for _, count, href in proche.counts:
            assert client.get(href).context["listing"].count == count
    assert proches[0].href == reverse("commune-detail", args=[marseille.pk])


def test_a_visitor_has_no_place_of_their_own(client):
    assert client.get(reverse("home")).context["proches"] == []
