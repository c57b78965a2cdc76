"""Keep one alert a cause: it opens, follows, closes by itself, comes back if worse."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from possibles.apps.conventions.models import Convention
from possibles.apps.journal.models import change
from possibles.apps.opc.enums import EtatAlerte
from possibles.apps.opc.models import Alerte
from possibles.apps.operations.models import Interface, Operation
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import plural

from .faits import Constat, Contexte
from .lecture import read_operations
from .regles import REGLES, examine
from .regles.registre import CONVENTION, list_left_out
from .seuils import AGGRAVATION, load_contexte
from .textes import read_conventions

ORIGIN = "alertes"
_FOLLOWED = (
    "title",
    "text",
    "evidence",
    "impact_days",
    "impact_cents",
    "last_seen",
    "is_present",
)


@dataclass(slots=True)
class BilanAlertes:
    """What a computation did."""

    opened: int = 0
    followed: int = 0
    worsened: int = 0
    closed: int = 0
    left_out: Sequence[str] = ()

    @property
    def sentence(self) -> str:
        told = (
            f"{plural(self.opened, 'alerte proposée', 'alertes proposées')}, "
            f"{plural(self.followed, 'suivie')}, "
            f"{plural(self.worsened, 'aggravée')}, "
            f"{plural(self.closed, 'close')}."
        )
        if self.left_out:
            told += f" Règles sans paramètre, non calculées\u202f: {', '.join(self.left_out)}."
        return told


def compute_alertes(
    projets: Collection[int] | None = None, *, today: date | None = None
) -> BilanAlertes:
    """Judge the operations of these renewal projects (all by default) and keep alerts.

    The conventions are few: all of them are judged each time.

    Said twice, done once: a second run the same day changes nothing.
    """
    contexte = load_contexte(today)
    operations, seen = read_operations(projets)
    constats = examine(operations, seen, contexte, read_conventions())
    return keep_alertes(constats, contexte, projets=projets)


def keep_alertes(
    constats: Iterable[Constat],
    contexte: Contexte,
    *,
    projets: Collection[int] | None = None,
) -> BilanAlertes:
    """Bring the alerts of rules in step with what was found."""
    found = {constat.cause: constat for constat in constats}
    bilan = BilanAlertes(left_out=list_left_out(contexte))
    known = {alerte.cause: alerte for alerte in _list_known(projets, found)}
    with change(author=None, origin=ORIGIN, reason="Calcul des alertes"):
        _follow(known, found, contexte, bilan)
        _open([c for cause, c in found.items() if cause not in known], contexte, bilan)
    return bilan


def _list_known(
    projets: Collection[int] | None, found: dict[str, Constat]
) -> list[Alerte]:
    """List the alerts of rules still open in the scope, whatever their state.

    A rule that could not be judged keeps its alerts as they are.
    """
    rows = Alerte.objects.exclude(state=EtatAlerte.CLOSE).exclude(rule="")
    if projets is not None:
        of_texts = [code for code, rule in REGLES.items() if rule.on == CONVENTION]
        scope = Q(renouvellement__in=projets) | Q(rule__in=of_texts)
        rows = rows.filter(scope | Q(cause__in=list(found)))
    return list(rows.select_related("operation", "renouvellement"))


def _follow(
    known: dict[str, Alerte],
    found: dict[str, Constat],
    contexte: Contexte,
    bilan: BilanAlertes,
) -> None:
    ready = {
        code
        for code, rule in REGLES.items()
        if all(seuil in contexte.seuils for seuil in rule.seuils)
    }
    followed = []
    for cause, alerte in known.items():
        constat = found.get(cause)
        if constat is not None:
            _update(alerte, constat, contexte, bilan)
            followed.append(alerte)
        elif alerte.rule in ready or alerte.rule not in REGLES:
            followed += _fade(alerte, contexte, bilan)
    # Measures of a rule are derived: they follow without a line of history.
    Alerte.objects.unrecorded_save(followed, _FOLLOWED)


def _update(
    alerte: Alerte, constat: Constat, contexte: Contexte, bilan: BilanAlertes
) -> None:
    bilan.followed += 1
    worse = _is_worse(alerte, constat, contexte)
    alerte.title = constat.title[:250]
    alerte.text = constat.text
    alerte.evidence = [line.plain() for line in constat.evidence]
    alerte.impact_days = constat.impact_days
    alerte.impact_cents = constat.impact_cents
    alerte.last_seen = contexte.today
    alerte.is_present = True
    before = alerte.gravite
    alerte.gravite = constat.gravite
    if worse:
        back_to = {
            EtatAlerte.ECARTEE: EtatAlerte.PROPOSEE,
            EtatAlerte.TRAITEE: EtatAlerte.OUVERTE,
        }
        alerte.state = back_to.get(EtatAlerte(alerte.state), alerte.state)
        alerte.settled_gravite = alerte.settled_days = None
        bilan.worsened += 1
    if worse or before != constat.gravite:
        alerte.save()


def _is_worse(alerte: Alerte, constat: Constat, contexte: Contexte) -> bool:
    """Tell whether a settled alert deserves to come back."""
    if alerte.state not in {EtatAlerte.ECARTEE, EtatAlerte.TRAITEE}:
        return False
    if alerte.settled_gravite is not None and constat.gravite > alerte.settled_gravite:
        return True
    if AGGRAVATION not in contexte.seuils:
        return False
    added = (constat.impact_days or 0) - (alerte.settled_days or 0)
    return added >= contexte.days(AGGRAVATION)


def _fade(alerte: Alerte, contexte: Contexte, bilan: BilanAlertes) -> list[Alerte]:
    """Close what has no cause any more. What was set aside stays so, silent.

    It keeps its key: the same cause that comes and goes does not ask again.
    """
    if alerte.state == EtatAlerte.ECARTEE:
        alerte.is_present = False
        return [alerte]
    alerte.state = EtatAlerte.CLOSE
    alerte.closed_on = contexte.today
    alerte.is_present = False
    alerte.motif = "La cause a disparu."
    alerte.save()
    bilan.closed += 1
    return []


def _open(constats: Sequence[Constat], contexte: Contexte, bilan: BilanAlertes) -> None:
    """Create the new ones in a few queries, whatever their number."""
    if not constats:
        return
    held = _Held(constats)
    made = [
        Alerte(
            cause=constat.cause,
            rule=constat.rule,
            famille=REGLES[constat.rule].famille,
            gravite=constat.gravite,
            title=constat.title[:250],
            text=constat.text,
            evidence=[line.plain() for line in constat.evidence],
            impact_days=constat.impact_days,
            impact_cents=constat.impact_cents,
            operation=held.get(Operation, constat.operation),
            renouvellement=held.get(ProjetRenouvellement, constat.projet),
            convention=held.get(Convention, constat.convention),
            interface=held.get(Interface, constat.interface),
            first_seen=contexte.today,
            last_seen=contexte.today,
        )
        for constat in constats
    ]
    Alerte.objects.bulk_create(made, batch_size=200)
    bilan.opened += len(made)


class _Held:
    """The objects that alerts name, loaded once each: history names them too."""

    def __init__(self, constats: Sequence[Constat]) -> None:
        self.loaded: dict[type[models.Model], dict[int, Any]] = {}
        for model, name in (
            (Operation, "operation"),
            (ProjetRenouvellement, "projet"),
            (Convention, "convention"),
            (Interface, "interface"),
        ):
            keys = {getattr(constat, name) for constat in constats} - {None}
            self.loaded[model] = _in_chunks(model, keys)

    def get(self, model: type[models.Model], pk: int | None) -> Any:
        return None if pk is None else self.loaded[model].get(pk)


def _in_chunks(model: type[models.Model], keys: set[int]) -> dict[int, Any]:
    """Load by key; a list of keys has a limit the database sets."""
    ordered = sorted(keys)
    found: dict[int, Any] = {}
    for start in range(0, len(ordered), 5000):
        chunk = ordered[start : start + 5000]
        found.update(model._base_manager.in_bulk(chunk))
    return found
