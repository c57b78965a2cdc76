"""The jobs of the steering cycle."""

from possibles.apps.opc.domain.alertes.suite import KIND, LABEL
from possibles.apps.opc.domain.alertes.tenue import compute_alertes
from possibles.apps.traitements.domain.job import Job
from possibles.apps.traitements.domain.kinds import kind


@kind(KIND, LABEL)
def compute(job: Job, *, projets: list[int] | None = None) -> None:
    """Judge the operations of these projects, or of all of them."""
    job.result_text = compute_alertes(projets).sentence
