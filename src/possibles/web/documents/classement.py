"""The job that files what was frozen or approved, and the pages that hand it out."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models
from django.http import FileResponse
from django.urls import reverse

from possibles.apps.conventions.models import RevueDeProjet
from possibles.apps.documents.domain.filing import KIND, Piece, file_away, find_piece
from possibles.apps.documents.enums import DocumentKind, Visibility
from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.models import Seance
from possibles.apps.opc.domain.points.lecture import read_point
from possibles.apps.opc.domain.rapports.lecture import read_rapport
from possibles.apps.opc.models import PointMensuel, RapportSemestriel
from possibles.apps.traitements.domain.job import Job
from possibles.apps.traitements.domain.kinds import kind
from possibles.common.french import plural
from possibles.reports.pdf import PdfUnavailableError
from possibles.reports.point.docx import write_point_docx
from possibles.reports.point.pdf import write_point_pdf
from possibles.reports.rapport import write_rapport
from possibles.reports.revue import DOCUMENTS, write_revue
from possibles.reports.seance import (
    gather_compte_rendu,
    write_compte_rendu_docx,
    write_compte_rendu_pdf,
)

FORMATS = {"docx": "texte", "pptx": "diaporama", "pdf": "PDF"}
# What is written when its turn comes: (key, format, title, kind, date, writer).
Written = tuple[str, str, str, str, Any, Callable[[], bytes]]


def _write_point(point: PointMensuel) -> Iterator[Written]:
    lu = read_point(point)
    for ending, write in (("docx", write_point_docx), ("pdf", write_point_pdf)):
        yield (
            piece_of_point(ending),
            ending,
            str(point),
            DocumentKind.COMPTE_RENDU,
            point.held_on,
            partial(write, lu),
        )


def _write_rapport(rapport: RapportSemestriel) -> Iterator[Written]:
    lu = read_rapport(rapport)
    if lu is None:
        return
    for ending in ("pptx", "docx", "pdf"):
        yield (
            piece_of_rapport(ending),
            ending,
            str(rapport),
            DocumentKind.RAPPORT,
            rapport.frozen_on,
            partial(write_rapport, lu, ending),
        )


def _write_seance(seance: Seance) -> Iterator[Written]:
    paper = gather_compte_rendu(seance)
    title = f"Compte rendu, {seance}"
    if paper.rectifications:
        title += f", {plural(len(paper.rectifications), 'rectification')}"
    for ending, write in (
        ("docx", write_compte_rendu_docx),
        ("pdf", write_compte_rendu_pdf),
    ):
        yield (
            piece_of_seance(seance, ending),
            ending,
            title,
            DocumentKind.COMPTE_RENDU,
            seance.date,
            partial(write, paper),
        )


def _write_revue(revue: RevueDeProjet) -> Iterator[Written]:
    frozen = revue.instantane
    if frozen is None:
        return
    for document, label in DOCUMENTS.items():
        for ending in ("docx", "pdf"):
            yield (
                piece_of_revue(document, ending),
                ending,
                f"{revue}, {label.lower()}",
                DocumentKind.RAPPORT,
                revue.held_on,
                partial(
                    write_revue, frozen.data, document, ending, digest=frozen.digest
                ),
            )


def piece_of_point(ending: str) -> str:
    return f"point-{ending}"


def piece_of_rapport(ending: str) -> str:
    return f"rapport-{ending}"


def piece_of_seance(seance: Seance, ending: str) -> str:
    """Name the minutes with as many corrections as they carry."""
    return f"compte-rendu-{seance.rectifications.count()}-{ending}"


def piece_of_revue(document: str, ending: str) -> str:
    return f"{document}-{ending}"


WRITERS: dict[str, Callable[[Any], Iterator[Written]]] = {
    "opc.pointmensuel": _write_point,
    "opc.rapportsemestriel": _write_rapport,
    "gouvernance.seance": _write_seance,
    "conventions.revuedeprojet": _write_revue,
}


@kind(KIND, "Classement des documents")
def file_papers(job: Job, *, objet: str, cle: int) -> None:
    """Write the papers of an object and keep them; without the PDF's libraries, the rest."""
    model: Any = apps.get_model(objet)
    subject = model._default_manager.get(pk=cle)
    asked = list(WRITERS[objet](subject))
    pieces = []
    for rank, (key, ending, title, nature, day, write) in enumerate(asked):
        job.progress(rank, len(asked), f"{title[:150]} ({FORMATS[ending]})")
        try:
            content = write()
        except PdfUnavailableError:
            continue
        name = f"{title[:150]}.{ending}".replace("/", "-")
        told = f"{title[:180]} ({FORMATS[ending]})"
        pieces.append(Piece(key, name, content, told, nature, day, _readers(subject)))
    with job.conclude(reason="Documents classés"):
        kept = file_away(subject, pieces)
        job.result_url = reverse("document-list")
        job.result_text = (
            f"{plural(len(kept), 'document classé', 'documents classés')}."
        )


def _readers(subject: models.Model) -> Visibility:
    """Open a frozen review to all, like its page; the rest to those with an account."""
    is_public = isinstance(subject, RevueDeProjet)
    return Visibility.PUBLIC if is_public else Visibility.MEMBRES


def hand_out(subject: models.Model, key: str) -> Any:
    """Return the file as it was filed; nothing as long as it is not.

    The page that calls has checked who may read the object.
    """
    found = find_piece(subject, key)
    return None if found is None else send_file(found)


def send_file(document: Document) -> Any:
    """Hand a kept file over as a download: nothing deposited is run in the page."""
    try:
        stream = document.file.open("rb")
    except FileNotFoundError:
        return None
    return FileResponse(
        stream,
        as_attachment=True,
        filename=document.file_name,
        content_type=document.media_type,
    )
