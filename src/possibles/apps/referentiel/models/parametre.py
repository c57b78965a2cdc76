from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.referentiel.enums import (
    CERTAINTY_MEANINGS,
    Certainty,
    ValueKind,
)
from possibles.apps.referentiel.validators import parametre_code
from possibles.common.french import format_date, format_euros, format_number

from .valeurs import validate_value

NNBSP = "\u202f"


class ParametreQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ParametreQuerySet":
        """Show them all: the numbers we reckon with are open to everyone."""
        return self

    def history_of(self, code: str) -> "ParametreQuerySet":
        """Keep the versions of one parameter, the newest first."""
        return self.filter(code=code).order_by(F("valid_from").desc(nulls_last=True))


class Parametre(TrackedModel):
    """One version of a dated or uncertain number: value, validity, source, certainty.

    A version holds from `valid_from` (always, when empty) until the day before the next
    one begins, or until `valid_to` when that comes first. Two versions of a code never
    begin on the same day, so they never overlap.
    """

    code = models.CharField("code", max_length=80, validators=[parametre_code])
    label = models.CharField("libellé", max_length=200)
    kind = models.CharField("nature", max_length=10, choices=ValueKind.choices)
    # See `validate_value` for the form of each kind.
    value = models.JSONField("valeur")
    unit = models.CharField("unité", max_length=40, blank=True)
    valid_from = models.DateField("valable du", null=True, blank=True)
    valid_to = models.DateField("valable jusqu’au", null=True, blank=True)
    certainty = models.CharField("certitude", max_length=1, choices=Certainty.choices)
    source = models.CharField("source", max_length=300)
    source_url = models.URLField("adresse de la source", max_length=400, blank=True)
    note = models.TextField("note", blank=True)

    objects = models.Manager.from_queryset(ParametreQuerySet)()

    class Meta:
        verbose_name = "paramètre"
        verbose_name_plural = "paramètres"
        ordering = ["code", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="parametre_une_version_par_jour",
                violation_error_message="Une version commence déjà ce jour-là.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_from=None),
                name="parametre_une_version_d_origine",
                violation_error_message=(
                    "Ce paramètre a déjà une version sans date de début."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gte=F("valid_from")),
                name="parametre_dates",
                violation_error_message="La fin de validité précède son début.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        try:
            validate_value(self.kind, self.value)
        except ValidationError as error:
            raise ValidationError({"value": error}) from None

    @property
    def typed_value(self) -> Any:
        """The value as Python reckons with it: Decimal, date, centimes, text or list."""
        if self.kind in {ValueKind.NUMBER, ValueKind.PERCENT}:
            return Decimal(self.value)
        return (
            date.fromisoformat(self.value)
            if self.kind == ValueKind.DATE
            else self.value
        )

    @property
    def text(self) -> str:
        """The value as people read it, with its unit."""
        bare = self.bare_text
        return f"{bare} {self.unit}" if self.unit else bare

    @property
    def bare_text(self) -> str:
        value = self.typed_value
        if self.kind == ValueKind.PERCENT:
            return f"{_shortest(value * 100)}{NNBSP}%"
        if self.kind == ValueKind.NUMBER:
            return _shortest(value)
        if self.kind == ValueKind.EUROS:
            return format_euros(value, short=True)
        if self.kind == ValueKind.DATE:
            return format_date(value)
        if self.kind == ValueKind.LIST:
            return ", ".join(str(item) for item in value)
        return str(value)

    @property
    def certainty_meaning(self) -> str:
        return CERTAINTY_MEANINGS[Certainty(self.certainty)]


@dataclass(frozen=True, slots=True)
class Valeur:
    """A parameter on a date: never a number alone, always with what it is worth."""

    code: str
    label: str
    value: Any
    text: str
    certainty: str
    certainty_label: str
    certainty_meaning: str
    source: str
    source_url: str
    note: str
    valid_from: date | None
    valid_to: date | None

    @property
    def is_sure(self) -> bool:
        return self.certainty in {Certainty.SOURCE, Certainty.CONNU}


def _shortest(number: Decimal) -> str:
    exponent = number.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(number, decimals)
