"""Text documents people can go on editing: the parts that every DOCX shares."""

import io
from collections.abc import Sequence
from typing import Any

BLUE = "1A4C8F"


def new_document(*, footer: str, title: str = "") -> Any:
    """Return a document with our styles, margins and a foot that numbers the pages."""
    import docx
    from docx.shared import Cm

    document: Any = docx.Document()
    _prepare_styles(document)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{footer} · page ")
    _add_field(paragraph, "PAGE")
    if title:
        document.core_properties.title = title
        document.add_heading(title, level=0)
    return document


def save(document: Any) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def add_table(
    document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Add a table whose head is repeated on each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Light Grid Accent 1"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001  repeats the head on each page
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(1)
                for run in paragraph.runs:
                    run.font.size = Pt(9)
    document.add_paragraph()


def add_markdown(document: Any, text: str, *, level: int = 1) -> None:
    """Add what a person wrote in Markdown: titles, paragraphs, lists, bold, italic.

    `level` is the level of the first title met under the document's own.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).parse(text)
    style, lists = "", []
    for token in tokens:
        if token.type == "heading_open":
            style = f"Heading {min(level - 2 + int(token.tag[1]), 3)}"
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            name = "List Bullet" if token.type.startswith("bullet") else "List Number"
            lists.append(name)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "paragraph_open":
            style = lists[-1] if lists else "Normal"
        elif token.type == "inline":
            _add_runs(
                document.add_paragraph(style=style or "Normal"), token.children or []
            )


def _add_runs(paragraph: Any, children: Sequence[Any]) -> None:
    bold = italic = False
    for child in children:
        if child.type in {"strong_open", "strong_close"}:
            bold = child.type == "strong_open"
        elif child.type in {"em_open", "em_close"}:
            italic = child.type == "em_open"
        elif child.type in {"softbreak", "hardbreak"}:
            paragraph.add_run().add_break()
        elif child.content:
            run = paragraph.add_run(child.content)
            run.bold, run.italic = bold or None, italic or None


def _prepare_styles(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    for level, size in ((0, 24), (1, 16), (2, 13), (3, 11)):
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
    document.core_properties.language = "fr-FR"
    document.core_properties.author = "Possibles"


def _add_field(paragraph: Any, name: str) -> None:
    """Insert a field that the word processor computes (the page number)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001  python-docx has no public way to add a field
