from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.adresses import ban_line, load_ban
from tests.factories.contrat import make_projet
from tests.factories.operations import make_operation
from tests.factories.territoires import (
    make_commune,
    make_projet_renouvellement,
    make_quartier,
    outlined,
    square,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.territoires.models import ImportTerritoire, Quartier

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_of_quarters_is_filtered_and_exported_as_shown(client):
    commune = make_commune(name="Marignane")
    make_quartier(name="Florida Parc", commune=commune)
    make_quartier(name="Ailleurs")

    page = client.get(reverse("quartier-list"), {"commune": commune.code_insee})
    export = client.get(
        reverse("quartier-list"), {"commune": commune.code_insee, "format": "csv"}
    )

    assert [q.name for q in page.context["listing"].page] == ["Florida Parc"]
    assert "Florida Parc" in export.content.decode("utf-8-sig")
    assert "Ailleurs" not in export.content.decode("utf-8-sig")


@pytest.mark.parametrize("route", ["quartier-list", "commune-list"])
def test_lists_take_the_same_queries_for_one_and_three_rows(client, route):
    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(route))
        return len(captured)

    make_projet_renouvellement(make_quartier())
    count()
    one = count()
    for _ in range(2):
        make_projet_renouvellement(make_quartier())

    assert count() == one


def test_the_sheet_of_a_commune_holds_quarters_projects_and_weather(client_for):
    client = client_for(Role.ELU)
    commune = make_commune(name="Vitrolles", outline=square(5.2, 43.4))
    quartier = make_quartier(name="La Frescoule", commune=commune)
    make_projet_renouvellement(quartier, name="Projet urbain de la Frescoule")
    make_projet(title="Cellule emploi", quartiers=[quartier], meteo="appuis")

    page = client.get(reverse("commune-detail", args=[commune.pk]))

    assert page.context["counts"] == {
        "quartiers": 1,
        "projets": 1,
        "renouvellements": 1,
        "operations": 0,
    }
    for words in ("La Frescoule", "Cellule emploi", "Appui nécessaire"):
        assert words in text(page)


def test_the_sheet_of_a_commune_names_its_operations_by_urgency(client_for):
    client = client_for(Role.ELU)
    commune = make_commune(name="Vitrolles")
    projet = make_projet_renouvellement(make_quartier(commune=commune))
    for margin in (None, 90, -30, 10, 20, 30):
        make_operation(
            renouvellement=projet,
            commune=commune,
            title=f"École {margin}",
            engagement_margin=margin,
        )
    make_operation(renouvellement=projet, title="Ailleurs")

    page = client.get(reverse("commune-detail", args=[commune.pk]))
    opened = client.get(reverse("operation-list"), {"commune": commune.code_insee})

    assert "Voir les 6 opérations" in text(page).replace("\u202f", " ")
    assert [o.title for o in page.context["operations"]] == [
        "École -30",
        "École 10",
        "École 20",
        "École 30",
        "École 90",
    ]
    assert page.context["counts"]["operations"] == 6
    assert opened.context["listing"].count == 6


def test_the_projects_of_renewal_of_a_commune_are_those_of_its_figure(client_for):
    client = client_for(Role.ELU)
    commune = make_commune()
    make_projet_renouvellement(make_quartier(commune=commune))
    make_projet_renouvellement(make_quartier())

    page = client.get(reverse("commune-detail", args=[commune.pk]))
    opened = client.get(reverse("renouvellement-list"), {"commune": commune.code_insee})

    assert page.context["counts"]["renouvellements"] == 1
    assert opened.context["total"] == 1


def test_a_commune_only_touched_by_a_quarter_says_so(client):
    marseille, penne = (
        make_commune(name="Marseille"),
        make_commune(name="La Penne", in_contrat=False, has_qpv=False),
    )
    make_quartier(commune=marseille, communes=[marseille, penne])

    page = client.get(reverse("commune-detail", args=[penne.pk]))

    assert "Touchée par un quartier" in text(page)


def test_an_unknown_population_is_never_a_zero(client):
    quartier = make_quartier()

    page = client.get(reverse("quartier-detail", args=[quartier.pk]))

    assert "Aucune source importée ne la donne" in text(page)
    assert "0 habitants" not in text(page)


def test_the_figures_of_a_quarter_open_lists_of_that_count(client_for):
    client = client_for(Role.ELU)
    quartier = make_quartier()
    make_projet(quartiers=[quartier])
    make_projet(communes=[quartier.commune])
    make_operation(quartier, title="École neuve")
    make_operation(title="Ailleurs")

    page = client.get(reverse("quartier-detail", args=[quartier.pk]))
    opened = {
        (route, key, value): client.get(reverse(route), {key: value}).context["listing"]
        for route, key, value in (
            ("projet-list", "quartier", quartier.code),
            ("projet-list", "commune", quartier.commune.code_insee),
            ("operation-list", "quartier", quartier.code),
        )
    }

    shown = [page.context[name] for name in ("count", "around", "operations_count")]
    assert shown == [listing.count for listing in opened.values()] == [1, 2, 1]
    assert [o.title for o in page.context["operations"]] == ["École neuve"]


def test_the_frame_of_renewal_shows_what_is_not_named(client):
    make_projet_renouvellement(kind="prin", number=1, name="Air Bel")
    make_projet_renouvellement(kind="prir", number=5, name="")

    page = client.get(reverse("renouvellement-list"))

    assert (page.context["total"], page.context["named"]) == (2, 1)
    assert "Non nommé par nos sources" in text(page)


@pytest.mark.parametrize(
    "params",
    [
        {"lat": "43,305", "lon": "5,405"},
        {"lat": "43.305", "lon": "5.405"},
        {"point": '{"type": "Point", "coordinates": [5.405, 43.305]}'},
        {
            "point": '{"type": "Feature", "geometry": '
            '{"type": "Point", "coordinates": [5.405, 43.305]}}'
        },
    ],
)
def test_a_point_is_located_however_it_is_written(client, params):
    make_quartier(name="Air Bel", **outlined(5.40, 43.30))

    page = client.get(reverse("quartier-locate"), params)

    assert "Dans le quartier Air Bel" in text(page)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"lat": "5.4", "lon": "43.3"}, "semblent inversées"),
        ({"lat": "48.85", "lon": "2.35"}, "loin de la métropole"),
        ({"lat": "ici", "lon": "5.4"}, "Tapez des degrés"),
        ({"lat": "nan", "lon": "5.4"}, "Tapez des degrés"),
        ({"lat": "43.3"}, "Tapez des degrés"),
        ({"point": "[" * 400}, "pas un point GeoJSON"),
        ({"point": '{"coordinates": "ici"}'}, "pas un point GeoJSON"),
        ({"point": '{"coordinates": [1e999, 43]}'}, "loin de la métropole"),
    ],
)
def test_a_wrong_point_is_told_in_a_sentence(client, params, words):
    page = client.get(reverse("quartier-locate"), params)

    assert page.status_code == 200
    assert words in text(page)


def test_an_address_is_located_with_the_official_base(client, tmp_path):
    commune = make_commune(code_insee="13077", name="Port-de-Bouc")
    make_quartier(commune=commune, name="Les Aigues", **outlined(4.98, 43.40))
    load_ban(
        tmp_path,
        ban_line("12", "Rue du Port", "13077", "13110", 4.985, 43.405),
        ban_line("16", "Rue du Port", "13077", "13110", 4.986, 43.405),
    )
    url = reverse("quartier-locate")

    sure = client.get(url, {"adresse": "12 rue du port 13110"})
    doubtful = client.get(url, {"adresse": "14 rue du port 13110"})
    unknown = client.get(url, {"adresse": "14 rue du bout du monde"})

    assert "Dans le quartier Les Aigues" in text(sure)
    assert "12 Rue du Port, 13110 Port-de-Bouc" in text(sure)
    assert "?lat=43.405000&amp;lon=4.986000" in doubtful.content.decode()
    assert "n’est pas dans la base officielle" in text(unknown)


def test_without_any_outline_the_page_refuses_to_conclude(client):
    commune = make_commune(name="Marseille", outline=square(5.0, 43.0, 1))
    make_quartier(commune=commune)

    page = client.get(reverse("quartier-locate"), {"lat": "43.3", "lon": "5.4"})

    assert "Réponse impossible pour l’instant" in text(page)
    assert "Il est à Marseille" in text(page)


# --- Imports ----------------------------------------------------------------------------


@pytest.fixture
def administrator(client_for):
    return client_for(Role.ADMINISTRATEUR)


def send(client, content: bytes):
    data = {
        "file": SimpleUploadedFile("qpv.csv", content),
        "source": "Liste officielle",
        "_jeton": str(uuid4()),
    }
    return client.post(reverse("import-list"), data, follow=True)


def test_a_file_is_tried_applied_then_undone(administrator):
    make_commune(code_insee="13055", name="Marseille")
    report = send(administrator, b"code_qp;nom_qp;code_commune\nQN01342I;M;13213\n")
    prepared = ImportTerritoire.objects.get()
    assert "Rien n’a été écrit" in text(report)
    assert Quartier.objects.count() == 0

    administrator.post(reverse("import-apply", args=[prepared.pk]))
    assert Quartier.objects.get().code == "QN01342I"

    administrator.post(reverse("import-undo", args=[prepared.pk]))
    assert Quartier.objects.count() == 0


def test_an_unreadable_file_is_refused_in_the_form(administrator):
    page = send(administrator, b"nom;commune\nA;B\n")

    assert "Aucune colonne de codes de QPV" in text(page)
    assert ImportTerritoire.objects.count() == 0


def test_a_file_with_errors_cannot_be_applied(administrator):
    make_commune(code_insee="13055", name="Marseille")
    page = send(administrator, b"code_qp;nom_qp;code_commune\nQN013;M;13055\n")
    prepared = ImportTerritoire.objects.get()

    administrator.post(reverse("import-apply", args=[prepared.pk]))

    assert "Appliquer l’import" not in text(page)
    assert Quartier.objects.count() == 0
