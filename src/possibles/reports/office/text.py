"""Text documents people go on editing: real headings, repeated heads, page numbers."""

import io
from collections.abc import Sequence
from typing import Any

BLUE, GREY, HEAD, LINE = "1A4C8F", "4C586D", "EDF0F6", "C3CBD8"
_STYLES = ((0, 24), (1, 16), (2, 13), (3, 11))


def new_document(*, title: str, template: bytes | None = None) -> Any:
    """Return an empty document, dressed by us or by the template of the house."""
    import docx
    from docx.shared import Cm

    document: Any = docx.Document(None if template is None else io.BytesIO(template))
    document.core_properties.title = title
    document.core_properties.author = "Possibles"
    document.core_properties.language = "fr-FR"
    if template is not None:
        _empty(document)
        _add_missing_styles(document)
        return document
    _prepare_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    return document


def to_bytes(file: Any) -> bytes:
    """Return the content of a document or of a deck."""
    output = io.BytesIO()
    file.save(output)
    return output.getvalue()


def write_footer(document: Any, words: str) -> None:
    """Put these words and the page number at the foot of each page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    if paragraph.text.strip():
        paragraph = document.sections[0].footer.add_paragraph()
    paragraph.add_run(f"{words} · page ")
    _add_field(paragraph, "PAGE")
    _write_small(paragraph)


def _write_small(paragraph: Any) -> None:
    from docx.shared import Pt, RGBColor

    for run in paragraph.runs:
        run.font.size = Pt(8)
        run.font.color.rgb = RGBColor.from_string(GREY)


def add_heading(document: Any, text: str, *, level: int = 1) -> None:
    document.add_heading(text, level=level)


def add_paragraphs(document: Any, text: str, *, label: str = "") -> None:
    """Write a free text, one paragraph a line, after a word in bold if there is one."""
    for rank, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        paragraph = document.add_paragraph()
        if label and not rank:
            paragraph.add_run(f"{label}. ").bold = True
        paragraph.add_run(line)


def add_note(document: Any, text: str) -> None:
    """Write a line in small grey letters: a source, a date."""
    from docx.shared import Pt, RGBColor

    run = document.add_paragraph().add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = RGBColor.from_string(GREY)


def add_bullets(document: Any, lines: Sequence[str]) -> None:
    for line in lines:
        document.add_paragraph(line, style="List Bullet")


def add_table(
    document: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float] = (),
    numeric: Sequence[int] = (),
) -> None:
    """Draw a table whose head is repeated on each page.

    Parameters
    ----------
    widths
        Centimetres, one a column; equal shares without it.
    numeric
        Ranks of the columns of numbers: aligned to the right.
    """
    table = document.add_table(rows=1, cols=len(heads))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    _repeat_head(table.rows[0])
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    _dress(table, widths, numeric)
    document.add_paragraph()


def _dress(table: Any, widths: Sequence[float], numeric: Sequence[int]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    _rule(table)
    table.autofit = not widths
    for column, width in zip(table.columns, widths, strict=False):
        column.width = Cm(width)  # some programs read the grid, others the cells
    for number, row in enumerate(table.rows):
        _keep_whole(row)
        for rank, cell in enumerate(row.cells):
            if widths:
                cell.width = Cm(widths[rank])
            if not number:
                _shade(cell, HEAD)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_before = Pt(2)
                paragraph.paragraph_format.space_after = Pt(2)
                if rank in numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                for run in paragraph.runs:
                    run.font.size = Pt(9)
                    run.font.bold = not number
                    if not number:
                        run.font.color.rgb = RGBColor.from_string(GREY)


def _repeat_head(row: Any) -> None:
    _mark(row, "w:tblHeader")


def _keep_whole(row: Any) -> None:
    """Send to the next page a row that does not fit in this one."""
    _mark(row, "w:cantSplit")


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  python-docx has no public row marks


def _rule(table: Any) -> None:
    """Draw thin lines between the rows, and none elsewhere."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001  python-docx has no public borders


def _shade(cell: Any, color: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  python-docx has no public shading


def _prepare_styles(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    for level, size in _STYLES:
        style = document.styles["Title" if level == 0 else f"Heading {level}"]
        style.font.name = "Calibri"
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor.from_string(BLUE)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in (
            "w:asciiTheme",
            "w:hAnsiTheme",
            "w:eastAsiaTheme",
            "w:cstheme",
        ):
            fonts.attrib.pop(qn(attribute), None)


def _empty(document: Any) -> None:
    """Keep the template's styles, header and footer; take its sample text away."""
    from docx.oxml.ns import qn

    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def _add_missing_styles(document: Any) -> None:
    """Give a poor template the styles our documents name, plain but distinct."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    known = {style.name for style in document.styles}
    for level, size in _STYLES:
        name = "Title" if level == 0 else f"Heading {level}"
        if name not in known:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.size, style.font.bold = Pt(size), True
    for name in {"List Bullet", "List Number"} - known:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.paragraph_format.left_indent = Pt(18)


def _add_field(paragraph: Any, name: str) -> None:
    """Insert a field that the word processor computes (the page number)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    # One run a part: a reader gives the number the letters of its own run.
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run = paragraph.add_run()
        run._r.append(element)  # noqa: SLF001  python-docx has no public way to add a field
        if kind == "separate":
            paragraph.add_run("1")
