"""Load the families of contracts and their first hypotheses: said twice, done once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from possibles.apps.insertion.models import FamilleDeMarche, Hypothese
from possibles.apps.journal.models import change

PLAIN = {
    "nom": "name",
    "cadre": "cadre",
    "prestation": "prestation",
    "exemples": "examples",
    "rang": "position",
}


@dataclass(slots=True)
class FamillesReport:
    """What a load did: each line tells a family or a hypothesis."""

    lines: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def load_familles(rows: Iterable[Mapping[str, Any]]) -> FamillesReport:
    """Create missing families and hypotheses; what people edited since is left alone.

    A hypothesis is known by its family and its day, and never rewritten: to change a
    number, the file gives another day.
    """
    report = FamillesReport()
    with change(author=None, origin="load", reason="Charger les familles de marchés"):
        for row in rows:
            _load(row, report)
    return report


def _load(row: Mapping[str, Any], report: FamillesReport) -> None:
    values = {name: row[key] for key, name in PLAIN.items() if key in row}
    famille = FamilleDeMarche.objects.filter(slug=row["id"]).first()
    if famille is None:
        famille = FamilleDeMarche(slug=row["id"], **values)
        famille.full_clean()
        famille.save()
        report.lines.append(f"famille « {famille} » créée")
    elif any(getattr(famille, name) != value for name, value in values.items()):
        report.kept.append(
            f"famille « {famille} » : modifiée depuis, laissée telle quelle"
        )
    for held in row["hypotheses"]:
        _load_hypothese(famille, held, report)


def _load_hypothese(
    famille: FamilleDeMarche, row: Mapping[str, Any], report: FamillesReport
) -> None:
    if famille.hypotheses.filter(valid_from=row["a_partir_du"]).exists():
        return
    low, high = row["fourchette"]
    hypothese = Hypothese(
        famille=famille,
        valid_from=row["a_partir_du"],
        labour_share=Decimal(str(row["part"])),
        labour_low=Decimal(str(low)),
        labour_high=Decimal(str(high)),
        hourly_cost=row["cout_horaire"],
        rate=Decimal(str(row["taux"])),
        step=row.get("arrondi", 1),
        certainty=row["certitude"],
        source=row["source"],
        note=row.get("note", ""),
    )
    hypothese.full_clean()
    hypothese.save()
    report.lines.append(
        f"hypothèse de « {famille} » à partir du {hypothese.valid_from}"
    )
