"""Documents that may wear the template of a house."""

import io

import docx
import pptx
from pptx.util import Cm

from possibles.reports.office.slides import add_bars, add_cover, add_tables, new_deck
from possibles.reports.office.text import (
    add_paragraphs,
    add_table,
    new_document,
    to_bytes,
    write_footer,
)


def make_text_template() -> bytes:
    document = docx.Document()
    document.add_heading("Un texte d’essai du modèle")
    document.sections[0].header.paragraphs[0].text = "Ville d’Exemple"
    document.sections[0].left_margin = Cm(4)
    return to_bytes(document)


def make_slides_template() -> bytes:
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Cm(25.4), Cm(14.29)
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Une page d’essai du modèle"
    return to_bytes(deck)


def write_text(template: bytes | None = None) -> docx.document.Document:
    document = new_document(title="Point de novembre", template=template)
    write_footer(document, "Point de novembre")
    add_paragraphs(document, "Deux lignes\n\nau plus", label="Fait")
    add_table(document, ["Opération", "Retard"], [["École", "6"]], numeric=[1])
    return docx.Document(io.BytesIO(to_bytes(document)))


def test_a_text_has_its_paragraphs_its_table_and_its_page_number():
    document = write_text()

    words = [p.text for p in document.paragraphs if p.text]
    cells = [[c.text for c in row.cells] for row in document.tables[0].rows]
    foot = document.sections[0].footer.paragraphs[0]._p.xml
    assert words == ["Fait. Deux lignes", "au plus"]
    assert cells == [["Opération", "Retard"], ["École", "6"]]
    assert "PAGE" in foot
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml


def test_a_text_keeps_the_frame_of_the_template_and_none_of_its_sample():
    document = write_text(make_text_template())

    words = " ".join(p.text for p in document.paragraphs)
    section = document.sections[0]
    assert "essai du modèle" not in words
    assert section.header.paragraphs[0].text == "Ville d’Exemple"
    assert round(section.left_margin.cm) == 4


def write_slides(template: bytes | None = None):
    deck = new_deck(title="Rapport", template=template)
    add_cover(deck, "Rapport", ["Second semestre 2026"])
    add_bars(deck, "Météo", ["Juillet"], [("Sécurisés", [3], "15643A")])
    rows = [[str(n), "x"] for n in range(12)]
    add_tables(deck, "Retards", ["N°", "Titre"], rows, widths=[3, 20], numeric=[0])
    return pptx.Presentation(io.BytesIO(to_bytes(deck.file)))


def test_charts_and_tables_are_native_and_long_tables_go_on():
    deck = write_slides()

    kinds = [
        (slide.shapes.title.text, [s.has_chart for s in slide.shapes].count(True))
        for slide in deck.slides
    ]
    assert kinds == [
        ("Rapport", 0), ("Météo", 1), ("Retards (1/2)", 0), ("Retards (2/2)", 0),
    ]  # fmt: skip


def test_slides_keep_the_size_of_the_template_and_none_of_its_pages():
    deck = write_slides(make_slides_template())

    titles = [slide.shapes.title.text for slide in deck.slides]
    assert "Une page d’essai du modèle" not in titles
    assert round(deck.slide_width.cm, 1) == 25.4
