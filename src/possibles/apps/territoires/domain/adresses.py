"""From the text of a postal address to a point, with the official address base."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from possibles.apps.territoires.models import Commune, Voie
from possibles.common.words import is_one_mistake_apart, split_words

MOST = 8
"""More places than this cannot be chosen from: the address needs a word more."""

SHORTEST = 3
"""A word this short differs by one letter from too many others."""

_LITTLE = frozenset(
    {
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "sur",
    }
)
_KINDS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard",
    "blvd": "boulevard", "boul": "boulevard", "bvd": "boulevard", "che": "chemin",
    "chem": "chemin", "chm": "chemin", "crs": "cours", "cite": "cite", "fg": "faubourg",
    "imp": "impasse", "lot": "lotissement", "mte": "montee", "pass": "passage", "pl": "place",
    "prom": "promenade", "qrt": "quartier", "r": "rue", "res": "residence", "rle": "ruelle",
    "rpt": "rond-point", "rte": "route", "sq": "square", "tra": "traverse", "trav": "traverse",
    "trse": "traverse",
}  # fmt: skip
_SHORT = {
    "cdt": "commandant", "cne": "capitaine", "col": "colonel", "dr": "docteur",
    "gal": "general", "gen": "general", "lt": "lieutenant", "mal": "marechal",
    "mgr": "monseigneur", "pdt": "president", "pr": "professeur", "st": "saint",
    "ste": "sainte", "sts": "saints",
}  # fmt: skip
_WAYS = frozenset(_KINDS.values())
_SUFFIXES = frozenset({"bis", "ter", "quater", "quinquies"})
_NUMBER = re.compile(r"(\d{1,4})([a-z]{0,9})")
_POSTCODE = re.compile(r"\d{5}")
_RANK = re.compile(r"(\d{1,2})(?:er|e|eme|ieme)?")
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Lieu:
    """An address of the base, and where it is."""

    label: str
    lon: float
    lat: float
    commune: Commune


class Defaut(StrEnum):
    """Why an address gives no single point."""

    NO_BASE = (
        "Aucune adresse officielle n’a été importée : cherchez le point sur une carte."
    )
    NO_NUMBER = "Le numéro manque : ajoutez-le au début de l’adresse."
    UNKNOWN = (
        "Cette adresse n’est pas dans la base officielle : vérifiez le nom de la voie, ou "
        "choisissez le quartier à la main."
    )
    SEVERAL = "Plusieurs adresses correspondent : choisissez la bonne."
    TOO_MANY = "Trop d’adresses correspondent : ajoutez le code postal et la commune."


@dataclass(frozen=True, slots=True)
class Reponse:
    """A single sure place, or those to choose from and why."""

    lieu: Lieu | None = None
    candidates: tuple[Lieu, ...] = ()
    reason: Defaut | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    number: str
    words: tuple[str, ...]
    postcode: str
    commune: int | None
    arrondissement: int | None


@dataclass(frozen=True, slots=True)
class _Street:
    pk: int
    words: tuple[str, ...]
    postcode: str
    code_insee: str
    commune: int


class Carnet:
    """The streets known, read once: ask it as many addresses as you like."""

    def __init__(self) -> None:
        self.communes = {c.pk: c for c in Commune.objects.du_contrat().defer("outline")}
        rows = Voie.objects.order_by("pk").values_list(
            "pk", "name", "code_postal", "code_insee", "commune_id"
        )
        self.streets = [
            _Street(pk, _canonical(name), postcode, code, commune)
            for pk, name, postcode, code, commune in rows
        ]
        self._by_words: dict[tuple[str, ...], list[_Street]] = {}
        self._by_word: dict[str, set[int]] = {}
        for rank, street in enumerate(self.streets):
            self._by_words.setdefault(street.words, []).append(street)
            for word in street.words:
                self._by_word.setdefault(word, set()).add(rank)
        self._alike: dict[str, set[int]] = {}
        self._held: dict[int, Voie] = {}

    def find(self, text: str) -> Reponse:
        """Return where an address is; one word wrong is a place to choose, never a guess."""
        if not self.streets:
            return Reponse(reason=Defaut.NO_BASE)
        asked = self._read(text)
        streets, is_exact = self._match(asked)
        if not streets:
            return Reponse(reason=Defaut.UNKNOWN)
        if not asked.number:
            return Reponse(reason=Defaut.NO_NUMBER)
        if len(streets) > MOST:
            return Reponse(reason=Defaut.TOO_MANY)
        return self._choose(streets, asked.number, is_exact=is_exact)

    def _choose(
        self, streets: Sequence[_Street], number: str, *, is_exact: bool
    ) -> Reponse:
        sure: list[Lieu] = []
        near: list[Lieu] = []
        for street in streets:
            voie = self._voie(street.pk)
            if number in voie.numbers:
                sure.append(self._lieu(voie, number))
            else:
                near += [self._lieu(voie, n) for n in _nearest(voie.numbers, number)]
        if len(sure) == 1 and is_exact:
            return Reponse(lieu=sure[0])
        found = tuple((sure or near)[:MOST])
        return Reponse(
            candidates=found, reason=Defaut.SEVERAL if found else Defaut.UNKNOWN
        )

    def _voie(self, pk: int) -> Voie:
        if pk not in self._held:
            self._held[pk] = Voie.objects.get(pk=pk)
        return self._held[pk]

    def _lieu(self, voie: Voie, number: str) -> Lieu:
        commune = self.communes[voie.commune_id]
        lon, lat = voie.numbers[number]
        label = f"{number} {voie.name}, {voie.code_postal} {commune}"
        return Lieu(label, lon, lat, commune)

    def _read(self, text: str) -> _Asked:
        words = split_words(text[:200])
        postcodes = [w for w in words if _POSTCODE.fullmatch(w)]
        words = [w for w in words if not _POSTCODE.fullmatch(w) and w != "cedex"]
        number, words = _take_number(words)
        named = _canonical(" ".join(words))
        commune, arrondissement, rest = self._take_commune(named)
        return _Asked(
            number, rest, postcodes[-1] if postcodes else "", commune, arrondissement
        )

    def _take_commune(
        self, words: tuple[str, ...]
    ) -> tuple[int | None, int | None, tuple[str, ...]]:
        """Take the commune, and its arrondissement, off the end of an address."""
        rank, bare = _take_arrondissement(words)
        for tail, arrondissement in ((words, None), (bare, rank)):
            for commune in self.communes.values():
                name = _canonical(commune.name)
                rest = tail[: -len(name)]
                if name and tail[-len(name) :] == name and set(rest) - _WAYS:
                    return commune.pk, arrondissement, rest
        return None, None, words

    def _match(self, asked: _Asked) -> tuple[list[_Street], bool]:
        """Return the streets that answer best, and whether they are named as asked."""
        wanted = set(asked.words) - _WAYS
        if not wanted:
            return [], False
        named = [s for s in self._by_words.get(asked.words, ()) if _is_in(s, asked)]
        if named:
            return named, True
        within = self._having([self._by_word.get(word, set()) for word in wanted])
        same = [s for s in within if set(s.words) - _WAYS == wanted]
        like = self._having([self._find_alike(word) for word in wanted])
        for found in (same, within, like):
            held = [s for s in found if _is_in(s, asked)]
            if held:
                return held, False
        for found in (same, within, like):
            held = [s for s in found if asked.commune in {None, s.commune}]
            if held:
                return held, False
        return [], False

    def _having(self, ranks: Sequence[set[int]]) -> list[_Street]:
        """Return the streets that are in each of these sets."""
        return [self.streets[rank] for rank in sorted(set.intersection(*ranks))]

    def _find_alike(self, word: str) -> set[int]:
        """Return the streets that have this word, one letter apart at most."""
        if word not in self._alike:
            found = set(self._by_word.get(word, set()))
            if len(word) > SHORTEST:
                for known, ranks in self._by_word.items():
                    if is_one_mistake_apart(word, known):
                        found |= ranks
            self._alike[word] = found
        return self._alike[word]


def find_adresse(text: str) -> Reponse:
    return Carnet().find(text)


def _is_in(street: _Street, asked: _Asked) -> bool:
    if asked.postcode and street.postcode != asked.postcode:
        return False
    if asked.commune is not None and street.commune != asked.commune:
        return False
    return asked.arrondissement is None or street.code_insee.endswith(
        f"{asked.arrondissement:02d}"
    )


def _canonical(text: str) -> tuple[str, ...]:
    """Return the words that name a street: « Av. du Gal Leclerc » is avenue general leclerc."""
    words = [w for w in split_words(text) if w not in _LITTLE]
    return tuple(
        _SHORT.get(word, word) if rank else _KINDS.get(word, _SHORT.get(word, word))
        for rank, word in enumerate(words)
    )


def _take_number(words: list[str]) -> tuple[str, list[str]]:
    """Take « 12 bis » off an address, with what stands before it: a building, a floor."""
    for start, word in enumerate(words):
        found = _NUMBER.fullmatch(word)
        if found is None:
            continue
        number, suffix = found.group(1).lstrip("0") or "0", found.group(2)
        rest = words[start + 1 :]
        if suffix and suffix not in _SUFFIXES and len(suffix) > 1:
            continue
        if not suffix and rest and _is_suffix(rest):
            suffix, rest = rest[0], rest[1:]
        while rest and rest[0].isdigit():
            rest = rest[1:]
        if start == 0 or (rest and _KINDS.get(rest[0], rest[0]) in _WAYS):
            return f"{number} {suffix}".strip(), rest
    return "", words


def _is_suffix(rest: Sequence[str]) -> bool:
    if rest[0] in _SUFFIXES:
        return True
    is_way = len(rest) > 1 and _KINDS.get(rest[1], rest[1]) in _WAYS
    return len(rest[0]) == 1 and rest[0].isalpha() and is_way


def _take_arrondissement(words: tuple[str, ...]) -> tuple[int | None, tuple[str, ...]]:
    kept = words[:-1] if words and words[-1] in {"arrondissement", "arr"} else words
    found = _RANK.fullmatch(kept[-1]) if kept else None
    if found is None:
        return None, words
    return int(found.group(1)), kept[:-1]


def _nearest(numbers: dict[str, list[float]], asked: str) -> list[str]:
    """Return the numbers that stand around the one asked, in order."""
    wanted = _sort_key(asked)
    ordered = sorted(numbers, key=_sort_key)
    place = sum(_sort_key(number) < wanted for number in ordered)
    return ordered[max(0, place - _AROUND) : place + _AROUND]


def _sort_key(number: str) -> tuple[int, str]:
    digits, _, suffix = number.partition(" ")
    return (int(digits) if digits.isdigit() else 0, suffix)
