"""The jobs of the clock."""

from possibles.apps.traitements.domain.job import Job, JobError
from possibles.apps.traitements.domain.kinds import kind

from .operation.nightly import BrokenJournalError, run_nightly


@kind("nuit", "Travaux de la nuit")
def nightly(job: Job) -> None:
    try:
        sentences = list(run_nightly())
    except BrokenJournalError as error:
        raise JobError(str(error)) from error
    job.result_text = " ".join(sentences)
