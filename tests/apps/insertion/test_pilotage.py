from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.insertion import (
    make_embauche,
    make_heures,
    make_lot,
    make_marche,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.domain.pilotage import read_pilotage
from possibles.apps.insertion.domain.suivi import Face, read_lots
from possibles.apps.insertion.models import Beneficiaire

JUNE = date(2026, 6, 15)
YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


@pytest.fixture
def reader(db):
    return make_personne(Role.ELU)


def done(marche, hours, month=date(2026, 3, 1)):
    make_heures(make_embauche(marche=marche), month, hours)
    recount(set(Beneficiaire.objects.values_list("pk", flat=True)))
    return marche


@pytest.mark.parametrize("face", list(Face))
def test_lines_add_up_to_the_total_whatever_the_face(reader, face):
    done(make_marche(contract_hours=100, penalty_hourly=4_000, **YEAR), 20)
    done(make_marche(contract_hours=60, **YEAR), 90)
    make_marche(contract_hours=40, state="prevu", start=None, end=None)

    found = read_pilotage(reader, face, JUNE)

    for name in ("objective", "done", "final", "shortfall", "unknown"):
        assert sum(getattr(x, name) for x in found.lignes) == getattr(found.total, name)
    assert (found.total.objective, found.total.done) == (200, 80)


def test_a_contract_ahead_does_not_hide_what_another_will_miss(reader):
    done(make_marche(contract_hours=100, penalty_hourly=4_000, **YEAR), 20)
    done(make_marche(contract_hours=50, **YEAR), 200)

    total = read_pilotage(reader, Face.CADRE, JUNE).total

    # 20 h in five months of twelve: 48 h at the end, 52 are missing.
    assert (total.final, total.shortfall, total.penalty) == (98, 52, 208_000)
    assert total.met_on is None


def test_the_day_of_a_group_is_that_of_its_last_contract(reader):
    done(make_marche(contract_hours=96, **YEAR), 40)
    done(make_marche(contract_hours=45, **YEAR), 40)

    total = read_pilotage(reader, Face.CADRE, JUNE).total

    assert (total.shortfall, total.met_on) == (0, date(2027, 1, 1))


def test_what_cannot_be_projected_is_told_and_not_said_to_be_missing(reader):
    done(make_marche(contract_hours=100, start=None, end=None), 20)

    total = read_pilotage(reader, Face.CADRE, JUNE).total

    assert (total.unknown, total.final, total.shortfall, total.met_on) == (
        1,
        20,
        0,
        None,
    )


def test_the_curve_goes_from_what_is_done_to_what_is_expected(reader):
    done(make_marche(contract_hours=96, **YEAR), 40)
    over = done(make_marche(contract_hours=10, state="termine", **YEAR), 10)
    assert over.objective_hours == 10

    mois = read_pilotage(reader, Face.CADRE, JUNE).mois

    assert [m.done for m in mois[:4]] == [50, 50, 50, 50]
    assert (mois[3].month, mois[3].expected) == (date(2026, 6, 1), 50)
    assert (mois[-1].month, mois[-1].expected) == (date(2027, 1, 1), 106)
    assert len(mois) == 4 + 7


def test_nothing_to_project_is_nothing(reader):
    found = read_pilotage(reader, Face.CADRE, JUNE)

    assert (found.lignes, found.total.objective, found.mois) == ([], 0, [])


def test_projection_takes_the_same_queries_whatever_the_contracts(
    reader, django_assert_num_queries
):
    for _ in range(2):
        done(make_marche(contract_hours=96, **YEAR), 40)
        with django_assert_num_queries(3):
            read_pilotage(reader, Face.OWNER, JUNE)


def test_a_lot_counts_the_hours_of_the_hires_that_name_it(db):
    marche = make_marche()
    first, second = make_lot(marche), make_lot(marche)
    for lot, hours, state in (
        (first, 10, "valide"),
        (first, 5, "declare"),
        (second, 7, "valide"),
        (None, 99, "valide"),
    ):
        make_heures(
            make_embauche(marche=marche, lot=lot), date(2026, 3, 1), hours, state=state
        )
    recount(set(Beneficiaire.objects.values_list("pk", flat=True)))

    assert read_lots(marche) == {first.pk: (1_000, 500), second.pk: (700, 0)}
