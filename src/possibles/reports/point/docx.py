"""The minutes of a monthly point as a text document people can go on editing."""

from typing import Any

from possibles.apps.opc.domain.points.lecture import LigneLue, PointLu
from possibles.common.french import (
    format_date,
    format_number,
    format_of_month,
    plural,
)
from possibles.reports.office.gabarit import text_template
from possibles.reports.office.text import (
    add_bullets,
    add_heading,
    add_note,
    add_paragraphs,
    add_table,
    new_document,
    to_bytes,
    write_footer,
)


def write_point_docx(lu: PointLu) -> bytes:
    """Return a DOCX: what changed first, then every operation, decisions, measures."""
    title = f"Point mensuel {format_of_month(lu.month)}"
    document = new_document(title=f"{title} — {lu.projet}", template=text_template())
    state = f"empreinte {lu.digest[:12]}" if lu.digest else "non figé"
    write_footer(document, f"{title} · {lu.projet} · {state}")
    document.add_heading(title, level=0)
    _write_front(document, lu)
    _write_changes(document, lu)
    _write_table(document, lu)
    _write_decisions(document, lu)
    _write_mesures(document, lu)
    _write_conflits(document, lu)
    return to_bytes(document)


def _write_front(document: Any, lu: PointLu) -> None:
    held = f"Tenu le {format_date(lu.held_on)}. " if lu.held_on else ""
    document.add_paragraph(
        f"{lu.projet}. {held}{plural(len(lu.lignes), 'opération suivie', 'opérations suivies')}."
    )
    if lu.has_exemples:
        add_note(
            document,
            "Ce point porte sur des opérations d’exemple : aucune source ne les donne.",
        )
    add_paragraphs(document, lu.present, label="Présents")
    if lu.faits_marquants:
        add_heading(document, "Faits marquants")
        add_paragraphs(document, lu.faits_marquants)
    add_table(
        document,
        ["Météo", "Opérations"],
        [[label, str(count)] for _, label, count in lu.meteos],
        widths=[12, 5],
        numeric=[1],
    )


def _write_changes(document: Any, lu: PointLu) -> None:
    add_heading(document, "Ce qui a changé")
    if not lu.changed:
        document.add_paragraph("Rien de nouveau depuis le point précédent.")
    for ligne in lu.changed:
        add_heading(document, ligne.title, level=2)
        add_note(document, f"{ligne.owner} · {ligne.meteo_label}{_mark(ligne)}")
        add_bullets(document, list(ligne.changes))
        for label, text in (
            ("Fait", ligne.fait),
            ("À venir", ligne.a_venir),
            ("Points durs", ligne.points_durs),
            ("Décision demandée", ligne.decision),
        ):
            add_paragraphs(document, text, label=label)


def _mark(ligne: LigneLue) -> str:
    return " · exemple" if ligne.is_exemple else ""


def _write_table(document: Any, lu: PointLu) -> None:
    add_heading(document, "Toutes les opérations")
    add_table(
        document,
        ["Opération", "Météo", "Livraison prévue", "Retard", "Depuis le dernier point"],
        [
            [
                f"{ligne.title} ({ligne.owner})",
                ligne.meteo_label,
                format_date(ligne.delivery) if ligne.delivery else "—",
                ligne.delay_text or "—",
                ligne.slip_text or "—",
            ]
            for ligne in lu.lignes
        ],
        widths=[5.9, 2.8, 3.2, 2.5, 2.6],
    )


def _write_decisions(document: Any, lu: PointLu) -> None:
    add_heading(document, "Décisions")
    if not lu.decisions:
        document.add_paragraph("Aucune décision.")
        return
    add_table(
        document,
        ["N°", "Décision", "Qui", "Avant le"],
        [
            [
                str(d.number),
                f"{d.operation} — {d.text}" if d.operation else d.text,
                d.responsable or "—",
                format_date(d.due) if d.due else "—",
            ]
            for d in lu.decisions
        ],
        widths=[1.2, 8.8, 3.7, 3.3],
    )


def _write_mesures(document: Any, lu: PointLu) -> None:
    if not lu.mesures:
        return
    add_heading(document, "Mesures correctives")
    add_table(
        document,
        ["Mesure", "Responsable", "Avant le", "État"],
        [
            [
                f"{m.title} ({m.operation})" if m.operation else m.title,
                m.responsable,
                format_date(m.due),
                m.state_label,
            ]
            for m in lu.mesures
        ],
        widths=[7.8, 3.5, 3.3, 2.4],
    )


def _write_conflits(document: Any, lu: PointLu) -> None:
    if not lu.conflits:
        return
    add_heading(document, "Interfaces en conflit")
    add_table(
        document,
        ["Ce qui est attendu", "De", "Pour", "Promis le", "Utile le", "Marge (jours)"],
        [
            [
                c.label,
                f"{c.gives} ({c.given_by})",
                f"{c.gets} ({c.got_by})",
                format_date(c.promised) if c.promised else "—",
                format_date(c.needed) if c.needed else "—",
                format_number(c.margin),
            ]
            for c in lu.conflits
        ],
        widths=[3.1, 3.4, 3.4, 2.6, 2.6, 1.9],
        numeric=[5],
    )
