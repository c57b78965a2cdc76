"""Jobs of insertion."""

from possibles.apps.insertion.domain.vie_privee import anonymise, list_expired
from possibles.apps.traitements.domain.kinds import kind
from possibles.apps.traitements.domain.run import Job
from possibles.common.french import plural

RETENTION = "insertion-conservation"


@kind(RETENTION, "Anonymiser les fiches arrivées à terme")
def forget_people(job: Job) -> None:
    """Make anonymous whoever the retention is over for; said twice, done once."""
    expired = list_expired()
    for rank, person in enumerate(expired):
        job.progress(rank, len(expired), "Fiches rendues anonymes")
        with job.once(f"personne-{person.pk}") as is_fresh:
            if is_fresh:
                anonymise([person], author=job.author, reason="Fin de conservation")
    with job.conclude(reason="Fin de conservation"):
        job.result_text = (
            f"{plural(len(expired), 'fiche rendue anonyme', 'fiches rendues anonymes')}. "
            "Les statistiques n’ont pas bougé."
        )
