"""Jobs asked from pages."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from django.urls import reverse

from possibles.apps.contrat.models import Agenda
from possibles.apps.documents.domain.deposit import deposit
from possibles.apps.documents.enums import DocumentKind, Visibility
from possibles.apps.traitements.domain.job import Job, JobError
from possibles.apps.traitements.domain.kinds import kind
from possibles.reports.bilan.data import Bilan, gather_bilan
from possibles.reports.bilan.docx import write_bilan_docx
from possibles.reports.bilan.pdf import write_bilan_pdf
from possibles.reports.bilan.pptx import write_bilan_pptx
from possibles.reports.pdf import PdfUnavailableError
from possibles.web.documents import classement  # noqa: F401  declares its kind of job
from possibles.web.gouvernance import envois  # noqa: F401  declares its kind of job

from .imports import tasks as _imports  # noqa: F401  registers the jobs of imports

FORMATS: tuple[tuple[str, str, Callable[[Bilan], bytes]], ...] = (
    ("docx", "Texte", write_bilan_docx),
    ("pptx", "Diaporama", write_bilan_pptx),
    ("pdf", "PDF", write_bilan_pdf),
)


@kind("bilan", "Dossier du bilan")
def file_bilan(job: Job, *, agenda: int) -> None:
    """Write the yearly account in its three formats and keep them as documents."""
    found = Agenda.objects.visible_to(job.author).get(pk=agenda)
    bilan = gather_bilan(found, job.author)
    for rank, (extension, label, write) in enumerate(FORMATS):
        job.progress(rank, len(FORMATS), f"{label} en cours")
        try:
            content = write(bilan)
        except PdfUnavailableError as error:
            raise JobError(
                "Le PDF ne peut pas être écrit sur ce serveur. "
                f"Pour l’activer : {error.command}"
            ) from error
        with job.once(extension, reason=f"Bilan {found.year} déposé") as is_fresh:
            if is_fresh:
                deposit(
                    ContentFile(content, name=f"bilan-{found.year}.{extension}"),
                    author=job.author,
                    subject=found,
                    title=f"Bilan {found.year} ({extension})",
                    kind=DocumentKind.BILAN,
                    date=bilan.at.date(),
                    visibility=Visibility.MEMBRES,
                )
    with job.conclude(reason=f"Bilan {found.year}"):
        job.result_url = reverse("document-list") + f"?nature={DocumentKind.BILAN}"
        job.result_text = f"Le bilan {found.year} est déposé en trois formats."
