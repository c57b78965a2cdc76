"""Give a role, take it back. Nobody gives what they may not, whatever page asks."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Habilitation, Personne
from possibles.apps.acteurs.rules import GRANTS, may_grant
from possibles.apps.journal.models import change


def grantable_roles(author: Any) -> list[Role]:
    """Return the roles this person may give somewhere, in the order of the list."""
    given: set[Role] = set()
    for held in author.active_habilitations:
        given |= GRANTS.get(Role(held.role), frozenset())
    return [role for role in Role if role in given]


def grant(
    habilitation: Habilitation, *, author: Personne, reason: str = ""
) -> Habilitation:
    """Save a new habilitation, if its author may give it."""
    require_grant(author, habilitation)
    with change(author=author, reason=reason):
        _refuse_double(habilitation)
        habilitation.save()
    return habilitation


def end_habilitation(
    habilitation: Habilitation,
    *,
    author: Personne,
    reason: str = "",
    on: date | None = None,
) -> Habilitation:
    """End a role the day before `on` (today): it opens nothing from then on."""
    require_grant(author, habilitation)
    day = on or timezone.localdate()
    with change(author=author, reason=reason):
        if habilitation.role == Role.ADMINISTRATEUR:
            refuse_losing_last_administrateur(habilitation.personne)
        if habilitation.start is not None and habilitation.start >= day:
            habilitation.delete()
        else:
            habilitation.end = day - timedelta(days=1)
            habilitation.save()
    return habilitation


def require_grant(author: Personne, habilitation: Any) -> None:
    if not may_grant(author, habilitation):
        raise PermissionDenied


def refuse_losing_last_administrateur(leaving: Personne) -> None:
    """Refuse when nobody else would be administrateur. Call it inside a change.

    The rows of all administrateurs are locked first: two of them who remove each other
    at the same instant do it one after the other, and the second is refused.
    """
    lasting = Q(end__isnull=True) & (
        Q(start__isnull=True) | Q(start__lte=timezone.localdate())
    )
    holders = Habilitation.objects.filter(
        lasting, role=Role.ADMINISTRATEUR, perimeter=Perimeter.CONTRAT
    )
    locked = list(holders.order_by("pk").select_for_update(of=("self",)))
    if not any(held.personne_id == leaving.pk for held in locked):
        return
    others = Personne.objects.filter(
        pk__in={held.personne_id for held in locked} - {leaving.pk}, is_active=True
    )
    if not others.exists():
        raise ValidationError(
            f"{leaving} est la seule personne à administrer la plateforme : nommez un "
            "autre administrateur, sans date de fin, avant de retirer ce rôle."
        )


def _refuse_double(habilitation: Habilitation) -> None:
    same = Habilitation.objects.active().filter(
        personne=habilitation.personne_id,
        role=habilitation.role,
        perimeter=habilitation.perimeter,
        commune=habilitation.commune_id,
        quartier=habilitation.quartier_id,
        organisation=habilitation.organisation_id,
    )
    if same.exists():
        raise ValidationError("Cette personne a déjà ce rôle sur ce périmètre.")
