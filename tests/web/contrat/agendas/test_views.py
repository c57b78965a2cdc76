import io

import pypdf
import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.contrat import (
    make_agenda,
    make_chantier,
    make_inscription,
    make_jalon,
    make_orientation,
    make_partenaire,
    make_projet,
)
from tests.factories.conventions import make_contrat
from tests.factories.territoires import make_commune
from tests.web.reading import count_queries, jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import Agenda, AvenantAgenda, Inscription
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def detail(agenda) -> str:
    return reverse("agenda-detail", args=[agenda.year])


def go(client, agenda, name, **data):
    url = reverse("agenda-transition", args=[agenda.pk, name])
    return client.post(url, data, follow=True)


def test_the_public_reads_an_agenda_from_its_validation(client, director):
    shown = make_agenda(make_projet(title="Montré"), state=AgendaState.VALIDE)
    hidden = make_agenda(make_projet(title="Caché"), year=2027, contrat=shown.contrat)

    assert "Montré" in text(client.get(detail(shown)))
    for name in ("agenda-detail", "agenda-pdf", "agenda-compare"):
        assert client.get(reverse(name, args=[2027])).status_code == 404
    assert [a.year for a in client.get(reverse("agenda-list")).context["agendas"]] == [
        2026
    ]
    assert "Caché" in text(director.get(detail(hidden)))


@pytest.mark.parametrize("is_member", [False, True])
def test_an_agenda_takes_the_same_queries_for_one_and_three_projects(
    client, client_for, is_member
):
    if is_member:
        client = client_for(Role.ADMINISTRATEUR)

    def add(agenda):
        projet = make_projet(
            chef_de_file=make_organisation(), communes=[make_commune()]
        )
        make_partenaire(projet)
        make_jalon(projet)
        make_inscription(agenda, projet)
        with change(author=None, origin="tests"):
            agenda.chantiers.add(make_chantier())

    agenda = make_agenda(state=AgendaState.SUIVI, contrat=make_contrat())
    add(agenda)
    one = count_queries(client, detail(agenda))
    add(agenda)
    add(agenda)

    assert count_queries(client, detail(agenda)) == one


def test_the_list_takes_the_same_queries_for_one_and_three_agendas(client):
    contrat = make_contrat()
    make_agenda(make_projet(), year=2024, state=AgendaState.EVALUE, contrat=contrat)
    one = count_queries(client, reverse("agenda-list"))
    for year in (2025, 2026):
        make_agenda(make_projet(), year=year, state=AgendaState.SUIVI, contrat=contrat)

    assert count_queries(client, reverse("agenda-list")) == one


def test_the_list_counts_each_thing_once(client):
    agenda = make_agenda(make_projet(), make_projet(), state=AgendaState.SUIVI)
    with change(author=None, origin="tests"):
        agenda.chantiers.set([make_chantier(), make_chantier(), make_chantier()])

    found = client.get(reverse("agenda-list")).context["agendas"][0]

    assert (found.projets_count, found.chantiers_count, found.avenants_count) == (
        2,
        3,
        0,
    )


def test_an_agenda_is_prepared_once_with_what_remained(director):
    last = make_agenda(
        make_projet(title="À reprendre", orientations=[make_orientation()]),
        state=AgendaState.SUIVI,
        contrat=make_contrat(),
    )
    data = {"year": "2027"} | jeton()

    answers = [director.post(reverse("agenda-prepare"), data) for _ in range(2)]
    twice = director.post(reverse("agenda-prepare"), {"year": "2027"} | jeton())

    agenda = Agenda.objects.get(year=2027)
    assert {a["Location"] for a in answers} == {detail(agenda)}
    assert [p.title for p in agenda.projets.all()] == ["À reprendre"]
    assert agenda.contrat == last.contrat
    assert twice.status_code == 422
    assert Acte.objects.filter(model="contrat.agenda")[0].author == director.personne


def test_the_year_goes_from_stage_to_stage(director):
    agenda = make_agenda(
        make_projet(chef_de_file=make_organisation(), orientations=[make_orientation()])
    )

    go(director, agenda, "submit", on="2026-05-01")
    agenda.refresh_from_db()
    assert (agenda.state, f"{agenda.submitted_on}") == ("soumis", "2026-05-01")
    go(director, agenda, "validate", on="2026-06-18")
    agenda.refresh_from_db()
    assert agenda.state == "valide"
    assert agenda.instantane.is_intact
    again = go(director, agenda, "validate", on="2026-06-18")
    assert "Cette étape n’est plus possible" in text(again)
    compared = director.get(reverse("agenda-compare", args=[2026]))
    assert compared.context["ecarts"] == []


def test_a_project_is_inscribed_once_and_withdrawn(director):
    agenda = make_agenda(contrat=make_contrat())
    projet = make_projet(title="Halte", orientations=[make_orientation()])
    url = reverse("inscription-create", args=[agenda.pk])
    data = {"projet": projet.pk, "objectif": "Ouvrir"} | jeton()

    answers = [director.post(url, data) for _ in range(2)]

    placed = Inscription.objects.get()
    assert {a.status_code for a in answers} == {302}
    assert (placed.projet, placed.objectif) == (projet, "Ouvrir")
    director.post(reverse("inscription-delete", args=[placed.pk]), {"motif": ""})
    assert not Inscription.objects.exists()
    assert projet.__class__.objects.filter(pk=projet.pk).exists()


def test_a_project_without_orientation_is_placed_by_hand(director):
    agenda = make_agenda(contrat=make_contrat())
    url = reverse("inscription-create", args=[agenda.pk])

    answer = director.post(url, {"projet": make_projet().pk} | jeton())

    assert answer.status_code == 422
    assert "choisissez celle où le classer" in text(answer)


def test_the_list_of_a_validated_agenda_changes_by_avenants(director):
    agenda = make_agenda(make_projet(title="Dedans"), state=AgendaState.VALIDE)
    added = make_projet(title="Dehors", orientations=[make_orientation()])
    url = reverse("inscription-create", args=[agenda.pk])

    refused = director.post(url, {"projet": added.pk} | jeton())
    director.post(url, {"projet": added.pk, "motif": "Vote"} | jeton())
    placed = Inscription.objects.exclude(projet=added).get()
    removal = reverse("inscription-delete", args=[placed.pk])
    kept = director.post(removal, {"motif": ""})
    director.post(removal, {"motif": "Abandon voté"})

    assert (refused.status_code, kept.status_code) == (422, 422)
    assert [a.motif for a in AvenantAgenda.objects.order_by("number")] == [
        "Vote",
        "Abandon voté",
    ]
    assert [p.title for p in agenda.projets.all()] == ["Dehors"]
    assert {a.author for a in AvenantAgenda.objects.all()} == {director.personne}


@pytest.mark.parametrize("role", [Role.PARTENAIRE, Role.CHEF_DE_FILE, Role.HABITANT])
def test_only_those_who_steer_touch_an_agenda(client_for, role):
    agenda = make_agenda(make_projet())
    client = client_for(role)

    for name, key in (
        ("agenda-update", agenda.pk),
        ("inscription-create", agenda.pk),
        ("inscription-delete", agenda.inscriptions.get().pk),
    ):
        assert client.post(reverse(name, args=[key]), jeton()).status_code == 404
    assert go(client, agenda, "submit", on="2026-05-01").status_code == 404
    assert client.get(reverse("agenda-prepare")).status_code == 404


def test_the_pdf_holds_every_project_and_is_tagged(client):
    projets = [make_projet(title=f"Projet {letter}") for letter in "ABC"]
    make_agenda(*projets, state=AgendaState.SUIVI)

    answer = client.get(reverse("agenda-pdf", args=[2026]))

    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert answer["Content-Disposition"] == 'attachment; filename="agenda-2026.pdf"'
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert all(p.title in words for p in projets)
