"""Jobs of insertion."""

from django.utils import timezone
from django_tasks import task

from possibles.apps.acteurs.tasks import send_mail
from possibles.apps.insertion.domain.vie_privee import anonymise, list_expired
from possibles.apps.journal.models import change
from possibles.apps.traitements.domain.job import Job
from possibles.apps.traitements.domain.kinds import kind
from possibles.common.french import format_date, plural

from .models import LienDeclaration

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


@task()
def send_declaration_link(pk: int, address: str) -> None:
    """Draw a link and send it: the queue stores no secret.

    `address` is that of the page, with `JETON` in place of the token.
    """
    lien = LienDeclaration.objects.open().select_related("marche").filter(pk=pk).first()
    if lien is None or not lien.email:
        return
    with change(author=None, origin="lien de déclaration", reason="Envoi du lien"):
        token = lien.draw_token()
        lien.sent_at = timezone.now()
        lien.save()
    marche = f" sur le marché « {lien.marche.title} »" if lien.marche else ""
    send_mail.call(
        "[Possibles] Déclarer vos heures d’insertion",
        f"Bonjour,\n\nVous employez des personnes au titre d’une clause d’insertion{marche}. "
        "Déclarez ici leurs heures du mois, sans compte ni mot de passe :\n\n"
        f"{address.replace('JETON', token)}\n\n"
        f"Ce lien vous est propre et vaut jusqu’au {format_date(lien.expires_at)} : ne le "
        "transmettez qu’à la personne qui déclare pour votre entreprise. Il remplace tout "
        "lien reçu auparavant.",
        lien.email,
    )
