from datetime import date, timedelta

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.adresses import ban_line, load_ban
from tests.factories.files import make_xlsx
from tests.factories.insertion import make_beneficiaire, make_embauche, make_heures
from tests.factories.territoires import make_commune, make_quartier, outlined

from possibles.apps.acteurs.enums import Role
from possibles.apps.imports.domain.applying import ImportRefusedError, apply, undo
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import forget_old, receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.models import Beneficiaire
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db

HEAD = [
    "Code",
    "Initiales",
    "Sexe",
    "Année de naissance",
    "Critère",
    "Adresse",
    "QPV",
    "Commune",
    "Prescripteur",
    "Éligibilité validée le",
]


@pytest.fixture
def facilitateur():
    return make_personne(Role.FACILITATEUR)


@pytest.fixture
def quartier(tmp_path):
    commune = make_commune(code_insee="13077", name="Port-de-Bouc")
    held = make_quartier(commune=commune, name="Les Aigues", **outlined(4.98, 43.40))
    load_ban(
        tmp_path,
        ban_line("12", "Rue du Port", "13077", "13110", 4.985, 43.405),
        ban_line("40", "Rue du Port", "13077", "13110", 4.999, 43.405),
    )
    return held


def row(**over):
    cells = {
        "code": "",
        "initials": "AB",
        "sex": "F",
        "birth_year": "1990",
        "critere": "Allocataire du RSA",
        "adresse": "",
        "quartier": "",
        "commune": "",
        "prescripteur": "",
        "validated_on": "05/01/2026",
    } | over
    return list(cells.values())


def bring(author, *rows, **options):
    content = make_xlsx([HEAD, *rows])
    received = receive(
        find_spec("beneficiaires"), "b.xlsx", content, author=author, options=options
    )
    return dry_run(received, author=author)


def outcomes(tried):
    return [line["outcome"] for line in tried.report["lines"]]


def test_people_are_announced_then_created_then_taken_back(facilitateur, quartier):
    mission = make_organisation(name="Mission locale")
    tried = bring(
        facilitateur,
        row(adresse="12 rue du Port 13110 Port-de-Bouc", prescripteur="mission locale"),
        row(initials="cd", adresse="40 rue du Port, Port-de-Bouc", validated_on=""),
    )

    assert outcomes(tried) == ["cree", "cree"]
    assert not Beneficiaire.objects.exists()

    apply(tried, author=facilitateur)
    first, second = Beneficiaire.objects.order_by("pk")
    assert (first.quartier, first.residence, first.prescripteur) == (
        quartier,
        "adresse",
        mission,
    )
    assert (first.validated_on, first.validated_by) == (
        date(2026, 1, 5),
        facilitateur,
    )
    assert (second.initials, second.quartier, second.commune) == (
        "CD",
        None,
        quartier.commune,
    )
    assert second.validated_by is None
    assert [line["label"] for line in tried.report["lines"]] == [
        first.code,
        second.code,
    ]

    undo(tried, author=facilitateur)
    assert not Beneficiaire.objects.exists()


def test_nothing_of_a_person_stays_in_the_report_nor_in_the_journal(
    facilitateur, quartier
):
    tried = bring(
        facilitateur,
        row(initials="QXZ", adresse="12 rue du Port 13110"),
        row(initials="TROPLONG", critere="RQTH", adresse="99 rue Inconnue"),
        row(initials="QXZ", birth_year="dix-neuf", sex="?"),
    )
    apply(tried, author=facilitateur, without_errors=True)

    told = str(tried.report) + str(tried.rows)
    told += "".join(str(a.fields) + a.label for a in Acte.objects.all())
    for mark in ("QXZ", "TROPLONG", "RQTH", "Inconnue", "rue du Port", "dix-neuf"):
        assert mark not in told


def test_the_same_file_twice_creates_nobody_twice(facilitateur, quartier):
    rows = [row(quartier="les aigues"), row(initials="CD", quartier="hors")]
    apply(bring(facilitateur, *rows), author=facilitateur)

    assert outcomes(bring(facilitateur, *rows)) == ["inchange", "inchange"]


def test_someone_alike_is_asked_about(facilitateur, quartier):
    held = make_beneficiaire(critere="deld")

    tried = bring(facilitateur, row(), row(initials="CD"), row(initials="CD", sex="F"))

    assert outcomes(tried) == ["erreur", "cree", "erreur"]
    assert held.code in tried.report["lines"][0]["errors"]["initials"]
    assert "ligne 3" in tried.report["lines"][2]["errors"]["initials"]


def test_people_alike_may_be_allowed_and_stay_idempotent(facilitateur, quartier):
    rows = [row(), row()]
    tried = bring(facilitateur, *rows, semblables=True)
    assert outcomes(tried) == ["cree", "cree"]
    apply(tried, author=facilitateur)

    assert outcomes(bring(facilitateur, *rows, semblables=True)) == ["inchange"] * 2


def test_a_code_validates_who_waits_and_counts_the_hours(facilitateur):
    person = make_beneficiaire(validated_on=None)
    line = make_heures(make_embauche(person), date(2026, 3, 1), 100)
    recount({person.pk})
    tried = bring(facilitateur, row(code=person.code.lower()))
    assert outcomes(tried) == ["modifie"]

    apply(tried, author=facilitateur)
    person.refresh_from_db()
    line.refresh_from_db()
    assert (person.validated_by, line.counted) == (facilitateur, 10_000)

    undo(tried, author=facilitateur)
    person.refresh_from_db()
    line.refresh_from_db()
    assert (person.validated_on, person.validated_by, line.counted) == (None, None, 0)


@pytest.mark.parametrize(
    ("over", "cell", "words"),
    [
        ({"code": "B-INCONNU"}, "code", "aucun bénéficiaire"),
        ({"initials": ""}, "initials", "vide"),
        ({"initials": "DUPONTEL"}, "initials", "jamais le nom"),
        ({"sex": "x"}, "sex", "F ou H"),
        ({"birth_year": "90"}, "birth_year", "en âge"),
        ({"critere": "handicap"}, "critere", "pas prévu"),
        ({"adresse": "14 rue du Port"}, "adresse", "pas sûre"),
        ({"adresse": "rue du Port"}, "adresse", "numéro manque"),
        ({"adresse": "1 rue Perdue"}, "adresse", "base officielle"),
        ({"adresse": "12 rue du Port", "commune": "Ailleurs"}, "commune", "contrat"),
        ({"quartier": "Nulle-Part"}, "quartier", "inconnu"),
        ({"prescripteur": "Personne"}, "prescripteur", "inconnue"),
        ({"validated_on": "01/01/2099"}, "validated_on", "à l’avance"),
        ({"validated_on": "hier"}, "validated_on", "pas une date"),
    ],
)
def test_a_wrong_cell_is_told(facilitateur, quartier, over, cell, words):
    tried = bring(facilitateur, row(**over))

    assert words in tried.report["lines"][0]["errors"][cell]


def test_a_sheet_is_never_rewritten_by_a_file(facilitateur):
    person = make_beneficiaire(critere="deld")

    tried = bring(facilitateur, row(code=person.code, validated_on="06/01/2026"))

    assert set(tried.report["lines"][0]["errors"]) == {"critere", "validated_on"}


def test_without_base_nor_outlines_the_quarter_is_written(facilitateur):
    quartier = make_quartier(name="Les Aigues")

    tried = bring(
        facilitateur,
        row(adresse="12 rue du Port"),
        row(initials="CD", adresse="12 rue du Port", quartier=quartier.code.lower()),
    )

    assert outcomes(tried) == ["erreur", "cree"]
    assert "importée" in tried.report["lines"][0]["errors"]["adresse"]


def test_a_missing_outline_is_no_answer(facilitateur, quartier):
    make_quartier(commune=quartier.commune)

    tried = bring(facilitateur, row(adresse="40 rue du Port, Port-de-Bouc"))

    assert "contours" in tried.report["lines"][0]["errors"]["adresse"]


def test_the_facilitateur_of_a_commune_adds_nobody_elsewhere(quartier):
    near = make_personne(Role.FACILITATEUR, commune=quartier.commune)
    far = make_personne(Role.FACILITATEUR, commune=make_commune())
    line = row(adresse="12 rue du Port, Port-de-Bouc")

    assert outcomes(bring(near, line)) == ["cree"]
    assert "suivez" in bring(far, line).report["lines"][0]["errors"]["commune"]


def test_people_hired_since_are_not_taken_back(facilitateur, quartier):
    tried = apply(bring(facilitateur, row(quartier="hors")), author=facilitateur)
    make_embauche(Beneficiaire.objects.get())

    with pytest.raises(ImportRefusedError):
        undo(tried, author=facilitateur)

    assert Beneficiaire.objects.get().embauches.count() == 1


def test_a_file_of_people_left_there_is_forgotten_within_a_week(facilitateur):
    held = bring(facilitateur, row())

    assert forget_old(held.received_at + timedelta(days=6)) == 0
    assert forget_old(held.received_at + timedelta(days=8)) == 1
    held.refresh_from_db()
    assert held.rows == []
