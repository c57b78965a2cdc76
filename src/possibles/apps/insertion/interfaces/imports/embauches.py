"""Hires of a file: of people already known, whose eligibility was validated before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min

from possibles.apps.imports.enums import Outcome
from possibles.apps.imports.specs import ImportColumn, Line, Step, Values
from possibles.apps.insertion.domain.heures import to_month
from possibles.apps.insertion.enums import ContratKind, Modalite
from possibles.apps.insertion.models import (
    Beneficiaire,
    Embauche,
    Employeur,
    Heures,
    Lot,
    Marche,
    first_of,
)
from possibles.apps.journal.domain.restoring import CannotRestoreError
from possibles.apps.journal.models import Acte, Verb, save_all
from possibles.common.french import format_date
from possibles.common.sheets.values import (
    read_choice,
    read_day,
    read_integer,
    read_text,
)

from .finding import People, find_named, index_employeurs, index_marches, pick_one
from .heures import COLUMNS as HOURS

_SHARED = {c.key: c for c in HOURS}
COLUMNS = (
    _SHARED["code"],
    _SHARED["initials"],
    _SHARED["birth_year"],
    ImportColumn(
        "marche",
        "Marché",
        read_text(250),
        is_required=True,
        aliases=("référence du marché", "référence", "n° marché"),
        help="Sa référence ; il doit porter une clause sociale.",
        example="2026-VRD-014",
    ),
    ImportColumn(
        "lot",
        "Lot",
        read_integer,
        aliases=("numéro du lot", "n° lot"),
        help="Son numéro, si le marché a des lots.",
        example="",
    ),
    ImportColumn(
        "employeur",
        "Employeur",
        read_text(200),
        is_required=True,
        aliases=("entreprise", "SIRET", "structure"),
        help="Nom, sigle ou SIRET d’un employeur déjà connu.",
        example="Intérim Solidaire Sud",
    ),
    ImportColumn(
        "modalite",
        "Modalité",
        read_choice(Modalite.choices, **{"mise à disposition": "mise_a_disposition"}),
        is_required=True,
        help="Embauche directe, mise à disposition ou sous-traitance d’insertion.",
        example=Modalite.MISE_A_DISPOSITION.label,
    ),
    ImportColumn(
        "kind",
        "Contrat",
        read_choice(
            ContratKind.choices,
            intérim="interim",
            mission="interim",
            apprenti="apprentissage",
            alternance="apprentissage",
        ),
        is_required=True,
        aliases=("type de contrat", "nature du contrat"),
        example=ContratKind.CDDI.label,
    ),
    ImportColumn(
        "start",
        "Du",
        read_day,
        is_required=True,
        aliases=("début", "date de début"),
        example="12/01/2026",
    ),
    ImportColumn(
        "end",
        "Au",
        read_day,
        aliases=("fin", "date de fin"),
        help="Vide : sans fin connue.",
        example="31/08/2026",
    ),
)
_PLAIN = ("lot", "modalite", "kind")
Key = tuple[int, int, int, date]


class EmbauchePlanner:
    """Create the hires that are not there; complete those that are."""

    def __init__(self, user: Any, options: Mapping[str, Any]) -> None:
        self.people = People(user)
        clause = Marche.objects.visible_to(user).with_clause().order_by("pk")
        self.marches = index_marches(clause)
        self.employeurs = index_employeurs()
        self.lots = {
            (lot.marche_id, lot.number): lot for lot in Lot.objects.visible_to(user)
        }
        rows = Embauche.objects.visible_to(user).select_related("beneficiaire", "lot")
        self.held: dict[Key, Embauche] = {_key(e): e for e in rows}
        self.first: dict[int, date] = dict(
            Heures.objects.filter(beneficiaire__in=list(self.people.by_pk))
            .order_by()
            .values("beneficiaire")
            .annotate(first=Min("month"))
            .values_list("beneficiaire", "first")
        )
        self.seen: dict[Key, int] = {}

    def plan(self, line: Line) -> Step:
        step = Step(line.number, Outcome.INCHANGE)
        values = line.values
        person = self._find_person(values, step)
        marche = self._named(self.marches, "marche", values, step)
        employeur = self._named(self.employeurs, "employeur", values, step)
        lot = self._find_lot(marche, values, step)
        start = values["start"]
        if person is not None:
            step.label = person.code
            _check_eligible(person, start, step)
            self._note_window(person, start, step)
        if start is not None and values["end"] is not None and values["end"] < start:
            step.fail("end", "La fin du contrat précède son début.")
        if any(values[k] is None for k in ("modalite", "kind", "start")):
            step.outcome = Outcome.ERREUR
        if step.errors or step.outcome == Outcome.ERREUR:
            return step
        if person is None or marche is None or employeur is None:
            return step
        return self._compare(person, marche, employeur, lot, values, step)

    def write(self, steps: Sequence[Step]) -> None:
        new = [s.target for s in steps if s.outcome == Outcome.CREE]
        held = [s.target for s in steps if s.outcome == Outcome.MODIFIE]
        Embauche.objects.bulk_create(new, batch_size=500)
        save_all(held)

    def _find_person(self, values: Values, step: Step) -> Beneficiaire | None:
        if values["code"]:
            return self.people.find_code(str(values["code"]), step)
        none = "Personne que vous suivez n’a ces initiales : ajoutez-la d’abord."
        return pick_one(self.people.by_code.values(), values, step, none)

    def _note_window(
        self, person: Beneficiaire, start: date | None, step: Step
    ) -> None:
        first = self.first.get(person.pk)
        if first is None or start is None:
            return
        over = to_month(first) + person.eligibility_months
        if to_month(start) >= over:
            step.notes.append(
                "Éligibilité échue à cette date : ces heures ne compteront pas"
            )

    def _named(
        self, known: Mapping[str, Any], key: str, values: Values, step: Step
    ) -> Any:
        text = str(values[key] or "")
        return find_named(known, key, text, step) if text else None

    def _find_lot(
        self, marche: Marche | None, values: Values, step: Step
    ) -> Lot | None:
        if values["lot"] is None or marche is None:
            return None
        found = self.lots.get((marche.pk, values["lot"]))
        if found is None:
            step.fail("lot", "Ce marché n’a pas de lot de ce numéro.")
        return found

    def _compare(
        self,
        person: Beneficiaire,
        marche: Marche,
        employeur: Employeur,
        lot: Lot | None,
        values: Values,
        step: Step,
    ) -> Step:
        key = (person.pk, employeur.pk, marche.pk, values["start"])
        first = self.seen.setdefault(key, step.number)
        if first != step.number:
            return step.fail(
                "code", f"Même embauche que la ligne {first} : gardez-en une."
            )
        hire = self.held.get(key)
        if hire is not None:
            return self._complete(hire, lot, values, step)
        step.outcome = Outcome.CREE
        step.target = Embauche(
            beneficiaire=person,
            marche=marche,
            employeur=employeur,
            lot=lot,
            modalite=values["modalite"],
            kind=values["kind"],
            start=values["start"],
            end=values["end"],
        )
        step.changes += [
            ("marché", "", marche.reference),
            ("employeur", "", str(employeur)),
            ("contrat", "", step.target.get_kind_display()),
        ]
        return step

    def _complete(
        self, hire: Embauche, lot: Lot | None, values: Values, step: Step
    ) -> Step:
        """Correct what is not of the person; give an end to a hire that has none."""
        if values["end"] is not None and hire.end not in {None, values["end"]}:
            return step.fail(
                "end", "Cette embauche a une autre fin : corrigez-la, puis réimportez."
            )
        wanted = {
            "lot": lot or hire.lot,
            "modalite": values["modalite"],
            "kind": values["kind"],
        }
        for name in _PLAIN:
            if getattr(hire, name) != wanted[name]:
                field: Any = Embauche._meta.get_field(name)
                setattr(hire, name, wanted[name])
                step.changes.append(
                    (str(field.verbose_name), "", str(wanted[name] or ""))
                )
        if values["end"] is not None and hire.end is None:
            hire.end = values["end"]
            step.changes.append(("fin", "aucune", "donnée par le fichier"))
        if step.changes:
            step.outcome, step.target = Outcome.MODIFIE, hire
        return step


def refuse_if_worked(key: UUID) -> None:
    """Refuse to take back hires whose hours were entered since."""
    made = Acte.objects.filter(
        change=key, verb=Verb.CREATE, model=Embauche._meta.label_lower
    )
    keys = [int(pk) for pk in made.values_list("object_id", flat=True)]
    held: set[str] = set()
    for start in range(0, len(keys), 400):
        hires = Embauche.objects.filter(pk__in=keys[start : start + 400])
        first = {
            (e.beneficiaire_id, e.marche_id, e.employeur_id): first_of(e.start)
            for e in hires
        }
        lines = Heures.objects.filter(
            beneficiaire__in={person for person, _, _ in first}
        ).select_related("beneficiaire")
        for line in lines:
            since = first.get((line.beneficiaire_id, line.marche_id, line.employeur_id))
            if since is not None and line.month >= since:
                held.add(line.beneficiaire.code)
    if held:
        raise CannotRestoreError(sorted(held))


def reopen_after_undo(actes: Sequence[Acte]) -> None:
    """Take back the ends this import gave: the journal keeps no date of a hire."""
    given = {
        int(a.object_id) for a in actes if a.verb == Verb.UPDATE and "end" in a.fields
    }
    for hire in Embauche.objects.filter(pk__in=given):
        hire.end = None
        hire.save()


def _check_eligible(person: Beneficiaire, start: date | None, step: Step) -> None:
    if person.validated_on is None:
        step.fail(
            "code",
            "Validez d’abord l’éligibilité de cette personne : l’embauche vient après.",
        )
    elif start is not None and start < person.validated_on:
        step.fail(
            "start",
            f"L’éligibilité a été validée le {format_date(person.validated_on)} : "
            "l’embauche ne peut pas commencer avant.",
        )


def _key(hire: Embauche) -> Key:
    return (hire.beneficiaire_id, hire.employeur_id, hire.marche_id, hire.start)
