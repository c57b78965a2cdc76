from datetime import date

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.files import make_xlsx
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_employeur,
    make_heures,
    make_marche,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.imports.domain.applying import ImportRefusedError, apply, undo
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.insertion.domain.heures import advance, recount
from possibles.apps.insertion.enums import HeuresState
from possibles.apps.insertion.models import Heures

pytestmark = pytest.mark.django_db

HEAD = [
    "Code",
    "Initiales",
    "Naissance",
    "Marché",
    "Employeur",
    "Mois",
    "Heures",
    "Formation",
]
JULY = date(2026, 7, 1)


@pytest.fixture
def facilitateur():
    return make_personne(Role.FACILITATEUR)


@pytest.fixture
def hire():
    organisation = make_organisation(name="Intérim Sud", siret="55204599900869")
    return make_embauche(
        make_beneficiaire(initials="AB", birth_year=1990),
        make_marche(reference="M-1", start=date(2026, 1, 1)),
        employeur=make_employeur(organisation=organisation),
        end=date(2026, 9, 30),
    )


def bring(author, *rows, **options):
    content = make_xlsx([HEAD, *rows])
    received = receive(
        find_spec("heures"), "h.xlsx", content, author=author, options=options
    )
    return dry_run(received, author=author)


def row(hire, hours="151,67", training="", month="07/2026", **over):
    cells = {
        "code": hire.beneficiaire.code,
        "initials": "",
        "year": "",
        "marche": "M-1",
        "employeur": "intérim sud",
        "month": month,
        "work": hours,
        "training": training,
    } | over
    return list(cells.values())


def test_hours_are_written_and_counted_and_taken_back(facilitateur, hire):
    tried = bring(facilitateur, row(hire, training=7))

    assert tried.report["lines"][0] | {"notes": []} == {
        "line": 2,
        "outcome": "cree",
        "label": f"{hire.beneficiaire.code}, juillet 2026",
        "errors": {},
        "notes": [],
        "changes": [("travail", "", "151,67 h"), ("formation", "", "7 h")],
    }
    apply(tried, author=facilitateur)
    line = Heures.objects.get()
    assert (line.work, line.training, line.month, line.state, line.refusal) == (
        15_167,
        700,
        JULY,
        "declare",
        "not_validated",
    )

    undo(tried, author=facilitateur)
    assert not Heures.objects.exists()


def test_taking_back_a_correction_counts_the_others_again(facilitateur, hire):
    june = make_heures(hire, date(2026, 6, 1), 100)
    july = make_heures(hire, JULY, 100, state="declare")
    recount({hire.beneficiaire_id})
    tried = bring(facilitateur, row(hire, hours=120))
    assert tried.report["lines"][0]["changes"] == [("travail", "100 h", "120 h")]
    apply(tried, author=facilitateur)

    undo(tried, author=facilitateur)

    june.refresh_from_db()
    july.refresh_from_db()
    assert (june.counted, july.work, july.counted) == (10_000, 10_000, 0)


def test_what_the_file_does_not_say_is_chosen_beside_it(facilitateur, hire):
    tried = bring(
        facilitateur,
        row(hire, marche="", employeur="", month=""),
        marche=hire.marche_id,
        employeur=hire.employeur_id,
        mois="2026-07",
    )

    assert [line["outcome"] for line in tried.report["lines"]] == ["cree"]


def test_a_person_is_found_by_initials_among_those_hired(facilitateur, hire):
    tried = bring(
        facilitateur, row(hire, code="", initials="ab", employeur="55204599900869")
    )

    assert tried.report["lines"][0]["label"].startswith(hire.beneficiaire.code)


def test_two_people_of_the_same_initials_are_told_apart_by_their_year(
    facilitateur, hire
):
    other = make_beneficiaire(initials="AB", birth_year=1971)
    make_embauche(other, hire.marche, employeur=hire.employeur)

    tried = bring(
        facilitateur,
        row(hire, code="", initials="AB"),
        row(hire, code="", initials="AB", year=1971),
    )

    first, second = tried.report["lines"]
    assert "Plusieurs personnes" in first["errors"]["initials"]
    assert second["label"].startswith(other.code)


@pytest.mark.parametrize(
    ("over", "cell", "words"),
    [
        ({"code": "B-INCONNU"}, "code", "aucun bénéficiaire"),
        ({"code": ""}, "code", "Le code manque"),
        ({"code": "", "initials": "ZZ"}, "initials", "Aucune embauche"),
        ({"marche": "M-9"}, "marche", "inconnu"),
        ({"marche": ""}, "marche", "Le marché manque"),
        ({"employeur": "Autre"}, "employeur", "inconnu"),
        ({"month": "10/2026"}, "code", "Aucune embauche"),
        ({"month": "12/2099"}, "month", "pas commencé"),
        ({"month": "été"}, "month", "pas un mois"),
        ({"work": "beaucoup"}, "work", "pas un nombre"),
        ({"work": "310", "training": "1"}, "work", "310"),
        ({"work": "-1"}, "work", "négatif"),
    ],
)
def test_a_wrong_cell_is_told(facilitateur, hire, over, cell, words):
    tried = bring(facilitateur, row(hire, **over))

    assert words in tried.report["lines"][0]["errors"][cell]


def test_a_person_and_month_told_twice_is_refused(facilitateur, hire):
    tried = bring(facilitateur, row(hire), row(hire, hours=10))

    assert "que la ligne 2" in tried.report["lines"][1]["errors"]["code"]


def test_a_validated_line_is_not_overwritten(facilitateur, hire):
    make_heures(hire, JULY, 100)

    same, other = row(hire, hours=100), row(hire, hours=120)

    assert bring(facilitateur, same).report["lines"][0]["outcome"] == "inchange"
    assert (
        "rouvrez le mois"
        in bring(facilitateur, other).report["lines"][0]["errors"]["work"]
    )


def test_hours_justified_since_are_not_taken_back(facilitateur, hire):
    tried = apply(bring(facilitateur, row(hire)), author=facilitateur)
    advance(hire.marche, JULY, HeuresState.JUSTIFIE, author=facilitateur, reason="Reçu")

    with pytest.raises(ImportRefusedError, match="modifié depuis"):
        undo(tried, author=facilitateur)


def test_a_line_without_hours_is_left_aside(facilitateur, hire):
    tried = bring(facilitateur, row(hire, hours=0))

    assert tried.report["lines"][0]["outcome"] == "ecarte"


def test_the_facilitateur_of_a_commune_finds_nobody_else(hire):
    from tests.factories.territoires import make_commune

    elsewhere = make_personne(Role.FACILITATEUR, commune=make_commune())

    tried = bring(elsewhere, row(hire))

    assert "aucun bénéficiaire" in tried.report["lines"][0]["errors"]["code"]


def test_the_report_never_repeats_initials(facilitateur, hire):
    tried = bring(facilitateur, row(hire, code="", initials="QX"))

    assert "QX" not in str(tried.report)
