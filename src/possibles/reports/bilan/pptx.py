"""The yearly account as slides: native charts and tables, editable afterwards."""

import io
from collections.abc import Sequence
from typing import Any

from possibles.common.french import format_date, plural

from .data import Bilan, Section

BLUE, INK, GREY, LIGHT = "1A4C8F", "182133", "4C586D", "EDF0F6"
ROWS_PER_SLIDE = 9


def write_bilan_pptx(bilan: Bilan) -> bytes:
    """Return a 16:9 PPTX: cover, météo chart, a slide or more an orientation, gaps."""
    import pptx
    from pptx.util import Cm

    deck: Any = pptx.Presentation()
    deck.slide_width, deck.slide_height = Cm(33.867), Cm(19.05)
    deck.core_properties.title = f"Bilan {bilan.agenda.year} du contrat de ville"
    deck.core_properties.author = "Possibles"
    _add_cover(deck, bilan)
    _add_meteos(deck, bilan)
    for section in bilan.sections:
        _add_projets(deck, section)
        _add_indicateurs(deck, section)
    _add_gaps(deck, bilan)
    output = io.BytesIO()
    deck.save(output)
    return output.getvalue()


def _add_cover(deck: Any, bilan: Bilan) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = f"Bilan {bilan.agenda.year}\ndu contrat de ville"
    _style_text(slide.shapes.title, size=44, color=BLUE, bold=True)
    words = f"{bilan.agenda.title}\nDonnées au {format_date(bilan.at)}"
    if bilan.has_exemples:
        words += "\nContient des exemples, signalés comme tels"
    slide.placeholders[1].text = words
    _style_text(slide.placeholders[1], size=20, color=GREY)
    _spread(deck, slide.shapes.title, top=5.5, height=4.5)
    _spread(deck, slide.placeholders[1], top=10.5, height=4)


def _add_meteos(deck: Any, bilan: Bilan) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
    from pptx.util import Cm, Pt

    slide = _titled(deck, f"Météo des {plural(bilan.projets_count, 'projet')}")
    data = CategoryChartData()
    data.categories = [label for _, label, _ in bilan.meteos]
    data.add_series("Projets", [count for _, _, count in bilan.meteos])
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Cm(1.5), Cm(3.6), Cm(30.8), Cm(14), data
    )
    chart = frame.chart
    chart.has_legend = False
    chart.has_title = False
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(16)
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _rgb(BLUE)
    chart.category_axis.tick_labels.font.size = Pt(16)
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False


def _add_projets(deck: Any, section: Section) -> None:
    rows = [
        [line.title, line.meteo_label, line.statut, line.chef_de_file]
        for line in section.projets
    ]
    title = f"{section.number}. {section.title}"
    heads = ["Projet", "Météo", "Statut", "Chef de file"]
    _add_tables(deck, title, heads, rows, widths=[15.8, 5.5, 4, 5.5])


def _add_indicateurs(deck: Any, section: Section) -> None:
    rows = [
        [
            line.label,
            line.baseline,
            f"{line.value} ({line.period})" if line.period else line.value,
            line.target,
            line.reach,
        ]
        for line in section.indicateurs
        if line.period or line.target != "—"
    ]
    if rows:
        heads = ["Indicateur", "Départ", "Valeur", "Cible de l’année", "Avancement"]
        title = f"{section.title} : indicateurs"
        _add_tables(deck, title, heads, rows, widths=[15.8, 3, 4.5, 4, 3.5])


def _add_gaps(deck: Any, bilan: Bilan) -> None:
    rows = [[count.label, str(count.value)] for count in bilan.manques]
    rows += [
        [f"{count.label} : quartiers sans projet connu", str(count.value)]
        for count in bilan.gaps
    ]
    _add_tables(deck, "Ce qui manque", ["Manque", "Nombre"], rows, widths=[26, 4.8])


def _add_tables(
    deck: Any,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
) -> None:
    """Spread the rows over as many slides as they need."""
    pages = [
        rows[start : start + ROWS_PER_SLIDE]
        for start in range(0, len(rows), ROWS_PER_SLIDE)
    ]
    for number, page in enumerate(pages, start=1):
        suffix = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        _add_table(_titled(deck, title + suffix), heads, page, widths)


def _add_table(
    slide: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> None:
    from pptx.util import Cm

    shape = slide.shapes.add_table(
        len(rows) + 1, len(heads), Cm(1.5), Cm(3.6), Cm(sum(widths)), Cm(1)
    )
    table = shape.table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for index, texts in enumerate([heads, *rows]):
        for cell, text in zip(table.rows[index].cells, texts, strict=True):
            cell.text = text
            _fill(cell, BLUE if index == 0 else ("FFFFFF" if index % 2 else LIGHT))
            _style_text(
                cell, size=13, color="FFFFFF" if index == 0 else INK, bold=index == 0
            )


def _titled(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = title
    _spread(deck, slide.shapes.title, top=0.8, height=2.2)
    _style_text(slide.shapes.title, size=28, color=BLUE, bold=True)
    return slide


def _spread(deck: Any, shape: Any, *, top: float, height: float) -> None:
    from pptx.util import Cm

    shape.left, shape.top = Cm(1.5), Cm(top)
    shape.width, shape.height = deck.slide_width - Cm(3), Cm(height)


def _style_text(holder: Any, *, size: int, color: str, bold: bool = False) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for paragraph in holder.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run.font.bold = bold
            run.font.name = "Calibri"
            run.font.color.rgb = _rgb(color)


def _fill(cell: Any, color: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(color)


def _rgb(color: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(color)
