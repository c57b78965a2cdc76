from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_indicateur,
    make_partenaire,
    make_projet,
    make_releve,
)
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.domain.releves import (
    Bilan,
    Saisie,
    SaisieError,
    parse_value,
    record_releves,
)
from possibles.apps.contrat.enums import Maille, Mesure
from possibles.apps.contrat.models import Indicateur, Releve
from possibles.apps.journal.models import Acte


@pytest.fixture
def charge(db):
    return make_personne(Role.CHARGE_DE_CONTRAT)


@pytest.mark.django_db
def test_many_cells_are_one_act(charge):
    indicateur = make_indicateur(maille=Maille.QUARTIER)
    first, second = make_quartier(), make_quartier()

    bilan = record_releves(
        [
            Saisie(indicateur, "2025", "1 234,5", quartier=first),
            Saisie(indicateur, "2025", "0", quartier=second),
        ],
        author=charge,
    )

    assert bilan == Bilan(created=2)
    assert dict(Releve.objects.values_list("quartier", "value")) == {
        first.pk: Decimal("1234.5"),
        second.pk: Decimal(0),
    }
    assert (
        Acte.objects.filter(model="contrat.releve").values("change").distinct().count()
        == 1
    )


@pytest.mark.django_db
def test_one_wrong_cell_writes_none(charge):
    indicateur = make_indicateur()

    with pytest.raises(SaisieError) as error:
        record_releves(
            [
                Saisie(indicateur, "2024", "12"),
                Saisie(indicateur, "2025", "douze"),
                Saisie(indicateur, "2026-T5", "3"),
                Saisie(indicateur, "2023", "-3"),
                Saisie(indicateur, "2024", "13"),
            ],
            author=charge,
        )

    assert error.value.cells == {
        1: "« douze » n’est pas un nombre. Tapez par exemple 12 ou 1 234,5.",
        2: "Une période s’écrit 2026, 2026-S1 ou 2026-T3.",
        3: "Une valeur ne peut pas être négative.",
        4: "Cette cellule est donnée deux fois.",
    }
    assert not Releve.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("maille", "places", "sentence"),
    [
        (Maille.QUARTIER, {}, "Cet indicateur se saisit par quartier."),
        (Maille.COMMUNE, {}, "Cet indicateur se saisit par commune."),
        (
            Maille.CONTRAT,
            {"commune": make_commune},
            "Cet indicateur se saisit pour le contrat entier.",
        ),
    ],
)
def test_a_cell_holds_to_its_mesh(charge, maille, places, sentence):
    indicateur = make_indicateur(maille=maille)
    held = {name: make() for name, make in places.items()}

    with pytest.raises(SaisieError) as error:
        record_releves([Saisie(indicateur, "2025", "1", **held)], author=charge)

    assert error.value.cells == {0: sentence}


@pytest.mark.django_db
def test_unknown_is_not_zero(charge):
    indicateur = make_indicateur()

    record_releves(
        [Saisie(indicateur, "2025", "", comment="Enquête reportée")], author=charge
    )

    releve = Releve.objects.get()
    assert (releve.value, releve.comment) == (None, "Enquête reportée")


@pytest.mark.django_db
def test_an_emptied_cell_is_erased_and_told(charge):
    indicateur = make_indicateur()
    make_releve(indicateur, 12)

    bilan = record_releves([Saisie(indicateur, "2025", "")], author=charge)

    assert bilan == Bilan(erased=1)
    assert not Releve.objects.exists()
    assert Acte.objects.first().verb == "delete"


@pytest.mark.django_db
def test_the_same_value_is_no_act(charge):
    indicateur = make_indicateur()
    make_releve(indicateur, 12)
    before = Acte.objects.count()

    assert record_releves(
        [Saisie(indicateur, "2025", "12,000")], author=charge
    ) == Bilan(unchanged=1)
    assert Acte.objects.count() == before


@pytest.mark.django_db
def test_two_people_do_not_overwrite_each_other(charge):
    indicateur = make_indicateur()
    other = make_personne(Role.ADMINISTRATEUR, first_name="Lou", last_name="Roux")
    record_releves([Saisie(indicateur, "2025", "12", version=0)], author=other)

    with pytest.raises(SaisieError) as error:
        record_releves([Saisie(indicateur, "2025", "15", version=0)], author=charge)

    assert error.value.cells == {
        0: "Cette valeur a été modifiée par Lou Roux entre-temps : "
        "relisez-la avant d’enregistrer."
    }
    assert Releve.objects.get().value == 12


@pytest.mark.django_db
def test_who_may_enter():
    lead, partner, stranger = (make_organisation() for _ in range(3))
    projet = make_projet(chef_de_file=lead)
    make_partenaire(projet, organisation=partner)
    indicateur = make_indicateur(projet=projet)

    def can(role, organisation):
        person = make_personne(
            role, organisation=organisation, perimetre_organisation=organisation
        )
        return person.has_perm("contrat.add_releve", indicateur)

    assert can(Role.CHEF_DE_FILE, lead)
    assert can(Role.PARTENAIRE, partner)
    assert not can(Role.PARTENAIRE, stranger)
    assert not can(Role.CHEF_DE_FILE, stranger)
    assert not can(Role.HABITANT, partner)

    with pytest.raises(SaisieError) as error:
        record_releves(
            [Saisie(indicateur, "2025", "1")], author=make_personne(Role.ELU)
        )
    assert error.value.cells == {0: "Vous ne pouvez pas saisir cet indicateur."}


@pytest.mark.parametrize(("text", "expected"), [("Oui", 1), ("non", 0), ("1", 1)])
def test_yes_or_no(text, expected):
    assert parse_value(Indicateur(mesure=Mesure.OUI_NON), text) == expected


@pytest.mark.django_db
def test_words_are_kept_as_words(charge):
    indicateur = make_indicateur(mesure=Mesure.QUALITATIF)

    record_releves([Saisie(indicateur, "2025", "12 retours, bons")], author=charge)

    releve = Releve.objects.get()
    assert (releve.value, releve.text) == (None, "12 retours, bons")


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_parse_reads_what_the_french_write(value):
    typed = f"{value:,.3f}".replace(",", "\u202f").replace(".", ",")

    assert parse_value(Indicateur(mesure=Mesure.NOMBRE), typed) == value
