import json

import pytest
from django.urls import reverse
from tests.factories.contrat import make_projet
from tests.factories.territoires import (
    make_commune,
    make_quartier,
    outlined,
    square,
)

from possibles.apps.acteurs.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client_for):
    return client_for(Role.CHARGE_DE_CONTRAT)


def features(client, **params):
    response = client.get(reverse("territoire-geojson"), params)
    return {
        f["properties"]["name"]: f["properties"]
        for f in json.loads(response.content)["features"]
    }


def test_communes_are_coloured_by_their_quarters(reader):
    contract = make_commune(name="Du contrat", outline=square(5.3, 43.3))
    make_commune(
        name="Voisine", outline=square(5.5, 43.3), in_contrat=False, has_qpv=False
    )
    make_quartier(commune=contract)
    make_quartier(commune=contract)

    drawn = features(reader)

    assert (drawn["Du contrat"]["tone"], drawn["Du contrat"]["text"]) == (
        "3",
        "2 quartiers prioritaires, 0 projet",
    )
    assert (drawn["Voisine"]["tone"], drawn["Voisine"]["href"]) == ("fond", "")


def test_a_quarter_without_outline_is_nowhere_on_the_map(reader):
    make_quartier(name="Sans contour")
    make_quartier(name="Connu", code="QN01301M", **outlined(5.4, 43.3))

    assert sorted(features(reader)) == ["Connu (QN01301M)"]


def test_a_project_counts_in_the_communes_of_its_quarters(reader):
    here = make_commune(name="Ici", outline=square(5.3, 43.3))
    there = make_commune(name="Là", outline=square(5.5, 43.3))
    quartier = make_quartier(commune=here, communes=[here, there])
    make_projet(quartiers=[quartier], meteo="compromis")
    make_projet(communes=[here])
    make_projet()

    drawn = features(reader, mesure="projets")
    weather = features(reader, mesure="meteo")

    assert [drawn[n]["text"] for n in ("Ici", "Là")] == [
        "1 quartier prioritaire, 2 projets",
        "0 quartier prioritaire, 1 projet",
    ]
    assert [weather[n]["tone"] for n in ("Ici", "Là")] == ["compromis", "compromis"]


def test_the_map_and_the_list_take_the_same_filters(reader):
    commune = make_commune(name="Ici", outline=square(5.3, 43.3))
    make_projet(communes=[commune], statut="en_cours")
    make_projet(communes=[commune], statut="termine")

    drawn = features(reader, statut="en_cours")
    page = reader.get(reverse("territoire-map"), {"statut": "en_cours"})

    assert drawn["Ici"]["text"].endswith("1 projet")
    assert [row.projets for row in page.context["rows"]] == [1]


def test_the_geojson_is_sent_again_only_when_it_changed(client):
    make_commune(name="Ici", outline=square(5.3, 43.3))
    first = client.get(reverse("territoire-geojson"))

    again = client.get(
        reverse("territoire-geojson"), headers={"If-None-Match": first["ETag"]}
    )
    make_commune(name="Là", outline=square(5.5, 43.3))
    after = client.get(
        reverse("territoire-geojson"), headers={"If-None-Match": first["ETag"]}
    )

    assert (first.status_code, again.status_code, after.status_code) == (200, 304, 200)


def test_a_visitor_sees_no_project_that_is_not_public(client):
    commune = make_commune(name="Ici", outline=square(5.3, 43.3))
    make_projet(communes=[commune], title="Projet canari")

    page = client.get(reverse("commune-detail", args=[commune.pk]))

    assert features(client, mesure="projets")["Ici"]["text"].endswith("0 projet")
    assert "canari" not in page.content.decode()


def test_the_map_takes_the_same_queries_for_one_and_three_communes(
    reader, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as captured:
            reader.get(reverse("territoire-map"))
        return len(captured)

    make_projet(quartiers=[make_quartier()])
    reader.get(reverse("territoire-map"))
    one = count()
    for _ in range(2):
        make_projet(quartiers=[make_quartier()])

    assert count() == one
