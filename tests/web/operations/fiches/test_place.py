"""An operation placed: typed, pasted, sent as a file; the reason kept."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.operations import make_operation
from tests.factories.territoires import make_commune
from tests.web.reading import text

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db
SQUARE = [[5.40, 43.30], [5.41, 43.30], [5.41, 43.31], [5.40, 43.31], [5.40, 43.30]]
AROUND = [[5.2, 43.2], [5.6, 43.2], [5.6, 43.5], [5.2, 43.5], [5.2, 43.2]]
OUTLINE = json.dumps({"type": "Polygon", "coordinates": [SQUARE]})


@pytest.fixture
def operation():
    commune = make_commune(outline={"type": "Polygon", "coordinates": [AROUND]})
    return make_operation(commune=commune, maitre_ouvrage=make_organisation())


@pytest.fixture
def owner(client_for, operation):
    return client_for(Role.MAITRE_OUVRAGE, organisation=operation.maitre_ouvrage)


def place(client, operation, **given):
    address = reverse("operation-place", args=[operation.pk])
    base = client.get(address).context["base"]
    return client.post(address, {**base, "motif": "Permis déposé", **given})


def test_an_outline_is_kept_with_its_reason_and_gives_the_point(owner, operation):
    done = place(owner, operation, outline=OUTLINE)

    operation.refresh_from_db()
    acte = Acte.objects.filter(model="operations.operation").first()
    assert done.status_code == 302
    assert operation.outline["type"] == "Polygon"
    assert (5.40 < operation.lon < 5.41, 43.30 < operation.lat < 43.31) == (True, True)
    assert acte.reason == "Permis déposé"
    assert acte.fields["outline"]["new_text"].startswith("contour de 4 points")


def test_the_outline_is_drawn_on_the_map(owner, operation):
    place(owner, operation, outline=OUTLINE)

    data = owner.get(reverse("operation-geojson"), {"operation": operation.pk}).json()

    drawn = [(f["properties"]["key"], f["geometry"]["type"]) for f in data["features"]]
    key = f"o{operation.pk}"
    assert drawn[1:] == [(key, "Polygon"), (key, "Point")]


def test_a_file_does_as_a_text_does(owner, operation):
    file = SimpleUploadedFile("site.geojson", OUTLINE.encode(), "application/geo+json")

    done = place(owner, operation, fichier=file)

    operation.refresh_from_db()
    assert done.status_code == 302
    assert operation.outline["type"] == "Polygon"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"outline": OUTLINE, "motif": ""}, "Dites pourquoi l’emplacement change"),
        ({"outline": "ici"}, "n’est pas du GeoJSON"),
        ({"lon": "2.35", "lat": "48.85"}, "sort de la métropole"),
        ({"lon": "5.4"}, "Donnez la longitude et la latitude"),
    ],
)
def test_a_place_that_cannot_be_says_what_to_do(owner, operation, given, told):
    answer = place(owner, operation, **given)

    operation.refresh_from_db()
    assert answer.status_code == 422
    assert told in text(answer)
    assert operation.outline is None


def test_a_file_that_is_no_text_is_refused(owner, operation):
    answer = place(
        owner, operation, fichier=SimpleUploadedFile("a.zip", b"\xff\xfe\x00")
    )

    assert answer.status_code == 422
    assert "déposez un fichier .geojson" in text(answer)


def test_an_outline_taken_away_comes_back_from_the_history(owner, operation):
    place(owner, operation, outline=OUTLINE)
    place(owner, operation, outline="", lon="5.405", lat="43.305")
    acte = Acte.objects.filter(model="operations.operation").first()

    owner.post(reverse("acte-restore", args=[acte.sequence]))

    operation.refresh_from_db()
    assert operation.outline["type"] == "Polygon"


def test_the_ground_of_the_map_shows_the_commune_and_the_neighbours(client, operation):
    near = make_operation(
        renouvellement=operation.renouvellement, title="Voisine", lon=5.4, lat=43.3
    )

    data = client.get(reverse("operation-ground", args=[operation.pk])).json()

    keys = [feature["properties"]["key"] for feature in data["features"]]
    assert keys == [f"c{operation.commune_id}", f"o{near.pk}"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_outline_is_drawn_by_clicks_and_by_keys(
    open_page, operation, assert_accessible
):
    from tests.browsing import follow
    from tests.factories.acteurs import make_personne

    owner = make_personne(Role.MAITRE_OUVRAGE, organisation=operation.maitre_ouvrage)
    page = open_page(owner)
    page.goto(reverse("operation-place", args=[operation.pk]))
    page.wait_for_selector("[data-map][data-ready]")
    plan = page.locator("[data-map]")

    page.get_by_role("button", name="Dessiner le contour").click()
    plan.click(position={"x": 460, "y": 200})
    plan.click(position={"x": 540, "y": 200})
    plan.focus()
    page.keyboard.press("Enter")  # a corner under the cross
    page.get_by_text("Contour de 3 sommets.").wait_for()
    page.get_by_role("button", name="Sommet 1").press("ArrowUp")
    page.get_by_role("button", name="Placer le point").click()
    plan.click(position={"x": 500, "y": 220})
    assert_accessible(page)
    page.get_by_label("Motif").fill("Périmètre du permis")
    follow(page.get_by_role("button", name="Enregistrer l’emplacement"))

    operation.refresh_from_db()
    assert len(operation.outline["coordinates"][0]) == 4
    assert operation.lon is not None
