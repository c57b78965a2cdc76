"""Accounts: opened by an invitation, corrected, closed, opened again."""

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Habilitation, Personne
from possibles.apps.journal.models import change

from .habilitations import refuse_losing_last_administrateur


def deactivate_personne(
    personne: Personne, *, author: Personne, reason: str
) -> Personne:
    """Close an account and end its sessions: the next request is signed out."""
    if personne.pk == author.pk:
        raise ValidationError(
            "Vous ne pouvez pas fermer votre propre compte : un autre administrateur "
            "doit le faire."
        )
    with change(author=author, reason=reason):
        refuse_losing_last_administrateur(personne)
        personne.is_active = False
        end_sessions(personne)
        personne.save()
    return personne


def reactivate_personne(
    personne: Personne, *, author: Personne, reason: str
) -> Personne:
    with change(author=author, reason=reason):
        personne.is_active = True
        personne.save()
    return personne


def set_password(personne: Personne, password: str) -> Personne:
    """Keep a password the person has just chosen."""
    with change(author=personne, reason="Choix d’un mot de passe"):
        personne.set_password(password)
        personne.save()
    return personne


def end_sessions(personne: Personne) -> None:
    """End every session of a person. Call it inside a change, before it is saved."""
    personne.session_epoch += 1
    for session in UserSession.objects.filter(user_id=personne.pk):
        session.end()


def create_first_administrateur(
    email: str, first_name: str, last_name: str
) -> Personne:
    """Open an account from the machine itself, which whoever installs it holds."""
    reason = "Premier compte, ouvert à l’installation"
    with change(author=None, origin="installation", reason=reason):
        person: Personne = Personne.objects.create_user(
            email, None, first_name=first_name, last_name=last_name
        )
        Habilitation.objects.create(
            personne=person,
            role=Role.ADMINISTRATEUR,
            perimeter=Perimeter.CONTRAT,
        )
    return person


def reset_second_factor(
    personne: Personne, *, author: Personne, reason: str
) -> Personne:
    """Forget the second factors and recovery codes of someone who lost them.

    Their sessions end: whoever holds one of them signs in again, with the password alone.
    """
    from allauth.mfa.models import Authenticator

    if personne.pk == author.pk:
        raise ValidationError(
            "Vous gérez votre propre double authentification depuis « Mon compte »."
        )
    with change(author=author, reason=reason) as opened:
        deleted, _ = Authenticator.objects.filter(user_id=personne.pk).delete()
        if deleted:
            end_sessions(personne)
            personne.save()
            opened.add(personne.touch("event", {}))
    return personne


def detach_identity(personne: Personne, *, author: Personne) -> Personne:
    """Forget the outside identity of an account, so that another may take its place."""
    from allauth.socialaccount.models import SocialAccount

    with change(author=author, reason="Identité d’agent détachée") as opened:
        deleted, _ = SocialAccount.objects.filter(user_id=personne.pk).delete()
        if deleted:
            opened.add(personne.touch("event", {}))
    return personne
