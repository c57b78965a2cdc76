"""The templates of the house: kept as documents, one for the texts, one for the slides."""

from typing import Any

from django.core.files import File

from possibles.apps.documents.enums import Visibility
from possibles.apps.documents.models import Gabarit
from possibles.apps.journal.models import change

from .deposit import deposit


def set_gabarit(kind: str, upload: File[Any], *, author: Any) -> Gabarit:
    """Keep a file and dress with it what the platform writes from now on.

    Raises
    ------
    ValidationError
        When the file is not acceptable; the template in use stays then.
    """
    with change(author=author, reason="Changer le modèle de la maison"):
        gabarit = Gabarit.objects.filter(kind=kind).first() or Gabarit(kind=kind)
        gabarit.document = deposit(
            upload,
            author=author,
            title=str(gabarit),
            visibility=Visibility.MEMBRES,
        )
        gabarit.save()
    return gabarit


def drop_gabarit(gabarit: Gabarit, *, author: Any) -> Any:
    """Go back to the platform's own dress; the file stays among the documents."""
    with change(author=author, reason="Revenir au modèle de la plateforme") as made:
        gabarit.delete()
    return made.key


def read_gabarit(kind: str) -> bytes | None:
    """Return the template of the house, or nothing when there is none to open."""
    found = Gabarit.objects.select_related("document").filter(kind=kind).first()
    if found is None:
        return None
    try:
        with found.document.file.open("rb") as stream:
            content: bytes = stream.read()
    except FileNotFoundError:
        return None
    return content
