"""Keep the official addresses of the contract's communes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from possibles.apps.journal.models import change
from possibles.apps.territoires.models import Arrondissement, Commune, Voie

Key = tuple[str, str, str]
Point = tuple[float, float]
_BATCH = 200


class TooFewStreetsError(Exception):
    """The file would take away more than half of a commune's streets."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(slots=True)
class Base:
    """The streets a file holds: (Insee code, postcode, name) to their numbers."""

    voies: dict[Key, dict[str, Point]] = field(default_factory=dict)
    lines: int = 0
    skipped: int = 0
    _ranks: dict[tuple[Key, str], int] = field(default_factory=dict)

    def add(self, key: Key, number: str, point: Point, *, rank: int = 0) -> None:
        """Keep an address; of two places of the same one, that of lower rank."""
        numbers = self.voies.setdefault(key, {})
        if number in numbers and self._ranks.get((key, number), 0) <= rank:
            return
        if rank:
            self._ranks[(key, number)] = rank
        else:
            self._ranks.pop((key, number), None)
        numbers[number] = point


@dataclass(frozen=True, slots=True)
class Apport:
    """What a reading changed: streets, and how many addresses are known of the file's communes."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    numbers: int = 0
    communes: int = 0


def find_places() -> dict[str, Commune]:
    """Return the communes of the contract by every Insee code the base gives them."""
    communes = {c.code_insee: c for c in Commune.objects.du_contrat()}
    held = {c.pk: c for c in communes.values()}
    for arrondissement in Arrondissement.objects.filter(commune__in=held):
        communes[arrondissement.code_insee] = held[arrondissement.commune_id]
    return communes


def store_base(
    base: Base, *, source: str, accept_losses: bool = False, on: date | None = None
) -> Apport:
    """Make the known streets those of the file, for the places it tells of; all or nothing.

    Raises
    ------
    TooFewStreetsError
        A place would lose more than half of its streets: the file is likely cut short.
    """
    places = find_places()
    told = {key[0] for key in base.voies} & set(places)
    held: dict[Key, Voie] = {
        (v.code_insee, v.code_postal, v.name): v
        for v in Voie.objects.filter(code_insee__in=told)
    }
    gone = [voie for key, voie in held.items() if key not in base.voies]
    if not accept_losses:
        _refuse_losses(held, gone, places)
    new = [
        Voie(
            commune=places[key[0]],
            code_insee=key[0],
            code_postal=key[1],
            name=key[2],
            numbers=_plain(numbers),
        )
        for key, numbers in base.voies.items()
        if key not in held and key[0] in places
    ]
    moved = []
    for key, numbers in base.voies.items():
        voie = held.get(key)
        if voie is not None and voie.numbers != _plain(numbers):
            voie.numbers = _plain(numbers)
            moved.append(voie)
    with transaction.atomic():
        Voie.objects.filter(pk__in=[v.pk for v in gone]).delete()
        Voie.objects.bulk_create(new, batch_size=_BATCH)
        Voie.objects.bulk_update(moved, ["numbers"], batch_size=_BATCH)
        if new or moved or gone:
            _sign(told, places, source, on or timezone.localdate())
    return Apport(
        created=len(new),
        changed=len(moved),
        removed=len(gone),
        numbers=sum(len(n) for n in base.voies.values()),
        communes=len({places[code].pk for code in told}),
    )


def number_text(number: str, suffix: str = "") -> str:
    """Return « 12 bis », as an address is written and searched."""
    return " ".join(
        part for part in (number.lstrip("0"), suffix.strip().lower()) if part
    )


def _refuse_losses(
    held: Mapping[Key, Voie], gone: list[Voie], places: Mapping[str, Commune]
) -> None:
    names = []
    for code in sorted({voie.code_insee for voie in gone}):
        lost = sum(voie.code_insee == code for voie in gone)
        if lost * 2 > sum(key[0] == code for key in held):
            names.append(str(places[code]))
    if names:
        raise TooFewStreetsError(names)


def _plain(numbers: Mapping[str, Point]) -> dict[str, list[float]]:
    return {number: list(point) for number, point in numbers.items()}


def _sign(
    told: set[str], places: Mapping[str, Commune], source: str, day: date
) -> None:
    """Tell on each commune where its addresses come from: this is in the journal."""
    communes = {places[code].pk: places[code] for code in told}
    with change(author=None, origin="import_adresses"):
        for commune in communes.values():
            commune.addresses_source = f"{source}, lue le {day:%d/%m/%Y}"[:200]
            commune.save()
