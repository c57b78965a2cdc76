from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.gouvernance import make_instance, make_seance
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.domain.seances import (
    call_seance,
    hold_seance,
    record_decision,
)
from possibles.apps.gouvernance.models import Seance

pytestmark = pytest.mark.django_db


def test_a_sitting_from_call_to_decisions():
    charge = make_personne(Role.CHARGE_DE_CONTRAT)
    seance = call_seance(
        make_instance(), author=charge, on=date(2026, 6, 18), ordre_du_jour="Agenda"
    )
    assert list(Seance.objects.upcoming(on=date(2026, 6, 18))) == [seance]

    hold_seance(seance, author=charge, compte_rendu="Validé.")
    numbers = [
        record_decision(seance, author=charge, text=text).number for text in ("A", "B")
    ]

    assert numbers == [1, 2]
    assert not Seance.objects.upcoming(on=date(2026, 6, 18)).exists()


def test_who_steers_a_commune_holds_its_instances_only():
    commune = make_commune()
    own = make_instance(commune=commune)
    metropolitan = make_instance()
    local = make_personne(Role.CHARGE_DE_CONTRAT, commune=commune)

    assert local.has_perm("gouvernance.change_instance", own)
    assert not local.has_perm("gouvernance.change_instance", metropolitan)
    assert local.has_perm("gouvernance.change_seance", make_seance(instance=own))
