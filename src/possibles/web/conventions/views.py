"""Agreements: their lists, a sheet that reads like the text, their life."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from possibles.apps.conventions.domain.avenants import suggest_avenants
from possibles.apps.conventions.domain.echeances import delais_of
from possibles.apps.conventions.domain.montants import read_compte
from possibles.apps.conventions.domain.tenue import cover, read_etats
from possibles.apps.conventions.domain.texte import list_versions, read_text
from possibles.apps.conventions.domain.vie import CONVENTION_CYCLE
from possibles.apps.conventions.interfaces.calendrier import write_echeances
from possibles.apps.conventions.interfaces.forms.convention import (
    ConventionForm,
    TransitionForm,
)
from possibles.apps.conventions.models import Convention, Echeance, RevueDeProjet
from possibles.apps.documents.models import Document
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import change
from possibles.apps.opc.models import Alerte
from possibles.reports.convention import write_text_docx, write_text_pdf
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer
from possibles.web.opc.listing import mark_gravite

from .listing import CONVENTIONS, ECHEANCES, VERSEMENTS
from .pages import TYPES, form_page, transition_page
from .parts import sheet_of

CHANGE = "conventions.change_convention"


@access(PUBLIC)
def convention_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "add_url": reverse("convention-create")
        if user.has_perm("conventions.add_convention")
        else "",
        "add_label": "Ajouter une convention",
    }
    listing = Listing(CONVENTIONS, request)
    return answer(request, listing, "conventions/list.html", context)


@access(PUBLIC)
def echeance_list(request: HttpRequest) -> HttpResponse:
    context = {"ics_url": reverse("echeance-calendar")}
    listing = Listing(ECHEANCES, request)
    return answer(request, listing, "conventions/list.html", context)


@access(PUBLIC)
def versement_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(VERSEMENTS, request), "conventions/list.html")


@access(PUBLIC)
def echeance_calendar(request: HttpRequest) -> HttpResponse:
    """Return the dates one sees as a calendar other programs read."""
    rows = Echeance.objects.visible_to(request.user).select_related("convention")
    number = request.GET.get("convention", "")
    if number.isdigit():
        rows = rows.filter(convention=int(number[:15]))
    site = f"{request.scheme}://{request.get_host()}"
    response = HttpResponse(
        write_echeances(rows, site=site), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="echeances.ics"'
    return response


@access(PUBLIC, on=Convention)
def convention_detail(request: HttpRequest, convention: Convention) -> HttpResponse:
    user: Any = request.user
    today = timezone.localdate()
    delais = delais_of(convention)
    engagements = list(
        convention.engagements.select_related("organisation", "article", "convention")
    )
    etats = read_etats(engagements, today, user)
    can_change = user.has_perm(CHANGE, convention)
    context = {
        "convention": convention,
        "renouvellements": convention.renouvellements.all(),
        "parties": convention.parties.select_related("organisation"),
        "articles": _articles(convention, today, engagements),
        "etats": etats,
        "couverture": cover(etats),
        "compte": read_compte(convention, on=today, delais=delais),
        "delais": delais,
        "courriers": convention.courriers.select_related("sender"),
        "echeances": _echeances(convention, today),
        "avenants": convention.avenants.all(),
        "suggestions": suggest_avenants(convention, today, etats) if can_change else [],
        "revues": RevueDeProjet.objects.visible_to(user).filter(convention=convention),
        "declinaisons": Convention.objects.visible_to(user).filter(parent=convention),
        "documents": Document.objects.visible_to(user).attached_to(convention),
        "alertes": [
            (alerte, mark_gravite(alerte.gravite))
            for alerte in Alerte.objects.visible_to(user)
            .alive()
            .by_weight()
            .filter(convention=convention)
        ],
        "can_change": can_change,
        "transitions": CONVENTION_CYCLE.list_open(convention, user),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(convention, user)[:8]]
    return render(request, "conventions/detail.html", context)


def _articles(convention: Convention, on: Any, engagements: list[Any]) -> list[Any]:
    """Return the text in force, each article with the commitments written in it."""
    promised: dict[str, list[Any]] = {}
    for engagement in engagements:
        if engagement.article:
            promised.setdefault(engagement.article.number, []).append(engagement)
    keys = dict(convention.articles.values_list("number", "pk"))
    return [
        (redaction, promised.get(redaction.number, []), keys.get(redaction.number))
        for redaction in read_text(convention, on)
    ]


def _echeances(convention: Convention, today: Any) -> list[tuple[Echeance, str]]:
    def stand(echeance: Echeance) -> str:
        if echeance.done_on:
            return "done"
        return "late" if echeance.due < today else "next"

    return [(echeance, stand(echeance)) for echeance in convention.echeances.all()]


@access("conventions.add_convention")
@idempotent
def convention_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = ConventionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with change(
            author=user, reason=form.cleaned_data["motif"] or "Ajouter"
        ) as made:
            convention = form.save()
            # One adds what one may then change: within one's own territory.
            is_mine = user.has_perm(CHANGE, convention)
            if not is_mine:
                convention.delete()
                made.touches.clear()
        if is_mine:
            messages.success(
                request,
                "La convention est ouverte, en préparation : ajoutez ses parties.",
            )
            return redirect(sheet_of(convention.pk))
        form.add_error(
            "communes",
            "Choisissez au moins une commune ou un quartier de votre périmètre.",
        )
    return form_page(
        request,
        form,
        convention=None,
        title="Ajouter une convention",
        submit="Ouvrir la convention",
        back=reverse("convention-list"),
        create=True,
    )


@access(CHANGE, on=Convention)
def convention_update(request: HttpRequest, convention: Convention) -> HttpResponse:
    form = ConventionForm(request.POST or None, instance=convention)
    title = "Modifier la convention"
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason=form.cleaned_data["motif"] or title)
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré ; les échéances suivent.")
        return redirect(sheet_of(convention.pk))
    return form_page(
        request,
        form,
        convention=Convention.objects.get(pk=convention.pk),
        title=title,
        back=sheet_of(convention.pk),
        base=edit_state(request, form),
    )


@access(CHANGE, on=Convention)
def convention_transition(
    request: HttpRequest, convention: Convention, name: str
) -> HttpResponse:
    return transition_page(
        request,
        CONVENTION_CYCLE,
        convention,
        name,
        form_class=TransitionForm,
        convention=convention,
        back=sheet_of(convention.pk),
        initial={"on": timezone.localdate()},
    )


@access(PUBLIC, on=Convention)
def convention_text(request: HttpRequest, convention: Convention) -> HttpResponse:
    """Show the text as it read on a day, derived from the amendments in effect then."""
    day = _read_day(request)
    context = {
        "convention": convention,
        "day": day,
        "articles": read_text(convention, day),
        "versions": list_versions(convention),
    }
    return render(request, "conventions/text.html", context)


@access(PUBLIC, on=Convention)
def convention_text_download(
    request: HttpRequest, convention: Convention, kind: str
) -> HttpResponse:
    """Return the consolidated text as `docx` or `pdf`."""
    day = _read_day(request)
    articles = read_text(convention, day)
    if kind == "docx":
        content = write_text_docx(convention, articles, day)
    elif kind == "pdf":
        content = write_text_pdf(convention, articles, day)
    else:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"convention-{convention.pk}-texte-{day:%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read_day(request: HttpRequest) -> date:
    """Return the day asked for, today by default; one that is no day is not found."""
    asked = request.GET.get("le", "")
    try:
        day = parse_date(asked) if asked else timezone.localdate()
    except ValueError:
        day = None
    if day is None:
        raise Http404
    return day
