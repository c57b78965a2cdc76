"""Invite someone, let them in once, withdraw."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from possibles.apps.acteurs.models import (
    Habilitation,
    Invitation,
    Personne,
    RolePropose,
)
from possibles.apps.acteurs.models.invitation import VALIDITY
from possibles.apps.acteurs.rules import may_grant
from possibles.apps.acteurs.tasks import send_invitation
from possibles.apps.journal.models import change

from .habilitations import require_grant


def invite(
    invitation: Invitation,
    roles: Iterable[RolePropose],
    *,
    author: Personne,
    address: str,
) -> Invitation:
    """Keep an invitation and have its message sent.

    Parameters
    ----------
    address
        The absolute address of the page of acceptance, with `JETON` in place of the token
        (drawn when the message is sent, so that no copy of it is kept).
    """
    proposed = list(roles)
    for role in proposed:
        require_grant(author, role)
    if not proposed:
        raise ValidationError("Proposez au moins un rôle.")
    invitation.email = invitation.email.lower()
    if Personne.objects.filter(email=invitation.email).exists():
        raise ValidationError("Une personne a déjà un compte à cette adresse.")
    if Invitation.objects.pending().filter(email=invitation.email).exists():
        raise ValidationError(
            "Une invitation attend déjà une réponse à cette adresse : renvoyez-la ou "
            "retirez-la depuis la liste des comptes."
        )
    with change(author=author, reason="Invitation"):
        invitation.invited_by = author
        invitation.expires_at = timezone.now() + VALIDITY
        invitation.save()
        for role in proposed:
            role.invitation = invitation
            role.save()
        send_invitation.enqueue(invitation.pk, address)
    return invitation


def resend_invitation(
    invitation: Invitation, *, author: Personne, address: str
) -> Invitation:
    """Send it again with a new link; the former one opens nothing any more."""
    if invitation.accepted_at or invitation.cancelled_at:
        raise ValidationError("Cette invitation est close : créez-en une autre.")
    with change(author=author, reason="Nouvel envoi de l’invitation"):
        invitation.token_hash = ""
        invitation.expires_at = timezone.now() + VALIDITY
        invitation.save()
        send_invitation.enqueue(invitation.pk, address)
    return invitation


def cancel_invitation(invitation: Invitation, *, author: Personne) -> Invitation:
    if invitation.accepted_at:
        raise ValidationError("Cette invitation est déjà acceptée.")
    with change(author=author, reason="Retrait de l’invitation"):
        invitation.cancelled_at = timezone.now()
        invitation.token_hash = ""
        invitation.save()
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """Return the open invitation this link gives, if its author may still invite."""
    invitation: Invitation | None = (
        Invitation.objects.open()
        .select_related("invited_by", "organisation")
        .filter(token_hash=Invitation.digest(token))
        .first()
    )
    return invitation if invitation and _is_backed(invitation) else None


def find_invitation_for(email: str) -> Invitation | None:
    """Return the open invitation sent to this address, proved by other means."""
    invitation: Invitation | None = (
        Invitation.objects.open().filter(email=email.lower()).first()
    )
    return invitation if invitation and _is_backed(invitation) else None


def accept_invitation(
    invitation: Invitation, identity: Mapping[str, Any], password: str | None
) -> Personne:
    """Make the account and give the roles promised; the link then opens nothing.

    `identity` holds the names and function; without a password the person signs in
    through their identity provider.
    """
    with change(
        author=None, reason="Invitation acceptée", origin="invitation"
    ) as opened:
        held = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if not held.is_open or not _is_backed(held):
            raise ValidationError("Cette invitation n’est plus valable.")
        person: Personne = Personne.objects.create_user(
            held.email, password, organisation=held.organisation, **identity
        )
        opened.author = person
        for role in held.roles.all():
            _give(role, person)
        held.accepted_at = timezone.now()
        held.accepted_by = person
        held.token_hash = ""
        held.save()
    return person


def _give(role: RolePropose, person: Personne) -> Habilitation:
    held: Habilitation = Habilitation.objects.create(
        personne=person,
        role=role.role,
        perimeter=role.perimeter,
        commune=role.commune,
        quartier=role.quartier,
        organisation=role.organisation,
    )
    return held


def _is_backed(invitation: Invitation) -> bool:
    """Tell whether who invited is still there and may still give those roles."""
    author = invitation.invited_by
    return bool(author.is_active) and all(
        may_grant(author, role) for role in invitation.roles.all()
    )
