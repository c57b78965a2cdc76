"""How links and references are written in one cell: « t12; t15 DD+5; t16 FF-3jc »."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from possibles.apps.operations.enums import DelaiDeLien, NatureLien
from possibles.common.sheets.values import read_day

NONE = "aucun"
"""Written where nothing is meant: an empty cell would leave what is there."""

_LINK = re.compile(
    r"(?P<code>[^\s;]+?)\s*(?P<nature>FD|DD|FF|DF|FS|SS|SF)?"
    r"(?:\s*(?P<lag>[+-]\s*\d+)\s*(?P<unit>jc|jo|j|d)?)?",
    re.IGNORECASE,
)
_ENGLISH = {"fs": NatureLien.FD, "ss": NatureLien.DD, "sf": NatureLien.DF}
_REFERENCE = re.compile(
    r"(?P<name>[^;:]+):\s*(?P<start>\S+)\s*(?:→|->|au)\s*(?P<end>\S+)"
)


@dataclass(frozen=True, slots=True)
class Attente:
    """A task waits for the one of that code."""

    code: str
    nature: str = NatureLien.FD
    lag: int = 0
    unit: str = DelaiDeLien.OUVRE

    def __str__(self) -> str:
        sign = "" if not self.lag else f"{self.lag:+d}"
        days = "" if not self.lag else "jc" if self.is_elapsed else "j"
        nature = "" if self.nature == NatureLien.FD and not self.lag else self.nature
        return f"{self.code} {nature.upper()}{sign}{days}".strip()

    @property
    def is_elapsed(self) -> bool:
        return self.unit == DelaiDeLien.CALENDAIRE


def read_attentes(text: str) -> list[Attente]:
    """Read « 12; 13 DD+5; t14 FF-3jc »: codes, natures, delays in days."""
    if text.strip().lower() in {NONE, "aucune", "-"}:
        return []
    return [_read_one(part.strip()) for part in re.split("[;,]", text) if part.strip()]


def _read_one(text: str) -> Attente:
    found = _LINK.fullmatch(text)
    if found is None:
        raise ValidationError(
            f"« {text[:40]} » n’est pas une attente. Écrivez par exemple 12; 15 DD+5."
        )
    word = (found["nature"] or "fd").lower()
    lag = int("".join((found["lag"] or "0").split()))
    is_elapsed = (found["unit"] or "").lower() == "jc"
    return Attente(
        found["code"],
        _ENGLISH.get(word, word),
        lag,
        DelaiDeLien.CALENDAIRE if is_elapsed else DelaiDeLien.OUVRE,
    )


def write_attentes(attentes: Iterable[Attente]) -> str:
    return "; ".join(sorted(str(a) for a in attentes)) or NONE


Spans = dict[str, tuple[date, date]]


def read_spans(text: str) -> Spans:
    """Read « Convention : 01/02/2026 → 30/06/2027; Point de mai : … »."""
    spans: Spans = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        found = _REFERENCE.fullmatch(part.strip())
        if found is None:
            raise ValidationError(
                f"« {part.strip()[:40]} » n’est pas une référence. Écrivez par exemple "
                "Convention : 01/02/2026 → 30/06/2027."
            )
        start, end = read_day(found["start"]), read_day(found["end"])
        spans[found["name"].strip()[:120]] = (start, max(start, end))
    return spans


def write_spans(spans: Spans) -> str:
    return "; ".join(
        f"{name} : {start:%d/%m/%Y} → {end:%d/%m/%Y}"
        for name, (start, end) in spans.items()
    )
