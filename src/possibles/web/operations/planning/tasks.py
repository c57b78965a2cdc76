"""The long computations of the schedule, asked from its pages."""

from django.urls import reverse

from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.apps.traitements.domain.job import Job, JobError
from possibles.apps.traitements.domain.kinds import kind

RISK = "planning-risque"


@kind(RISK, "Dates probables du planning")
def compute_risk(job: Job, *, projet: int) -> None:
    """Draw the durations of a project ten thousand times and keep what comes out."""
    from possibles.apps.operations.domain.planning.errors import PlanningError
    from possibles.apps.operations.domain.planning.loading import load_plan
    from possibles.apps.operations.domain.planning.risk import risk

    found = ProjetRenouvellement.objects.get(pk=projet)
    keys = set(
        Operation.objects.alive()
        .filter(renouvellement=found, taches__isnull=False)
        .values_list("pk", flat=True)
    )
    if not keys:
        raise JobError("Ce projet n’a pas encore de planning à tirer au sort.")
    job.progress(0, 2, "Lecture du planning")
    try:
        plan = load_plan(keys)
        job.progress(1, 2, "Dix mille tirages")
        content = risk(plan).to_json()
    except PlanningError as error:
        raise JobError(str(error)) from error
    with job.conclude(reason=f"Dates probables de {found}"):
        freeze(found, content, kind=RISK, title=f"Dates probables de {found}")
        job.result_url = f"{reverse('planning-risk')}?projet={found.pk}"
        job.result_text = f"Les dates probables de {found} sont calculées."
