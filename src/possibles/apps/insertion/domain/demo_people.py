"""Invented people and hours for a demonstration: drawn once, all « exemple ».

People enter over thirty months; each contract spreads its hours over those who are
eligible in the month. Nobody here exists.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from possibles.apps.insertion.enums import (
    ContratKind,
    Critere,
    EmployeurKind,
    HeuresState,
    Modalite,
    Sexe,
    Sortie,
)
from possibles.apps.insertion.models import (
    Beneficiaire,
    Embauche,
    Employeur,
    Heures,
    Marche,
    PointDeSuivi,
)
from possibles.apps.journal.models import change
from possibles.apps.territoires.models import Commune, Quartier
from possibles.engine.calendars.days import add_months as later

from .chantiers import add_months
from .demo import make_company
from .heures import to_month

SEED = 300
PEOPLE = 300
LINES = 12_000
BATCH = 400
COHORTS = 30
WINDOW = 24
DONE = 0.97
OUTCOMES = (22, 14, 18, 9, 11, 2, 15, 5, 4)
LETTERS = "ABCDEFGHJKLMNPRSTVYZ"
EMPLOYERS = (
    ("Chantiers de l’Huveaune", EmployeurKind.ACI),
    ("Intérim Solidaire Sud", EmployeurKind.ETTI),
    ("GEIQ Bâtir Provence", EmployeurKind.GEIQ),
    ("Régie du Grand Pré", EmployeurKind.REGIE),
    ("Étoile Insertion", EmployeurKind.EI),
    ("Bâtir Durance", EmployeurKind.ENTREPRISE),
    ("Étang Propreté", EmployeurKind.ENTREPRISE),
    ("Garrigue Espaces verts", EmployeurKind.ENTREPRISE),
)


def load_people(lines: int = LINES, people: int = PEOPLE) -> int:
    """Create people, hires and hours unless some are there; return the lines made."""
    if Beneficiaire.objects.filter(is_exemple=True).exists():
        return 0
    marches = list(
        Marche.objects.filter(is_exemple=True, start__lt=timezone.localdate())
        .with_clause()
        .exclude(objective_hours=None)
        .order_by("reference")
    )
    if not marches:
        return 0
    dice = random.Random(SEED)  # noqa: S311  examples, not secrets
    employers = _employers()
    persons = _people(dice, people)
    hires = _hires(dice, marches, persons, employers)
    made = _lines(dice, marches, hires, lines)
    _suivis(dice, hires)
    return made


def _employers() -> list[Employeur]:
    with change(author=None, origin="demo", reason="Employeurs d’exemple"):
        return [
            Employeur.objects.get_or_create(
                organisation=make_company(name),
                defaults={"kind": kind, "headcount": 40, "is_exemple": True},
            )[0]
            for name, kind in EMPLOYERS
        ]


def _people(dice: random.Random, count: int) -> list[Beneficiaire]:
    """Make people, the first of a month's cohort validated just before it begins."""
    today = timezone.localdate()
    communes = list(Commune.objects.filter(in_contrat=True).order_by("pk"))
    quartiers = list(Quartier.objects.select_related("commune").order_by("code"))
    made = []
    with change(author=None, origin="demo", reason="Bénéficiaires d’exemple"):
        for index in range(count):
            quartier = dice.choice(quartiers) if quartiers and index % 10 < 7 else None
            commune = quartier.commune if quartier else None
            if commune is None and communes:
                commune = dice.choice(communes)
            cohort = add_months(today, -COHORTS + index * COHORTS // count)
            made.append(
                Beneficiaire(
                    code=f"B-EX{index + 1:06d}",
                    initials="".join(dice.sample(LETTERS, 2)),
                    sex=Sexe.FEMME if index % 3 == 0 else Sexe.HOMME,
                    birth_year=today.year - dice.choice([19, 22, 24, 28, 33, 41, 52]),
                    commune=commune,
                    quartier=quartier,
                    critere=dice.choice(list(Critere)),
                    validated_on=None
                    if index % 50 == 49
                    else cohort - timedelta(days=12),
                    eligibility_months=WINDOW,
                    is_exemple=True,
                )
            )
        return list(Beneficiaire.objects.bulk_create(made))


def _hires(
    dice: random.Random,
    marches: Sequence[Marche],
    persons: Sequence[Beneficiaire],
    employers: Sequence[Employeur],
) -> dict[int, list[Embauche]]:
    """Hire up to thirty people on each contract, those whose window meets its dates."""
    today = timezone.localdate()
    found: dict[int, list[Embauche]] = {}
    made = []
    with change(author=None, origin="demo", reason="Embauches d’exemple"):
        for marche in marches:
            if marche.start is None or marche.end is None:
                continue
            last = min(marche.end, today)
            fit = [
                p
                for p in persons
                if p.validated_on is not None
                and p.validated_on < last
                and to_month(marche.start) < to_month(p.validated_on) + WINDOW
            ]
            for person in dice.sample(fit, min(len(fit), 30)):
                entered = (person.validated_on or last) + timedelta(days=12)
                start = max(marche.start, entered)
                embauche = Embauche(
                    beneficiaire=person,
                    employeur=dice.choice(employers),
                    marche=marche,
                    modalite=dice.choice(list(Modalite)),
                    kind=dice.choice(list(ContratKind)),
                    start=start,
                    end=max(start, marche.end),
                )
                found.setdefault(marche.pk, []).append(embauche)
                made.append(embauche)
        Embauche.objects.bulk_create(made)
    return found


def _suivis(dice: random.Random, hires: dict[int, list[Embauche]]) -> None:
    """Follow most people up six and twelve months after their first hire."""
    today = timezone.localdate()
    entered: dict[int, Embauche] = {}
    for embauche in sorted(
        (e for held in hires.values() for e in held),
        key=lambda e: (e.start, e.beneficiaire_id),
    ):
        entered.setdefault(embauche.beneficiaire_id, embauche)
    points = [
        PointDeSuivi(
            beneficiaire=embauche.beneficiaire,
            months=months,
            done_on=due + timedelta(days=dice.randrange(0, 10)),
            situation=dice.choices(list(Sortie), weights=OUTCOMES)[0],
        )
        for embauche in entered.values()
        for months in (6, 12)
        if (due := later(embauche.start, months)) < today - timedelta(days=20)
        and dice.random() < DONE
    ]
    with change(author=None, origin="demo", reason="Points de suivi d’exemple"):
        PointDeSuivi.objects.bulk_create(points)


def _lines(
    dice: random.Random,
    marches: Sequence[Marche],
    hires: dict[int, list[Embauche]],
    count: int,
) -> int:
    """Spread each contract's hours over the months of its hires, all in all `count`."""
    this_month = timezone.localdate().replace(day=1)
    slots: dict[int, list[tuple[Embauche, date]]] = {}
    for marche in marches:
        slots[marche.pk] = [
            (embauche, month)
            for embauche in hires.get(marche.pk, [])
            for month in _months(embauche, this_month)
        ]
    every = [(pk, slot) for pk, held in slots.items() for slot in held]
    kept = dice.sample(every, min(count, len(every)))
    number = dict.fromkeys(slots, 0)
    for pk, _ in kept:
        number[pk] += 1
    by_key = {marche.pk: marche for marche in marches}
    pace = {pk: dice.choice([0.55, 0.8, 0.95, 1.05, 1.2]) for pk in slots}
    rows = [
        _line(dice, by_key[pk], slot, number[pk], pace[pk], this_month)
        for pk, slot in kept
    ]
    for start in range(0, len(rows), BATCH):
        with change(author=None, origin="demo", reason="Heures d’exemple"):
            Heures.objects.bulk_create(rows[start : start + BATCH])
    return len(rows)


def _months(embauche: Embauche, this_month: date) -> list[date]:
    first = embauche.start.replace(day=1)
    last = min(embauche.end or this_month, add_months(this_month, -1))
    return [
        add_months(first, index)
        for index in range(max(0, to_month(last) - to_month(first) + 1))
    ]


def _line(
    dice: random.Random,
    marche: Marche,
    slot: tuple[Embauche, date],
    number: int,
    pace: float,
    this_month: date,
) -> Heures:
    embauche, month = slot
    first, last = marche.start or month, marche.end or month
    total = to_month(last) - to_month(first) + 1
    gone = min(total, to_month(this_month) - to_month(first))
    owed = (marche.objective_hours or 0) * 100 * gone / total * pace
    hours = int(owed / max(1, number) * dice.uniform(0.7, 1.3))
    hours = min(max(hours, 100), 15_167)
    training = hours // 5 if dice.random() < 0.2 else 0
    age = to_month(this_month) - to_month(month)
    state = (
        HeuresState.VALIDE
        if age > 2
        else HeuresState.JUSTIFIE
        if age == 2
        else HeuresState.DECLARE
    )
    return Heures(
        beneficiaire=embauche.beneficiaire,
        employeur=embauche.employeur,
        marche=marche,
        month=month,
        work=hours - training,
        training=training,
        state=state,
        is_exemple=True,
    )
