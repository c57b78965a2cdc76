"""Keep the index in step with the objects, in the transaction that writes them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from possibles.apps.journal.models import Acte, Change
from possibles.apps.recherche.models import EntreeRecherche, FormeMot, MotEntree
from possibles.apps.recherche.registry import Searchable, registered
from possibles.common.words import flatten, forms_of

_BATCH = 500


def index_change(sender: Any, change: Change, **kwargs: Any) -> None:
    """Index again what a change touched, and the objects whose part it touched."""
    touched: dict[str, set[int]] = {}
    for touch in change.touches:
        for kind, pk in ((touch.model, touch.object_id), touch.parent or ("", "")):
            if kind in registered():
                touched.setdefault(kind, set()).add(int(pk))
    for kind, pks in touched.items():
        index_objects(registered()[kind], pks)


def index_objects(searchable: Searchable, pks: Iterable[int]) -> None:
    """Bring the entries of these objects up to date; those that are gone leave."""
    wanted = set(pks)
    instances = [o for o in searchable.rows(wanted) if searchable.keep(o)]
    _replace(searchable, instances, wanted, timezone.now())


def reindex(kinds: Iterable[str] | None = None) -> dict[str, int]:
    """Build the index again from the objects; return how many entries of each kind."""
    counts = {}
    for kind, searchable in registered().items():
        if kinds is not None and kind not in set(kinds):
            continue
        with transaction.atomic():
            counts[kind] = _reindex_kind(searchable)
    return counts


def _reindex_kind(searchable: Searchable) -> int:
    MotEntree.objects.filter(entree__kind=searchable.kind).delete()
    EntreeRecherche.objects.filter(kind=searchable.kind).delete()
    known = set(FormeMot.objects.values_list("word", flat=True).distinct())
    now, count = timezone.now(), 0
    rows = searchable.rows().order_by("pk").iterator(chunk_size=_BATCH)
    for instances in _chunks(rows):
        kept = [o for o in instances if searchable.keep(o)]
        moments = _read_moments(searchable.kind, kept)
        _insert(searchable, kept, moments, now, known)
        count += len(kept)
    return count


def _replace(
    searchable: Searchable, instances: Sequence[Any], pks: set[int], now: datetime
) -> None:
    old = EntreeRecherche.objects.filter(kind=searchable.kind, object_id__in=pks)
    old.delete()
    _insert(searchable, instances, {}, now, known=None)


def _insert(
    searchable: Searchable,
    instances: Sequence[Any],
    moments: dict[int, datetime],
    now: datetime,
    known: set[str] | None,
) -> None:
    entries = [
        _describe(searchable, instance, moments.get(instance.pk, now))
        for instance in instances
    ]
    entries = [entry for entry in entries if entry.url]
    EntreeRecherche.objects.bulk_create(entries, batch_size=_BATCH)
    links = [
        MotEntree(word=word, entree=entry)
        for entry in entries
        for word in sorted(set(entry.words.split()))
    ]
    MotEntree.objects.bulk_create(links, batch_size=_BATCH)
    _learn({link.word for link in links}, known)


def _describe(
    searchable: Searchable, instance: Any, moment: datetime
) -> EntreeRecherche:
    title = searchable.title(instance)
    subtitle = searchable.subtitle(instance)
    return EntreeRecherche(
        kind=searchable.kind,
        object_id=instance.pk,
        title=title[:300],
        subtitle=subtitle[:300],
        url=searchable.url(instance),
        moment=moment,
        title_words=flatten(title),
        words=flatten(title, subtitle, searchable.text(instance)),
    )


def _learn(words: set[str], known: set[str] | None) -> None:
    """Add the words never met, with the forms a typing mistake gives them."""
    if known is None:
        new = set()
        for some in _chunks(iter(sorted(words))):
            held = FormeMot.objects.filter(word__in=some).values_list("word", flat=True)
            new |= set(some) - set(held)
    else:
        new = words - known
        known |= new
    forms = [
        FormeMot(form=form, word=word)
        for word in sorted(new)
        for form in sorted(forms_of(word))
    ]
    FormeMot.objects.bulk_create(forms, batch_size=_BATCH)


def _read_moments(kind: str, instances: Sequence[Any]) -> dict[int, datetime]:
    """Return when each object last changed, as the journal tells."""
    pks = [str(instance.pk) for instance in instances]
    rows = (
        Acte.objects.filter(model=kind, object_id__in=pks)
        .order_by("sequence")
        .values_list("object_id", "at")
    )
    return {int(pk): at for pk, at in rows}


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, _BATCH)):
        yield chunk
