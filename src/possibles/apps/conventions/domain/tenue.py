"""Whether commitments are kept: judged on a day, from measures and dated statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from possibles.apps.conventions.enums import Tenue, Verdict
from possibles.apps.conventions.models import Constat, Engagement
from possibles.common.french import format_date, format_number

from .delais import add_months
from .mesures import Lecture, mesures, read_mesures

STALE_MONTHS = 12  # a review is yearly: an older statement says nothing of this year


@dataclass(frozen=True, slots=True)
class Cible:
    """What is promised: a quantity, a day, or both."""

    target: Decimal | None = None
    due: date | None = None
    is_ceiling: bool = False


@dataclass(frozen=True, slots=True)
class Etat:
    """A commitment on a day: its judgement, what it rests on, what is missing."""

    engagement: Engagement
    tenue: Tenue
    text: str
    value: Decimal | None
    is_automatic: bool
    constat: Constat | None
    manques: Sequence[str]
    is_exemple: bool = False

    @property
    def tone(self) -> str:
        return self.tenue.tone

    @property
    def icon(self) -> str:
        return self.tenue.icon


@dataclass(frozen=True, slots=True)
class Couverture:
    """How many commitments are kept, in progress, late, not measurable."""

    counts: dict[Tenue, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def measured(self) -> int:
        return self.total - self.counts[Tenue.NON_MESURABLE]

    @property
    def rows(self) -> list[tuple[Tenue, str, int]]:
        return [(tenue, tenue.tone, self.counts[tenue]) for tenue in Tenue]


def judge_lecture(cible: Cible, lecture: Lecture, on: date) -> Tenue:
    """Judge from a measure: the target reached, else the due date says how late it is."""
    if lecture.day is not None:
        if lecture.is_done:
            is_kept = cible.due is None or lecture.day <= cible.due
            return Tenue.TENU if is_kept else Tenue.EN_RETARD
        if cible.due is not None and lecture.day > cible.due:
            return Tenue.EN_RETARD
        return _not_yet(cible, on)
    if lecture.value is None or cible.target is None:
        return Tenue.NON_MESURABLE
    return judge_value(cible, lecture.value, on)


def judge_value(cible: Cible, value: Decimal, on: date) -> Tenue:
    """Judge a quantity: a minimum is kept once reached, a maximum while not exceeded."""
    if cible.target is None:
        return Tenue.NON_MESURABLE
    if cible.is_ceiling:
        if value > cible.target:
            return Tenue.EN_RETARD
        is_over = cible.due is not None and cible.due < on
        return Tenue.TENU if is_over else Tenue.EN_COURS
    return Tenue.TENU if value >= cible.target else _not_yet(cible, on)


def judge_verdict(cible: Cible, verdict: str, on: date) -> Tenue:
    """Judge from what a person stated: what is not kept once due is late."""
    if verdict == Verdict.TENU:
        return Tenue.TENU
    if verdict == Verdict.NON_TENU:
        return Tenue.EN_RETARD
    return _not_yet(cible, on)


def _not_yet(cible: Cible, on: date) -> Tenue:
    is_late = cible.due is not None and cible.due < on
    return Tenue.EN_RETARD if is_late else Tenue.EN_COURS


def read_etats(
    engagements: Sequence[Engagement], on: date, user: Any = None
) -> list[Etat]:
    """Judge many commitments on a day: statements in one query, measures by room.

    With `user`, from what this person may see alone.
    """
    if not engagements:
        return []
    latest = _latest_constats(engagements, on)
    asked = {(e.mesure, e.mesure_objet) for e in engagements if e.mesure}
    lectures = read_mesures(sorted(asked), on, user)
    return [
        judge(e, on, lectures.get((e.mesure, e.mesure_objet)), latest.get(e.pk))
        for e in engagements
    ]


def judge(
    engagement: Engagement,
    on: date,
    lecture: Lecture | None,
    constat: Constat | None,
) -> Etat:
    """Judge one commitment: its measure when it reads something, else the last statement."""
    cible = Cible(engagement.target, engagement.due, engagement.is_ceiling)
    tenue, text, value, is_automatic = Tenue.NON_MESURABLE, "", None, False
    if lecture is not None:
        tenue = judge_lecture(cible, lecture, on)
        text, value, is_automatic = lecture.text, lecture.value, True
    if constat is not None and tenue == Tenue.NON_MESURABLE:
        tenue = judge_verdict(cible, constat.verdict, on)
        text, value = _tell_constat(constat, engagement), constat.value
        is_automatic = False
    return Etat(
        engagement=engagement,
        tenue=tenue,
        text=text or "Ni mesure ni constat.",
        value=value,
        is_automatic=is_automatic,
        constat=constat,
        manques=list_manques(engagement, tenue, lecture, constat, on),
        is_exemple=bool(
            (is_automatic and lecture and lecture.is_exemple)
            or (not is_automatic and constat and constat.is_exemple)
        ),
    )


def list_manques(
    engagement: Engagement,
    tenue: Tenue,
    lecture: Lecture | None,
    constat: Constat | None,
    on: date,
) -> list[str]:
    """Say what a commitment lacks to be followed, in the order one would supply it."""
    found = []
    if engagement.organisation_id is None:
        found.append("personne ne s’engage")
    if engagement.due is None:
        found.append("sans échéance")
    if engagement.mesure and engagement.mesure not in mesures():
        found.append("la mesure choisie n’existe plus")
    elif engagement.mesure and lecture is None:
        found.append("la mesure ne trouve pas de donnée")
    elif lecture is not None and lecture.value is not None and not engagement.target:
        found.append("mesuré, mais sans cible")
    if lecture is None:
        if constat is None:
            found.append(
                "aucun constat" if engagement.mesure else "ni mesure ni constat"
            )
        elif add_months(constat.date, STALE_MONTHS) < on:
            found.append(f"dernier constat au {format_date(constat.date)}")
    has_proof = engagement.proof or engagement.proof_document_id
    if (
        tenue == Tenue.TENU
        and not has_proof
        and (constat is None or constat.document_id is None)
    ):
        found.append("tenu, mais sans preuve")
    return found


def cover(etats: Iterable[Etat]) -> Couverture:
    counts = dict.fromkeys(Tenue, 0)
    for etat in etats:
        counts[etat.tenue] += 1
    return Couverture(counts)


def _latest_constats(engagements: Sequence[Engagement], on: date) -> dict[int, Constat]:
    keys = [e.pk for e in engagements]
    rows = (
        Constat.objects.filter(engagement__in=keys, date__lte=on)
        .select_related("author")
        .order_by("date", "pk")
    )
    return {constat.engagement_id: constat for constat in rows}


def _tell_constat(constat: Constat, engagement: Engagement) -> str:
    said = f"{constat.get_verdict_display()} au {format_date(constat.date)}"
    if constat.value is not None:
        unit = f" {engagement.unit}" if engagement.unit else ""
        said += f" : {format_number(constat.value)}{unit}"
    return f"{said}. {constat.text}".strip()
