"""Bring the territory of the reference files into the database, and say what changed.

The files are typed and checked by whoever reads them; here come plain values:

    {"communes": [{"code_insee", "name", "siren", "in_contrat", "has_qpv"}],
     "arrondissements": [{"code_insee", "number", "commune"}],
     "quartiers": [{"code", "name", "commune", "communes", "arrondissements"}],
     "projets_renouvellement": [{"kind", "number", "name", "quartiers", "source", "note"}]}

Places are named by their Insee code, quarters by their QPV code. A field left out of a
row is left as it stands; a row left out of the list is left too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from possibles.apps.journal.models import TrackedModel, change
from possibles.apps.territoires.models import (
    Arrondissement,
    Commune,
    ProjetRenouvellement,
    Quartier,
)

Row = Mapping[str, Any]


class UnknownPlaceError(Exception):
    """A row names a commune, an arrondissement or a quarter that does not exist."""

    def __init__(self, row: str, codes: Iterable[str]) -> None:
        self.row = row
        self.codes = sorted(codes)
        super().__init__(f"{row} : {', '.join(self.codes)} n’existe pas.")


@dataclass(slots=True)
class LoadReport:
    """What a load created, changed or found already there, by name of table."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def add(self, table: str, outcome: str, label: str) -> None:
        counts: dict[str, int] = getattr(self, outcome)
        counts[table] = counts.get(table, 0) + 1
        if outcome != "unchanged":
            word = "créé" if outcome == "created" else "modifié"
            self.lines.append(f"{table} : {label} {word}")

    @property
    def has_changes(self) -> bool:
        return bool(self.created or self.updated)


def load_territoire(
    data: Mapping[str, Iterable[Row]], *, author: Any = None, reason: str = ""
) -> LoadReport:
    """Create or update the communes, arrondissements, quarters and renewal projects.

    Loading the same data twice changes nothing the second time.

    Raises
    ------
    UnknownPlaceError
        A row names a place that is neither in the data nor in the database.
    """
    report = LoadReport()
    with change(author=author, origin="load", reason=reason):
        for row in data.get("communes", ()):
            _write(Commune, report, {"code_insee": row["code_insee"]}, row)
        for row in data.get("arrondissements", ()):
            commune = _find(Commune, "code_insee", [row["commune"]], row["code_insee"])
            _write(
                Arrondissement,
                report,
                {"code_insee": row["code_insee"]},
                {**row, "commune": commune[0]},
            )
        for row in data.get("quartiers", ()):
            _load_quartier(row, report)
        for row in data.get("projets_renouvellement", ()):
            _load_projet(row, report)
    return report


def _load_quartier(row: Row, report: LoadReport) -> None:
    code = row["code"]
    links: dict[str, list[Any]] = {}
    values = {k: v for k, v in row.items() if k not in {"communes", "arrondissements"}}
    if "commune" in row:
        values["commune"] = _find(Commune, "code_insee", [row["commune"]], code)[0]
    if "communes" in row:
        links["communes"] = _find(Commune, "code_insee", row["communes"], code)
    if "arrondissements" in row:
        links["arrondissements"] = _find(
            Arrondissement, "code_insee", row["arrondissements"], code
        )
    _write(Quartier, report, {"code": code}, values, links)


def _load_projet(row: Row, report: LoadReport) -> None:
    key = {"kind": str(row["kind"]).lower(), "number": row["number"]}
    values = {k: v for k, v in row.items() if k not in {"kind", "number", "quartiers"}}
    label = f"{row['kind']} {row['number']}"
    links = {}
    if "quartiers" in row:
        links["quartiers"] = _find(Quartier, "code", row["quartiers"], label)
    _write(ProjetRenouvellement, report, key, values, links)


def _find(
    model: type[TrackedModel], key: str, codes: Iterable[str], row: str
) -> list[Any]:
    wanted = list(codes)
    found = {getattr(o, key): o for o in model.objects.filter(**{f"{key}__in": wanted})}
    missing = set(wanted) - set(found)
    if missing:
        raise UnknownPlaceError(row, missing)
    return [found[code] for code in wanted]


def _write(
    model: type[TrackedModel],
    report: LoadReport,
    key: dict[str, Any],
    values: Row,
    links: dict[str, list[Any]] | None = None,
) -> None:
    instance = model.objects.filter(**key).first()
    is_new = instance is None
    if instance is None:
        instance = model(**key)
    moved = is_new
    for name, value in values.items():
        if name not in key and getattr(instance, name, None) != value:
            setattr(instance, name, value)
            moved = True
    if moved:
        instance.full_clean()
        instance.save()
    for name, targets in (links or {}).items():
        moved |= _set_links(instance, name, targets)
    outcome = "created" if is_new else "updated" if moved else "unchanged"
    report.add(str(model._meta.verbose_name), outcome, str(instance))


def _set_links(instance: TrackedModel, name: str, targets: list[Any]) -> bool:
    manager = getattr(instance, name)
    held = set(manager.values_list("pk", flat=True))
    if held == {target.pk for target in targets}:
        return False
    manager.set(targets)
    return True
