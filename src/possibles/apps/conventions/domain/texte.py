"""The text of a convention on a day: as signed, then as each amendment left it.

Nothing is typed twice: the consolidated text is always derived, here, from the first
articles and the new wordings of the amendments that had taken effect.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from possibles.apps.conventions.enums import ModificationKind
from possibles.apps.conventions.models import Avenant, Convention

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Redaction:
    """An article as it reads on a day; `since` names the amendments that shaped it."""

    number: str
    title: str
    text: str
    since: tuple[str, ...] = ()
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Retouche:
    """What an amendment does to one article."""

    kind: str
    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Effet:
    """An amendment that took effect: its name, its day, what it changes."""

    name: str
    effect: date
    rank: int
    retouches: Sequence[Retouche]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words: `same`, `removed` or `added`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparaison:
    """One article before and after an amendment."""

    kind: str
    number: str
    title: str
    before: Redaction | None
    after: str
    passages: Sequence[Passage]


def consolidate(
    articles: Iterable[Redaction], effets: Iterable[Effet], on: date
) -> list[Redaction]:
    """Return the articles as they read on a day; removed ones stay, marked."""
    held = {article.number: article for article in articles}
    order = list(held)
    for effet in sorted(effets, key=lambda e: (e.effect, e.rank)):
        if effet.effect > on:
            break
        for retouche in effet.retouches:
            if retouche.number not in held:
                _insert(order, retouche.number)
            held[retouche.number] = _apply(
                held.get(retouche.number), retouche, effet.name
            )
    return [held[number] for number in order]


def diff_words(before: str, after: str) -> list[Passage]:
    """Compare two wordings word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    passages = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            passages.append(Passage("same", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            passages.append(Passage("removed", "".join(old[i1:i2])))
        if j1 < j2:
            passages.append(Passage("added", "".join(new[j1:j2])))
    return passages


def read_text(
    convention: Convention, on: date, *, before: Avenant | None = None
) -> list[Redaction]:
    """Return the consolidated text of a convention on a day.

    With `before`, leave out that amendment and those that took effect after it.
    """
    articles = [Redaction(a.number, a.title, a.text) for a in convention.articles.all()]
    effets = [effet_of(avenant) for avenant in _signed(convention)]
    if before is not None and before.is_signed:
        limit = effet_of(before)
        effets = [a for a in effets if (a.effect, a.rank) < (limit.effect, limit.rank)]
    return consolidate(articles, effets, on)


def effet_of(avenant: Avenant) -> Effet:
    """Return a signed amendment as what it does to the text."""
    effect = avenant.effective_on or avenant.signed_on
    assert effect is not None  # noqa: S101  a constraint says a signed one is dated
    return Effet(
        str(avenant),
        effect,
        avenant.number or 0,
        [
            Retouche(m.kind, m.number, m.title, m.text)
            for m in avenant.modifications.all()
        ],
    )


def compare_avenant(avenant: Avenant) -> list[Comparaison]:
    """Return, article by article, what an amendment changes in the text it amends."""
    base = {
        r.number: r for r in read_text(avenant.convention, date.max, before=avenant)
    }
    return [
        Comparaison(
            kind=m.kind,
            number=m.number,
            title=m.title or (base[m.number].title if m.number in base else ""),
            before=base.get(m.number),
            after=m.text,
            passages=diff_words(
                base[m.number].text if m.number in base else "",
                "" if m.kind == ModificationKind.SUPPRIME else m.text,
            ),
        )
        for m in avenant.modifications.all()
    ]


def list_versions(convention: Convention) -> list[tuple[date, str]]:
    """Return the days from which the text reads differently, with what changed it."""
    versions = [(convention.signed_on, "Texte signé")] if convention.signed_on else []
    effets = [effet_of(avenant) for avenant in _signed(convention)]
    ordered = sorted(effets, key=lambda e: (e.effect, e.rank))
    return versions + [(effet.effect, effet.name) for effet in ordered]


def _signed(convention: Convention) -> Iterable[Avenant]:
    signed: Iterable[Avenant] = convention.avenants.signed().prefetch_related(
        "modifications"
    )
    return signed


def _apply(held: Redaction | None, retouche: Retouche, name: str) -> Redaction:
    if held is None:
        return Redaction(
            retouche.number,
            retouche.title,
            retouche.text,
            (name,),
            is_removed=retouche.kind == ModificationKind.SUPPRIME,
        )
    since = (*held.since, name)
    if retouche.kind == ModificationKind.SUPPRIME:
        return replace(held, since=since, is_removed=True)
    return Redaction(held.number, retouche.title or held.title, retouche.text, since)


def _insert(order: list[str], number: str) -> None:
    """Put a new article after the last one its number follows."""
    key = natural_key(number)
    place = next(
        (i + 1 for i in range(len(order) - 1, -1, -1) if natural_key(order[i]) < key),
        0 if order else len(order),
    )
    order.insert(place, number)


def natural_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Order « 2 » before « 10 », « 8.2 » before « 8.10 », « 4 » before « 4 bis »."""
    return tuple(
        (1, int(part), "") if part.isdigit() else (2, 0, part.casefold())
        for part in re.findall(r"\d+|[^\W\d_]+", number)
    )
