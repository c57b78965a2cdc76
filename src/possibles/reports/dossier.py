"""A document in chapters: gathered once, written as text, paper or workbook.

Every table says where its figures come from and of which day they are.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from possibles.common.french import (
    format_date,
    format_euros,
    format_number,
    format_percent,
)
from possibles.reports.office import text as office
from possibles.reports.pdf import write_pdf
from possibles.reports.tables import TableColumn, add_about, add_sheet, open_workbook

HIDDEN = "secret"
"""What is written where fewer than five people could be made out."""


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table, its source, and the day its figures are of."""

    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Any]]
    source: str
    totals: Sequence[Any] | None = None
    note: str = ""
    sheet: str = ""

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(c.label, c.kind in NUMERIC) for c in self.columns]

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        return [self._words(row) for row in self.rows]

    @property
    def total_line(self) -> list[tuple[str, bool]]:
        return self._words(self.totals) if self.totals else []

    def _words(self, row: Sequence[Any]) -> list[tuple[str, bool]]:
        return [
            (say(value, column.kind), column.kind in NUMERIC)
            for value, column in zip(row, self.columns, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Chapitre:
    """A part of a document: words, points, tables, in that order."""

    title: str
    paragraphs: Sequence[str] = ()
    points: Sequence[str] = ()
    tableaux: Sequence[Tableau] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole document, dated."""

    title: str
    subtitle: str
    name: str
    at: datetime
    chapitres: Sequence[Chapitre]
    has_exemples: bool = False
    signature: Sequence[str] = field(default=())

    @property
    def tableaux(self) -> list[Tableau]:
        return [t for chapitre in self.chapitres for t in chapitre.tableaux]


NUMERIC = frozenset({"number", "euros", "percent"})
WIDE = 6
"""Columns above which a text document is laid on its side."""
PORTRAIT, LANDSCAPE = 17.0, 25.7
SIGN, PADDING, LONG = 0.21, 0.65, 60
"""Centimetres a sign of nine points takes at most, and a cell around it; signs of a long line."""
NUMBER = 0.8
"""Centimetres a column of numbers may take beyond its longest word."""
EXEMPLES = (
    "Une partie des contenus de ce document sont des exemples : ils illustrent le produit "
    "et ne viennent d’aucune source."
)


def say(value: Any, kind: str) -> str:
    """Return a cell in French words."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    if kind == "euros":
        return format_euros(value, short=True)
    if kind == "percent":
        return format_percent(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return format_number(value)


def write_docx(dossier: Dossier) -> bytes:
    """Return a text people can go on editing."""
    document = office.new_document(title=dossier.title)
    is_wide = any(len(t.columns) > WIDE for t in dossier.tableaux)
    if is_wide:
        _turn(document)
    office.write_footer(
        document, f"{dossier.title} · données au {format_date(dossier.at)}"
    )
    office.add_heading(document, dossier.title, level=0)
    office.add_paragraphs(document, dossier.subtitle)
    office.add_note(document, f"Données au {format_date(dossier.at)}.")
    if dossier.has_exemples:
        office.add_paragraphs(document, EXEMPLES)
    for chapitre in dossier.chapitres:
        office.add_heading(document, chapitre.title)
        for paragraph in chapitre.paragraphs:
            office.add_paragraphs(document, paragraph)
        office.add_bullets(document, list(chapitre.points))
        for tableau in chapitre.tableaux:
            _add_tableau(document, tableau, LANDSCAPE if is_wide else PORTRAIT)
    for line in dossier.signature:
        office.add_paragraphs(document, line)
    return office.to_bytes(document)


def write_dossier_pdf(dossier: Dossier) -> bytes:
    return write_pdf("reports/dossier.html", {"dossier": dossier, "exemples": EXEMPLES})


def write_xlsx(dossier: Dossier) -> bytes:
    """Return a workbook: a sheet a table, and one that says where they come from."""
    output = io.BytesIO()
    book, formats = open_workbook(output)
    for tableau in dossier.tableaux:
        add_sheet(
            book,
            formats,
            title=tableau.sheet or tableau.title,
            columns=tableau.columns,
            rows=tableau.rows,
            totals=tableau.totals,
            foot=_foot(tableau),
        )
    add_about(
        book,
        [
            ("Document", dossier.title),
            ("Données au", format_date(dossier.at)),
            *(("Exemples", EXEMPLES) for _ in range(dossier.has_exemples)),
            *(
                (t.sheet or t.title, f"{t.title}. {' '.join(_foot(t))}")
                for t in dossier.tableaux
            ),
        ],
    )
    book.close()
    return output.getvalue()


def _turn(document: Any) -> None:
    """Lay the pages on their side: numbers then keep to one line."""
    from docx.enum.section import WD_ORIENT

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def _add_tableau(document: Any, tableau: Tableau, room: float) -> None:
    office.add_heading(document, tableau.title, level=2)
    numeric = [rank for rank, (_, is_number) in enumerate(tableau.heads) if is_number]
    rows = [[text for text, _ in line] for line in tableau.lines]
    if tableau.totals:
        rows.append([text for text, _ in tableau.total_line])
    if rows:
        office.add_table(
            document,
            [label for label, _ in tableau.heads],
            rows,
            widths=_widths(tableau, room),
            numeric=numeric,
        )
    else:
        office.add_paragraphs(document, "Aucune ligne.")
    for line in _foot(tableau):
        office.add_note(document, line)


def _widths(tableau: Tableau, room: float) -> list[float]:
    """Share the page's centimetres: the longest word of each column, then by its lines."""
    lines = [tableau.heads, *tableau.lines]
    if tableau.totals:
        lines.append(tableau.total_line)
    columns = [[line[rank][0] for line in lines] for rank in range(len(tableau.heads))]
    least = [_room_of(max(_longest_word(t) for t in texts)) for texts in columns]
    if sum(least) >= room:
        return [low * room / sum(least) for low in least]
    wanted = [_room_of(min(LONG, max(len(t) for t in texts))) for texts in columns]
    # Words read better wide; a number needs no more than its head.
    shares = [
        min(max(0.0, want - low), NUMBER) if is_number else max(0.0, want - low) + 1
        for want, low, (_, is_number) in zip(wanted, least, tableau.heads, strict=True)
    ]
    spare, total = room - sum(least), sum(shares) or 1
    return [low + spare * part / total for low, part in zip(least, shares, strict=True)]


def _longest_word(text: str) -> int:
    """Return the signs of the longest word: a number keeps its thin spaces."""
    return max((len(word) for word in re.split(r"[ \n-]", text)), default=0)


def _room_of(signs: int) -> float:
    return signs * SIGN + PADDING


def _foot(tableau: Tableau) -> list[str]:
    return [f"Source : {tableau.source}", *([tableau.note] if tableau.note else [])]
