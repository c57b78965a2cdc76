"""The papers of a sitting: what calls it, what tells it."""

from dataclasses import dataclass, field
from typing import Any

from possibles.apps.gouvernance.domain.comptes_rendus import draft_compte_rendu
from possibles.apps.gouvernance.models import Seance
from possibles.common.french import NNBSP, format_date, plural

from .office.gabarit import text_template
from .office.markdown import add_markdown
from .office.text import (
    add_heading,
    add_note,
    add_table,
    new_document,
    to_bytes,
    write_footer,
)
from .pdf import write_pdf


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says, read once for both formats."""

    seance: Seance
    title: str
    when: str
    place: str
    points: list[Any] = field(default_factory=list)
    message: str = ""
    text: str = ""
    status: str = ""
    digest: str = ""
    rectifications: list[Any] = field(default_factory=list)


def gather_convocation(seance: Seance, *, message: str = "") -> Paper:
    return Paper(
        seance=seance,
        title=f"Convocation{NNBSP}: {seance.instance}",
        when=_when(seance),
        place=seance.place,
        points=list(seance.points.order_by("position", "pk")),
        message=message,
    )


def gather_compte_rendu(seance: Seance) -> Paper:
    """Read the minutes; approved, they are read from what was frozen."""
    text, status, digest = seance.compte_rendu, "Projet de compte rendu", ""
    if seance.instantane is not None and seance.approved_on is not None:
        text = seance.instantane.data["compte_rendu"]
        digest = seance.instantane.digest
        status = f"Compte rendu approuvé le {format_date(seance.approved_on)}"
    elif seance.submitted_on is not None:
        status = "Compte rendu soumis à l’approbation"
    return Paper(
        seance=seance,
        title=f"Compte rendu{NNBSP}: {seance.instance}",
        when=_when(seance),
        place=seance.place,
        text=text or draft_compte_rendu(seance),
        status=status,
        digest=digest,
        rectifications=list(seance.rectifications.all()),
    )


def write_convocation_pdf(paper: Paper) -> bytes:
    return write_pdf("reports/convocation.html", {"paper": paper})


def write_compte_rendu_pdf(paper: Paper) -> bytes:
    return write_pdf("reports/compte_rendu.html", {"paper": paper})


def write_convocation_docx(paper: Paper) -> bytes:
    document = _open(paper)
    if paper.message:
        add_markdown(document, paper.message)
    if paper.seance.ordre_du_jour:
        add_markdown(document, paper.seance.ordre_du_jour)
    add_heading(document, "Ordre du jour")
    add_table(
        document,
        ["N°", "Point", "Nature", "Présenté par", "Minutes"],
        [
            [
                str(rank),
                point.title,
                point.get_kind_display(),
                point.presenter or "—",
                str(point.minutes or "—"),
            ]
            for rank, point in enumerate(paper.points, 1)
        ],
        widths=(1.2, 7.2, 3.4, 3.2, 2),
        numeric=(0, 4),
    )
    return to_bytes(document)


def write_compte_rendu_docx(paper: Paper) -> bytes:
    document = _open(paper)
    document.add_paragraph(paper.status)
    if paper.seance.is_exemple:
        document.add_paragraph(
            "Contenu d’exemple, qui ne vient d’aucune réunion réelle."
        )
    add_markdown(document, paper.text)
    if paper.rectifications:
        add_heading(document, "Rectifications")
        for held in paper.rectifications:
            add_heading(document, f"{held} ({held.motif})", level=2)
            add_markdown(document, held.text, level=2)
    if paper.digest:
        add_note(
            document, f"Empreinte SHA-256 du texte approuvé{NNBSP}: {paper.digest}"
        )
    return to_bytes(document)


def _open(paper: Paper) -> Any:
    document = new_document(title=paper.title, template=text_template())
    write_footer(document, f"{paper.title}, {paper.when}")
    add_heading(document, paper.title, level=0)
    add_note(document, f"{paper.when}{f', {paper.place}' if paper.place else ''}")
    return document


def _when(seance: Seance) -> str:
    text = format_date(seance.date, weekday=True)
    if seance.time is not None:
        text += f" à {seance.time:%H:%M}"
    return f"{text}, {plural(seance.minutes, 'minute')} prévues"
