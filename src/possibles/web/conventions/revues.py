"""Project reviews: prepared, held line by line, frozen; their three documents."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.conventions.domain.avenants import suggest_avenants
from possibles.apps.conventions.domain.revue import (
    REVUE_CYCLE,
    measure_again,
    prepare_revue,
)
from possibles.apps.conventions.domain.revue_contenu import describe_revue
from possibles.apps.conventions.interfaces.forms.convention import TransitionForm
from possibles.apps.conventions.interfaces.forms.revue import (
    LigneRevueForm,
    RevueForm,
    RevuePrepareForm,
)
from possibles.apps.conventions.models import Convention, LigneRevue, RevueDeProjet
from possibles.apps.documents.models import Document
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.reports.revue import DOCUMENTS, write_revue
from possibles.web.access import PUBLIC, access
from possibles.web.documents.classement import hand_out, piece_of_revue
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .listing import REVUES
from .pages import TYPES, form_page, transition_page

CHANGE = "conventions.change_revuedeprojet"


def page_of(revue_pk: int) -> str:
    return reverse("revue-detail", args=[revue_pk])


@access(PUBLIC)
def revue_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    can_add = user.has_perm("conventions.add_revuedeprojet")
    context = {
        "add_url": reverse("revue-create") if can_add else "",
        "add_label": "Préparer une revue",
        "empty_template": "conventions/_empty_revues.html",
    }
    return answer(request, Listing(REVUES, request), "conventions/list.html", context)


@access("conventions.add_revuedeprojet")
@idempotent
def revue_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = RevuePrepareForm(
        request.POST or None,
        user=user,
        initial={"convention": request.GET.get("convention")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        scope = data["convention"] or data["renouvellement"]
        asked = RevueDeProjet(
            convention=data["convention"], renouvellement=data["renouvellement"]
        )
        if user.has_perm(CHANGE, asked):
            try:
                revue = prepare_revue(scope, data["year"], author=user)
            except TransitionRefusedError as error:
                form.add_error(None, error.sentences[0])
            else:
                messages.success(
                    request,
                    "La revue est ouverte : chaque engagement est mesuré à ce jour.",
                )
                return redirect(page_of(revue.pk))
        else:
            form.add_error(
                None, "Ce périmètre n’est pas le vôtre : choisissez-en un autre."
            )
    return form_page(
        request,
        form,
        convention=None,
        title="Préparer une revue de projet",
        submit="Préparer la revue",
        back=reverse("revue-list"),
        create=True,
        room="revues",
    )


@access(PUBLIC, on=RevueDeProjet)
def revue_detail(request: HttpRequest, revue: RevueDeProjet) -> HttpResponse:
    user: Any = request.user
    lignes = list(
        revue.lignes.select_related(
            "engagement__convention",
            "engagement__article",
            "engagement__organisation",
            "avenant",
        )
    )
    conventions = {ligne.engagement.convention_id for ligne in lignes}
    context: dict[str, Any] = {
        "revue": revue,
        "lignes": lignes,
        "contenu": revue.instantane.data if revue.instantane else describe_revue(revue),
        "left": sum(not ligne.is_examined for ligne in lignes),
        "papers": DOCUMENTS,
        "documents": Document.objects.visible_to(user).attached_to(revue),
        "can_change": user.has_perm(CHANGE, revue),
        "transitions": REVUE_CYCLE.list_open(revue, user),
        "suggestions": [],
    }
    if context["can_change"]:
        context["suggestions"] = [
            suggestion
            for convention in Convention.objects.filter(pk__in=conventions)
            for suggestion in suggest_avenants(convention, timezone.localdate())
        ]
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(revue, user)[:6]]
    return render(request, "conventions/revue.html", context)


@access(CHANGE, on=RevueDeProjet)
def revue_update(request: HttpRequest, revue: RevueDeProjet) -> HttpResponse:
    form = RevueForm(request.POST or None, instance=revue)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason="Rédiger la revue")
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré.")
        return redirect(page_of(revue.pk))
    return form_page(
        request,
        form,
        convention=None,
        title="Rédiger la revue",
        back=page_of(revue.pk),
        base=edit_state(request, form),
        room="revues",
        subject=revue,
    )


@access(CHANGE, on=RevueDeProjet)
@require_POST
def revue_measure(request: HttpRequest, revue: RevueDeProjet) -> HttpResponse:
    moved = measure_again(revue, author=request.user)
    sentence = {
        0: "Rien n’a bougé depuis la dernière mesure.",
        1: "Un engagement a changé.",
    }.get(moved, f"{moved} engagements ont changé.")
    messages.success(request, sentence)
    return redirect(page_of(revue.pk))


@access(CHANGE, on=RevueDeProjet)
def revue_transition(
    request: HttpRequest, revue: RevueDeProjet, name: str
) -> HttpResponse:
    return transition_page(
        request,
        REVUE_CYCLE,
        revue,
        name,
        form_class=TransitionForm,
        convention=None,
        back=page_of(revue.pk),
        initial={"on": timezone.localdate()},
        room="revues",
        subject=revue,
    )


@access("conventions.change_lignerevue", on=LigneRevue)
def ligne_update(request: HttpRequest, ligne: LigneRevue) -> HttpResponse:
    """Examine a commitment; the next one to examine follows."""
    form = LigneRevueForm(request.POST or None, instance=ligne)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(
            request, form, reason=f"Examiner l’{ligne.engagement}".lower()
        )
        if asked is not None:
            return asked
        following = _next_to_examine(ligne)
        if following is not None and "suivant" in request.POST:
            return redirect("ligne-revue-update", following.pk)
        messages.success(request, "C’est examiné.")
        return redirect(page_of(ligne.revue_id))
    context = {
        "form": form,
        "ligne": ligne,
        "revue": ligne.revue,
        "engagement": ligne.engagement,
        "base": edit_state(request, form),
        "following": _next_to_examine(ligne),
    }
    status = 422 if form.is_bound else 200
    return render(request, "conventions/ligne.html", context, status=status)


def _next_to_examine(ligne: LigneRevue) -> LigneRevue | None:
    found: LigneRevue | None = (
        ligne.revue.lignes.filter(is_examined=False).exclude(pk=ligne.pk).first()
    )
    return found


@access(PUBLIC, on=RevueDeProjet)
def revue_download(
    request: HttpRequest, revue: RevueDeProjet, document: str, kind: str
) -> HttpResponse:
    """Return one of the three documents, drawn from the frozen review once it is."""
    if document not in DOCUMENTS or kind not in TYPES:
        raise Http404
    filed: HttpResponse | None = hand_out(revue, piece_of_revue(document, kind))
    if filed is not None:
        return filed
    frozen = revue.instantane
    content = frozen.data if frozen else describe_revue(revue)
    digest = frozen.digest if frozen else ""
    response = HttpResponse(
        write_revue(content, document, kind, digest=digest), content_type=TYPES[kind]
    )
    name = f"revue-{revue.year}-{revue.pk}-{document}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
