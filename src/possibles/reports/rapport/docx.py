"""The half-yearly report as a text document people can go on editing."""

from typing import Any

from possibles.apps.opc.domain.rapports.lecture import RapportLu
from possibles.common.french import format_date, format_euros
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


def write_rapport_docx(lu: RapportLu, template: bytes | None = None) -> bytes:
    """Return a DOCX: the narrative, the figures beside it, and where each comes from."""
    document = new_document(title=f"{lu.title} — {lu.projet}", template=template)
    state = f"empreinte {lu.digest[:12]}" if lu.digest else "en rédaction"
    write_footer(document, f"{lu.title} · {lu.projet} · {state}")
    document.add_heading(lu.title, level=0)
    document.add_paragraph(f"{lu.projet}. {lu.sources}.")
    if lu.has_exemples:
        add_note(
            document,
            "Une partie des opérations sont des exemples : aucune source ne les donne.",
        )
    _write_bloc(document, lu, "synthese")
    _write_chiffres(document, lu)
    _write_bloc(document, lu, "avancement")
    _write_months(document, lu)
    _write_moves(document, lu)
    _write_bloc(document, lu, "difficultes")
    _write_late(document, lu)
    _write_conflits(document, lu)
    _write_bloc(document, lu, "habitants")
    _write_mesures(document, lu)
    _write_bloc(document, lu, "arbitrages")
    _write_asked(document, lu)
    _write_bloc(document, lu, "perspectives")
    _write_others(document, lu)
    _write_sources(document, lu)
    return to_bytes(document)


_PLACED = {
    "synthese", "avancement", "difficultes", "habitants", "arbitrages", "perspectives",
}  # fmt: skip


def _write_bloc(document: Any, lu: RapportLu, key: str) -> None:
    bloc = next((b for b in lu.blocs if b.key == key), None)
    if bloc is None:
        return
    add_heading(document, bloc.title)
    if bloc.text.strip():
        add_paragraphs(document, bloc.text)
    elif not lu.digest:
        add_note(document, "À rédiger.")


def _write_others(document: Any, lu: RapportLu) -> None:
    for bloc in lu.blocs:
        if bloc.key not in _PLACED and bloc.text.strip():
            add_heading(document, bloc.title)
            add_paragraphs(document, bloc.text)


def _write_chiffres(document: Any, lu: RapportLu) -> None:
    add_table(
        document,
        ["Chiffres clés", lu.last.label.capitalize(), "Au début du semestre"],
        [[c.label, c.value, c.before_text or "—"] for c in lu.chiffres],
        widths=[6.5, 5, 5.5],
        numeric=[1],
    )
    add_note(document, f"{lu.source}.")


def _write_months(document: Any, lu: RapportLu) -> None:
    add_heading(document, "Météo des opérations, mois par mois", level=2)
    add_table(
        document,
        ["Mois", *lu.meteo_labels],
        [[m.label, *(str(count) for count in m.meteos)] for m in lu.mois],
        widths=[3.5, 2.7, 2.7, 2.7, 2.7, 2.7],
        numeric=[1, 2, 3, 4, 5],
    )
    add_note(document, f"{lu.sources}.")


def _write_moves(document: Any, lu: RapportLu) -> None:
    add_heading(document, "Livraisons qui ont bougé", level=2)
    if not lu.mouvements:
        document.add_paragraph("Aucune livraison n’a bougé pendant le semestre.")
        return
    add_table(
        document,
        ["Opération", "Au début", "À la fin", "Écart (jours)"],
        [
            [
                f"{m.ligne.title} ({m.ligne.owner})",
                format_date(m.first) if m.first else "—",
                format_date(m.last) if m.last else "—",
                f"{m.days:+d}",
            ]
            for m in lu.mouvements
        ],
        widths=[6.8, 3.8, 3.8, 2.6],
        numeric=[3],
    )


def _write_late(document: Any, lu: RapportLu) -> None:
    add_heading(document, "Opérations en retard sur la convention", level=2)
    if not lu.late:
        document.add_paragraph("Aucune opération n’est en retard sur la convention.")
        return
    add_table(
        document,
        ["Opération", "Retard", "Pourquoi", "Décision demandée"],
        [
            [
                f"{ligne.title} ({ligne.owner})",
                ligne.delay_text,
                ligne.alertes[0].title
                if ligne.alertes
                else ligne.points_durs or "Non renseigné",
                ligne.decision or "—",
            ]
            for ligne in lu.late
        ],
        widths=[5, 2.4, 5.6, 4],
    )
    add_note(document, f"{lu.source}.")


def _write_conflits(document: Any, lu: RapportLu) -> None:
    if not lu.conflits:
        return
    add_heading(document, "Interfaces en conflit", level=2)
    add_bullets(
        document,
        [
            f"{c.label}\u202f: {c.gives} ({c.given_by}) doit le remettre à {c.gets} "
            f"({c.got_by})\u202f; {-c.margin} jours trop tard."
            for c in lu.conflits
        ],
    )


def _write_mesures(document: Any, lu: RapportLu) -> None:
    if not lu.mesures:
        return
    add_heading(document, "Mesures correctives", level=2)
    add_table(
        document,
        ["Mesure", "Responsable", "Avant le", "État", "Effet"],
        [
            [
                f"{m.title} ({m.operation})" if m.operation else m.title,
                m.responsable,
                format_date(m.due),
                m.state_label,
                m.observed or m.effect or "—",
            ]
            for m in lu.mesures
        ],
        widths=[4.8, 3, 3.2, 2, 4],
    )


def _write_asked(document: Any, lu: RapportLu) -> None:
    asked = [ligne for ligne in lu.lignes if ligne.decision]
    if asked:
        add_bullets(
            document, [f"{line.title}\u202f: {line.decision}" for line in asked]
        )
    if lu.decisions:
        add_heading(document, "Décisions prises aux points mensuels", level=2)
        add_table(
            document,
            ["Mois", "Décision", "Qui", "Avant le"],
            [
                [
                    month,
                    f"{d.operation} — {d.text}" if d.operation else d.text,
                    d.responsable or "—",
                    format_date(d.due) if d.due else "—",
                ]
                for month, d in lu.decisions
            ],
            widths=[2.9, 7.6, 3.2, 3.3],
        )


def _write_sources(document: Any, lu: RapportLu) -> None:
    add_heading(document, "D’où viennent les chiffres")
    add_table(
        document,
        ["Point figé", "Coût (HT)", "Financé", "Payé", "Empreinte"],
        [
            [
                m.label,
                format_euros(m.cost, short=True),
                format_euros(m.funded, short=True),
                format_euros(m.paid, short=True),
                m.digest[:16],
            ]
            for m in lu.mois
        ],
        widths=[3.2, 3.6, 3.6, 3, 3.6],
        numeric=[1, 2, 3],
    )
