"""Enter the values of indicators, many at once: all are written, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from possibles.apps.contrat import validators
from possibles.apps.contrat.enums import Maille, Mesure
from possibles.apps.contrat.models import Cible, Indicateur, Releve
from possibles.apps.journal.models import change
from possibles.apps.territoires.models import Commune, Quartier

from .avenants import edit_projet

_YES = {"oui", "1", "o"}
_NO = {"non", "0", "n"}
LIMIT = Decimal("99999999999.999")


@dataclass(frozen=True, slots=True)
class Saisie:
    """One cell as typed.

    An empty `value` with neither text nor comment erases what was there (the journal keeps
    it). `version` is that of the value the person saw: 0 when the cell was empty, `None`
    not to check.
    """

    indicateur: Indicateur
    period: str
    value: str = ""
    commune: Commune | None = None
    quartier: Quartier | None = None
    comment: str = ""
    source: str = ""
    is_provisional: bool = False
    version: int | None = None

    @property
    def place(self) -> tuple[int | None, int | None]:
        commune = None if self.commune is None else self.commune.pk
        return (commune, None if self.quartier is None else self.quartier.pk)


class SaisieError(Exception):
    """Cells that cannot be written; `cells` gives each one's French sentence by index."""

    def __init__(self, cells: dict[int, str]) -> None:
        super().__init__(f"{len(cells)} cellules refusées")
        self.cells = cells


@dataclass(frozen=True, slots=True)
class Bilan:
    """What a bulk entry did."""

    created: int = 0
    changed: int = 0
    erased: int = 0
    unchanged: int = 0


def record_releves(
    saisies: Sequence[Saisie], *, author: Any, reason: str = ""
) -> Bilan:
    """Write all the cells as one act of the author.

    Raises
    ------
    SaisieError
        At least one cell is wrong: nothing was written.
    """
    with change(author=author, reason=reason or "Saisir des relevés"):
        stored = _read_stored(saisies)
        errors = {}
        seen: dict[Any, int] = {}
        for index, saisie in enumerate(saisies):
            sentence = _find_error(saisie, stored.get(_key(saisie)), author)
            if not sentence and _key(saisie) in seen:
                sentence = "Cette cellule est donnée deux fois."
            seen[_key(saisie)] = index
            if sentence:
                errors[index] = sentence
        if errors:
            raise SaisieError(errors)
        outcomes = [_write(s, stored.get(_key(s)), author) for s in saisies]
    return Bilan(**{name: outcomes.count(name) for name in Bilan.__dataclass_fields__})


def parse_value(indicateur: Indicateur, text: str) -> Decimal | None:
    """Read a typed value; `None` for an empty cell or a written appreciation.

    Raises
    ------
    ValidationError
        With a French sentence.
    """
    bare = text.strip()
    if not bare or indicateur.mesure == Mesure.QUALITATIF:
        return None
    if indicateur.mesure == Mesure.OUI_NON:
        if bare.casefold() in _YES:
            return Decimal(1)
        if bare.casefold() in _NO:
            return Decimal(0)
        raise ValidationError("Répondez par oui ou par non.")
    return _parse_number(bare)


def set_cible(
    indicateur: Indicateur, year: int, value: Decimal, *, author: Any, reason: str = ""
) -> Cible:
    """Set the target of a year; that of a validated agenda needs a reason.

    Raises
    ------
    AgendaVerrouilleError
        The year's agenda is in force and no reason was given.
    """
    cible = indicateur.cibles.filter(year=year).first()
    cible = cible or Cible(indicateur=indicateur, year=year)
    cible.value = value
    cible.is_exemple = False
    cible.clean_fields()
    if indicateur.projet is None:
        with change(author=author, reason=reason or "Fixer une cible"):
            cible.save()
    else:
        with edit_projet(indicateur.projet, author=author, reason=reason):
            cible.save()
    return cible


def _parse_number(text: str) -> Decimal:
    joined = "".join(text.split()).replace("\u202f", "").replace("\u2212", "-")
    try:
        value = Decimal(joined.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(
            f"« {text[:30]} » n’est pas un nombre. Tapez par exemple 12 ou 1 234,5."
        ) from None
    if not value.is_finite() or abs(value) > LIMIT:
        raise ValidationError("Ce nombre est trop grand.")
    if value < 0:
        raise ValidationError("Une valeur ne peut pas être négative.")
    rounded = value.quantize(Decimal("0.001"))
    if rounded != value:
        raise ValidationError("Trois chiffres après la virgule au plus.")
    return rounded


def _key(saisie: Saisie) -> tuple[Any, ...]:
    return (saisie.indicateur.pk, saisie.period, *saisie.place)


def _read_stored(saisies: Sequence[Saisie]) -> dict[tuple[Any, ...], Releve]:
    found = Releve.objects.filter(
        indicateur__in={s.indicateur.pk for s in saisies},
        period__in={s.period for s in saisies},
    ).select_related("author", "indicateur", "commune", "quartier")
    return {(r.indicateur_id, r.period, r.commune_id, r.quartier_id): r for r in found}


def _find_error(saisie: Saisie, releve: Releve | None, author: Any) -> str:
    try:
        validators.period(saisie.period)
        parse_value(saisie.indicateur, saisie.value)
    except ValidationError as error:
        return str(error.messages[0])
    wrong_place = _find_wrong_place(saisie)
    if wrong_place:
        return wrong_place
    if author is not None and not author.has_perm(
        "contrat.add_releve", saisie.indicateur
    ):
        return "Vous ne pouvez pas saisir cet indicateur."
    stored = 0 if releve is None else releve.version
    if saisie.version is not None and saisie.version != stored:
        by = "" if releve is None or releve.author is None else f" par {releve.author}"
        now = "effacée" if releve is None else f"modifiée{by}"
        return f"Cette valeur a été {now} entre-temps : relisez-la avant d’enregistrer."
    return ""


def _find_wrong_place(saisie: Saisie) -> str:
    maille = saisie.indicateur.maille
    if saisie.commune and saisie.quartier:
        return "Une valeur porte sur une commune ou sur un quartier, pas les deux."
    if maille == Maille.QUARTIER and not saisie.quartier:
        return "Cet indicateur se saisit par quartier."
    if maille == Maille.COMMUNE and not saisie.commune:
        return "Cet indicateur se saisit par commune."
    if maille == Maille.CONTRAT and (saisie.commune or saisie.quartier):
        return "Cet indicateur se saisit pour le contrat entier."
    return ""


def _write(saisie: Saisie, releve: Releve | None, author: Any) -> str:
    value = parse_value(saisie.indicateur, saisie.value)
    is_words = saisie.indicateur.mesure == Mesure.QUALITATIF
    text = saisie.value.strip() if is_words else ""
    comment = saisie.comment.strip()
    if value is None and not text and not comment:
        if releve is None:
            return "unchanged"
        releve.delete()
        return "erased"
    outcome = "created" if releve is None else "changed"
    releve = releve or Releve(
        indicateur=saisie.indicateur,
        period=saisie.period,
        commune=saisie.commune,
        quartier=saisie.quartier,
    )
    told = (value, text, comment, saisie.source, saisie.is_provisional)
    held = (
        releve.value,
        releve.text,
        releve.comment,
        releve.source,
        releve.is_provisional,
    )
    if outcome == "changed" and told == held:
        return "unchanged"
    (
        releve.value,
        releve.text,
        releve.comment,
        releve.source,
        releve.is_provisional,
    ) = told
    releve.author = author
    releve.entered_at = timezone.now()
    releve.is_exemple = False
    releve.save()
    return outcome
