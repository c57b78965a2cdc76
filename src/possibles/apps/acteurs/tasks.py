"""Messages leave from the job worker.

A slow mail server never slows a page, and a page takes the same time whether an address
has an account or not.

Links carry secrets, so they are drawn here: the queue stores none.
"""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django_tasks import task

from possibles.apps.journal.models import change

from .models import Invitation, Personne

SIGNATURE = (
    "\n\nCe message est envoyé par la plateforme Possibles. Ne pas y répondre.\n"
)


@task()
def send_mail(subject: str, body: str, recipient: str) -> None:
    EmailMessage(
        subject, body + SIGNATURE, settings.DEFAULT_FROM_EMAIL, [recipient]
    ).send()


@task()
def send_invitation(pk: int, address: str) -> None:
    invitation = Invitation.objects.select_related("invited_by").filter(pk=pk).first()
    if invitation is None or not invitation.is_open:
        return
    with change(author=None, origin="invitation", reason="Envoi de l’invitation"):
        token = invitation.draw_token()
        invitation.save()
    roles = "\n".join(f"- {role.sentence}" for role in invitation.roles.all())
    personal = f"\n\n{invitation.message}" if invitation.message else ""
    send_mail.call(
        "[Possibles] Vous êtes invité·e",
        f"Bonjour,\n\n{invitation.invited_by} vous invite à rejoindre la plateforme du "
        f"contrat de ville, avec :\n\n{roles}{personal}\n\nPour choisir votre mot de passe "
        f"et entrer :\n\n{address.replace('JETON', token)}\n\nCe lien est valable "
        f"quatorze jours et ne sert qu’une fois. Si vous n’attendiez pas cette "
        "invitation, ne l’ouvrez pas.",
        invitation.email,
    )


@task()
def send_reset(email: str, address: str) -> None:
    """Send the link that changes a password, when the address has an open account."""
    person = Personne.objects.filter(email=email.lower(), is_active=True).first()
    if person is None:
        return
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    send_mail.call(
        "[Possibles] Changer votre mot de passe",
        "Bonjour,\n\nQuelqu’un, sans doute vous, demande à changer le mot de passe de "
        f"votre compte. Pour en choisir un autre :\n\n{address.replace('UID-CLE', key)}"
        "\n\nCe lien est valable une heure et ne sert qu’une fois. Si vous n’avez rien "
        "demandé, ignorez ce message : rien n’a changé.",
        person.email,
    )
