"""The list of rules: what each looks for, what it must know, how it runs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from possibles.apps.opc.domain.alertes.faits import (
    Constat,
    Contexte,
    OperationVue,
    Preuve,
    ProjetVue,
    TexteVue,
)
from possibles.apps.opc.enums import FamilleDAlerte
from possibles.common.french import format_date, format_euros

Check = Callable[[Any, Contexte], Iterator[Constat]]
OPERATION, PROJET, CONVENTION = "operation", "projet", "convention"


@dataclass(frozen=True, slots=True)
class Regle:
    """One cause of alert.

    `seuils` are the parameters without which it cannot judge: it then says nothing, and
    the account of the computation tells that it was left out. `on` is what it looks at.
    """

    code: str
    label: str
    famille: str
    seuils: tuple[str, ...]
    check: Check
    on: str = OPERATION


REGLES: dict[str, Regle] = {}


def regle(
    code: str,
    label: str,
    famille: FamilleDAlerte,
    *seuils: str,
    on: str = OPERATION,
) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        REGLES[code] = Regle(code, label, famille, seuils, check, on)
        return check

    return register


def examine(
    operations: Iterable[OperationVue],
    projets: Iterable[ProjetVue],
    contexte: Contexte,
    conventions: Iterable[TexteVue] = (),
) -> list[Constat]:
    """Return what every rule finds, one constat a cause.

    Two operations may tell the same cause (a convention that ends): the gravest stays,
    and the others are counted in its text by the rule itself.
    """
    ready = [r for r in REGLES.values() if all(s in contexte.seuils for s in r.seuils)]
    found: dict[str, Constat] = {}
    subjects: dict[str, Iterable[Any]] = {
        OPERATION: operations,
        PROJET: projets,
        CONVENTION: conventions,
    }
    for rule in ready:
        for subject in subjects[rule.on]:
            for constat in rule.check(subject, contexte):
                known = found.get(constat.cause)
                if known is None or constat.gravite > known.gravite:
                    found[constat.cause] = constat
    return list(found.values())


def list_left_out(contexte: Contexte) -> list[str]:
    """Return the labels of the rules that lack a parameter."""
    return [
        rule.label
        for rule in REGLES.values()
        if not all(seuil in contexte.seuils for seuil in rule.seuils)
    ]


# --- What rules share -------------------------------------------------------------------


def seuil(contexte: Contexte, code: str) -> Preuve:
    """Return the threshold itself as evidence: its value, its source, its certainty."""
    held = contexte.seuils[code]
    return Preuve(
        label=held.label,
        value=held.text,
        source=held.source,
        certainty=held.certainty_label,
    )


def day(label: str, value: Any, source: str = "") -> Preuve:
    return Preuve(label=label, value=format_date(value), source=source)


def amount(label: str, cents: int, source: str = "") -> Preuve:
    return Preuve(label=label, value=format_euros(cents, short=True), source=source)
