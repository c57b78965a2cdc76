"""What the insertion room lets conventions measure: hours counted, never people."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from possibles.apps.conventions.domain.mesures import (
    Lecture,
    MesureAuto,
    Porteur,
    register,
    register_porteur,
)
from possibles.apps.insertion.models import Heures, Marche
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import format_number


def read_marches(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the hours counted on each contract up to a day."""
    return _read("marche", keys, on)


def read_renouvellements(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the hours counted on the contracts of each renewal project up to a day."""
    return _read("marche__projet_renouvellement", keys, on)


def read_total(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the hours counted on all contracts up to a day."""
    rows = Heures.objects.filter(month__lte=on)
    held = rows.aggregate(
        hours=Sum("counted"), invented=Count("pk", filter=Q(marche__is_exemple=True))
    )
    if held["hours"] is None:
        return {}
    return {"": _tell(held["hours"], is_exemple=bool(held["invented"]))}


def _read(path: str, keys: Sequence[str], on: date) -> dict[str, Lecture]:
    rows = (
        Heures.objects.order_by()
        .filter(month__lte=on, **{f"{path}__in": [int(key) for key in keys]})
        .values_list(path)
        .annotate(
            hours=Sum("counted"),
            invented=Count("pk", filter=Q(marche__is_exemple=True)),
        )
    )
    return {
        str(pk): _tell(hours or 0, is_exemple=bool(invented))
        for pk, hours, invented in rows
    }


def _tell(hundredths: int, *, is_exemple: bool) -> Lecture:
    hours = Decimal(hundredths) / 100
    return Lecture(
        text=f"{format_number(hours, 0)} heures d’insertion validées.",
        value=hours,
        is_exemple=is_exemple,
    )


register_porteur(Porteur(Marche, "Marchés à clause d’insertion", "marche-detail"))
register_porteur(
    Porteur(
        ProjetRenouvellement,
        "Projets de renouvellement urbain",
        "renouvellement-detail",
    )
)
register(
    MesureAuto(
        code="insertion.heures_marche",
        label="Heures d’insertion d’un marché",
        unit="heures",
        read=read_marches,
        model=Marche,
        is_public=False,
    )
)
register(
    MesureAuto(
        code="insertion.heures_renouvellement",
        label="Heures d’insertion d’un projet de renouvellement urbain",
        unit="heures",
        read=read_renouvellements,
        model=ProjetRenouvellement,
        is_public=False,
    )
)
register(
    MesureAuto(
        code="insertion.heures",
        label="Heures d’insertion, tous marchés",
        unit="heures",
        read=read_total,
        is_public=False,
    )
)
