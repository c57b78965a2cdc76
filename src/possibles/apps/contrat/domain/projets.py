"""What people do with a project and its parts: create, join, date."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from possibles.apps.acteurs.models import Personne
from possibles.apps.contrat.models import Jalon, Partenaire, Projet
from possibles.apps.journal.models import change

from .avenants import edit_projet, update_projet


def create_projet(form: Any, *, author: Personne) -> Projet:
    """Create a project from a valid `ProjetForm`, under an identifier of its own."""
    with change(author=author, reason=form.cleaned_data.get("motif") or "Création"):
        form.instance.slug = free_slug(form.cleaned_data["title"])
        projet: Projet = form.save()
    return projet


def free_slug(title: str) -> str:
    """Return an identifier made from a title that no project has yet."""
    base = slugify(title)[:70] or "projet"
    taken = set(
        Projet.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbers) if slug not in taken)


def save_part(
    part: Partenaire | Jalon, *, author: Personne, reason: str = ""
) -> Partenaire | Jalon:
    """Save a partner or a milestone; see `edit_projet` for what an agenda locks."""
    with edit_projet(part.projet, author=author, reason=reason):
        part.save()
    return part


def remove_part(part: Partenaire | Jalon, *, author: Personne, reason: str = "") -> Any:
    """Remove a partner or a milestone; return the key that undoes it."""
    with (
        change(author=author, reason=reason) as made,
        edit_projet(part.projet, author=author, reason=reason),
    ):
        part.delete()
    return made.key


def apply_to_all(
    projets: Iterable[Projet], field: str, value: Any, *, author: Personne, reason: str
) -> Any:
    """Give one field of many projects the same value, as one change; return its key.

    Raises
    ------
    AgendaVerrouilleError
        When a project's agenda is in force, the field is among its commitments, and no
        reason was given: nothing is changed then.
    """
    with change(author=author, reason=reason) as made:
        for projet in projets:
            update_projet(projet, {field: value}, author=author, reason=reason)
    return made.key
