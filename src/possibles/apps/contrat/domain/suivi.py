"""What people say of a project as it goes: syntheses, milestones, discussion."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from possibles.apps.contrat.models import (
    Commentaire,
    Projet,
    Releve,
    Synthese,
)
from possibles.apps.journal.models import change

TEXTS = ("ambition", "deja_fait", "a_faire", "risques", "solutions")


class SyntheseVideError(Exception):
    """A synthesis that says nothing cannot be published."""

    def __init__(self) -> None:
        super().__init__(
            "Écrivez au moins ce qui est déjà fait ou ce qui reste à faire, "
            "puis publiez la synthèse."
        )


def draft_synthese(projet: Projet, *, author: Any) -> Synthese:
    """Return the author's draft; a new one takes up the last published texts.

    The draft is saved: only its author sees it.
    """
    draft = find_draft(projet, author)
    if draft is not None:
        return draft
    try:
        with transaction.atomic():
            return _start_draft(projet, author=author)
    except IntegrityError:  # begun at the same moment in another window
        draft = find_draft(projet, author)
        if draft is None:
            raise
        return draft


def find_draft(projet: Projet, author: Any) -> Synthese | None:
    """Return the person's draft for this project."""
    drafts = projet.syntheses.filter(author=author, published_at=None)
    found: Synthese | None = drafts.first()
    return found


def _start_draft(projet: Projet, *, author: Any) -> Synthese:
    last = projet.syntheses.published().first()
    texts = {} if last is None else {name: getattr(last, name) for name in TEXTS}
    with change(author=author, reason="Commencer une synthèse"):
        return Synthese.objects.create(
            projet=projet,
            author=author,
            date=timezone.localdate(),
            meteo="" if last is None else last.meteo,
            **texts,
        )


def publish_synthese(
    synthese: Synthese, *, author: Any, signature: str = "", reason: str = ""
) -> Synthese:
    """Sign and publish a draft; it becomes the project's météo unless a later one is.

    Raises
    ------
    SyntheseVideError
        No météo, or neither what is done nor what remains.
    """
    if not synthese.meteo or not (synthese.deja_fait or synthese.a_faire):
        raise SyntheseVideError
    with change(author=author, reason=reason or "Publier la synthèse"):
        synthese.author = author
        synthese.signature = signature or sign(author)
        synthese.published_at = timezone.now()
        synthese.save()
        refresh_meteo(synthese.projet)
    return synthese


def sign(person: Any) -> str:
    """Return how a person signs: name, function, organisation."""
    held = (
        str(person),
        person.function,
        person.organisation and str(person.organisation),
    )
    return ", ".join(part for part in held if part)


def refresh_meteo(projet: Projet) -> None:
    """Copy the last published synthesis onto the project."""
    last = projet.syntheses.published().first()
    projet.meteo = "" if last is None else last.meteo
    projet.meteo_on = None if last is None else last.date
    Projet.objects.filter(pk=projet.pk).unrecorded_update(
        meteo=projet.meteo, meteo_on=projet.meteo_on
    )


def refresh_news(projet: Projet) -> None:
    """Date the last news by what was said; for content loaded by the machine."""
    sources: list[Any] = [
        projet.syntheses.aggregate(at=Max("published_at"))["at"],
        projet.commentaires.aggregate(at=Max("created_at"))["at"],
        Releve.objects.filter(indicateur__projet=projet).aggregate(
            at=Max("entered_at")
        )["at"],
    ]
    known = [at for at in sources if at is not None]
    Projet.objects.filter(pk=projet.pk).unrecorded_update(
        last_news_at=max(known, default=None)
    )


def add_commentaire(
    projet: Projet, *, author: Any, text: str, reply_to: Commentaire | None = None
) -> Commentaire:
    with change(author=author, reason="Commenter"):
        return Commentaire.objects.create(
            projet=projet,
            author=author,
            signature=sign(author),
            text=text.strip(),
            reply_to=reply_to,
            created_at=timezone.now(),
        )


def edit_commentaire(
    commentaire: Commentaire, *, author: Any, text: str
) -> Commentaire:
    with change(author=author, reason="Corriger un commentaire"):
        commentaire.text = text.strip()
        commentaire.edited_at = timezone.now()
        commentaire.save()
    return commentaire
