"""The half-yearly report on paper."""

from dataclasses import dataclass

from possibles.apps.opc.domain.rapports.lecture import RapportLu
from possibles.reports.pdf import write_pdf

from .colors import METEO_COLORS

WIDTH = 480.0  # user units of the chart of a month


@dataclass(frozen=True, slots=True)
class Part:
    """A coloured part of a bar, ready to draw."""

    label: str
    count: int
    color: str
    x: float
    width: float
    middle: float


def write_rapport_pdf(lu: RapportLu) -> bytes:
    return write_pdf("reports/rapport.html", {"lu": lu, "bars": draw_bars(lu)})


def draw_bars(lu: RapportLu) -> list[tuple[str, list[Part]]]:
    """Return, for each month, the parts of its bar of météos."""
    bars = []
    for month in lu.mois:
        total = sum(month.meteos) or 1
        x, parts = 0.0, []
        for rank, count in enumerate(month.meteos):
            width = round(WIDTH * count / total, 2)
            if count:
                label, color = lu.meteo_labels[rank], METEO_COLORS[rank]
                parts.append(Part(label, count, color, x, width, x + width / 2))
            x += width
        bars.append((month.label, parts))
    return bars
