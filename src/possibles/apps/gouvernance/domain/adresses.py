"""Secret addresses of calendars: given, replaced, revoked."""

import secrets
from typing import Any

from django.core import signing

from possibles.apps.gouvernance.models import AdresseAgenda, Instance

_SIGNER = "gouvernance.agenda"


def give_address(personne: Any, instance: Instance | None = None) -> AdresseAgenda:
    """Give a calendar address; the one already given stops working."""
    nonce = secrets.token_hex(12)
    held, _ = AdresseAgenda.objects.update_or_create(
        personne=personne, instance=instance, defaults={"nonce": nonce}
    )
    return held


def write_token(adresse: AdresseAgenda) -> str:
    return signing.Signer(salt=_SIGNER).sign(f"{adresse.pk}.{adresse.nonce}")


def read_token(token: str) -> AdresseAgenda | None:
    """Return the address a token opens; a revoked or forged one opens nothing."""
    try:
        held = signing.Signer(salt=_SIGNER).unsign(token)
    except signing.BadSignature:
        return None
    pk, _, nonce = held.partition(".")
    return (
        AdresseAgenda.objects.select_related("personne", "instance")
        .filter(pk=pk, nonce=nonce, personne__is_active=True)
        .first()
    )


def revoke_address(personne: Any, instance: Instance | None = None) -> None:
    AdresseAgenda.objects.filter(personne=personne, instance=instance).delete()
