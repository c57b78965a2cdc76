from possibles.apps.acteurs.models import Organisation
from possibles.apps.traitements.domain.kinds import kind

from .faults import die_once


@kind("essai-mortel", "Essai", attempts=5)
def deadly(job, *, fault):
    """Do three effects; die once at the given point."""
    die_once("before-first", fault)
    with job.once("first") as is_fresh:
        if is_fresh:
            _effect(job, "first")
            die_once("inside-first", fault)
    die_once("after-first", fault)
    with job.once("second") as is_fresh:
        if is_fresh:
            _effect(job, "second")
            die_once("inside-second", fault)
    die_once("after-second", fault)
    with job.conclude():
        _effect(job, "conclusion")
        die_once("inside-conclusion", fault)
    die_once("after-conclusion", fault)


def _effect(job, name):
    count = Organisation.objects.count()
    Organisation.objects.create(
        slug=f"effet-{job.traitement.pk}-{name}-{count}",
        name=f"effet {job.traitement.pk} {name}",
        kind="association",
    )
