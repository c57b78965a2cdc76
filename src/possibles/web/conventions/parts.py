"""The parts of a convention: three pages each, made alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Max, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from possibles.apps.conventions.interfaces.forms.convention import (
    ArticleForm,
    CourrierForm,
    EcheanceForm,
    PartieForm,
    VersementForm,
)
from possibles.apps.conventions.models import (
    Article,
    Convention,
    Courrier,
    Echeance,
    Partie,
    Versement,
)
from possibles.apps.journal.models import change
from possibles.web.access import access
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent

from .pages import edit_page

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of part: how it is called, its form, what a new one starts with."""

    name: str
    plural: str
    article: str
    model: Any
    form: Any
    start: Callable[[Convention], dict[str, Any]] = lambda convention: {}
    anchor: str = ""


def next_number(rows: Any, field: str = "number") -> int:
    return (rows.aggregate(last=Max(field))["last"] or 0) + 1


PARTS = (
    Part("partie", "parties", "une partie", Partie, PartieForm, anchor="parties"),
    Part(
        "article",
        "articles",
        "un article",
        Article,
        ArticleForm,
        lambda c: {
            "position": next_number(c.articles, "position"),
            "number": str(next_number(c.articles, "position")),
        },
        anchor="texte",
    ),
    Part(
        "versement",
        "versements",
        "un versement",
        Versement,
        VersementForm,
        lambda c: {"number": next_number(c.versements)},
        anchor="versements",
    ),
    Part(
        "courrier",
        "courriers",
        "une lettre recommandée",
        Courrier,
        CourrierForm,
        anchor="courriers",
    ),
    Part(
        "echeance",
        "echeances",
        "une échéance",
        Echeance,
        EcheanceForm,
        anchor="echeances",
    ),
)


def sheet_of(convention_pk: int, anchor: str = "") -> str:
    address = reverse("convention-detail", args=[convention_pk])
    return f"{address}#{anchor}" if anchor else address


def _creator(part: Part) -> View:
    @access("conventions.change_convention", on=Convention)
    @idempotent
    def create(request: HttpRequest, convention: Convention) -> HttpResponse:
        instance = part.model(convention=convention, **part.start(convention))
        form = part.form(request.POST or None, instance=instance)
        return edit_page(
            request,
            form,
            convention=convention,
            title=f"Ajouter {part.article}",
            back=sheet_of(convention.pk, part.anchor),
        )

    return create


def _updater(part: Part) -> View:
    @access(f"conventions.change_{part.name}", on=part.model)
    def update(request: HttpRequest, held: Any) -> HttpResponse:
        form = part.form(request.POST or None, instance=held)
        is_computed = bool(getattr(held, "code", ""))
        return edit_page(
            request,
            form,
            convention=held.convention,
            title=f"Modifier {part.article}",
            back=sheet_of(held.convention_id, part.anchor),
            removal=""
            if is_computed
            else reverse(f"{part.name}-delete", args=[held.pk]),
        )

    return update


def _deleter(part: Part) -> View:
    @access(f"conventions.delete_{part.name}", on=part.model)
    @require_POST
    def delete(request: HttpRequest, held: Any) -> HttpResponse:
        return remove(request, held, sheet_of(held.convention_id, part.anchor))

    return delete


def remove(request: HttpRequest, held: Any, back: str) -> HttpResponse:
    """Take a part away, with the button that puts it back."""
    try:
        with change(author=request.user, reason=f"Retirer : {held}"[:500]) as made:
            held.delete()
    except ProtectedError:
        messages.error(
            request,
            f"« {held} » ne peut pas être retiré : une revue de projet ou un autre objet "
            "s’y rapporte. Modifiez-le plutôt.",
        )
    else:
        messages.success(request, "C’est retiré.", extra_tags=undo_tag(made.key))
    return redirect(back)


def list_urls() -> list[URLPattern]:
    """Return the addresses of every part: add, change, take away."""
    found = []
    for part in PARTS:
        found += [
            path(
                f"<int:pk>/{part.plural}/ajouter/",
                _creator(part),
                name=f"{part.name}-create",
            ),
            path(
                f"{part.plural}/<int:pk>/modifier/",
                _updater(part),
                name=f"{part.name}-update",
            ),
            path(
                f"{part.plural}/<int:pk>/retirer/",
                _deleter(part),
                name=f"{part.name}-delete",
            ),
        ]
    return found
