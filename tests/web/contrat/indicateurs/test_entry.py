"""The grid: all is written or nothing, unknown is not zero, two people do not collide."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation
from tests.factories.contrat import (
    make_indicateur,
    make_partenaire,
    make_projet,
    make_releve,
)
from tests.factories.territoires import make_quartier
from tests.web.reading import hidden, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import Maille, Mesure
from possibles.apps.contrat.models import Releve
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


@pytest.fixture
def other(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET, first_name="Lou", last_name="Cros")


def grid(indicateur) -> str:
    return reverse("indicateur-entry", args=[indicateur.pk])


def shown(page) -> dict[str, str]:
    """Return everything the page would send back, untouched."""
    cells = [cell for row in page.context["rows"] for cell in row.cells]
    return {cell.name: cell.value for cell in cells} | hidden(page)


def name(indicateur, place="t", period="2025") -> str:
    return f"v-{indicateur.pk}-{place}-{period}"


def values(indicateur) -> dict[str, str]:
    return {r.period: str(r.value) for r in indicateur.releves.all()}


def test_an_empty_cell_is_unknown_and_zero_is_zero(director):
    indicateur = make_indicateur()
    page = director.get(grid(indicateur))
    data = shown(page) | {name(indicateur): "0", name(indicateur, period="2024"): " "}

    answer = director.post(grid(indicateur), data | {"motif": "Enquête"})

    acte = Acte.objects.first()
    assert answer.status_code == 302
    assert values(indicateur) == {"2025": "0.000"}
    assert (acte.author, acte.reason) == (director.personne, "Enquête")


def test_a_value_is_corrected_then_erased(director):
    indicateur = make_indicateur()
    make_releve(indicateur, "12.5")

    page = director.get(grid(indicateur))
    assert shown(page)[name(indicateur)] == "12,5"
    director.post(grid(indicateur), shown(page) | {name(indicateur): "1 234,125"})
    assert values(indicateur) == {"2025": "1234.125"}

    page = director.get(grid(indicateur))
    assert shown(page)[name(indicateur)] == "1 234,125"
    director.post(grid(indicateur), shown(page) | {name(indicateur): ""})
    assert values(indicateur) == {}


def test_a_page_sent_back_untouched_writes_nothing(director):
    indicateur = make_indicateur()
    make_releve(indicateur, "0.125")
    page = director.get(grid(indicateur))
    before = Acte.objects.count()

    done = director.post(grid(indicateur), shown(page), follow=True)

    assert "Rien n’a changé." in text(done)
    assert Acte.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("douze", "« douze » n’est pas un nombre"),
        ("-3", "Une valeur ne peut pas être négative."),
        ("1,2345", "Trois chiffres après la virgule au plus."),
        ("9" * 30, "Ce nombre est trop grand."),
    ],
)
def test_one_wrong_cell_writes_nothing_and_says_where(director, typed, sentence):
    indicateur = make_indicateur()
    right, wrong = name(indicateur, period="2024"), name(indicateur)
    page = director.get(grid(indicateur))

    answer = director.post(grid(indicateur), shown(page) | {right: "5", wrong: typed})

    cells = {c.name: c for row in answer.context["rows"] for c in row.cells}
    assert answer.status_code == 422
    assert not Releve.objects.exists()
    assert cells[wrong].error.startswith(sentence)
    assert (cells[wrong].value, cells[right].value, cells[right].error) == (
        typed,
        "5",
        "",
    )
    assert "1 case à corriger" in text(answer)


def test_yes_no_and_words(director):
    yes = make_indicateur(mesure=Mesure.OUI_NON)
    words = make_indicateur(mesure=Mesure.QUALITATIF)

    for indicateur, typed in ((yes, "Oui"), (words, "En bonne voie")):
        page = director.get(grid(indicateur))
        director.post(grid(indicateur), shown(page) | {name(indicateur): typed})

    assert shown(director.get(grid(yes)))[name(yes)] == "oui"
    assert shown(director.get(grid(words)))[name(words)] == "En bonne voie"
    page = director.get(grid(yes))
    wrong = director.post(grid(yes), shown(page) | {name(yes): "peut-être"})
    assert "Répondez par oui ou par non." in text(wrong)


def test_two_people_fill_different_quarters_without_a_question(director, other):
    indicateur = make_indicateur(maille=Maille.QUARTIER)
    here, there = make_quartier(), make_quartier()
    mine, theirs = (c.get(grid(indicateur)) for c in (director, other))

    other.post(
        grid(indicateur), shown(theirs) | {name(indicateur, f"q{there.pk}"): "7"}
    )
    answer = director.post(
        grid(indicateur), shown(mine) | {name(indicateur, f"q{here.pk}"): "3"}
    )

    assert answer.status_code == 302
    assert {r.quartier: r.value for r in Releve.objects.all()} == {here: 3, there: 7}


def test_the_same_cell_is_asked_with_what_the_other_put(director, other):
    indicateur = make_indicateur()
    mine, theirs = (c.get(grid(indicateur)) for c in (director, other))
    other.post(grid(indicateur), shown(theirs) | {name(indicateur): "7"})

    asked = director.post(grid(indicateur), shown(mine) | {name(indicateur): "3"})

    cell = next(c for r in asked.context["rows"] for c in r.cells if c.error)
    assert asked.status_code == 422
    assert "modifiée par Lou Cros entre-temps" in cell.error
    assert "Valeur enregistrée : 7." in cell.error
    assert values(indicateur) == {"2025": "7.000"}
    director.post(grid(indicateur), shown(asked) | {name(indicateur): "3"})
    assert values(indicateur) == {"2025": "3.000"}


def test_correcting_an_error_does_not_erase_what_another_entered(director, other):
    indicateur = make_indicateur()
    mine, theirs = (c.get(grid(indicateur)) for c in (director, other))
    other.post(grid(indicateur), shown(theirs) | {name(indicateur, period="2024"): "7"})

    wrong = director.post(grid(indicateur), shown(mine) | {name(indicateur): "trois"})
    director.post(grid(indicateur), shown(wrong) | {name(indicateur): "3"})

    assert wrong.status_code == 422
    assert values(indicateur) == {"2024": "7.000", "2025": "3.000"}


def test_a_project_is_entered_in_one_grid(director):
    projet = make_projet()
    first, second = (make_indicateur(projet=projet) for _ in range(2))
    make_indicateur(projet=projet, maille=Maille.QUARTIER, label="Par quartier")
    url = reverse("projet-entry", args=[projet.pk])
    page = director.get(url)

    answer = director.post(url, shown(page) | {name(first): "3", name(second): "4"})

    assert answer["Location"] == reverse("projet-detail", args=[projet.pk])
    assert (values(first), values(second)) == ({"2025": "3.000"}, {"2025": "4.000"})
    assert "Par quartier" in text(page)


def test_a_partner_enters_the_values_of_its_project_and_no_other(client_for):
    organisation = make_organisation()
    client = client_for(Role.PARTENAIRE, organisation=organisation)
    mine, other = make_projet(), make_projet()
    make_partenaire(mine, organisation=organisation)

    assert client.get(reverse("projet-entry", args=[mine.pk])).status_code == 200
    assert client.get(reverse("projet-entry", args=[other.pk])).status_code == 404
    assert client.get(grid(make_indicateur(projet=other))).status_code == 404


def test_the_grid_goes_from_the_first_year_to_this_one(director):
    page = director.get(grid(make_indicateur()))

    years = range(2024, timezone.localdate().year + 1)
    assert page.context["periods"] == [str(year) for year in years]
