"""What the operations' room lets conventions measure: days to keep, money secured."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from possibles.apps.conventions.domain.mesures import (
    Lecture,
    MesureAuto,
    Porteur,
    register,
    register_porteur,
)
from possibles.apps.operations.enums import BEFORE_ENGAGEMENT, DELIVERED
from possibles.apps.operations.models import Operation
from possibles.common.french import format_date, format_euros


def read_deliveries(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the day each operation is delivered: for good, else as the schedule says."""
    return {
        str(operation.pk): _tell(
            operation,
            operation.delivery_forecast,
            "livraison",
            is_done=operation.state in DELIVERED,
        )
        for operation in _alive(keys)
        if operation.delivery_forecast
    }


def read_engagements(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the day each operation's subsidy is granted, or foreseen to be."""
    return {
        str(operation.pk): _tell(
            operation,
            operation.engagement_forecast,
            "engagement de la subvention",
            is_done=operation.state not in BEFORE_ENGAGEMENT,
        )
        for operation in _alive(keys)
        if operation.engagement_forecast
    }


def read_secured(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the money secured for each operation, in euros."""
    return {
        str(operation.pk): Lecture(
            text=f"{operation.title}\u202f: "
            f"{format_euros(operation.secured, short=True)} de financements acquis.",
            value=Decimal(operation.secured) / 100,
            is_exemple=operation.is_exemple,
        )
        for operation in _alive(keys)
        if operation.secured is not None
    }


def _alive(keys: Sequence[str]) -> list[Operation]:
    return list(Operation.objects.alive().filter(pk__in=[int(key) for key in keys]))


def _tell(operation: Operation, day: date, what: str, *, is_done: bool) -> Lecture:
    verb = "faite" if what == "livraison" else "fait"
    words = f"{what} {verb} le" if is_done else f"{what} prévu{verb[4:]} le"
    return Lecture(
        text=f"{operation.title}\u202f: {words} {format_date(day)}.",
        day=day,
        is_done=is_done,
        is_exemple=operation.is_exemple,
    )


register_porteur(Porteur(Operation, "Opérations", "operation-detail"))
for code, label, unit, read, is_date in (
    ("operations.livraison", "Livraison d’une opération", "", read_deliveries, True),
    (
        "operations.engagement",
        "Engagement de la subvention d’une opération",
        "",
        read_engagements,
        True,
    ),
    (
        "operations.financements",
        "Financements acquis d’une opération",
        "€",
        read_secured,
        False,
    ),
):
    register(
        MesureAuto(
            code=code,
            label=label,
            unit=unit,
            read=read,
            model=Operation,
            is_date=is_date,
        )
    )
