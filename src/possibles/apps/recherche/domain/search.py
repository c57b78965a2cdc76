"""Find objects by words: any order, accents and case aside, beginnings, one mistake.

The rarest word picks the candidates through the index, the other words are looked for in
their text. When every word is frequent, entries are read from the newest back and the
reading stops as soon as enough are found.

A word is understood as itself or a beginning first; the words one mistake away are tried
only when nothing is found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from possibles.apps.recherche.models import EntreeRecherche, FormeMot, MotEntree
from possibles.apps.recherche.registry import Searchable, registered
from possibles.common.words import (
    MIN_TYPO,
    deletions,
    is_one_mistake_apart,
    singular,
    split_query,
)

# Over this many entries, a word no longer narrows the search.
_FREQUENT = 2_000
_MAX_CORRECTIONS = 12
# How many entries are read at once for all types together.
_TOGETHER = 120


@dataclass(frozen=True, slots=True)
class Result:
    """One object found."""

    kind: str
    object_id: int
    title: str
    subtitle: str
    url: str
    moment: datetime


@dataclass(slots=True)
class Group:
    """The results of one type; `has_more` when the type holds others."""

    kind: str
    label: str
    icon: str
    results: list[Result] = field(default_factory=list)
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives; `corrected` when it only found words one mistake away."""

    groups: list[Group]
    corrected: bool = False

    @property
    def count(self) -> int:
        return sum(len(group.results) for group in self.groups)


@dataclass(frozen=True, slots=True)
class _Term:
    """One typed word, and the beginnings it may stand for."""

    prefixes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def search(
    text: str, user: Any, *, kind: str = "", per_kind: int = 6, offset: int = 0
) -> Found:
    """Return what this person may see and these words name; the latest when none is typed.

    Parameters
    ----------
    kind
        Only this type, `offset` results further.
    """
    open_kinds = _open_kinds(user, kind)
    words = split_query(text)
    visible = _visible(open_kinds, user)
    if text.strip() and not words:
        return Found([])
    terms = [_Term(prefixes=(word,)) for word in words]
    groups = _find(terms, open_kinds, visible, per_kind, offset)
    if groups or not words:
        return Found(groups)
    corrections = [_correct(word) for word in words]
    if any(not (c.words or c.prefixes) for c in corrections):
        return Found([])
    return Found(_find(corrections, open_kinds, visible, per_kind, offset), True)


def list_recent(user: Any, *, limit: int = 10) -> list[Result]:
    """Return what moved last, whatever its type, that this person may see."""
    visible = _visible(_open_kinds(user, ""), user)
    rows = _rows(_together(visible))[:limit]
    return [_as_result(entry) for entry in rows if entry.kind in visible]


def _open_kinds(user: Any, kind: str) -> dict[str, Searchable]:
    return {
        name: searchable
        for name, searchable in registered().items()
        if (not kind or name == kind)
        and (not searchable.permission or _may(user, searchable.permission))
    }


def _may(user: Any, permission: str) -> bool:
    return bool(user.has_perm(permission))


def _visible(kinds: Mapping[str, Searchable], user: Any) -> dict[str, Q]:
    """Return, by open kind, what its entries must satisfy to be seen; often nothing."""
    conditions = {}
    for kind, searchable in kinds.items():
        manager: Any = searchable.model._default_manager
        rows: QuerySet[Any] = manager.visible_to(user)
        is_bounded = rows.query.where or rows.query.is_sliced or rows.query.combinator
        seen = rows.order_by().values("pk")
        conditions[kind] = Q(object_id__in=seen) if is_bounded else Q()
    return conditions


def _together(visible: Mapping[str, Q]) -> Q:
    """Return the condition that hides, among all kinds, what may not be seen.

    PostgreSQL knows how many entries each kind has, and chooses its index by it. SQLite is
    told what is left out: a choice of kinds would draw it to their index, then to sort
    everything it finds. Readers keep the kinds of `visible` only.
    """
    if connection.vendor == "postgresql":
        condition = Q(kind__in=list(visible))
    else:
        condition = ~Q(kind__in=[k for k in registered() if k not in visible])
    for kind, seen in visible.items():
        if seen:
            condition &= ~Q(kind=kind) | seen
    return condition


def _find(
    terms: Sequence[_Term],
    kinds: Mapping[str, Searchable],
    visible: Mapping[str, Q],
    per_kind: int,
    offset: int,
) -> list[Group]:
    driver = _rarest(terms)
    found: dict[str, list[EntreeRecherche]] = {kind: [] for kind in kinds}
    wanted = offset + per_kind + 1
    if driver is not None:
        if not driver:
            return []
        rows = _holding(_rows(Q(pk__in=driver)), terms, "words")
        for entry in rows.filter(_together(visible)):
            if entry.kind in found:
                found[entry.kind].append(entry)
    elif terms:
        for column in ("title_words", "words"):
            _add_newest(found, visible, terms, column, wanted)
    else:
        _add(
            found,
            (_rows(Q(kind=kind) & seen)[:wanted] for kind, seen in visible.items()),
        )
    ranked = []
    for kind, entries in found.items():
        entries.sort(key=lambda entry: (entry.moment, entry.pk), reverse=True)
        entries.sort(key=lambda entry: _rank(entry, terms))
        shown = entries[offset : offset + per_kind]
        if shown:
            group = Group(
                kind,
                kinds[kind].label,
                kinds[kind].icon,
                [_as_result(entry) for entry in shown],
                len(entries) > offset + per_kind,
            )
            ranked.append((_rank(shown[0], terms), group))
    # The types whose best result is the closest come first, then in the order of rooms.
    return [group for _, group in sorted(ranked, key=lambda pair: pair[0])]


def _add_newest(
    found: dict[str, list[EntreeRecherche]],
    visible: Mapping[str, Q],
    terms: Sequence[_Term],
    column: str,
    wanted: int,
) -> None:
    """Add, to the kinds that lack some, the newest entries whose column has the words.

    One reading of all kinds is most often enough; a kind that the others crowd out of it
    is read alone.
    """
    lacking = {k: c for k, c in visible.items() if len(found[k]) < wanted}
    known = [entry.pk for entries in found.values() for entry in entries]
    if not lacking:
        return
    rows = _holding(_rows(_together(lacking)), terms, column)
    newest = list(rows.exclude(pk__in=known)[: _TOGETHER + 1])
    for entry in newest:
        if entry.kind in lacking:
            found[entry.kind].append(entry)
    if len(newest) <= _TOGETHER:
        return
    alone = []
    for kind, condition in lacking.items():
        here = [entry.pk for entry in found[kind]]
        if len(here) < wanted:
            rows = _holding(_rows(Q(kind=kind) & condition), terms, column)
            alone.append(rows.exclude(pk__in=here)[: wanted - len(here)])
    _add(found, alone)


def _add(
    found: dict[str, list[EntreeRecherche]],
    readings: Iterable[QuerySet[EntreeRecherche]],
) -> None:
    """Read several kinds, in one journey to a database that stands elsewhere."""
    asked = list(readings)
    if connection.features.supports_slicing_ordering_in_compound and len(asked) > 1:
        first, *others = asked
        asked = [first.union(*others, all=True)]
    for rows in asked:
        for entry in rows:
            found[entry.kind].append(entry)


def _rows(condition: Q) -> QuerySet[EntreeRecherche]:
    # Conditions read the words in the database; nobody shows them.
    rows = EntreeRecherche.objects.filter(condition).defer("words")
    return rows.order_by("-moment", "-pk")


def _holding(
    rows: QuerySet[EntreeRecherche], terms: Sequence[_Term], column: str
) -> QuerySet[EntreeRecherche]:
    for term in terms:
        conditions = [
            *(Q(**{f"{column}__contains": f" {p}"}) for p in term.prefixes),
            *(Q(**{f"{column}__contains": f" {w} "}) for w in term.words),
        ]
        rows = rows.filter(reduce(or_, conditions))
    return rows


def _rarest(terms: Sequence[_Term]) -> list[int] | None:
    """Return the entries of the rarest word, or nothing when all are frequent."""
    rarest: list[int] | None = None
    for term in terms:
        limit = _FREQUENT if rarest is None else len(rarest)
        # An entry comes once for each of its words that match: twice the limit, at most.
        links = MotEntree.objects.filter(_matching(term)).order_by()
        entries = list(links.values_list("entree", flat=True)[: 2 * limit + 1])
        if len(entries) <= 2 * limit:
            rarest = list(set(entries))
    return rarest


def _matching(term: _Term) -> Q:
    conditions = [_starts_with(prefix) for prefix in term.prefixes]
    if term.words:
        conditions.append(Q(word__in=term.words))
    return reduce(or_, conditions)


def _starts_with(prefix: str) -> Q:
    """Keep the words that begin so, from the index on both databases.

    PostgreSQL reads `LIKE 'abc%'` from a pattern index; SQLite, whose LIKE ignores case
    and indexes, compares bytes: words hold only letters and digits.
    """
    if connection.vendor == "postgresql":
        return Q(word__startswith=prefix)
    return Q(word__gte=prefix, word__lt=f"{prefix}{{")


def _correct(word: str) -> _Term:
    """Return the known words this one may stand for: itself, or one mistake away."""
    prefixes = (word,) if MotEntree.objects.filter(_starts_with(word)).exists() else ()
    if len(word) < MIN_TYPO:
        return _Term(prefixes=prefixes)
    candidates = set(
        FormeMot.objects.filter(form__in=deletions(word)).values_list("word", flat=True)
    )
    near = sorted(
        known
        for known in candidates
        if is_one_mistake_apart(word, known)
        or is_one_mistake_apart(word, singular(known))
    )
    return _Term(prefixes=prefixes, words=tuple(near[:_MAX_CORRECTIONS]))


def _rank(entry: EntreeRecherche, terms: Sequence[_Term]) -> int:
    """Put first what has the words in its title; `sorted` keeps the newest first."""
    if all(_has(entry.title_words, term, whole=True) for term in terms):
        return 0
    return 1 if all(_has(entry.title_words, term) for term in terms) else 2


def _has(text: str, term: _Term, *, whole: bool = False) -> bool:
    end = " " if whole else ""
    return any(f" {p}{end}" in text for p in term.prefixes) or any(
        f" {w} " in text for w in term.words
    )


def _as_result(entry: EntreeRecherche) -> Result:
    return Result(
        kind=entry.kind,
        object_id=entry.object_id,
        title=entry.title,
        subtitle=entry.subtitle,
        url=entry.url,
        moment=entry.moment,
    )
