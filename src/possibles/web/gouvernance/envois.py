"""The job that writes to the members of a body."""

from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from possibles.apps.acteurs.tasks import SIGNATURE
from possibles.apps.documents.domain.filing import Piece, file_away, find_piece
from possibles.apps.documents.enums import DocumentKind
from possibles.apps.gouvernance.enums import ConvocationKind, EnvoiState
from possibles.apps.gouvernance.interfaces.calendrier import write_calendar
from possibles.apps.gouvernance.models import Convocation, Envoi
from possibles.apps.traitements.domain.job import Job
from possibles.apps.traitements.domain.kinds import kind
from possibles.common.french import plural
from possibles.reports.pdf import PdfUnavailableError
from possibles.reports.seance import (
    Paper,
    gather_convocation,
    write_convocation_docx,
    write_convocation_pdf,
)
from possibles.web.documents.classement import FORMATS


@kind("convocation", "Convocation")
def send_convocation(job: Job, *, convocation: int, site: str) -> None:
    """Write to each seat that has an address, once; what fails is told by its name."""
    found = Convocation.objects.select_related("seance__instance").get(pk=convocation)
    paper = gather_convocation(found.seance, message=found.message)
    papers = _file_papers(job, found, paper)
    waiting = list(
        found.envois.filter(state=EnvoiState.A_ENVOYER).select_related(
            "mandat__organisation", "mandat__personne"
        )
    )
    for rank, envoi in enumerate(waiting):
        job.progress(rank, len(waiting), "Envoi des convocations")
        # A mail server may be slow: nothing is locked while it answers. A crash right
        # here sends twice the same Message-ID, which programs show once.
        state = _send(found, envoi, paper, papers, site)
        with job.once(f"envoi-{envoi.pk}"):
            _note(envoi, state)
    sent = found.envois.filter(state=EnvoiState.ENVOYE).count()
    with job.conclude(reason="Convocation envoyée"):
        job.result_url = reverse("convocation-detail", args=[found.pk])
        job.result_text = (
            f"{plural(sent, 'message est parti', 'messages sont partis')}."
        )


def _file_papers(
    job: Job, found: Convocation, paper: Paper
) -> list[tuple[str, bytes, str]]:
    """Keep the papers on the sitting, then attach those very bytes, whoever is late."""
    if found.kind == ConvocationKind.ANNULATION:
        return []
    first = find_piece(found.seance, piece_of(found, "docx"))
    if first is None:
        with job.once("pieces", reason="Convocation classée"):
            file_away(found.seance, _write_papers(found, paper))
    kept = [find_piece(found.seance, piece_of(found, e)) for e in ("docx", "pdf")]
    attached = []
    for document in filter(None, kept):
        with document.file.open("rb") as stream:
            attached.append((document.file_name, stream.read(), document.media_type))
    return attached


def piece_of(convocation: Convocation, ending: str) -> str:
    return f"convocation-{convocation.pk}-{ending}"


def _write_papers(found: Convocation, paper: Paper) -> list[Piece]:
    """Write the attachments; without the PDF's libraries the text document is enough."""
    title = f"{found.get_kind_display()}, {found.seance}"
    contents = {"docx": write_convocation_docx(paper)}
    with suppress(PdfUnavailableError):
        contents["pdf"] = write_convocation_pdf(paper)
    return [
        Piece(
            piece_of(found, ending),
            f"convocation.{ending}",
            content,
            f"{title[:180]} ({FORMATS[ending]})",
            DocumentKind.CONVOCATION,
            timezone.localdate(found.sent_at),
        )
        for ending, content in contents.items()
    ]


def _send(
    found: Convocation,
    envoi: Envoi,
    paper: Paper,
    papers: list[tuple[str, bytes, str]],
    site: str,
) -> EnvoiState:
    address = envoi.mandat.address
    if not address:
        return EnvoiState.SANS_ADRESSE
    cancelled = found.kind == ConvocationKind.ANNULATION
    method = "CANCEL" if cancelled else "REQUEST"
    calendar = write_calendar(
        [found.seance], site=site, method=method, attendee=address
    )
    message = EmailMessage(
        f"[Possibles] {_subject(found, paper)}",
        _body(found, envoi, paper, site) + SIGNATURE,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Message-ID": f"<convocation-{envoi.pk}@possibles>"},
    )
    for name, content, media in papers:
        message.attach(name, content, media)
    message.attach(
        "seance.ics",
        calendar.decode(),
        f"text/calendar; method={method}; charset=utf-8",
    )
    try:
        message.send()
    except OSError:
        # The mail server is away or refuses this address: told, and sent again by hand.
        return EnvoiState.ECHEC
    return EnvoiState.ENVOYE


def _subject(found: Convocation, paper: Paper) -> str:
    head = {
        ConvocationKind.CONVOCATION: "Convocation",
        ConvocationKind.RAPPEL: "Convocation modifiée",
        ConvocationKind.ANNULATION: "Séance annulée",
    }[ConvocationKind(found.kind)]
    return f"{head} : {found.seance.instance}, {found.seance.date:%d/%m/%Y}"


def _body(found: Convocation, envoi: Envoi, paper: Paper, site: str) -> str:
    lines = ["Bonjour,", ""]
    if found.kind == ConvocationKind.ANNULATION:
        lines += [f"La séance du {paper.when} est annulée.", "", found.message]
        return "\n".join(lines)
    lines += [
        f"Vous êtes convié·e à la séance « {found.seance.instance} » :",
        f"{paper.when}{f', {paper.place}' if paper.place else ''}.",
        "",
    ]
    if found.message:
        lines += [found.message, ""]
    if paper.points:
        lines.append("Ordre du jour :")
        lines += [f"{n}. {p.title}" for n, p in enumerate(paper.points, 1)]
        lines.append("")
    address = site + reverse("seance-detail", args=[found.seance_id])
    lines += [f"Vous siégez au titre de : {envoi.mandat}.", f"La séance : {address}"]
    return "\n".join(lines)


def _note(envoi: Envoi, state: EnvoiState) -> None:
    envoi.state = state
    envoi.at = timezone.now() if state == EnvoiState.ENVOYE else None
    envoi.save()
