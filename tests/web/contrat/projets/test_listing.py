"""The list of projects as people use it: filters, faces, views, exports, queries."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_agenda,
    make_indicateur,
    make_jalon,
    make_orientation,
    make_outil,
    make_partenaire,
    make_projet,
    make_public_projet,
)
from tests.factories.territoires import make_commune, make_quartier
from tests.web.reading import count_queries, hidden, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import Projet

pytestmark = pytest.mark.django_db
LIST = "/contrat/projets/"


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def names(page) -> list[str]:
    return [p.title for p in page.context["listing"].page.object_list]


def test_the_public_sees_the_projects_of_validated_agendas_alone(client, director):
    make_public_projet(title="Montré")
    hidden = make_projet(title="Caché")
    make_agenda(hidden, state=AgendaState.SOUMIS, year=2027)

    assert names(client.get(LIST)) == ["Montré"]
    assert names(director.get(LIST)) == ["Caché", "Montré"]
    assert "Caché" not in text(client.get(LIST))
    assert b"Cach" not in client.get(LIST, {"format": "csv"}).content


def test_each_filter_keeps_what_it_says(director):
    commune = make_commune()
    quartier = make_quartier(commune=commune)
    caf, adil = make_organisation(slug="caf"), make_organisation(slug="adil")
    wanted = make_projet(
        title="Cœur d’îlot",
        statut="en_cours",
        registre="essaimage",
        meteo="appuis",
        chef_de_file=caf,
        orientations=[make_orientation(slug="habiter")],
        quartiers=[quartier],
        outils=[make_outil(slug="veille")],
    )
    make_partenaire(wanted, organisation=adil)
    make_agenda(wanted, year=2025)
    make_projet(title="Autre", communes=[make_commune()])

    for query in (
        {"q": "coeur d'ilot"},
        {"agenda": "2025"},
        {"orientation": "habiter"},
        {"meteo": "appuis"},
        {"statut": "en_cours"},
        {"registre": "essaimage"},
        {"commune": commune.code_insee},
        {"quartier": quartier.code},
        {"organisation": "caf"},
        {"organisation": "adil"},
        {"outil": "veille"},
    ):
        assert names(director.get(LIST, query)) == ["Cœur d’îlot"], query
    for query in (
        {"meteo": "inconnu"},
        {"registre": "inconnu"},
        {"manque": "chef-de-file"},
    ):
        assert names(director.get(LIST, query)) == ["Autre"], query
    assert len(names(director.get(LIST, {"manque": "inconnu"}))) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"agenda": "²"},
        {"agenda": "9" * 5000},
        {"agenda": "aucun"},
        {"vue": "frise", "annee": "²"},
        {"vue": "frise", "annee": "99999999999"},
        {"page": "²"},
        {"tri": "--"},
        {"colonnes": ",,,"},
        {"quartier": "x" * 500},
        {"format": "exe"},
    ],
)
def test_any_address_is_answered(client, query):
    assert client.get(LIST, query).status_code == 200


def test_the_board_shows_every_column_and_the_unknown(director):
    make_projet(title="Sans registre")
    make_projet(title="Essaimé", registre="essaimage")

    page = director.get(LIST, {"vue": "tableau", "par": "registre"})

    board = {c.label: [p.title for p in c.projets] for c in page.context["board"]}
    assert board == {
        "Essaimage": ["Essaimé"],
        "Animation de réseau": [],
        "Expérimentation": [],
        "Registre non précisé": ["Sans registre"],
    }
    assert "Essaimé" in text(page)


def test_the_board_by_statut_has_no_unknown(director):
    make_projet()

    page = director.get(LIST, {"vue": "tableau", "par": "rien"})

    assert [c.label for c in page.context["board"]][-1] == "Abandonné"
    assert sum(len(c.projets) for c in page.context["board"]) == 1


def test_the_timeline_puts_milestones_of_the_filtered_projects_in_their_month(director):
    shown = make_projet(title="Montré")
    make_jalon(shown, label="Comité", due=date(2026, 3, 31))
    make_jalon(shown, label="Plus tard", due=date(2027, 3, 1))
    make_jalon(make_projet(title="Filtré"), label="Ailleurs", due=date(2026, 3, 1))

    page = director.get(LIST, {"vue": "frise", "annee": "2026", "q": "montré"})

    months = [[j.label for j in month.jalons] for month in page.context["months"]]
    assert months == [[], [], ["Comité"], *[[]] * 9]


def test_htmx_refreshes_the_list_alone(client):
    make_public_projet(title="Montré")

    part = client.get(LIST, headers={"HX-Request": "true"})

    assert part.content.strip().startswith(b'<div id="list"')
    assert "Montré" in text(part)
    assert "HX-Request" in part["Vary"]


def test_exports_hold_what_is_shown_and_no_formula(client):
    caf = make_organisation(name="=CAF()")
    for title in ("=HYPERLINK(1)", "\u00a0+1", "Halte"):
        make_public_projet(title=title, chef_de_file=caf)
    query = {"colonnes": "titre,chef", "tri": "-titre"}
    shown = names(client.get(LIST, query))

    text_file = client.get(LIST, query | {"format": "csv"})
    book_file = client.get(LIST, query | {"format": "xlsx"})

    rows = list(
        csv.reader(io.StringIO(text_file.content.decode("utf-8-sig")), delimiter=";")
    )
    sheet = openpyxl.load_workbook(io.BytesIO(book_file.content)).worksheets[0]
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert text_file.content.startswith(b"\xef\xbb\xbf")
    assert read == [["Projet", "Chef de file"], *[[title, "=CAF()"] for title in shown]]
    assert {c.data_type for row in sheet.iter_rows() for c in row} == {"s"}
    assert [row[0].lstrip("'") for row in rows[1:]] == shown
    assert {row[1] for row in rows[1:]} == {"'=CAF()"}
    assert text_file["Content-Disposition"].startswith(
        'attachment; filename="projets-de-cooperation-'
    )


def test_exports_hold_every_page(client, monkeypatch):
    for _ in range(3):
        make_public_projet()
    small = {"colonnes": "titre", "format": "csv", "page": "2"}

    assert client.get(LIST, small).content.count(b"\r\n") == 4


@pytest.mark.parametrize(
    "query", [{}, {"vue": "tableau"}, {"vue": "frise"}, {"format": "csv"}]
)
@pytest.mark.parametrize("is_member", [False, True])
def test_the_list_takes_the_same_queries_for_one_and_three_rows(
    client, client_for, query, is_member
):
    commune = make_commune()
    if is_member:
        client = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)

    def add():
        projet = make_public_projet(
            chef_de_file=make_organisation(),
            pilote=make_personne(),
            communes=[commune],
            quartiers=[make_quartier()],
            outils=[make_outil()],
            orientations=[make_orientation()],
        )
        make_partenaire(projet)
        make_jalon(projet, due=date(2026, 3, 1))
        make_indicateur(projet=projet)

    every = ",".join(c.key for c in listing_columns())
    add()
    one = count_queries(client, LIST, query | {"colonnes": every})
    add()
    add()

    assert count_queries(client, LIST, query | {"colonnes": every}) == one


def listing_columns():
    from possibles.web.contrat.projets.listing import COLUMNS

    return COLUMNS


def test_each_column_sorts_both_ways(director):
    make_projet(title="A")
    make_projet(title="B")
    for column in listing_columns():
        if column.order:
            for sign in ("", "-"):
                page = director.get(LIST, {"tri": f"{sign}{column.key}"})
                assert sorted(names(page)) == ["A", "B"], column.key


# --- A cell -----------------------------------------------------------------------------


def cell(projet, name="statut") -> str:
    return reverse("projet-cell", args=[projet.pk, name])


def test_a_cell_opens_changes_and_closes_in_place(director):
    projet = make_projet()
    form = director.get(cell(projet), headers={"HX-Request": "true"})
    data = hidden(form) | {"statut": "en_cours"}

    answer = director.post(cell(projet), data, headers={"HX-Request": "true"})
    closed = director.get(cell(projet), {"lecture": "1"})

    projet.refresh_from_db()
    acte = projet_acte(projet)
    assert projet.statut == "en_cours"
    assert "<html" not in form.content.decode() + answer.content.decode()
    assert "En cours" in text(answer)
    assert "En cours" in text(closed)
    assert (acte.author, acte.reason) == (
        director.personne,
        "Modification dans la liste",
    )


def projet_acte(projet):
    from possibles.apps.journal.models import Acte

    return Acte.objects.filter(model="contrat.projet", object_id=str(projet.pk))[0]


def test_a_cell_is_a_small_page_without_javascript(director):
    projet = make_projet()
    page = director.get(cell(projet))

    wrong = director.post(cell(projet), page.context["base"] | {"statut": "rêvé"})
    answer = director.post(cell(projet), page.context["base"] | {"statut": "suspendu"})

    projet.refresh_from_db()
    assert "<html" in page.content.decode()
    assert wrong.status_code == 422
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert projet.statut == "suspendu"


def test_a_cell_does_not_overwrite_what_another_just_put(director):
    projet = make_projet()
    base = director.get(cell(projet)).context["base"]
    director.post(cell(projet), base | {"statut": "en_cours"})

    refused = director.post(cell(projet), base | {"statut": "suspendu"})
    projet.refresh_from_db()
    assert (refused.status_code, projet.statut) == (422, "en_cours")
    assert "Quelqu’un vient de modifier cette valeur" in text(refused)

    director.post(cell(projet), refused.context["base"] | {"statut": "suspendu"})
    projet.refresh_from_db()
    assert projet.statut == "suspendu"


def test_a_cell_of_a_validated_agenda_sends_to_the_sheet(director):
    projet = make_projet()
    make_agenda(projet, state=AgendaState.VALIDE)
    caf = make_organisation()
    base = director.get(cell(projet, "chef_de_file")).context["base"]

    refused = director.post(
        cell(projet, "chef_de_file"), base | {"chef_de_file": caf.pk}
    )

    projet.refresh_from_db()
    assert refused.status_code == 422
    assert "Ouvrez la fiche du projet" in text(refused)
    assert projet.chef_de_file is None


def test_only_some_cells_and_those_in_reach(director, client_for):
    projet = make_projet(communes=[make_commune()])
    stranger = client_for(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    assert director.get(cell(projet, "title")).status_code == 404
    assert stranger.get(cell(projet)).status_code == 404
    assert stranger.post(cell(projet), {"statut": "en_cours"}).status_code == 404
    assert Projet.objects.get().statut == "a_engager"
