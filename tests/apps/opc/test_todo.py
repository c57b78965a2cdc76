"""What the steering cycle asks of each person."""

from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.opc import make_mesure, make_point

from possibles.apps.acteurs.enums import Role
from possibles.apps.opc.domain.points.seance import move_point
from possibles.apps.opc.todo import list_mesures, list_points

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def test_an_owner_is_told_of_the_measures_entrusted_to_it_alone():
    mine = make_mesure(title="La mienne", state="adoptee")
    make_mesure(title="D’un autre", state="adoptee")
    make_mesure(mine.operation, title="Pas encore adoptée")
    owner = make_personne(
        Role.MAITRE_OUVRAGE,
        organisation=mine.responsable,
        perimetre_organisation=mine.responsable,
    )

    assert [line.text for line in list_mesures(owner, DAY)] == ["La mienne"]
    assert list(list_mesures(make_personne(Role.ELU), DAY)) == []


def test_the_opc_is_told_of_the_points_not_frozen():
    opc = make_personne(Role.OPC)
    point, frozen = make_point(), make_point()
    move_point(frozen, "freeze", author=opc)

    assert [line.where for line in list_points(opc, DAY)] == [str(point.renouvellement)]
    assert list(list_points(make_personne(Role.ELU), DAY)) == []
