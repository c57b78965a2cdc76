"""One message a day at most, to those who asked for it, when there is something to say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse

from possibles.apps.acteurs.models import Personne
from possibles.apps.condense.enums import Rythme
from possibles.apps.condense.models import EnvoiCondense, PreferenceCondense
from possibles.apps.condense.registry import Ligne, list_lignes, registered
from possibles.apps.journal.models import change
from possibles.apps.referentiel.domain.calendars import is_working_day
from possibles.common.french import NNBSP, format_date, plural


def read_preference(personne: Personne) -> PreferenceCondense:
    """Return what this person chose; unsaved, « never », until they choose."""
    found: PreferenceCondense | None = PreferenceCondense.objects.filter(
        personne=personne
    ).first()
    return found or PreferenceCondense(personne=personne)


def choose_rythme(
    preference: PreferenceCondense, *, author: Personne
) -> PreferenceCondense:
    with change(author=author, reason="Régler le condensé"):
        preference.save()
    return preference


def list_recipients(on: date) -> list[Personne]:
    """List whose digest is of that day; nobody is written to when offices are closed."""
    if not is_working_day(on):
        return []
    wanted = PreferenceCondense.objects.filter(
        rythme=Rythme.QUOTIDIEN
    ) | PreferenceCondense.objects.filter(rythme=Rythme.HEBDOMADAIRE, jour=on.weekday())
    served = EnvoiCondense.objects.filter(day=on).values("personne")
    return list(
        Personne.objects.filter(
            pk__in=wanted.order_by().values("personne"), is_active=True
        )
        .exclude(pk__in=served)
        .exclude(email="")
    )


def send_digest(personne: Personne, *, on: date) -> bool:
    """Write to a person what they have to do; tell whether a message left.

    Nothing to do, or already written to that day: nothing leaves. The day is claimed
    before the message goes, and given back if the mail server refuses it.
    """
    lines = list_lignes(personne, on=on)
    if not lines:
        return False
    try:
        with transaction.atomic():
            claim = EnvoiCondense.objects.create(
                personne=personne, day=on, lines=min(len(lines), 32_000)
            )
    except IntegrityError:
        return False
    message = EmailMessage(
        f"[Possibles] {plural(len(lines), 'chose vous attend', 'choses vous attendent')}",
        write_body(personne, lines, on=on),
        settings.DEFAULT_FROM_EMAIL,
        [personne.email],
        headers={"Message-ID": f"<condense-{personne.pk}-{on}@possibles>"},
    )
    try:
        message.send()
    except OSError:
        claim.delete()
        return False
    return True


def write_body(personne: Personne, lines: Sequence[Ligne], *, on: date) -> str:
    parts = [f"Bonjour {personne.first_name},", ""]
    for name, source in registered().items():
        held = [line for line in lines if line.source == name]
        if held:
            parts += [source.label, *[_tell(line, on) for line in held], ""]
    parts += [
        "Vous recevez ce message parce que vous l’avez demandé, une fois par jour au plus.",
        f"Le régler ou ne plus le recevoir{NNBSP}: {_address(reverse('condense-update'))}",
    ]
    return "\n".join(parts)


def _tell(line: Ligne, on: date) -> str:
    text = f"- {line.text}"
    if line.where:
        text += f" ({line.where})"
    if line.due is not None:
        late = ", en retard" if line.is_late(on) else ""
        text += f", {format_date(line.due)}{late}"
    return f"{text}\n  {_address(line.url)}"


def _address(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def send_all(on: date, *, between: Any = lambda rank, total: None) -> int:
    """Write to everyone of that day; return how many messages left."""
    people = list_recipients(on)
    sent = 0
    for rank, personne in enumerate(people):
        between(rank, len(people))
        sent += send_digest(personne, on=on)
    return sent
