"""What can be measured of a commitment. Rooms above register their own, in `mesures.py`.

register(MesureAuto(
    code="insertion.heures_realisees", label="Heures d’insertion validées",
    unit="heures", kinds=(EngagementKind.HEURES,),
    choices=list_marches, read=read_hours, find=find_marche,
))

Conventions know none of these rooms: a measure is a name, what it can be read upon, and a
function that reads many at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a measure reads on one object.

    A quantity gives `value`; a day to keep gives `day`, and `is_done` once it is past
    for good: before that the day is a forecast. `text` says it in one French sentence.
    """

    text: str
    value: Decimal | None = None
    day: date | None = None
    is_done: bool = False
    is_exemple: bool = False


Read = Callable[[Sequence[str], date], Mapping[str, Lecture]]


@dataclass(frozen=True, slots=True)
class MesureAuto:
    """One way of measuring.

    Parameters
    ----------
    model
        What is measured; keys are its primary keys, as text. `None` when the measure
        reads one thing only (key `""`).
    read
        Given keys and a day, the readings known; an object without data is left out.
    is_date
        Whether a day is read, to be held against the commitment's due date.
    is_public
        Whether what is read may be shown to those who have no account.
    """

    code: str
    label: str
    unit: str
    read: Read
    model: type[models.Model] | None = None
    is_date: bool = False
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Porteur:
    """A kind of object that can carry a commitment out, and its page.

    Its queryset has `visible_to`: nobody is led to what they may not see.
    """

    model: type[models.Model]
    label: str
    route: str

    @property
    def key(self) -> str:
        return self.model._meta.label_lower

    def url(self, pk: Any) -> str:
        try:
            return reverse(self.route, args=[pk])
        except NoReverseMatch:
            return ""


_mesures: dict[str, MesureAuto] = {}
_porteurs: dict[str, Porteur] = {}


def register(mesure: MesureAuto) -> None:
    _mesures[mesure.code] = mesure


def register_porteur(porteur: Porteur) -> None:
    _porteurs[porteur.key] = porteur


def mesures() -> dict[str, MesureAuto]:
    """Return what can be measured, by code, in the order rooms registered."""
    return _mesures


def porteurs() -> dict[str, Porteur]:
    """Return what can carry a commitment, by model label."""
    return _porteurs


def read_mesures(
    asked: Iterable[tuple[str, str]], on: date, user: Any = None
) -> dict[tuple[str, str], Lecture]:
    """Read many measures at once: one call for each code, however many objects.

    With `user`, what this person may not see is not read for them.
    """
    by_code: dict[str, list[str]] = {}
    for code, key in asked:
        by_code.setdefault(code, []).append(key)
    found: dict[tuple[str, str], Lecture] = {}
    for code, keys in by_code.items():
        mesure = _mesures.get(code)
        if mesure is not None:
            seen = keys if user is None else _keep_seen(mesure, keys, user)
            readings = mesure.read(seen, on) if seen else {}
            found |= {(code, key): readings[key] for key in seen if key in readings}
    return found


def _keep_seen(mesure: MesureAuto, keys: list[str], user: Any) -> list[str]:
    if not user.is_authenticated and not mesure.is_public:
        return []
    if mesure.model is None:
        return keys
    manager: Any = mesure.model._default_manager
    wanted = [int(key) for key in keys if key.isdigit()]
    rows = manager.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)
    return [str(pk) for pk in rows]


def porteur_of(mesure_code: str) -> Porteur | None:
    """Return the kind of object a measure reads, when it has a page."""
    mesure = _mesures.get(mesure_code)
    if mesure is None or mesure.model is None:
        return None
    return _porteurs.get(mesure.model._meta.label_lower)


def content_type_of(porteur: Porteur) -> ContentType:
    return ContentType.objects.get_for_model(porteur.model)
