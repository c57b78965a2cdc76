"""Slides people go on editing: native titles, tables and charts."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BLUE, INK, GREY, LIGHT = "1A4C8F", "182133", "4C586D", "EDF0F6"
ROWS_PER_SLIDE = 9
# A template of any house has a title page first and, somewhere, a page with a title alone.
_COVER, _TITLE_ONLY = 0, 5


@dataclass(slots=True)
class Deck:
    """A presentation and how it is dressed: by us, or by the template of the house."""

    file: Any
    is_corporate: bool

    @property
    def width(self) -> float:
        """The width of a slide, in centimetres."""
        return float(self.file.slide_width.cm)

    @property
    def height(self) -> float:
        return float(self.file.slide_height.cm)


def new_deck(*, title: str, template: bytes | None = None) -> Deck:
    """Return an empty 16:9 deck, or one made from the template of the house."""
    import pptx
    from pptx.util import Cm

    file: Any = pptx.Presentation(None if template is None else io.BytesIO(template))
    if template is None:
        file.slide_width, file.slide_height = Cm(33.867), Cm(19.05)
    else:
        _empty(file)
    file.core_properties.title = title
    file.core_properties.author = "Possibles"
    return Deck(file, template is not None)


def add_cover(deck: Deck, title: str, lines: Sequence[str]) -> None:
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[_COVER])
    heading, subtitle = slide.shapes.title, _find_subtitle(slide)
    heading.text = title
    if subtitle is not None:
        subtitle.text = "\n".join(lines)
    if deck.is_corporate:
        return
    _style(heading, size=44, color=BLUE, bold=True)
    _spread(deck, heading, top=5.5, height=4.5)
    if subtitle is not None:
        _style(subtitle, size=20, color=GREY)
        _spread(deck, subtitle, top=10.5, height=4)


def add_titled(deck: Deck, title: str) -> Any:
    """Add a slide that has a title and is otherwise empty."""
    slide = deck.file.slides.add_slide(_title_only(deck))
    slide.shapes.title.text = title
    if not deck.is_corporate:
        _spread(deck, slide.shapes.title, top=0.8, height=2.2)
        _style(slide.shapes.title, size=28, color=BLUE, bold=True)
    return slide


def add_bars(
    deck: Deck,
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], str]],
    *,
    is_stacked: bool = False,
    is_horizontal: bool = False,
    note: str = "",
    number_format: str = "General",
) -> None:
    """Add a native bar chart; each series has its name, values and colour."""
    from pptx.enum.chart import XL_CHART_TYPE as KIND

    kind = {
        (False, False): KIND.COLUMN_CLUSTERED,
        (False, True): KIND.BAR_CLUSTERED,
        (True, False): KIND.COLUMN_STACKED,
        (True, True): KIND.BAR_STACKED,
    }[(is_stacked, is_horizontal)]
    chart = _add_chart(deck, title, kind, labels, series, note, number_format)
    plot = chart.plots[0]
    plot.gap_width = 60
    if is_stacked:
        plot.overlap = 100
    if is_horizontal:
        chart.category_axis.reverse_order = True
    if not is_stacked:
        chart.value_axis.visible = False


def add_lines(
    deck: Deck,
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None], str]],
    *,
    note: str = "",
    number_format: str = "General",
) -> None:
    """Add a native line chart; an unknown value is a gap, never a zero."""
    from pptx.enum.chart import XL_CHART_TYPE

    _add_chart(
        deck, title, XL_CHART_TYPE.LINE_MARKERS, labels, series, note, number_format
    )


def add_tables(
    deck: Deck,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    numeric: Sequence[int] = (),
    per_slide: int = ROWS_PER_SLIDE,
    note: str = "",
) -> None:
    """Spread the rows over as many slides as they need."""
    pages = [
        rows[start : start + per_slide] for start in range(0, len(rows), per_slide)
    ]
    for number, page in enumerate(pages, start=1):
        suffix = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        slide = add_titled(deck, title + suffix)
        _add_table(deck, slide, heads, page, widths, numeric)
        if note:
            add_note(deck, slide, note)


def add_words(
    deck: Deck, title: str, paragraphs: Sequence[str], *, note: str = ""
) -> None:
    """Add a slide of text."""
    from pptx.util import Cm, Pt

    slide = add_titled(deck, title)
    box = slide.shapes.add_textbox(
        Cm(1.5), Cm(3.6), Cm(deck.width - 3), Cm(deck.height - 6)
    )
    frame = box.text_frame
    frame.word_wrap = True
    for rank, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if not rank else frame.add_paragraph()
        paragraph.text = words
        paragraph.space_after = Pt(8)
    _style(box, size=18, color=INK, is_corporate=deck.is_corporate)
    if note:
        add_note(deck, slide, note)


def add_note(deck: Deck, slide: Any, words: str) -> None:
    """Write at the foot of a slide where its figures come from."""
    from pptx.util import Cm

    box = slide.shapes.add_textbox(
        Cm(1.5), Cm(deck.height - 1.5), Cm(deck.width - 3), Cm(1)
    )
    box.text_frame.word_wrap = True
    box.text_frame.text = words
    _style(box, size=11, color=GREY, is_corporate=deck.is_corporate)


def _add_chart(
    deck: Deck,
    title: str,
    kind: Any,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None], str]],
    note: str,
    number_format: str,
) -> Any:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Cm, Pt

    slide = add_titled(deck, title)
    data = CategoryChartData(number_format=number_format)
    data.categories = list(labels)
    for name, values, _ in series:
        data.add_series(name, list(values))
    frame = slide.shapes.add_chart(
        kind, Cm(1.5), Cm(3.4), Cm(deck.width - 3), Cm(deck.height - 5.4), data
    )
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(14)
    plot = chart.plots[0]
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(14)
    plot.data_labels.number_format = number_format
    plot.data_labels.number_format_is_linked = False
    chart.category_axis.tick_labels.font.size = Pt(14)
    chart.value_axis.tick_labels.font.size = Pt(12)
    chart.value_axis.has_major_gridlines = False
    for drawn, (_, _, color) in zip(plot.series, series, strict=True):
        _paint(drawn, color, is_line=hasattr(drawn, "smooth"))
    if note:
        add_note(deck, slide, note)
    return chart


def _paint(series: Any, color: str, *, is_line: bool) -> None:
    if is_line:
        series.smooth = False
        series.format.line.color.rgb = _rgb(color)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = _rgb(color)
        series.marker.format.line.color.rgb = _rgb(color)
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _rgb(color)


def _add_table(
    deck: Deck,
    slide: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    numeric: Sequence[int],
) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Cm

    shape = slide.shapes.add_table(
        len(rows) + 1, len(heads), Cm(1.5), Cm(3.6), Cm(sum(widths)), Cm(1)
    )
    table = shape.table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for index, texts in enumerate([heads, *rows]):
        for rank, (cell, text) in enumerate(
            zip(table.rows[index].cells, texts, strict=True)
        ):
            cell.text = text
            is_head = index == 0
            if not deck.is_corporate:
                _fill(cell, BLUE if is_head else ("FFFFFF" if index % 2 else LIGHT))
            _style(
                cell,
                size=13,
                color="FFFFFF" if is_head else INK,
                bold=is_head,
                is_corporate=deck.is_corporate,
            )
            if rank in numeric:
                for paragraph in cell.text_frame.paragraphs:
                    paragraph.alignment = PP_ALIGN.RIGHT


def _title_only(deck: Deck) -> Any:
    layouts = list(deck.file.slide_layouts)
    usual = layouts[_TITLE_ONLY] if len(layouts) > _TITLE_ONLY else layouts[-1]
    if not deck.is_corporate:
        return usual
    return next((layout for layout in layouts if _holds_title_alone(layout)), usual)


def _holds_title_alone(layout: Any) -> bool:
    """Tell a layout with a title and nothing else to fill (dates and numbers aside)."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    kinds = {shape.placeholder_format.type for shape in layout.placeholders}
    return kinds - {KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER} == {KIND.TITLE}


def _find_subtitle(slide: Any) -> Any:
    others = [s for s in slide.placeholders if s.placeholder_format.idx != 0]
    return others[0] if others else None


def _empty(file: Any) -> None:
    """Keep the template's layouts; take its sample slides away."""
    slides = file.slides._sldIdLst  # noqa: SLF001  python-pptx has no public way to remove
    for item in list(slides):
        file.part.drop_rel(item.rId)
        slides.remove(item)


def _spread(deck: Deck, shape: Any, *, top: float, height: float) -> None:
    from pptx.util import Cm

    shape.left, shape.top = Cm(1.5), Cm(top)
    shape.width, shape.height = Cm(deck.width - 3), Cm(height)


def _style(
    holder: Any,
    *,
    size: int,
    color: str,
    bold: bool = False,
    is_corporate: bool = False,
) -> None:
    """Dress the words; a template of the house keeps its own letters and colours."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for paragraph in holder.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run.font.bold = bold
            if not is_corporate:
                run.font.name = "Calibri"
                run.font.color.rgb = _rgb(color)


def _fill(cell: Any, color: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(color)


def _rgb(color: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(color)
