"""How long a person is known, how they become anonymous, what they may ask for.

What is erased is who they were: initials, year of birth, place, prescriber, validator,
exact days. What stays is what is counted: hours, sex, age band, residence in a QPV,
criterion, situation afterwards; statistics are the same before and after.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from possibles.apps.insertion.enums import Droit
from possibles.apps.insertion.models import (
    Beneficiaire,
    DemandeDeDroit,
    Embauche,
    Heures,
    first_of,
)
from possibles.apps.insertion.models.personne import new_code
from possibles.apps.journal.models import change
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.engine.calendars.days import add_months

KEPT = "insertion.conservation_mois"


@dataclass(frozen=True, slots=True)
class Conservation:
    """Until when a person's file is kept, and what that is counted from."""

    person: Beneficiaire
    since: date
    until: date

    def is_over(self, on: date) -> bool:
        return self.until <= on


def read_kept_months(on: date | None = None) -> int | None:
    """Return the months a file is kept after eligibility; nothing without the parameter."""
    held = find_parametres([KEPT], on).get(KEPT)
    return None if held is None else int(held.value)


def list_conservations(people: Any = None) -> list[Conservation]:
    """Compute the end of each file, the nearest first.

    Eligibility runs from the first hour worked, else from its validation, else from
    entry; a hire that is not over holds the file until its end.
    """
    kept = read_kept_months()
    if kept is None:
        return []
    rows = Beneficiaire.objects.named() if people is None else people
    found = []
    ends = _last_days(rows)
    for person in rows.annotate(first=Min("heures__month")).order_by("code"):
        since = person.first or person.validated_on or person.entered_on
        until = add_months(since, person.eligibility_months + kept)
        last = ends.get(person.pk)
        found.append(Conservation(person, since, max(until, last) if last else until))
    return sorted(found, key=lambda c: (c.until, c.person.code))


def list_expired(on: date | None = None) -> list[Beneficiaire]:
    day = on or timezone.localdate()
    return [c.person for c in list_conservations() if c.is_over(day)]


def anonymise(
    people: Iterable[Beneficiaire], *, author: Any = None, reason: str
) -> int:
    """Make people anonymous for good; return how many. Statistics do not move."""
    held = [person for person in people if person.anonymised_on is None]
    origin = "conservation" if author is None else "page"
    with change(author=author, origin=origin, reason=reason):
        for person in held:
            _blur_hires(person)
            _forget(person)
            person.save()
    return len(held)


def erase(person: Beneficiaire, *, author: Any, received_on: date) -> str:
    """Answer a request of erasure; return what was done, as a sentence.

    Hours that were counted are owed to ANRU and to the contract: they stay, of nobody.
    Without any, nothing is worth keeping and the whole file goes.
    """
    code = person.code
    if person.heures.exists():
        anonymise([person], author=author, reason="Effacement demandé par la personne")
        outcome = "Fiche rendue anonyme : ses heures restent comptées, sans elle."
    else:
        with change(author=author, reason="Effacement demandé par la personne"):
            person.delete()
        outcome = "Fiche supprimée : aucune heure n’en dépendait."
    log(Droit.EFFACEMENT, code, outcome, author=author, received_on=received_on)
    return outcome


def log(
    kind: str, code: str, outcome: str, *, author: Any, received_on: date | None = None
) -> DemandeDeDroit:
    """Write in the register of requests what was asked and answered."""
    today = timezone.localdate()
    with change(author=author, reason="Droit exercé par une personne"):
        line: DemandeDeDroit = DemandeDeDroit.objects.create(
            kind=kind,
            code=code,
            received_on=received_on or today,
            answered_on=today,
            outcome=outcome,
            handled_by=author,
        )
    return line


def collect(person: Beneficiaire) -> dict[str, Any]:
    """Return everything held about a person, in words they can read (RGPD, article 15)."""
    return {
        "Fiche": _fields(
            person,
            skipped={"id", "version", "kept_tranche", "kept_qpv", "anonymised_on"},
        ),
        "Embauches": [
            _fields(e, skipped={"id", "version", "beneficiaire"})
            for e in person.embauches.select_related(
                "marche", "lot", "employeur__organisation"
            )
        ],
        "Heures": [
            _hours(h)
            for h in person.heures.select_related("marche", "employeur__organisation")
        ],
        "Suivi": [
            _fields(p, skipped={"id", "version", "beneficiaire"})
            for p in person.points_de_suivi.all()
        ],
        "Demandes déjà faites": [
            _fields(d, skipped={"id", "version", "code"})
            for d in DemandeDeDroit.objects.filter(code=person.code).select_related(
                "handled_by"
            )
        ],
        "Conservation": [
            {"Gardée jusqu’au": f"{c.until:%d/%m/%Y}"}
            for c in list_conservations(Beneficiaire.objects.filter(pk=person.pk))
        ],
    }


def _forget(person: Beneficiaire) -> None:
    """Blur a person on the instance; save it yourself."""
    person.kept_tranche = person.tranche
    person.kept_qpv = person.is_from_qpv
    person.code = new_code()
    person.initials = ""
    person.birth_year = None
    person.commune = person.quartier = person.prescripteur = None
    person.validated_by = None
    person.residence = ""
    if person.validated_on is not None:
        person.validated_on = first_of(person.validated_on)
    person.entered_on = first_of(person.entered_on)
    person.anonymised_on = timezone.localdate()


def _blur_hires(person: Beneficiaire) -> None:
    """Keep the months of hires, which are counted, and forget their days."""
    for embauche in person.embauches.all():
        embauche.start = _free_day(embauche)
        if embauche.end is not None:
            embauche.end = add_months(first_of(embauche.end), 1) - timedelta(days=1)
        embauche.save()


def _free_day(embauche: Embauche) -> date:
    """Return the first day of the month that no other hire of the same kind begins on."""
    others = set(
        Embauche.objects.filter(
            beneficiaire=embauche.beneficiaire_id,
            employeur=embauche.employeur_id,
            marche=embauche.marche_id,
        )
        .exclude(pk=embauche.pk)
        .values_list("start", flat=True)
    )
    day = first_of(embauche.start)
    while day in others:
        day += timedelta(days=1)
    return day


def _last_days(people: Any) -> Mapping[int, date]:
    """Return the end of the last hire that has one, by person."""
    rows = Embauche.objects.filter(
        Q(end__isnull=False), beneficiaire__in=people.order_by()
    )
    return dict(rows.order_by("end").values_list("beneficiaire", "end"))


def _fields(held: Any, *, skipped: set[str]) -> dict[str, str]:
    """Return the fields of an object by the names people read."""
    told = {}
    for field in held._meta.concrete_fields:
        if field.name in skipped:
            continue
        value = getattr(held, field.name)
        if field.choices:
            value = getattr(held, f"get_{field.name}_display")()
        if isinstance(value, bool):
            value = "oui" if value else "non"
        elif isinstance(value, date):
            value = f"{value:%d/%m/%Y}"
        told[str(field.verbose_name).capitalize()] = "" if value is None else str(value)
    return told


def _hours(line: Heures) -> dict[str, str]:
    return {
        "Mois": f"{line.month:%m/%Y}",
        "Marché": line.marche.title,
        "Employeur": str(line.employeur),
        "Heures de travail": _decimal(line.work),
        "Heures de formation": _decimal(line.training),
        "Heures comptées": _decimal(line.counted),
        "État": line.get_state_display(),
    }


def _decimal(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}".replace(".", ",")
