from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.insertion import make_embauche, make_heures, make_marche
from tests.factories.territoires import make_commune
from tests.web.reading import text

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.models import Beneficiaire


@pytest.fixture
def elu(client_for):
    return client_for(Role.ELU)


def late(**over):
    """Make a contract that did a tenth of what it owes, halfway."""
    today = timezone.localdate()
    marche = make_marche(
        contract_hours=100,
        start=today.replace(year=today.year - 1),
        end=today.replace(year=today.year + 1, day=1),
        **over,
    )
    make_heures(make_embauche(marche=marche), today.replace(day=1), 10)
    recount(set(Beneficiaire.objects.values_list("pk", flat=True)))
    return marche


def test_an_elected_person_reads_the_end_and_what_could_help(elu):
    marche = late(penalty_hourly=4_000)
    coming = make_marche(
        maitre_ouvrage=marche.maitre_ouvrage, state="prevu", reference="M-A-VENIR"
    )

    page = elu.get(reverse("insertion-projection") + "?par=marche")

    words = text(page)
    assert "pas au terme" in words
    assert coming.reference in words
    assert page.context["total"].shortfall > 0
    assert page.context["serie"]["labels"]


def test_the_export_says_what_the_page_says(elu):
    from python_calamine import CalamineWorkbook

    late()
    url = reverse("insertion-projection") + "?par=marche"
    total = elu.get(url).context["total"]

    book = CalamineWorkbook.from_filelike(
        BytesIO(elu.get(url + "&format=xlsx").content)
    )

    rows = book.get_sheet_by_index(0).to_python()
    assert rows[2][:5] == [
        "Total",
        total.objective,
        total.done,
        total.final,
        total.shortfall,
    ]


def test_without_objective_the_page_says_why(elu):
    assert "Rien à projeter" in text(elu.get(reverse("insertion-projection")))


def test_the_map_and_its_table_say_the_same(elu):
    square = {
        "type": "Polygon",
        "coordinates": [[[5.0, 43.0], [5.1, 43.0], [5.1, 43.1], [5.0, 43.0]]],
    }
    commune = make_commune(name="Rognac", in_contrat=True, outline=square)
    late(commune=commune)

    page = text(elu.get(reverse("insertion-carte")))
    (drawn,) = elu.get(reverse("insertion-geojson")).json()["features"]

    assert "Rognac" in page
    assert drawn["properties"]["tone"] == "1"
    assert "10 h sur 100 h" in drawn["properties"]["text"].replace("\u202f", " ")


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
def test_the_report_is_downloaded(elu, kind):
    late()
    year = timezone.localdate().year
    page = text(elu.get(reverse("rapport-insertion-list")))

    response = elu.get(reverse("rapport-anru", args=[year, kind]))

    assert str(year) in page
    assert response.status_code == 200
    assert f"rapport-anru-insertion-{year}.{kind}" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("year", "kind"), [(1999, "xlsx"), (2998, "xlsx"), (2026, "exe")]
)
def test_a_report_that_cannot_be_is_not_there(elu, year, kind):
    assert elu.get(f"/insertion/rapports/anru-{year}.{kind}").status_code == 404
