"""Bring a file of priority quarters in: a dry run, then all of it or nothing, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from possibles.apps.journal.models import change
from possibles.apps.territoires.enums import ImportKind, ImportState
from possibles.apps.territoires.models import (
    Arrondissement,
    Commune,
    ImportTerritoire,
    Quartier,
)

_FIELDS = (
    "name",
    "commune_id",
    "population",
    "population_source",
    "population_date",
    "outline",
    "outline_source",
    "west",
    "south",
    "east",
    "north",
)
_LABELS = {
    "name": "nom",
    "commune_id": "commune principale",
    "population": "population",
    "outline": "contour",
    "communes": "communes",
    "arrondissements": "arrondissements",
}


class ImportRefusedError(Exception):
    """The import cannot be applied or undone; the message says why, in French."""


@dataclass(slots=True)
class Step:
    """What one row does to one quarter."""

    row: Mapping[str, Any]
    outcome: str
    messages: list[str]
    quartier: Quartier | None = None
    values: dict[str, Any] = field(default_factory=dict)
    communes: set[int] | None = None
    arrondissements: set[int] | None = None

    def as_line(self) -> dict[str, Any]:
        return {
            "line": self.row["line"],
            "code": self.row["code"],
            "name": self.row.get("name")
            or (self.quartier.name if self.quartier else ""),
            "outcome": self.outcome,
            "messages": self.messages,
            "fields": [
                _LABELS[name]
                for name in (*self.values, *self._links())
                if name in _LABELS
            ],
        }

    def _links(self) -> list[str]:
        return [
            n for n in ("communes", "arrondissements") if getattr(self, n) is not None
        ]


def prepare_import(
    *,
    kind: str,
    filename: str,
    digest: str,
    rows: Iterable[Mapping[str, Any]],
    notes: list[str],
    source: str,
    data_date: date | None,
    author: Any,
) -> ImportTerritoire:
    """Keep a file as read, with what it would do; nothing of the territory moves."""
    prepared = ImportTerritoire(
        kind=kind,
        filename=filename[:200],
        digest=digest,
        source=source,
        data_date=data_date,
    )
    steps = _plan(list(rows), prepared)
    prepared.rows = [dict(s.row) for s in steps if s.outcome != "ignored"]
    prepared.report = _report(steps, notes)
    with change(author=author, origin=_origin(author), reason="Essai à blanc"):
        prepared.save()
    return prepared


def apply_import(prepared: ImportTerritoire, *, author: Any) -> ImportTerritoire:
    """Write what the dry run announced, in one transaction.

    Raises
    ------
    ImportRefusedError
        It was applied already, or it holds errors.
    """
    if prepared.state != ImportState.ESSAI:
        raise ImportRefusedError("Cet import a déjà été appliqué.")
    if prepared.report["counts"].get("error"):
        raise ImportRefusedError(
            "Ce fichier contient des erreurs : corrigez-les, puis importez-le à nouveau."
        )
    with change(author=author, origin=_origin(author), reason=str(prepared)):
        steps = _plan(prepared.rows, prepared)
        prepared.before = [
            _write(s) for s in steps if s.outcome in {"create", "update"}
        ]
        out_of_scope = prepared.report["counts"].get("ignored", 0)
        prepared.report = _report(steps, prepared.report["notes"])
        prepared.report["counts"]["ignored"] = out_of_scope
        prepared.state = ImportState.APPLIQUE
        prepared.save()
    return prepared


def undo_import(applied: ImportTerritoire, *, author: Any) -> ImportTerritoire:
    """Put every quarter back as it stood before the import.

    Raises
    ------
    ImportRefusedError
        A later import or a person changed one of these quarters since, or something
        now leans on a quarter it created.
    """
    if not can_undo(applied):
        raise ImportRefusedError("Seul le dernier import appliqué peut être annulé.")
    with change(
        author=author, origin=_origin(author), reason=f"Annulation : {applied}"
    ):
        quartiers = Quartier.objects.in_bulk([b["pk"] for b in applied.before])
        for kept in applied.before:
            quartier = quartiers.get(kept["pk"])
            if quartier is None or _photograph(quartier) != kept["after"]:
                raise ImportRefusedError(
                    f"{kept['code']} a été modifié depuis : l’annulation écraserait "
                    "cette modification. Rien n’a changé."
                )
            _restore(quartier, kept)
        applied.state = ImportState.ANNULE
        applied.save()
    return applied


def can_undo(applied: ImportTerritoire) -> bool:
    """Tell whether it is the last one applied: imports are undone from the newest back."""
    last = ImportTerritoire.objects.filter(state=ImportState.APPLIQUE).first()
    return last is not None and last.pk == applied.pk


def _plan(rows: list[Mapping[str, Any]], prepared: ImportTerritoire) -> list[Step]:
    quartiers = {
        q.code: q
        for q in Quartier.objects.prefetch_related("communes", "arrondissements")
    }
    communes = dict(Commune.objects.values_list("code_insee", "pk"))
    arrondissements = dict(Arrondissement.objects.values_list("code_insee", "pk"))
    return [
        _plan_row(row, quartiers.get(row["code"]), communes, arrondissements, prepared)
        for row in rows
    ]


def _plan_row(
    row: Mapping[str, Any],
    quartier: Quartier | None,
    communes: dict[str, int],
    arrondissements: dict[str, int],
    prepared: ImportTerritoire,
) -> Step:
    ours = [communes[c] for c in row.get("communes") or () if c in communes]
    messages = list(row["messages"])
    if quartier is None and not ours:
        # Another métropole's quarter, right or wrong, is not our business.
        outcome = "ignored" if row.get("communes") or not row["errors"] else "error"
        return Step(row, outcome, messages + list(row["errors"]))
    if row["errors"]:
        return Step(row, "error", messages + list(row["errors"]), quartier)
    if quartier is None and not row.get("name"):
        return Step(row, "error", [*messages, "Ce quartier nouveau n’a pas de nom."])
    messages += [
        f"{code} n’est pas une commune de la métropole : laissée de côté"
        for code in row.get("communes") or ()
        if code not in communes
    ]
    step = Step(row, "unchanged", messages, quartier)
    if quartier is not None and prepared.kind == ImportKind.CONTOURS:
        # A file of outlines names one commune at most: the list knows better.
        row = {**row, "name": None, "communes": None, "arrondissements": []}
        ours = []
    target = quartier or Quartier(code=row["code"])
    step.values = _values(row, target, ours, communes, prepared)
    if ours:
        step.communes = _moved(target, "communes", set(ours))
    known = {arrondissements[a] for a in row["arrondissements"] if a in arrondissements}
    if known:
        step.arrondissements = _moved(target, "arrondissements", known)
    if quartier is None:
        step.outcome = "create"
    elif step.values or step.communes is not None or step.arrondissements is not None:
        step.outcome = "update"
    return step


def _values(
    row: Mapping[str, Any],
    target: Quartier,
    ours: list[int],
    communes: dict[str, int],
    prepared: ImportTerritoire,
) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if row.get("name"):
        wanted["name"] = row["name"]
    if ours and target.commune_id not in ours:
        main = communes.get(row.get("main_commune") or "")
        wanted["commune_id"] = main or ours[0]
    if row.get("population") is not None:
        wanted |= {
            "population": row["population"],
            "population_source": prepared.source,
            "population_date": prepared.data_date,
        }
    if row.get("outline"):
        west, south, east, north = row["bounds"]
        wanted |= {
            "outline": row["outline"],
            "outline_source": prepared.source,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
        }
    return {name: v for name, v in wanted.items() if getattr(target, name) != v}


def _moved(target: Quartier, name: str, wanted: set[int]) -> set[int] | None:
    if target.pk is None:
        return wanted
    held = {place.pk for place in getattr(target, name).all()}
    return wanted if wanted != held else None


def _write(step: Step) -> dict[str, Any]:
    """Write one row and return what stood there before."""
    quartier = step.quartier or Quartier(code=step.row["code"])
    before = None if step.quartier is None else _photograph(quartier)
    for name, value in step.values.items():
        setattr(quartier, name, value)
    quartier.full_clean()
    quartier.save()
    if step.communes is not None:
        quartier.communes.set(step.communes)
    if step.arrondissements is not None:
        quartier.arrondissements.set(step.arrondissements)
    stored = Quartier.objects.get(pk=quartier.pk)
    return {
        "pk": quartier.pk,
        "code": quartier.code,
        "before": before,
        "after": _photograph(stored),
    }


def _photograph(quartier: Quartier) -> dict[str, Any]:
    fields = {name: _plain(getattr(quartier, name)) for name in _FIELDS}
    links = {
        name: sorted(place.pk for place in getattr(quartier, name).all())
        for name in ("communes", "arrondissements")
    }
    return {"fields": fields, **links}


def _restore(quartier: Quartier, kept: Mapping[str, Any]) -> None:
    from django.db.models import ProtectedError

    before = kept["before"]
    if before is None:
        try:
            quartier.delete()
        except ProtectedError:
            raise ImportRefusedError(
                f"{quartier.code}, créé par cet import, sert déjà ailleurs. "
                "Rien n’a changé."
            ) from None
        return
    for name, value in before["fields"].items():
        setattr(quartier, name, value)
    if quartier.population_date is not None:
        quartier.population_date = date.fromisoformat(
            before["fields"]["population_date"]
        )
    quartier.save()
    quartier.communes.set(before["communes"])
    quartier.arrondissements.set(before["arrondissements"])


def _report(steps: list[Step], notes: list[str]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for step in steps:
        counts[step.outcome] = counts.get(step.outcome, 0) + 1
    told = {step.row["code"] for step in steps}
    absent = Quartier.objects.exclude(code__in=told).values_list("code", "name")
    return {
        "counts": counts,
        "notes": notes,
        "lines": [s.as_line() for s in steps if s.outcome != "ignored"],
        "absent": [list(pair) for pair in absent],
        "repaired": sum("réparé" in m for s in steps for m in s.messages),
    }


def _origin(author: Any) -> str:
    return "import_qpv" if author is None else "page"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
