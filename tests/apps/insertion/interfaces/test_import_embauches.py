from datetime import date

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.files import make_xlsx
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_employeur,
    make_heures,
    make_lot,
    make_marche,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.imports.domain.applying import ImportRefusedError, apply, undo
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.insertion.models import Embauche

pytestmark = pytest.mark.django_db

HEAD = [
    "Code",
    "Initiales",
    "Naissance",
    "Marché",
    "Lot",
    "Employeur",
    "Modalité",
    "Contrat",
    "Du",
    "Au",
]


@pytest.fixture
def facilitateur():
    return make_personne(Role.FACILITATEUR)


@pytest.fixture
def person():
    return make_beneficiaire(initials="AB", birth_year=1990)


@pytest.fixture
def marche():
    make_employeur(organisation=make_organisation(name="Intérim Sud"))
    return make_marche(reference="M-1", start=date(2026, 1, 1))


def row(person=None, **over):
    cells = {
        "code": person.code if person else "",
        "initials": "",
        "year": "",
        "marche": "M-1",
        "lot": "",
        "employeur": "intérim sud",
        "modalite": "Mise à disposition",
        "kind": "intérim",
        "start": "12/01/2026",
        "end": "",
    } | over
    return list(cells.values())


def bring(author, *rows):
    received = receive(
        find_spec("embauches"), "e.xlsx", make_xlsx([HEAD, *rows]), author=author
    )
    return dry_run(received, author=author)


def outcomes(tried):
    return [line["outcome"] for line in tried.report["lines"]]


def test_hires_are_announced_then_created_then_taken_back(facilitateur, person, marche):
    lot = make_lot(marche, number=2)
    tried = bring(facilitateur, row(person, lot=2, end="31/08/2026"))

    assert outcomes(tried) == ["cree"]
    assert tried.report["lines"][0]["label"] == person.code
    assert not Embauche.objects.exists()

    apply(tried, author=facilitateur)
    hire = Embauche.objects.get()
    assert (hire.beneficiaire, hire.marche, hire.lot) == (person, marche, lot)
    assert (hire.kind, hire.modalite) == ("interim", "mise_a_disposition")
    assert (hire.start, hire.end) == (date(2026, 1, 12), date(2026, 8, 31))

    undo(tried, author=facilitateur)
    assert not Embauche.objects.exists()


def test_the_same_file_twice_hires_nobody_twice(facilitateur, person, marche):
    apply(bring(facilitateur, row(person)), author=facilitateur)

    assert outcomes(bring(facilitateur, row(person))) == ["inchange"]


def test_an_end_is_given_once_and_taken_back(facilitateur, person, marche):
    apply(bring(facilitateur, row(person)), author=facilitateur)
    tried = bring(facilitateur, row(person, end="30/06/2026", kind="CDD"))
    assert outcomes(tried) == ["modifie"]
    apply(tried, author=facilitateur)
    hire = Embauche.objects.get()
    assert (hire.end, hire.kind) == (date(2026, 6, 30), "cdd")
    other = bring(facilitateur, row(person, end="31/07/2026"))
    assert "autre fin" in other.report["lines"][0]["errors"]["end"]

    undo(tried, author=facilitateur)

    hire.refresh_from_db()
    assert (hire.end, hire.kind) == (None, "interim")


def test_a_person_is_found_by_initials_and_year(facilitateur, person, marche):
    make_beneficiaire(initials="AB", birth_year=1971)

    alone, both = bring(
        facilitateur,
        row(initials="ab", year=1990),
        row(initials="AB", start="13/01/2026"),
    ).report["lines"]

    assert alone["label"] == person.code
    assert "Plusieurs personnes" in both["errors"]["initials"]


@pytest.mark.parametrize(
    ("over", "cell", "words"),
    [
        ({"code": "B-INCONNU"}, "code", "aucun bénéficiaire"),
        ({"code": ""}, "code", "Le code manque"),
        ({"marche": "M-9"}, "marche", "inconnu"),
        ({"employeur": "Autre"}, "employeur", "inconnu"),
        ({"lot": "7"}, "lot", "pas de lot"),
        ({"modalite": "stage"}, "modalite", "pas prévu"),
        ({"start": ""}, "start", "vide"),
        ({"start": "04/01/2026"}, "start", "ne peut pas commencer avant"),
        ({"end": "01/01/2026"}, "end", "précède"),
    ],
)
def test_a_wrong_cell_is_told(facilitateur, person, marche, over, cell, words):
    tried = bring(facilitateur, row(person, **over))

    assert outcomes(tried) == ["erreur"]
    assert words in tried.report["lines"][0]["errors"][cell]


def test_nobody_is_hired_before_being_eligible(facilitateur, marche):
    waiting = make_beneficiaire(validated_on=None)

    tried = bring(facilitateur, row(waiting))

    assert "Validez d’abord" in tried.report["lines"][0]["errors"]["code"]


def test_a_hire_after_the_window_is_told(facilitateur, person, marche):
    make_heures(make_embauche(person), date(2026, 1, 1), 10)

    tried = bring(facilitateur, row(person, start="01/02/2028"))

    assert "échue" in tried.report["lines"][0]["notes"][0]


def test_a_contract_without_clause_takes_no_hire(facilitateur, person, marche):
    make_marche(reference="M-2", clause="aucune")

    tried = bring(facilitateur, row(person, marche="M-2"))

    assert "inconnu" in tried.report["lines"][0]["errors"]["marche"]


def test_two_contracts_of_one_reference_are_never_confused(
    facilitateur, person, marche
):
    make_marche(reference="M-1")

    tried = bring(facilitateur, row(person))

    assert "Plusieurs maîtres" in tried.report["lines"][0]["errors"]["marche"]


def test_a_line_told_twice_is_refused(facilitateur, person, marche):
    assert outcomes(bring(facilitateur, row(person), row(person))) == ["cree", "erreur"]


def test_hires_that_were_worked_since_are_not_taken_back(facilitateur, person, marche):
    tried = apply(bring(facilitateur, row(person)), author=facilitateur)
    make_heures(Embauche.objects.get(), date(2026, 2, 1), 10, state="declare")

    with pytest.raises(ImportRefusedError):
        undo(tried, author=facilitateur)

    assert Embauche.objects.exists()
