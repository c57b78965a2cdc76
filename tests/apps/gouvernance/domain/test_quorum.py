from datetime import date

import pytest
from tests.factories.gouvernance import (
    make_instance,
    make_mandat,
    make_presence,
    make_seance,
)

from possibles.apps.gouvernance.domain.quorum import (
    Quorum,
    compute_quorum,
    seats_needed,
)
from possibles.apps.gouvernance.enums import MandatKind, PresenceState, QuorumRule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "seats", "count", "needed"),
    [
        (QuorumRule.AUCUN, 9, None, 0),
        (QuorumRule.MAJORITE, 9, None, 5),
        (QuorumRule.MAJORITE, 8, None, 5),
        (QuorumRule.MAJORITE, 0, None, 1),
        (QuorumRule.TIERS, 9, None, 3),
        (QuorumRule.TIERS, 10, None, 4),
        (QuorumRule.TIERS, 0, None, 1),
        (QuorumRule.NOMBRE, 9, 6, 6),
    ],
)
def test_seats_needed(rule, seats, count, needed):
    assert seats_needed(rule, seats, count) == needed


def test_a_seat_counts_once_whoever_sits_in_it():
    instance = make_instance(quorum_rule=QuorumRule.MAJORITE)
    seance = make_seance(instance=instance)
    holders = [make_mandat(instance=instance) for _ in range(4)]
    substitute = make_mandat(
        instance=instance, kind=MandatKind.SUPPLEANT, titulaire=holders[0]
    )
    make_presence(seance=seance, mandat=holders[0])
    make_presence(seance=seance, mandat=substitute)
    make_presence(
        seance=seance, mandat=holders[1], state=PresenceState.REPRESENTE, by="Sa cheffe"
    )

    assert compute_quorum(seance) == Quorum(seats=4, seated=2, needed=3)
    assert not compute_quorum(seance).is_reached


def test_what_does_not_count():
    instance = make_instance(quorum_rule=QuorumRule.TIERS)
    seance = make_seance(instance=instance, date=date(2026, 6, 18))
    power, excused = make_mandat(instance=instance), make_mandat(instance=instance)
    consulted = make_mandat(instance=instance, votes=False)
    gone = make_mandat(instance=instance, end=date(2026, 6, 17))
    make_presence(
        seance=seance, mandat=power, state=PresenceState.POUVOIR, by="Un autre"
    )
    make_presence(seance=seance, mandat=excused, state=PresenceState.EXCUSE)
    make_presence(seance=seance, mandat=consulted)
    make_presence(seance=seance, mandat=gone)
    make_presence(seance=seance, guest="Une invitée")

    assert compute_quorum(seance) == Quorum(seats=2, seated=0, needed=1)
