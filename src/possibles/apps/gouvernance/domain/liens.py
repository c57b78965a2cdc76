"""What an agenda point, a decision or an action concerns: found and shown within rights.

Anything the search knows can be linked: its registry says the page, the title and who may
see it. A reader who may not see the object is told only that there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import Resolver404, resolve

from possibles.apps.recherche.domain.search import search
from possibles.apps.recherche.registry import Searchable, registered


@dataclass(frozen=True, slots=True)
class Lien:
    """The object concerned, as this person may read it; `url` is empty when hidden."""

    kind: str
    label: str
    title: str
    url: str

    @property
    def is_hidden(self) -> bool:
        return not self.url


HIDDEN = Lien("", "Objet", "Objet que vous ne pouvez pas consulter", "")


def encode(subject: models.Model | None) -> str:
    return "" if subject is None else f"{subject._meta.label_lower}:{subject.pk}"


def find_subject(text: str, user: Any) -> models.Model | None:
    """Return the object named `model:key`, if this person may see it."""
    kind, _, key = text.partition(":")
    searchable = registered().get(kind)
    if searchable is None or not key.isdigit() or not _opens(searchable, user):
        return None
    found: models.Model | None = _visible(searchable, user).filter(pk=int(key)).first()
    return found


def propose(text: str, user: Any, *, limit: int = 8) -> list[tuple[str, str]]:
    """List what these words, or this address of a page, may designate: (code, title)."""
    wanted = text.strip()
    if "/" in wanted:
        found = _at_address(wanted, user)
        return [] if found is None else [(encode(found), _title(found))]
    if not wanted:
        return []
    groups = search(wanted, user, per_kind=limit).groups
    labels = {name: s.label for name, s in registered().items()}
    rows = [
        (f"{r.kind}:{r.object_id}", f"{r.title} ({labels[r.kind].lower()})")
        for group in groups
        for r in group.results
    ]
    return rows[:limit]


def link_all(rows: Iterable[Any], user: Any) -> dict[int, Lien]:
    """Return the link of each row that concerns something, by the row's key.

    One query for each type of object, however many rows.
    """
    wanted: dict[int, set[int]] = {}
    held = [row for row in rows if row.subject_id is not None]
    for row in held:
        wanted.setdefault(row.subject_type_id, set()).add(row.subject_id)
    seen: dict[tuple[int, int], Lien] = {}
    for type_id, keys in wanted.items():
        for pk, lien in _read(type_id, keys, user).items():
            seen[type_id, pk] = lien
    return {
        row.pk: seen.get((row.subject_type_id, row.subject_id), HIDDEN) for row in held
    }


def link_of(row: Any, user: Any) -> Lien | None:
    return link_all([row], user).get(row.pk)


def _read(type_id: int, keys: set[int], user: Any) -> dict[int, Lien]:
    model: Any = ContentType.objects.get_for_id(type_id).model_class()
    searchable = None if model is None else registered().get(model._meta.label_lower)
    if searchable is None or not _opens(searchable, user):
        return {}
    noun = str(model._meta.verbose_name)
    rows = _visible(searchable, user).filter(pk__in=keys)
    return {
        row.pk: Lien(
            searchable.kind,
            noun[:1].upper() + noun[1:],
            searchable.title(row),
            searchable.url(row),
        )
        for row in rows
    }


def _visible(searchable: Searchable, user: Any) -> Any:
    rows: Any = searchable.model._default_manager
    return rows.visible_to(user).select_related(*searchable.select_related)


def _opens(searchable: Searchable, user: Any) -> bool:
    return not searchable.permission or bool(user.has_perm(searchable.permission))


def _title(subject: models.Model) -> str:
    return registered()[subject._meta.label_lower].title(subject)


def _at_address(text: str, user: Any) -> models.Model | None:
    """Return what the page at this address is about."""
    path = "/" + text.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    if text.startswith("/"):
        path = text.partition("?")[0]
    try:
        match = resolve(path.partition("#")[0])
    except Resolver404:
        return None
    for searchable in registered().values():
        if searchable.route == match.url_name and _opens(searchable, user):
            return _by_arguments(searchable, match.kwargs, user)
    return None


def _by_arguments(
    searchable: Searchable, kwargs: dict[str, Any], user: Any
) -> models.Model | None:
    if set(kwargs) == {"pk"}:
        found: models.Model | None = _visible(searchable, user).filter(**kwargs).first()
        return found
    return next(
        (
            row
            for row in _visible(searchable, user)
            if searchable.arguments(row) == kwargs
        ),
        None,
    )
