"""Tell an act in plain French."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from possibles.apps.journal.models import Acte, Verb
from possibles.common.french import format_date, format_euros, format_number
from possibles.common.money import MontantField

ICONS = {
    Verb.CREATE: "plus",
    Verb.UPDATE: "pencil",
    Verb.DELETE: "trash",
    Verb.EVENT: "flag",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field: what it was, what it became."""

    name: str
    label: str
    before: str
    after: str
    is_hidden: bool = False
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """An act, ready to be read."""

    acte: Acte
    title: str
    who: str
    icon: str
    lines: list[Line]
    may_restore: bool = False

    @property
    def is_long(self) -> bool:
        """A creation or a deletion tells every field: folded until asked for."""
        return len(self.lines) > 4

    @property
    def can_restore(self) -> bool:
        return (
            self.may_restore
            and self.acte.verb in {Verb.UPDATE, Verb.DELETE}
            and any(not line.is_hidden for line in self.lines)
        )


def tell(acte: Acte, *, may_restore: bool = False) -> Story:
    model = _model(acte)
    noun = model._meta.verbose_name if model else acte.model
    titles = {
        Verb.CREATE: f"{acte.label} : {noun}, création",
        Verb.UPDATE: f"{acte.label} : modification",
        Verb.DELETE: f"{acte.label} : {noun}, suppression",
        Verb.EVENT: acte.label,
    }
    return Story(
        acte=acte,
        title=titles[Verb(acte.verb)],
        who=str(acte.author) if acte.author else _machine(acte.origin),
        icon=ICONS[Verb(acte.verb)],
        lines=[_line(model, name, pair) for name, pair in acte.fields.items()],
        may_restore=may_restore,
    )


def _machine(origin: str) -> str:
    return f"La plateforme ({origin})"


def _line(model: type[models.Model] | None, name: str, pair: dict[str, Any]) -> Line:
    if pair.get("hidden"):
        return Line(name, pair["label"], "", "", is_hidden=True)
    if "added" in pair:
        return Line(
            name,
            pair["label"],
            "",
            "",
            added=[row[1] for row in pair["added"]],
            removed=[row[1] for row in pair["removed"]],
        )
    return Line(
        name,
        pair["label"],
        pair.get("old_text") or _text(model, name, pair["old"]),
        pair.get("new_text") or _text(model, name, pair["new"]),
    )


def _text(model: type[models.Model] | None, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    found = _field(model, name)
    if isinstance(found, MontantField):
        return format_euros(value)
    if isinstance(found, models.DateTimeField):
        return format_date(datetime.fromisoformat(value))
    if isinstance(found, models.DateField):
        return format_date(date.fromisoformat(value))
    if isinstance(found, models.DecimalField):
        return format_number(Decimal(value))
    if isinstance(value, int | float):
        return str(value) if "année" in _label(found) else format_number(value)
    if isinstance(value, list | dict):
        return f"{len(value)} éléments"
    text = str(value)
    return text if len(text) <= 400 else f"{text[:400]}…"


def _label(found: Any) -> str:
    return "" if found is None else str(getattr(found, "verbose_name", ""))


def _model(acte: Acte) -> type[models.Model] | None:
    try:
        return apps.get_model(acte.model)
    except (LookupError, ValueError):
        return None


def _field(model: type[models.Model] | None, name: str) -> Any:
    if model is None:
        return None
    return next((f for f in model._meta.get_fields() if f.name == name), None)
