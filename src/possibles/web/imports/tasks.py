"""Large files are read, written and taken back by the worker, with a progress bar."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from possibles.apps.imports.domain import applying, planning
from possibles.apps.imports.enums import ImportState
from possibles.apps.imports.models import Importation
from possibles.apps.traitements.domain.job import Job, JobError
from possibles.apps.traitements.domain.kinds import kind
from possibles.apps.traitements.domain.launch import launch
from possibles.apps.traitements.models import Traitement
from possibles.common.french import plural

LARGE = 1_000
"""Files of more lines than that are for the worker."""


@kind("import-essai", "Essai à blanc d’un import")
def try_file(job: Job, *, importation: int) -> None:
    found = _load(job, importation)
    if found.state == ImportState.RECU:
        planning.dry_run(found, author=job.author, progress=_progress(job, found))
    _conclude(job, found, "Le rapport de l’essai est prêt.")


@kind("import-ecriture", "Écriture d’un import")
def write_file(job: Job, *, importation: int, without_errors: bool) -> None:
    found = _load(job, importation)
    # An earlier attempt may have died just after its commit: there is nothing left to do.
    if found.state == ImportState.ESSAI:
        try:
            applying.apply(
                found,
                author=job.author,
                without_errors=without_errors,
                progress=_progress(job, found),
            )
        except applying.ImportRefusedError as error:
            raise JobError(str(error)) from error
    _conclude(job, found, "L’import est écrit en entier.")


@kind("import-annulation", "Annulation d’un import")
def undo_file(job: Job, *, importation: int) -> None:
    found = _load(job, importation)
    if found.state == ImportState.APPLIQUE:
        job.progress(0, 1, "Retour en arrière")
        try:
            applying.undo(found, author=job.author)
        except applying.ImportRefusedError as error:
            raise JobError(str(error)) from error
    _conclude(job, found, "L’import est annulé : tout est revenu comme avant.")


def ask(
    kind_name: str, held: Importation, *, author: Any, **arguments: Any
) -> Traitement:
    """Ask for one of these jobs; asked twice for the same file, it is the same job."""
    return launch(
        kind_name,
        author=author,
        label=f"{held.spec.title} : {held.filename}"[:200],
        key=f"importation-{held.pk}-{kind_name}-{held.version}",
        importation=held.pk,
        **arguments,
    )


def find_last_job(held: Importation) -> Traitement | None:
    jobs = Traitement.objects.filter(key__startswith=f"importation-{held.pk}-")
    return jobs.order_by("-created_at", "-pk").first()


def _load(job: Job, pk: int) -> Importation:
    found: Importation | None = (
        Importation.objects.visible_to(job.author).filter(pk=pk).first()
    )
    if found is None:
        raise JobError("Ce fichier n’est plus là, ou vos droits ont changé.")
    return found


def _progress(job: Job, found: Importation) -> Callable[[int], None]:
    total = len(found.rows)
    noun = plural(total, found.spec.noun, found.spec.plural)
    return lambda done: job.progress(done, total, f"Lecture de {noun}")


def _conclude(job: Job, found: Importation, sentence: str) -> None:
    with job.conclude():
        job.result_url = reverse("importation-detail", args=[found.pk])
        job.result_text = sentence
