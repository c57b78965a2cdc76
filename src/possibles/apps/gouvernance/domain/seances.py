"""Hold a sitting: plan it, write what was decided."""

from django.db.models import Max

from possibles.apps.acteurs.models import Personne
from possibles.apps.gouvernance.models import Decision, Seance
from possibles.apps.journal.models import change


def plan_seance(seance: Seance, *, author: Personne) -> Seance:
    with change(author=author, reason="Séance prévue"):
        seance.save()
    return seance


def record_decision(decision: Decision, *, author: Personne) -> Decision:
    """Write a decision under the next number of its sitting."""
    with change(author=author, reason="Décision consignée"):
        held = Decision.objects.filter(seance=decision.seance_id)
        last = held.aggregate(last=Max("number"))["last"]
        decision.number = (last or 0) + 1
        decision.save()
    return decision
