"""Operations brought by a spreadsheet: their descriptive sheets, one to a line."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from possibles.apps.acteurs.domain.annuaire import Annuaire
from possibles.apps.imports.domain.differences import apply_values
from possibles.apps.imports.enums import Outcome
from possibles.apps.imports.specs import ImportColumn, Line, Step
from possibles.apps.operations.enums import (
    NatureOperation,
    NatureTravaux,
    TypeOperation,
    UniteDeCapacite,
)
from possibles.apps.operations.models import Operation
from possibles.apps.operations.validators import is_usual_idtop
from possibles.apps.territoires.models import Commune, ProjetRenouvellement, Quartier
from possibles.common.french import fold
from possibles.common.sheets.values import (
    read_centimes,
    read_choice,
    read_day,
    read_integer,
    read_text,
    read_yes,
)

_SEMESTER = re.compile(
    r"(?:s(?P<first>[12])\s*[-/ ]?\s*)?(?P<year>20\d\d)"
    r"(?:\s*[-/ ]?\s*s?(?P<last>[12]))?",
    re.IGNORECASE,
)


def read_semester(text: str) -> tuple[int, int]:
    """Read « 2027 S1 », « S1 2027 » or « 2027-1 »."""
    found = _SEMESTER.fullmatch(text.strip())
    number = found and (found["first"] or found["last"])
    if found is None or not number:
        raise ValidationError(
            f"« {text[:20]} » n’est pas un semestre. Écrivez par exemple 2027 S1."
        )
    return int(found["year"]), int(number)


def read_nature(text: str) -> str:
    """Read « 37 » or « 37 — Équipements publics de proximité »."""
    return str(_read_nature(text[:2] if text[:2].isdigit() else text))


_read_nature = read_choice(NatureOperation.choices)

COLUMNS = (
    ImportColumn(
        "idtop",
        "IDTOP",
        read_text(60),
        aliases=("identifiant", "id opération", "code opération"),
        help="Reconnaît une opération déjà là.",
        example="478-6013024-37-0002-001",
    ),
    ImportColumn(
        "title",
        "Libellé",
        read_text(250),
        is_required=True,
        aliases=("opération", "intitulé", "nom"),
        help="Sans IDTOP, le libellé reconnaît une opération dans son projet.",
        example="Construction du groupe scolaire",
    ),
    ImportColumn(
        "renouvellement",
        "Projet de renouvellement",
        read_text(200),
        is_required=True,
        aliases=("projet", "PRIN/PRIR", "quartier NPNRU"),
        help="Nom du projet, ou rang et numéro : PRIN 3.",
        example="PRIN 3",
    ),
    ImportColumn(
        "maitre_ouvrage",
        "Maître d’ouvrage",
        read_text(200),
        is_required=True,
        aliases=("MOA", "maîtrise d’ouvrage"),
        help="Nom, sigle ou SIRET d’une organisation connue.",
        example="Ville de Marseille",
    ),
    ImportColumn(
        "kind",
        "Type",
        read_choice(TypeOperation.choices),
        is_required=True,
        aliases=("type d’opération",),
        example="École neuve",
    ),
    ImportColumn(
        "nature",
        "Nature",
        read_nature,
        aliases=("famille", "nature ANRU"),
        help="Code de la nomenclature ANRU.",
        example="37",
    ),
    ImportColumn("commune", "Commune", read_text(120), aliases=("ville",)),
    ImportColumn(
        "quartiers",
        "Quartiers",
        read_text(500),
        aliases=("QPV", "code QPV"),
        help="Codes de QPV séparés par un point-virgule.",
    ),
    ImportColumn("address", "Adresse", read_text(250), aliases=("localisation",)),
    ImportColumn("objectifs", "Objectifs et contexte", read_text(5_000)),
    ImportColumn("programme", "Programme", read_text(5_000), aliases=("descriptif",)),
    ImportColumn("works", "Nature des travaux", read_choice(NatureTravaux.choices)),
    ImportColumn("capacity", "Capacité", read_integer, example="12"),
    ImportColumn(
        "capacity_unit",
        "Unité",
        read_choice(UniteDeCapacite.choices),
        example="classes",
    ),
    ImportColumn(
        "floor_area", "Surface de plancher (m²)", read_integer, aliases=("SDP",)
    ),
    ImportColumn("conditions", "Conditions de réalisation", read_text(5_000)),
    ImportColumn("ce_on", "Comité d’engagement du", read_day, aliases=("date CE",)),
    ImportColumn(
        "lancement",
        "Lancement opérationnel",
        read_semester,
        aliases=("LO", "date de lancement", "lancement"),
        help="Année et semestre.",
        example="2027 S1",
    ),
    ImportColumn(
        "duree_semestres",
        "Durée (semestres)",
        read_integer,
        aliases=("durée",),
        example="6",
    ),
    ImportColumn(
        "convention_cost",
        "Coût HT de la convention",
        read_centimes,
        aliases=("coût HT", "base de financement", "montant HT"),
        example="8 400 000",
    ),
    ImportColumn("running_cost", "Coût de fonctionnement annuel", read_centimes),
    ImportColumn("insertion_hours", "Heures d’insertion prévues", read_integer),
    ImportColumn("recovers_vat", "TVA récupérée", read_yes, example="oui"),
)

_PLAIN = (
    "idtop",
    "title",
    "kind",
    "nature",
    "address",
    "objectifs",
    "programme",
    "works",
    "capacity",
    "capacity_unit",
    "floor_area",
    "conditions",
    "ce_on",
    "duree_semestres",
    "convention_cost",
    "running_cost",
    "insertion_hours",
    "recovers_vat",
)


class OperationPlanner:
    """Recognise operations by identifier, or by title in their project.

    An empty cell changes nothing of an operation that is there. States are not
    imported: they follow their own rules, on the operation's page.
    """

    def __init__(self, user: Any, options: Mapping[str, Any]) -> None:
        self.user = user
        self.annuaire = Annuaire()
        self.projets = {
            key: projet
            for projet in ProjetRenouvellement.objects.order_by("pk")
            for key in (fold(str(projet)), fold(projet.name), _rank(projet))
            if key
        }
        self.communes = {
            key: c
            for c in Commune.objects.order_by("pk")
            for key in (fold(c.name), c.code_insee)
        }
        self.quartiers = {q.code: q for q in Quartier.objects.order_by("pk")}
        rows = Operation.objects.select_related(
            "renouvellement", "maitre_ouvrage", "commune"
        ).prefetch_related("quartiers")
        self.by_idtop: dict[str, Operation] = {}
        self.by_title: dict[tuple[int, str], Operation] = {}
        for operation in rows.order_by("pk"):
            if operation.idtop:
                self.by_idtop[fold(operation.idtop)] = operation
            key = operation.renouvellement_id, fold(operation.title)
            self.by_title.setdefault(key, operation)
        self.seen: dict[Any, int] = {}

    def plan(self, line: Line) -> Step:
        values = line.values
        step = Step(line.number, Outcome.INCHANGE, label=str(values["title"] or ""))
        projet = self._find(self.projets, "renouvellement", values, step)
        owner = self._find_owner(values, step)
        if projet is None or owner is None:
            return step
        operation = self._find_operation(projet, values)
        key = operation.pk or (fold(str(values["idtop"] or "")), projet.pk, step.label)
        first = self.seen.setdefault(key, line.number)
        if first != line.number:
            return step.fail(
                "title", f"Même opération que la ligne {first} : gardez-en une."
            )
        self._fill(operation, projet, owner, values, step)
        return step

    def _find_owner(self, values: Mapping[str, Any], step: Step) -> Any:
        text = str(values["maitre_ouvrage"] or "")
        found = self.annuaire.find(text) if text else None
        if text and found is None:
            step.fail(
                "maitre_ouvrage",
                f"« {text[:60]} » n’est pas une organisation connue : ajoutez-la d’abord, "
                "ou écrivez son SIRET.",
            )
        return found

    def _find(
        self, known: Mapping[str, Any], key: str, values: Mapping[str, Any], step: Step
    ) -> Any:
        text = str(values[key] or "")
        found = known.get(fold(text)) or known.get(text)
        if text and found is None:
            step.fail(
                key, f"« {text[:60]} » est inconnu ici : corrigez, ou laissez vide."
            )
        return found

    def _find_operation(
        self, projet: ProjetRenouvellement, values: Mapping[str, Any]
    ) -> Operation:
        idtop = fold(str(values["idtop"] or ""))
        if idtop and idtop in self.by_idtop:
            return self.by_idtop[idtop]
        found = self.by_title.get((projet.pk, fold(str(values["title"] or ""))))
        if found is not None and not (idtop and found.idtop):
            return found
        return Operation()

    def _fill(
        self,
        operation: Operation,
        projet: ProjetRenouvellement,
        owner: Any,
        values: Mapping[str, Any],
        step: Step,
    ) -> None:
        is_new = operation.pk is None
        wanted = {name: values[name] for name in _PLAIN}
        wanted |= {"renouvellement": projet, "maitre_ouvrage": owner}
        wanted["commune"] = self._find(self.communes, "commune", values, step)
        if values["lancement"] is not None:
            wanted["lancement_year"], wanted["lancement_semester"] = values["lancement"]
        quartiers = self._find_quartiers(operation, values, step)
        if step.errors:
            return
        if not is_new and not self._may(operation, step):
            return
        step.changes = apply_values(operation, wanted)
        if quartiers is not None:
            told = ", ".join(sorted(q.code for q in quartiers))
            step.changes.append(("quartiers", "", told))
        if not step.changes or not self._may(operation, step):
            return
        try:
            operation.full_clean(
                exclude={"renouvellement", "maitre_ouvrage", "commune"},
                validate_unique=False,
            )
        except ValidationError as error:
            step.fail("title", " ".join(error.messages))
            return
        if operation.idtop and not is_usual_idtop(operation.idtop):
            step.notes.append("Identifiant d’une forme inhabituelle, gardé tel quel")
        step.target = (operation, quartiers)
        step.outcome = Outcome.CREE if is_new else Outcome.MODIFIE

    def _may(self, operation: Operation, step: Step) -> bool:
        if self.user.has_perm("operations.change_operation", operation):
            return True
        step.fail(
            "maitre_ouvrage", "Vous ne gérez pas les opérations de ce maître d’ouvrage."
        )
        return False

    def _find_quartiers(
        self, operation: Operation, values: Mapping[str, Any], step: Step
    ) -> list[Quartier] | None:
        parts = re.split(r"[;,]", str(values["quartiers"] or ""))
        codes = [part.strip().upper() for part in parts if part.strip()]
        unknown = [code for code in codes if code not in self.quartiers]
        if unknown:
            step.fail("quartiers", f"QPV inconnu : {', '.join(unknown)[:80]}.")
            return None
        held = {q.pk for q in operation.quartiers.all()} if operation.pk else set()
        wanted = [self.quartiers[code] for code in codes]
        return wanted if codes and {q.pk for q in wanted} != held else None

    def write(self, steps: Sequence[Step]) -> None:
        for step in steps:
            operation, quartiers = step.target
            operation.save()
            if quartiers is not None:
                operation.quartiers.set(quartiers)


def _rank(projet: ProjetRenouvellement) -> str:
    """Return « prin 3 »: how a project without a name is told."""
    return fold(f"{projet.short_kind} {projet.number}")
