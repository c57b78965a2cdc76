"""The yearly account as a text document people can go on editing."""

import io
from collections.abc import Sequence
from typing import Any

from possibles.common.french import format_date, plural

from .data import Bilan, ProjetLine, Section

BLUE, GREY = "1A4C8F", "4C586D"


def write_bilan_docx(bilan: Bilan) -> bytes:
    """Return a DOCX with real headings, tables with repeated heads, page numbers."""
    import docx
    from docx.shared import Cm

    document: Any = docx.Document()
    _prepare_styles(document)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _write_footer(section, bilan)
    _write_front(document, bilan)
    for part in bilan.sections:
        _write_section(document, part)
    _write_gaps(document, bilan)
    if bilan.agenda.evaluation:
        document.add_heading("Évaluation partagée", level=1)
        for paragraph in bilan.agenda.evaluation.splitlines():
            document.add_paragraph(paragraph)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


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


def _write_footer(section: Any, bilan: Bilan) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(
        f"Bilan {bilan.agenda.year} · données au {format_date(bilan.at)} · page "
    )
    _add_field(paragraph, "PAGE")


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


def _write_front(document: Any, bilan: Bilan) -> None:
    agenda = bilan.agenda
    title = f"Bilan {agenda.year} du contrat de ville"
    document.core_properties.title = title
    document.add_heading(title, level=0)
    document.add_paragraph(
        f"{agenda.title} — {agenda.get_state_display().lower()}. "
        f"Données au {format_date(bilan.at)}."
    )
    if bilan.has_exemples:
        document.add_paragraph(
            "Une partie des contenus de ce document sont des exemples : ils illustrent le "
            "produit et ne viennent d’aucun document du contrat."
        )
    document.add_heading("L’année en un coup d’œil", level=1)
    _add_table(
        document,
        ["Météo", "Projets"],
        [[label, str(count)] for _, label, count in bilan.meteos]
        + [["Ensemble", str(bilan.projets_count)]],
    )
    if bilan.avenants:
        document.add_heading("Avenants à l’agenda", level=2)
        for avenant in bilan.avenants:
            document.add_paragraph(
                f"{avenant} ({format_date(avenant.date)}) : {avenant.motif}",
                style="List Bullet",
            )


def _write_section(document: Any, section: Section) -> None:
    document.add_heading(f"{section.number}. {section.title}", level=1)
    document.add_paragraph(section.parcours)
    _add_table(
        document,
        ["Projet", "Météo", "Statut", "Chef de file"],
        [
            [line.title, line.meteo_label, line.statut, line.chef_de_file]
            for line in section.projets
        ],
    )
    for line in section.projets:
        if line.synthese is not None:
            _write_synthese(document, line)
    if section.indicateurs:
        document.add_heading("Indicateurs", level=2)
        _add_table(
            document,
            [
                "Indicateur",
                "Unité",
                "Départ",
                "Valeur",
                "Cible",
                "Avancement",
                "Saisies",
            ],
            [
                [
                    line.label,
                    line.unit,
                    line.baseline,
                    f"{line.value} ({line.period})" if line.period else line.value,
                    line.target,
                    line.reach,
                    line.coverage,
                ]
                for line in section.indicateurs
            ],
        )


def _write_synthese(document: Any, line: ProjetLine) -> None:
    synthese = line.synthese
    if synthese is None:
        return
    document.add_heading(line.title, level=2)
    signed = (
        f"{line.meteo_label}, au {format_date(synthese.date)}. {synthese.signature}"
    )
    document.add_paragraph(signed + (" (exemple)" if line.is_exemple else ""))
    for label, text in (
        ("Notre ambition", synthese.ambition),
        ("Déjà fait", synthese.deja_fait),
        ("À faire", synthese.a_faire),
        ("Risques et freins", synthese.risques),
        ("Solutions", synthese.solutions),
    ):
        if text:
            document.add_heading(label, level=3)
            document.add_paragraph(text)


def _write_gaps(document: Any, bilan: Bilan) -> None:
    document.add_heading("Ce qui manque", level=1)
    _add_table(
        document,
        ["Manque", "Projets"],
        [[count.label, str(count.value)] for count in bilan.manques],
    )
    document.add_heading("Couverture des quartiers", level=2)
    document.add_paragraph(
        f"{plural(bilan.quartiers_count, 'quartier prioritaire', 'quartiers prioritaires')} ; "
        f"{plural(bilan.without_place, 'projet')} sans lieu précisé, compté nulle part."
    )
    _add_table(
        document,
        ["Orientation", "Quartiers sans projet connu"],
        [[count.label, str(count.value)] for count in bilan.gaps],
    )
    if bilan.unused_outils:
        document.add_heading("Mesures de la boîte à outils non mobilisées", level=2)
        for outil in bilan.unused_outils:
            document.add_paragraph(outil, style="List Bullet")


def _add_table(
    document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
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
