"""What people do with an alert: open it, handle it, set it aside, close it."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.journal.models import change
from possibles.apps.opc.enums import EtatAlerte
from possibles.apps.opc.models import Alerte

CHANGE = "opc.change_alerte"


def _settle(alerte: Alerte, given: dict[str, Any]) -> None:
    """Remember how bad it was: worse than that, it comes back by itself."""
    alerte.motif = given["motif"]
    alerte.settled_gravite = alerte.gravite
    alerte.settled_days = alerte.impact_days or 0


def _reopen(alerte: Alerte, given: dict[str, Any]) -> None:
    alerte.settled_gravite = alerte.settled_days = None


def _close(alerte: Alerte, given: dict[str, Any]) -> None:
    alerte.motif = given["motif"]
    alerte.closed_on = timezone.localdate()


def _refuse_while_present(alerte: Alerte, given: dict[str, Any]) -> list[str]:
    if alerte.is_computed and alerte.is_present:
        sentence = (
            "La cause est toujours là\u202f: l’alerte se fermera seule quand elle aura "
            "disparu. Déclarez-la traitée, ou écartez-la avec un motif."
        )
        return [sentence]
    return []


ALERTES = Machine(
    name="Alerte",
    states=EtatAlerte,
    initial=EtatAlerte.PROPOSEE,
    transitions=(
        Transition(
            "open",
            "Ouvrir l’alerte",
            (EtatAlerte.PROPOSEE,),
            EtatAlerte.OUVERTE,
            CHANGE,
        ),
        Transition(
            "handle",
            "Déclarer traitée",
            (EtatAlerte.PROPOSEE, EtatAlerte.OUVERTE),
            EtatAlerte.TRAITEE,
            CHANGE,
            needs_reason=True,
            effect=_settle,
            tells="retient la gravité du jour\u202f; si cela s’aggrave, elle se rouvre",
        ),
        Transition(
            "dismiss",
            "Écarter",
            (EtatAlerte.PROPOSEE, EtatAlerte.OUVERTE, EtatAlerte.TRAITEE),
            EtatAlerte.ECARTEE,
            CHANGE,
            needs_reason=True,
            effect=_settle,
            tells="retient la gravité du jour\u202f; si cela s’aggrave, elle revient",
        ),
        Transition(
            "reopen",
            "Rouvrir",
            (EtatAlerte.TRAITEE, EtatAlerte.ECARTEE),
            EtatAlerte.OUVERTE,
            CHANGE,
            effect=_reopen,
        ),
        Transition(
            "close",
            "Clore",
            (EtatAlerte.OUVERTE, EtatAlerte.TRAITEE),
            EtatAlerte.CLOSE,
            CHANGE,
            needs_reason=True,
            blockers=_refuse_while_present,
            effect=_close,
            tells="date la clôture\u202f; celle d’une règle se ferme seule",
        ),
    ),
)


def move_alerte(alerte: Alerte, name: str, *, author: Any, reason: str = "") -> Alerte:
    """Make a transition; the reason stays on the alert as well as in its history."""
    moved: Alerte = fire(
        ALERTES, alerte, name, author=author, reason=reason, motif=reason.strip()
    )
    return moved


def raise_alerte(alerte: Alerte, *, author: Any) -> Alerte:
    """Open an alert said by a person; no rule will close it."""
    today = timezone.localdate()
    alerte.cause = f"personne:{uuid4()}"
    alerte.state = EtatAlerte.OUVERTE
    alerte.raised_by = author
    alerte.first_seen = alerte.last_seen = today
    if alerte.operation is not None:
        alerte.renouvellement = alerte.operation.renouvellement
    with change(author=author, reason="Signaler une alerte"):
        alerte.save()
    return alerte
