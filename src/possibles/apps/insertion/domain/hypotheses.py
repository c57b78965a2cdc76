"""Compare hypotheses before one is adopted, and adopt one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from possibles.apps.insertion.enums import AWARDED
from possibles.apps.insertion.models import FamilleDeMarche, Hypothese, Marche
from possibles.apps.journal.models import change

from .objectifs import Base, Objectif, compute


@dataclass(frozen=True, slots=True)
class Variante:
    """One hypothesis set beside the others: its result, and its effect on what is coming.

    `portfolio` is what the family's contracts still to be signed would owe with it;
    `gap` how far that is from the first one, the reference.
    """

    label: str
    base: Base
    result: Objectif | None
    portfolio: int
    gap: int
    is_unusual: bool


def compare(
    famille: FamilleDeMarche,
    proposals: Sequence[tuple[str, Base]],
    *,
    amount: int | None,
    usual: Hypothese | None,
    user: Any,
) -> list[Variante]:
    """Return each proposal's result; the first one is the reference of the gaps."""
    coming = [
        marche.amount
        for marche in _coming(famille, user)
        if marche.amount is not None and marche.contract_hours is None
    ]
    variantes: list[Variante] = []
    reference = 0
    for index, (label, base) in enumerate(proposals):
        total = sum(compute(value, base).hours for value in coming)
        reference = total if index == 0 else reference
        variantes.append(
            Variante(
                label=label,
                base=base,
                result=None if amount is None else compute(amount, base),
                portfolio=total,
                gap=total - reference,
                is_unusual=usual is not None
                and not usual.labour_low <= base.labour_share <= usual.labour_high,
            )
        )
    return variantes


def count_coming(famille: FamilleDeMarche, user: Any) -> int:
    return len(_coming(famille, user))


def adopt(hypothese: Hypothese, *, author: Any, reason: str) -> Hypothese:
    """Put a hypothesis in force; contracts that have theirs keep it."""
    hypothese.full_clean()
    with change(author=author, reason=reason):
        hypothese.save()
    return hypothese


def _coming(famille: FamilleDeMarche, user: Any) -> list[Marche]:
    rows = Marche.objects.visible_to(user).with_clause().filter(famille=famille)
    return list(rows.exclude(state__in=AWARDED).filter(lots=None))
