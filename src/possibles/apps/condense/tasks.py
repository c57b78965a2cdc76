from django.utils import timezone

from possibles.apps.traitements.domain.job import Job
from possibles.apps.traitements.domain.kinds import kind
from possibles.common.french import plural

from .domain.digest import send_all


@kind("condenses", "Condensés du jour")
def send_condenses(job: Job) -> None:
    sent = send_all(
        timezone.localdate(),
        between=lambda rank, total: job.progress(rank, total, "Envoi des condensés"),
    )
    job.result_text = f"{plural(sent, 'condensé envoyé', 'condensés envoyés')}."
