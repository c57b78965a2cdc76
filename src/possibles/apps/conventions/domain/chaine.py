"""Walk the chain: from a commitment to what carries it out, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from possibles.apps.conventions.models import Engagement, Rattachement
from possibles.apps.journal.models import change

from .mesures import Porteur, content_type_of, mesures, porteur_of, porteurs

LARGEST_CHOICE = 500  # of one kind, in a list of choices


@dataclass(frozen=True, slots=True)
class Maillon:
    """An object that carries a commitment out; `rattachement` when a person said so."""

    porteur: Porteur
    target: Any
    rattachement: Rattachement | None = None

    @property
    def label(self) -> str:
        return self.porteur.label

    @property
    def url(self) -> str:
        return self.porteur.url(self.target.pk)


def list_maillons(engagement: Engagement, user: Any) -> list[Maillon]:
    """Return what carries a commitment, as far as this person sees it: its measure first."""
    found = []
    measured = porteur_of(engagement.mesure)
    if measured is not None and engagement.mesure_objet.isdigit():
        target = _visible(measured, [int(engagement.mesure_objet)], user)
        found += [Maillon(measured, one) for one in target.values()]
    held = {maillon.target for maillon in found}
    by_type: dict[int, list[Rattachement]] = {}
    for rattachement in engagement.rattachements.all():
        by_type.setdefault(rattachement.object_type_id, []).append(rattachement)
    for porteur in porteurs().values():
        links = by_type.get(content_type_of(porteur).pk, [])
        seen = _visible(porteur, [link.object_id for link in links], user)
        found += [
            Maillon(porteur, seen[link.object_id], link)
            for link in links
            if link.object_id in seen and seen[link.object_id] not in held
        ]
    return found


def engagements_of(target: models.Model, user: Any) -> QuerySet[Engagement]:
    """Return the commitments an object carries, attached to it or measured on it."""
    label = target._meta.label_lower
    codes = [
        code
        for code, mesure in mesures().items()
        if mesure.model is not None and mesure.model._meta.label_lower == label
    ]
    attached = Rattachement.objects.filter(
        object_type=ContentType.objects.get_for_model(target), object_id=target.pk
    )
    rows: QuerySet[Engagement] = (
        Engagement.objects.visible_to(user)
        .filter(
            Q(pk__in=attached.values("engagement"))
            | Q(mesure__in=codes, mesure_objet=str(target.pk))
        )
        .select_related("convention", "article", "organisation")
    )
    return rows


def attach(
    engagement: Engagement, target: models.Model, *, author: Any
) -> Rattachement:
    """Say that an object carries a commitment out; said twice, done once."""
    with change(author=author, reason=f"Rattacher : {target}"[:500]):
        link, _ = Rattachement.objects.get_or_create(
            engagement=engagement,
            object_type=ContentType.objects.get_for_model(target),
            object_id=target.pk,
        )
    held: Rattachement = link
    return held


def list_choices(user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what may be attached, by kind of object, for a grouped list of choices."""
    return [
        (
            porteur.label,
            [(f"{porteur.key}:{one.pk}", str(one)) for one in _rows(porteur, user)],
        )
        for porteur in porteurs().values()
    ]


def list_mesure_choices(user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what may be measured: each measure, on each object the person sees."""
    groups = []
    rows: dict[str, Sequence[Any]] = {}
    for code, mesure in mesures().items():
        if mesure.model is None:
            groups.append((mesure.label, [(f"{code}:", mesure.label)]))
            continue
        porteur = porteur_of(code)
        if porteur is None:
            continue
        objects = rows.setdefault(porteur.key, list(_rows(porteur, user)))
        groups.append(
            (mesure.label, [(f"{code}:{one.pk}", str(one)) for one in objects])
        )
    return groups


def find_target(choice: str, user: Any) -> models.Model | None:
    """Return the object a choice of `list_choices` names, if the person sees it."""
    key, _, pk = choice.partition(":")
    porteur = porteurs().get(key)
    if porteur is None or not pk.isdigit():
        return None
    return _visible(porteur, [int(pk)], user).get(int(pk))


def _rows(porteur: Porteur, user: Any) -> Iterable[Any]:
    manager: Any = porteur.model._default_manager
    rows: Iterable[Any] = manager.visible_to(user)[:LARGEST_CHOICE]
    return rows


def _visible(porteur: Porteur, keys: list[int], user: Any) -> dict[int, Any]:
    if not keys:
        return {}
    manager: Any = porteur.model._default_manager
    found: dict[int, Any] = manager.visible_to(user).in_bulk(keys)
    return found
