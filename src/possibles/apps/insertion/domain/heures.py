"""Monthly hours: entered many at once, justified, validated, counted once by the engine."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from possibles.apps.insertion.enums import HeuresState
from possibles.apps.insertion.models import (
    Beneficiaire,
    Embauche,
    Heures,
    Marche,
)
from possibles.apps.journal.models import change, save_all
from possibles.engine.insertion import (
    Eligibility,
    HourKind,
    Refusal,
    Statement,
    Status,
    count_hours,
)

MOST = 31_000
"""More hours than a month may hold, in hundredths."""

STATUSES = {
    HeuresState.DECLARE: Status.DECLARED,
    HeuresState.JUSTIFIE: Status.EVIDENCED,
    HeuresState.VALIDE: Status.VALIDATED,
}
REFUSALS = {
    Refusal.NOT_VALIDATED: "à valider",
    Refusal.KIND_NOT_COUNTED: "nature qui ne compte pas",
    Refusal.UNKNOWN_CONTRACT: "marché inconnu",
    Refusal.BEFORE_CONTRACT: "avant le début du marché",
    Refusal.NOT_ELIGIBLE: "éligibilité non validée",
    Refusal.BEFORE_ELIGIBILITY: "avant la validation de l’éligibilité",
    Refusal.ELIGIBILITY_ENDED: "après la durée d’éligibilité",
    Refusal.DUPLICATE: "déjà comptée",
}


@dataclass(frozen=True, slots=True)
class Saisie:
    """A line as typed: the hours of one hire in a month. Both empty: nothing worked."""

    embauche: Embauche
    work: str = ""
    training: str = ""
    version: int | None = None


class SaisieError(Exception):
    """Cells that cannot be written: (line, field) to a French sentence."""

    def __init__(self, cells: dict[tuple[int, str], str]) -> None:
        super().__init__(f"{len(cells)} cellules refusées")
        self.cells = cells


@dataclass(frozen=True, slots=True)
class Bilan:
    """What an entry did."""

    created: int = 0
    changed: int = 0
    erased: int = 0
    unchanged: int = 0


def parse_hours(text: str) -> int:
    """Read « 151,67 » and return hundredths of an hour; nothing typed is zero.

    Raises
    ------
    ValidationError
        With a French sentence.
    """
    bare = "".join(text.split()).removesuffix("h").replace(",", ".")
    if not bare:
        return 0
    try:
        hundredths = Decimal(bare) * 100
    except InvalidOperation:
        raise ValidationError(
            f"« {text[:20]} » n’est pas un nombre d’heures. Tapez par exemple 151,67."
        ) from None
    if not hundredths.is_finite() or hundredths < 0:
        raise ValidationError("Un nombre d’heures n’est pas négatif.")
    if hundredths != int(hundredths):
        raise ValidationError("Deux chiffres après la virgule au plus.")
    if hundredths > MOST:
        raise ValidationError("Un mois ne tient pas plus de 310 heures.")
    return int(hundredths)


def list_embauches(marche: Marche, month: date) -> list[Embauche]:
    """Return the hires a month's entry is about, in the order of the sheet."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    rows = marche.embauches.filter(start__lt=following).exclude(end__lt=month)
    return list(
        rows.select_related("beneficiaire", "employeur__organisation").order_by(
            "employeur__organisation__sort_name", "beneficiaire__code", "start"
        )
    )


def record_heures(
    marche: Marche, month: date, saisies: Sequence[Saisie], *, author: Any
) -> Bilan:
    """Write a month of a contract as one act: all the lines, or none.

    Raises
    ------
    SaisieError
        At least one cell is wrong: nothing was written.
    """
    with change(author=author, reason=f"Saisir les heures de {month:%m/%Y}"):
        held = _read(marche, month)
        errors: dict[tuple[int, str], str] = {}
        parsed: list[tuple[int, int]] = []
        seen: set[tuple[int, int]] = set()
        for index, saisie in enumerate(saisies):
            parsed.append(_parse(index, saisie, errors))
            _judge(index, saisie, parsed[-1], held, seen, errors)
        if errors:
            raise SaisieError(errors)
        outcomes = [
            _write(marche, month, saisie, values, held.get(_key(saisie)))
            for saisie, values in zip(saisies, parsed, strict=True)
        ]
    return Bilan(**{name: outcomes.count(name) for name in Bilan.__dataclass_fields__})


def advance(
    marche: Marche, month: date, state: HeuresState, *, author: Any, reason: str
) -> int:
    """Bring a month's lines to a state; return how many moved.

    A line goes from declared to evidenced to validated; one sent back to declared can be
    corrected. Only lines whose person is eligible are validated.
    """
    before = {
        HeuresState.JUSTIFIE: {HeuresState.DECLARE},
        HeuresState.VALIDE: {HeuresState.JUSTIFIE},
        HeuresState.DECLARE: {HeuresState.JUSTIFIE, HeuresState.VALIDE},
    }[state]
    with change(author=author, reason=reason):
        lines = Heures.objects.filter(marche=marche, month=month, state__in=before)
        lines = lines.select_related("beneficiaire")
        if state == HeuresState.VALIDE:
            lines = lines.exclude(beneficiaire__validated_on=None)
        moved = list(lines)
        for line in moved:
            line.state = state
        save_all(moved)
    return len(moved)


def recount(people: Collection[int]) -> None:
    """Let the engine judge every line of these people, and keep what counts.

    One line is two statements, work and training, so that one may count and not the
    other; the window of a person opens with their first hour, whatever the contract.
    """
    if not people:
        return
    eligibilities: dict[str, Eligibility] = {}
    for pk, day, months in Beneficiaire.objects.filter(
        pk__in=people, validated_on__isnull=False
    ).values_list("pk", "validated_on", "eligibility_months"):
        eligibilities[str(pk)] = Eligibility(to_month(day), months)
    lines = Heures.objects.filter(beneficiaire__in=people).order_by("pk")
    rows = list(
        lines.values_list(
            "pk", "beneficiaire", "employeur", "marche", "month", "work", "training", "state"
        )
    )  # fmt: skip
    marches = Marche.objects.filter(pk__in={row[3] for row in rows})
    starts = {
        str(pk): 0 if day is None else to_month(day)
        for pk, day in marches.values_list("pk", "start")
    }
    statements = [statement for row in rows for statement in _statements(row)]
    refused = count_hours(
        statements, eligibilities=eligibilities, contract_starts=starts
    ).refused
    _keep(rows, refused)


def to_month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _statements(row: tuple[Any, ...]) -> Iterable[Statement]:
    pk, person, employer, contract, month, work, training, state = row
    for kind, hours in ((HourKind.WORK, work), (HourKind.TRAINING, training)):
        if hours:
            yield Statement(
                key=_statement_key(pk, kind),
                person=str(person),
                employer=str(employer),
                contract=str(contract),
                month=to_month(month),
                centihours=hours,
                kind=kind,
                status=STATUSES[HeuresState(state)],
            )


def _statement_key(pk: int, kind: HourKind) -> str:
    return f"{pk:012d}-{kind}"


def _keep(rows: Sequence[tuple[Any, ...]], refused: Any) -> None:
    """Write the derived columns, a few statements for any number of lines.

    Work and training of a line share person, month and contract: they are judged alike.
    """
    verdicts: dict[str, list[int]] = {}
    for row in rows:
        kind = HourKind.WORK if row[5] else HourKind.TRAINING
        refusal = refused.get(_statement_key(row[0], kind))
        verdicts.setdefault("" if refusal is None else refusal.value, []).append(row[0])
    for refusal, keys in verdicts.items():
        counted: Any = 0 if refusal else F("work") + F("training")
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            Heures.objects.filter(pk__in=part).unrecorded_update(
                counted=counted, refusal=refusal
            )


def _read(marche: Marche, month: date) -> dict[tuple[int, int], Heures]:
    lines = Heures.objects.filter(marche=marche, month=month)
    return {
        (line.beneficiaire_id, line.employeur_id): line
        for line in lines.select_related("beneficiaire", "employeur__organisation")
    }


def _key(saisie: Saisie) -> tuple[int, int]:
    return (saisie.embauche.beneficiaire_id, saisie.embauche.employeur_id)


def _parse(
    index: int, saisie: Saisie, errors: dict[tuple[int, str], str]
) -> tuple[int, int]:
    values = []
    for name in ("work", "training"):
        try:
            values.append(parse_hours(getattr(saisie, name)))
        except ValidationError as error:
            errors[(index, name)] = str(error.messages[0])
            values.append(0)
    return values[0], values[1]


def _judge(
    index: int,
    saisie: Saisie,
    values: tuple[int, int],
    held: dict[tuple[int, int], Heures],
    seen: set[tuple[int, int]],
    errors: dict[tuple[int, str], str],
) -> None:
    line = held.get(_key(saisie))
    told = (0, 0) if line is None else (line.work, line.training)
    sentence = ""
    if _key(saisie) in seen:
        sentence = "Cette personne est donnée deux fois pour le même employeur."
    elif sum(values) > MOST:
        sentence = "Un mois ne tient pas plus de 310 heures."
    elif values != told and line is not None and line.state != HeuresState.DECLARE:
        sentence = f"Ligne {line.get_state_display().lower()} : rouvrez le mois pour la changer."
    elif saisie.version not in {None, 0 if line is None else line.version}:
        sentence = "Cette ligne a changé entre-temps : relisez-la avant d’enregistrer."
    if sentence:
        errors.setdefault((index, "work"), sentence)
    seen.add(_key(saisie))


def _write(
    marche: Marche,
    month: date,
    saisie: Saisie,
    values: tuple[int, int],
    line: Heures | None,
) -> str:
    work, training = values
    if line is None:
        if not work and not training:
            return "unchanged"
        Heures.objects.create(
            beneficiaire=saisie.embauche.beneficiaire,
            employeur=saisie.embauche.employeur,
            marche=marche,
            month=month,
            work=work,
            training=training,
        )
        return "created"
    if (work, training) == (line.work, line.training):
        return "unchanged"
    if not work and not training:
        line.delete()
        return "erased"
    line.work, line.training, line.is_exemple = work, training, False
    line.save()
    return "changed"
