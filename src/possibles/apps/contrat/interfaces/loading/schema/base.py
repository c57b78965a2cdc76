"""Types and helpers the elements share."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from possibles.apps.contrat.interfaces.loading.records import Record, Ref, RelativeDay

Records = Iterator[Record]
_RELATIVE = re.compile(r"^J([+-]\d{1,4})?$")


def _split(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def _oui_non(value: Any) -> Any:
    return {"oui": True, "non": False}.get(value, value)


def _day(value: Any) -> Any:
    match = _RELATIVE.match(value) if isinstance(value, str) else None
    return RelativeDay(int(match[1] or 0)) if match else value


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Field(min_length=1)]
Insee = Annotated[str, Field(pattern=r"^(\d{5}|2[AB]\d{3})$")]
Qpv = Annotated[str, Field(pattern=r"^QN\d{5}[IMNC]$")]
Codes = BeforeValidator(_split)
Flag = Annotated[bool, BeforeValidator(_oui_non)]
Day = Annotated[dt.date | RelativeDay, BeforeValidator(_day)]
Year = Annotated[int, Field(ge=2024, le=2035)]
Period = Annotated[
    str, BeforeValidator(str), Field(pattern=r"^20\d\d(-(S[12]|T[1-4]))?$")
]
Place = Annotated[str, BeforeValidator(str)]
Euros = Annotated[Decimal, Field(gt=0, decimal_places=2)]


def refs(kind: str, keys: list[str]) -> list[Ref]:
    return [Ref(kind, key) for key in keys]


def optional(kind: str, key: str | None) -> Ref | None:
    return None if key is None else Ref(kind, key)


def centimes(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


class Element(BaseModel):
    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True
    )

    def records(self) -> Records:
        raise NotImplementedError


def put_day(record: Record, name: str, day: dt.date | RelativeDay) -> None:
    held = record.once if isinstance(day, RelativeDay) else record.values
    held[name] = day
