"""What a cell of text says: each reader gives a value, or a French sentence.

An empty cell never reaches a reader: it is `None`.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from possibles.common.french import fold
from possibles.common.money import parse_euros

Reader = Callable[[str], Any]

_FRENCH_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_YES = frozenset({"oui", "o", "vrai", "true", "1", "x", "yes"})
_NO = frozenset({"non", "n", "faux", "false", "0", "no"})


def read_text(most: int = 250) -> Reader:
    """Return a reader of text of at most so many signs."""

    def read(text: str) -> str:
        if len(text) > most:
            raise ValidationError(f"Ce texte dépasse {most} signes : raccourcissez-le.")
        return text

    return read


def read_day(text: str) -> date:
    """Read « 2026-10-03 », « 3/10/2026 » or « 03.10.26 »."""
    iso, french = _ISO_DAY.fullmatch(text), _FRENCH_DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if french:
            year = int(french[3]) + (2000 if len(french[3]) == 2 else 0)
            return date(year, int(french[2]), int(french[1]))
    except ValueError:
        pass
    raise ValidationError(
        f"« {text[:30]} » n’est pas une date. Écrivez par exemple 03/10/2026."
    )


def read_month(text: str) -> date:
    """Read « 10/2026 », « 2026-10 », « octobre 2026 » or any day of the month."""
    words = fold(text).split()
    if len(words) == 2 and words[1].isdigit():
        found = [n for n, name in enumerate(_MONTHS, 1) if name == words[0]]
        if found:
            text = f"{words[1]}-{found[0]:02d}"
    short = re.fullmatch(r"(\d{1,2})[/.\-](\d{4})", text)
    if short:
        text = f"{short[2]}-{int(short[1]):02d}"
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}", text):
            year, month = text.split("-")
            return date(int(year), int(month), 1)
        return read_day(text).replace(day=1)
    except (ValueError, ValidationError):
        raise ValidationError(
            f"« {text[:30]} » n’est pas un mois. Écrivez par exemple 10/2026."
        ) from None


def read_decimal(text: str) -> Decimal:
    """Read « 1 234,5 » or « 1234.5 »."""
    bare = "".join(text.split()).replace("\u2212", "-")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > 10**12:
        raise ValidationError(
            f"« {text[:30]} » n’est pas un nombre. Écrivez par exemple 151,67."
        )
    return value


def read_integer(text: str) -> int:
    """Read a whole number that is not negative."""
    value = read_decimal(text)
    if value < 0 or value != int(value):
        raise ValidationError(f"« {text[:30]} » n’est pas un nombre entier.")
    return int(value)


def read_centimes(text: str) -> int:
    """Read an amount that is not negative; spreadsheets' stray decimals are rounded."""
    if re.fullmatch(r"-?\d+\.\d{3,}", text):
        text = f"{Decimal(text):.2f}"
    amount = parse_euros(text)
    if amount < 0:
        raise ValidationError("Un montant n’est pas négatif.")
    return amount


def read_share(text: str) -> Decimal:
    """Read « 5 », « 5 % » or « 0,05 % »-like percentages and give a share of one."""
    share = read_decimal(text.removesuffix("%")) / 100
    if not 0 <= share <= 1:
        raise ValidationError("Un pourcentage va de 0 à 100.")
    return share


def read_yes(text: str) -> bool:
    word = fold(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValidationError(f"« {text[:20]} » n’est ni oui ni non.")


def read_choice(choices: Iterable[tuple[Any, str]], **synonyms: Any) -> Reader:
    """Return a reader that knows each choice by its value, its label or a synonym."""
    pairs = [(value, str(label)) for value, label in choices]
    known = {fold(word): value for word, value in synonyms.items()}
    known |= {fold(str(value)): value for value, _ in pairs}
    known |= {fold(label): value for value, label in pairs}
    shown = ", ".join(label for _, label in pairs[:8])

    def read(text: str) -> Any:
        found = known.get(fold(text))
        if found is None:
            raise ValidationError(
                f"« {text[:40]} » n’est pas prévu. Choisissez parmi : {shown}."
            )
        return found

    return read
