"""Monthly hours brought by a file, most often a company's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from possibles.apps.imports.enums import Outcome
from possibles.apps.imports.specs import ImportColumn, Line, Step
from possibles.apps.insertion.domain.heures import MOST, parse_hours
from possibles.apps.insertion.enums import HeuresState
from possibles.apps.insertion.models import (
    Beneficiaire,
    Embauche,
    Employeur,
    Heures,
    Marche,
)
from possibles.apps.journal.models import save_all
from possibles.common.french import format_month, format_number
from possibles.common.sheets.values import read_integer, read_month, read_text

from .finding import People, find_named, index_employeurs, index_marches, pick_one

COLUMNS = (
    ImportColumn(
        "code",
        "Code du bénéficiaire",
        read_text(12),
        aliases=("code", "bénéficiaire", "identifiant"),
        help="Le code de la personne (B-…). À défaut : initiales et année de naissance.",
        example="B-7K2M9PQR",
    ),
    ImportColumn(
        "initials",
        "Initiales",
        read_text(6),
        help="Sert à trouver la personne parmi celles embauchées quand le code manque.",
        example="AB",
    ),
    ImportColumn(
        "birth_year",
        "Année de naissance",
        read_integer,
        aliases=("naissance",),
        help="Distingue deux personnes de mêmes initiales.",
        example="1990",
    ),
    ImportColumn(
        "marche",
        "Marché",
        read_text(250),
        aliases=("référence du marché", "référence", "n° marché"),
        help="Sa référence. Vide : le marché choisi à côté du fichier.",
        example="2026-VRD-014",
    ),
    ImportColumn(
        "employeur",
        "Employeur",
        read_text(200),
        aliases=("entreprise", "SIRET", "structure"),
        help="Nom, sigle ou SIRET. Vide : l’employeur choisi à côté du fichier.",
        example="Intérim Solidaire Sud",
    ),
    ImportColumn(
        "month",
        "Mois",
        read_month,
        aliases=("période", "mois de paie"),
        help="Vide : le mois choisi à côté du fichier.",
        example="10/2026",
    ),
    ImportColumn(
        "work",
        "Heures de travail",
        parse_hours,
        aliases=("heures", "heures travaillées", "nombre d’heures", "travail"),
        help="Deux chiffres après la virgule au plus.",
        example="151,67",
    ),
    ImportColumn(
        "training",
        "Heures de formation",
        parse_hours,
        aliases=("formation",),
        help="Celles suivies pendant le contrat.",
        example="7",
    ),
)
_DIALOGUE = {
    "marche": "Le marché manque : écrivez sa référence, ou choisissez-le à côté du fichier.",
    "employeur": "L’employeur manque : écrivez-le, ou choisissez-le à côté du fichier.",
    "month": "Le mois manque : écrivez-le, ou choisissez-le à côté du fichier.",
}
Key = tuple[int, int, date, int]


class HeuresPlanner:
    """Match each line with a hire that runs in its month; create or correct its hours."""

    def __init__(self, user: Any, options: Mapping[str, Any]) -> None:
        marches = list(Marche.objects.visible_to(user).order_by("pk"))
        self.marches = index_marches(marches)
        self.marches_by_pk = {m.pk: m for m in marches}
        self.employeurs = index_employeurs()
        self.hires: dict[tuple[int, int], list[Embauche]] = {}
        hires = Embauche.objects.visible_to(user).select_related("beneficiaire")
        for hire in hires.order_by("start", "pk"):
            self.hires.setdefault((hire.marche_id, hire.employeur_id), []).append(hire)
        self.people = People(user)
        self.held: dict[Key, tuple[int, int, int, str]] = {
            (row[1], row[2], row[3], row[4]): (row[0], row[5], row[6], row[7])
            for row in Heures.objects.visible_to(user)
            .order_by()
            .values_list(
                "pk", "beneficiaire", "marche", "month", "employeur",
                "work", "training", "state",
            )
        }  # fmt: skip
        self.defaults: dict[str, Any] = {
            "marche": self.marches_by_pk.get(options.get("marche") or 0),
            "employeur": next(
                (
                    e
                    for e in self.employeurs.values()
                    if e.pk == options.get("employeur")
                ),
                None,
            ),
            "month": read_month(options["mois"]) if options.get("mois") else None,
        }
        self.today = timezone.localdate()
        self.seen: dict[Key, int] = {}

    def plan(self, line: Line) -> Step:
        step = Step(line.number, Outcome.INCHANGE)
        marche = self._find("marche", self.marches, line, step)
        employeur = self._find("employeur", self.employeurs, line, step)
        month = line.values["month"] or self.defaults["month"]
        if month is None:
            step.fail("month", _DIALOGUE["month"])
        elif month > self.today:
            step.fail("month", "Ce mois n’est pas commencé : corrigez-le.")
        if step.errors or marche is None or employeur is None or month is None:
            return step
        person = self._find_person(marche, employeur, month, line, step)
        if person is None:
            return step
        step.label = f"{person.code}, {format_month(month)}"
        return self._compare(person, marche, employeur, month, line, step)

    def write(self, steps: Sequence[Step]) -> None:
        new = [s.target for s in steps if s.outcome == Outcome.CREE]
        Heures.objects.bulk_create(new, batch_size=500)
        wanted = {
            s.target[0]: s.target[1:] for s in steps if s.outcome == Outcome.MODIFIE
        }
        keys = list(wanted)
        changed: list[Heures] = []
        for start in range(0, len(keys), 500):
            rows = Heures.objects.filter(pk__in=keys[start : start + 500])
            changed += rows.select_related("beneficiaire")
        for line in changed:
            line.work, line.training = wanted[line.pk]
            line.is_exemple = False
        save_all(changed)

    def _find(self, key: str, known: Mapping[str, Any], line: Line, step: Step) -> Any:
        text = str(line.values[key] or "")
        if not text:
            if self.defaults[key] is None:
                step.fail(key, _DIALOGUE[key])
            return self.defaults[key]
        return find_named(known, key, text, step)

    def _find_person(
        self, marche: Marche, employeur: Employeur, month: date, line: Line, step: Step
    ) -> Beneficiaire | None:
        """Find who is meant among those this employer has on this contract this month."""
        hired = {
            hire.beneficiaire_id: hire.beneficiaire
            for hire in self.hires.get((marche.pk, employeur.pk), ())
            if runs_in(hire, month)
        }
        code = str(line.values["code"] or "")
        if not code:
            return pick_one(hired.values(), line.values, step, _no_hire(month))
        person = self.people.find_code(code, step)
        if person is not None and person.pk not in hired:
            step.fail("code", _no_hire(month))
            return None
        return person

    def _compare(
        self,
        person: Beneficiaire,
        marche: Marche,
        employeur: Employeur,
        month: date,
        line: Line,
        step: Step,
    ) -> Step:
        key = (person.pk, marche.pk, month, employeur.pk)
        first = self.seen.setdefault(key, line.number)
        work, training = line.values["work"] or 0, line.values["training"] or 0
        held = self.held.get(key)
        if first != line.number:
            return step.fail(
                "code",
                f"Même personne et même mois que la ligne {first} : gardez-en une.",
            )
        if work + training > MOST:
            return step.fail("work", "Un mois ne tient pas plus de 310 heures.")
        if not work and not training:
            step.outcome = Outcome.ECARTE
            step.notes.append("Aucune heure : laissée de côté")
            return step
        if held is not None and held[1:3] == (work, training):
            return step
        if held is not None and held[3] != HeuresState.DECLARE:
            state = HeuresState(held[3]).label.lower()
            return step.fail(
                "work", f"Ligne {state} : rouvrez le mois pour la changer."
            )
        return self._announce(
            step, key, person, marche, employeur, (work, training), held
        )

    def _announce(
        self,
        step: Step,
        key: Key,
        person: Beneficiaire,
        marche: Marche,
        employeur: Employeur,
        hours: tuple[int, int],
        held: tuple[int, int, int, str] | None,
    ) -> Step:
        before = (0, 0) if held is None else held[1:3]
        for label, old, new in zip(
            ("travail", "formation"), before, hours, strict=True
        ):
            if old != new:
                told = _hours(old) if held is not None else ""
                step.changes.append((label, told, _hours(new)))
        if held is not None:
            step.outcome, step.target = Outcome.MODIFIE, (held[0], *hours)
            return step
        step.outcome = Outcome.CREE
        step.target = Heures(
            beneficiaire=person,
            marche=marche,
            employeur=employeur,
            month=key[2],
            work=hours[0],
            training=hours[1],
        )
        if not person.is_validated:
            step.notes.append("Éligibilité non validée : ces heures ne compteront pas")
        return step


def runs_in(hire: Embauche, month: date) -> bool:
    """Tell whether a hire runs in any day of a month."""
    return hire.start.replace(day=1) <= month and (
        hire.end is None or hire.end >= month
    )


def _no_hire(month: date) -> str:
    return (
        f"Aucune embauche de cette personne par cet employeur sur ce marché en "
        f"{format_month(month)} : enregistrez-la d’abord."
    )


def _hours(hundredths: int) -> str:
    return f"{format_number(hundredths / 100)} h"


def check_month(text: str) -> str:
    """Return « 2026-10 » from what was typed, for the options of a file."""
    if not text:
        return ""
    month = read_month(text)
    if month > timezone.localdate():
        raise ValidationError("Ce mois n’est pas commencé.")
    return f"{month:%Y-%m}"
