"""A point from the previous one, held, frozen: it never changes again."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.acteurs import make_personne
from tests.factories.opc import make_alerte, make_mesure, make_seuils
from tests.factories.operations import make_operation, make_tache
from tests.factories.territoires import make_projet_renouvellement

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import change
from possibles.apps.opc.domain.points.lecture import read_point
from possibles.apps.opc.domain.points.preparation import (
    PointError,
    prepare_point,
    suggest_month,
)
from possibles.apps.opc.domain.points.seance import add_decision, move_point
from possibles.apps.opc.models import DecisionDePoint, PointFigeError
from possibles.apps.operations.models import LigneReference, Operation

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def seuils():
    make_seuils()


@pytest.fixture
def opc():
    return make_personne(Role.OPC)


@pytest.fixture
def projet():
    return make_projet_renouvellement()


@pytest.fixture
def operation(projet):
    operation = make_operation(renouvellement=projet, title="École")
    make_tache(
        operation,
        name="Concours",
        actual_start=date(2026, 10, 5),
        actual_finish=date(2026, 11, 10),
    )
    make_tache(operation, name="Études", days=200, actual_start=date(2026, 11, 12))
    return operation


def write(line, **values):
    with change(author=None, origin="tests"):
        for name, value in values.items():
            setattr(line, name, value)
        line.save()


def hold_october(projet, opc):
    point = prepare_point(projet, OCTOBER, author=opc, today=date(2026, 10, 20))
    write(
        point.lignes.get(),
        meteo="appuis",
        points_durs="Foncier non maîtrisé.",
        decision_demandee="Arbitrer le foncier.",
    )
    return move_point(point, "freeze", author=opc, on=date(2026, 10, 22))


def test_the_first_point_proposes_what_the_schedule_tells(projet, operation, opc):
    point = prepare_point(projet, NOVEMBER, author=opc, today=date(2026, 11, 20))

    (line,) = read_point(point).lignes
    assert line.fait.splitlines() == [
        "Concours\u202f: fait le 10 novembre 2026.",
        "Études\u202f: commencé le 12 novembre 2026.",
    ]
    assert "Études" in line.a_venir
    assert (line.meteo, line.changes) == ("", [])
    assert line.is_changed


def test_the_next_point_keeps_the_words_and_shows_what_moved(projet, operation, opc):
    october = hold_october(projet, opc)
    Operation.objects.filter(pk=operation.pk).unrecorded_update(cost_ht=5_000_00)
    make_alerte(operation, title="Engagement menacé")

    point = prepare_point(projet, NOVEMBER, author=opc, today=date(2026, 11, 20))

    (line,) = read_point(point).lignes
    assert point.previous == october
    assert (line.meteo, line.points_durs, line.decision) == (
        "appuis",
        "Foncier non maîtrisé.",
        "Arbitrer le foncier.",
    )
    assert line.changes == [
        "Coût\u202f: 5\u202f000\u202f€.",
        "Nouvelle alerte\u202f: Engagement menacé.",
    ]
    assert line.is_changed


def test_what_did_not_move_does_not_stand_out(projet, opc):
    make_operation(renouvellement=projet)
    hold_october(projet, opc)

    point = prepare_point(projet, NOVEMBER, author=opc, today=date(2026, 11, 20))
    (line,) = read_point(point).lignes
    assert (line.is_changed, line.changes) == (False, [])

    write(point.lignes.get(), points_durs="Le riverain a fait appel.")
    assert [line.is_changed for line in read_point(point).lignes] == [True]


def test_what_moves_during_the_preparation_is_seen_at_once(projet, opc):
    operation = make_operation(renouvellement=projet)
    hold_october(projet, opc)
    point = prepare_point(projet, NOVEMBER, author=opc, today=date(2026, 11, 20))

    make_alerte(operation, title="Marché infructueux")

    (line,) = read_point(point).lignes
    assert line.changes == ["Nouvelle alerte\u202f: Marché infructueux."]


def test_a_frozen_point_keeps_everything_with_its_fingerprint(projet, operation, opc):
    mesure = make_mesure(operation)
    point = prepare_point(projet, OCTOBER, author=opc, today=date(2026, 10, 20))
    move_point(point, "hold", author=opc)
    decision = DecisionDePoint(point=point, operation=operation, text="Déposer la FAT.")
    add_decision(decision, author=opc)
    move_point(point, "freeze", author=opc, on=date(2026, 10, 22))

    point.refresh_from_db()
    content = point.instantane.data
    assert point.instantane.is_intact
    assert [row["libelle"] for row in content["operations"]] == ["École"]
    assert [row["texte"] for row in content["decisions"]] == ["Déposer la FAT."]
    assert [row["cle"] for row in content["mesures"]] == [mesure.pk]
    assert (content["tenu_le"], content["mois"]) == ("2026-10-22", "2026-10-01")
    assert point.reference.kind == "point_mensuel"
    assert LigneReference.objects.filter(reference=point.reference).count() == 2


def test_a_frozen_point_refuses_every_change(projet, operation, opc):
    point = hold_october(projet, opc)
    line = point.lignes.get()

    with pytest.raises(PointFigeError, match="figé"):
        write(line, meteo="compromis")
    with pytest.raises(PointFigeError):
        add_decision(DecisionDePoint(point=point, text="Trop tard"), author=opc)
    with pytest.raises(TransitionRefusedError):
        move_point(point, "freeze", author=opc)


def test_a_project_without_dates_is_frozen_without_a_reference(projet, opc):
    make_operation(renouvellement=projet)

    point = hold_october(projet, opc)

    assert (point.reference, point.instantane.is_intact) == (None, True)


def test_points_follow_each_other(projet, operation, opc):
    with pytest.raises(PointError, match="aucune opération"):
        prepare_point(make_projet_renouvellement(), NOVEMBER, author=opc)

    prepare_point(projet, OCTOBER, author=opc, today=date(2026, 10, 20))
    with pytest.raises(PointError, match="Figez d’abord le point d’octobre 2026"):
        prepare_point(projet, NOVEMBER, author=opc)


def test_a_month_behind_the_last_point_is_refused(projet, operation, opc):
    hold_october(projet, opc)

    with pytest.raises(PointError, match="un mois qui le suit"):
        prepare_point(projet, OCTOBER, author=opc)


def test_the_suggested_month_is_this_one_then_the_next(projet, operation, opc):
    assert suggest_month(projet, date(2026, 11, 22)) == NOVEMBER

    hold_october(projet, opc)
    assert suggest_month(projet, date(2026, 11, 22)) == NOVEMBER
    assert suggest_month(projet, date(2026, 10, 30)) == NOVEMBER


def count_queries(projet, opc, number: int) -> int:
    for _ in range(number):
        operation = make_operation(renouvellement=projet)
        make_tache(operation)
        make_alerte(operation)
    with CaptureQueriesContext(connection) as queries:
        prepare_point(projet, NOVEMBER, author=opc, today=date(2026, 11, 20))
    return len(queries)


def test_preparing_takes_the_same_queries_whatever_the_number_of_operations(opc):
    count_queries(make_projet_renouvellement(), opc, 1)  # content types are read once
    few = count_queries(make_projet_renouvellement(), opc, 1)
    many = count_queries(make_projet_renouvellement(), opc, 4)

    assert many == few


def test_a_frozen_point_is_read_as_it_was_whatever_comes_after(projet, operation, opc):
    point = hold_october(projet, opc)
    with change(author=None, origin="tests"):
        operation.refresh_from_db()
        operation.title = "École des sciences"
        operation.save()
    make_alerte(operation)

    lu = read_point(type(point).objects.get(pk=point.pk))

    assert [(line.title, line.alertes) for line in lu.lignes] == [("École", [])]
    assert {v: n for v, _, n in lu.meteos}["appuis"] == 1
    assert [line.decision for line in lu.asked] == ["Arbitrer le foncier."]
    assert lu.digest == point.instantane.digest


def test_a_point_is_read_in_the_same_queries_whatever_its_size(projet, opc):
    def count() -> int:
        point = type(held).objects.get(pk=held.pk)
        with CaptureQueriesContext(connection) as queries:
            read_point(point)
        return len(queries)

    make_operation(renouvellement=projet)
    hold_october(projet, opc)
    held = prepare_point(projet, NOVEMBER, author=opc, today=date(2026, 11, 20))
    before = count()
    with change(author=None, origin="tests"):
        for position in range(3):
            added = make_operation(renouvellement=projet)
            make_alerte(added)
            held.lignes.create(operation=added, position=position)

    assert count() == before
