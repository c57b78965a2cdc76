"""The minutes of a monthly point on paper."""

from possibles.apps.opc.domain.points.lecture import PointLu
from possibles.reports.pdf import write_pdf


def write_point_pdf(lu: PointLu) -> bytes:
    return write_pdf("reports/point.html", {"lu": lu})
