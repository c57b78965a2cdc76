"""The yearly account as a text document people can go on editing."""

from typing import Any

from possibles.common.french import format_date, plural
from possibles.reports.office.gabarit import text_template
from possibles.reports.office.text import (
    add_bullets,
    add_table,
    new_document,
    to_bytes,
    write_footer,
)

from .data import Bilan, ProjetLine, Section


def write_bilan_docx(bilan: Bilan) -> bytes:
    """Return a DOCX with real headings, tables with repeated heads, page numbers."""
    document = new_document(
        title=f"Bilan {bilan.agenda.year} du contrat de ville",
        template=text_template(),
    )
    words = f"Bilan {bilan.agenda.year} · données au {format_date(bilan.at)}"
    write_footer(document, words)
    _write_front(document, bilan)
    for part in bilan.sections:
        _write_section(document, part)
    _write_gaps(document, bilan)
    if bilan.agenda.evaluation:
        document.add_heading("Évaluation partagée", level=1)
        for paragraph in bilan.agenda.evaluation.splitlines():
            document.add_paragraph(paragraph)
    return to_bytes(document)


def _write_front(document: Any, bilan: Bilan) -> None:
    agenda = bilan.agenda
    document.add_heading(f"Bilan {agenda.year} du contrat de ville", level=0)
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
    add_table(
        document,
        ["Météo", "Projets"],
        [[label, str(count)] for _, label, count in bilan.meteos]
        + [["Ensemble", str(bilan.projets_count)]],
    )
    if bilan.avenants:
        document.add_heading("Avenants à l’agenda", level=2)
        add_bullets(
            document,
            [f"{a} ({format_date(a.date)}) : {a.motif}" for a in bilan.avenants],
        )


def _write_section(document: Any, section: Section) -> None:
    document.add_heading(f"{section.number}. {section.title}", level=1)
    document.add_paragraph(section.parcours)
    add_table(
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
        add_table(
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
    add_table(
        document,
        ["Manque", "Projets"],
        [[count.label, str(count.value)] for count in bilan.manques],
    )
    document.add_heading("Couverture des quartiers", level=2)
    document.add_paragraph(
        f"{plural(bilan.quartiers_count, 'quartier prioritaire', 'quartiers prioritaires')} ; "
        f"{plural(bilan.without_place, 'projet')} sans lieu précisé, compté nulle part."
    )
    add_table(
        document,
        ["Orientation", "Quartiers sans projet connu"],
        [[count.label, str(count.value)] for count in bilan.gaps],
    )
    if bilan.unused_outils:
        document.add_heading("Mesures de la boîte à outils non mobilisées", level=2)
        add_bullets(document, bilan.unused_outils)
