"""People accompanied into work: seen by the facilitateur alone, each look is logged."""

import logging
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from possibles.apps.insertion.domain.accompagnement import list_rappels_of
from possibles.apps.insertion.domain.heures import REFUSALS
from possibles.apps.insertion.enums import Critere, EmployeurKind
from possibles.apps.insertion.interfaces.forms.personne import (
    BeneficiaireForm,
    EmbaucheForm,
    EmployeurForm,
)
from possibles.apps.insertion.models import Beneficiaire, Embauche, Employeur
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import change
from possibles.web.access import SIGNED_IN, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import (
    Choice,
    Column,
    Filter,
    Listing,
    ListSpec,
    answer,
    choices_of,
)

CHANGE = "insertion.change_beneficiaire"
logger = logging.getLogger("possibles.security")


def _beneficiaires(request: HttpRequest) -> QuerySet[Beneficiaire]:
    rows: QuerySet[Beneficiaire] = Beneficiaire.objects.visible_to(request.user)
    return rows


def _employeurs(request: HttpRequest) -> QuerySet[Employeur]:
    rows: QuerySet[Employeur] = Employeur.objects.visible_to(request.user)
    return rows


BENEFICIAIRES = ListSpec(
    key="beneficiaires",
    title="Bénéficiaires",
    noun="bénéficiaire",
    rows=_beneficiaires,
    order=["code"],
    load=lambda rows: (
        rows.select_related("quartier", "commune")
        .defer("quartier__outline", "commune__outline")
        .annotate(counted=Sum("heures__counted"))
    ),
    columns=(
        Column(
            "code",
            "Code",
            lambda b: b.code,
            order=["code"],
            url=lambda b: reverse("beneficiaire-detail", args=[b.pk]),
        ),
        Column("initiales", "Initiales", lambda b: b.initials, order=["initials"]),
        Column(
            "quartier",
            "Quartier prioritaire",
            lambda b: b.quartier and str(b.quartier),
            order=["quartier__sort_name", "code"],
            missing="N’habite pas un quartier prioritaire",
        ),
        Column(
            "commune",
            "Commune",
            lambda b: b.commune and str(b.commune),
            order=["commune__sort_name", "code"],
        ),
        Column(
            "critere",
            "Critère",
            lambda b: b.get_critere_display(),
            order=["critere", "code"],
        ),
        Column(
            "validation",
            "Éligibilité validée le",
            lambda b: b.validated_on,
            kind="date",
            order=["validated_on"],
            missing="En attente de validation",
        ),
        Column(
            "heures",
            "Heures comptées",
            lambda b: None if b.counted is None else b.counted / 100,
            kind="number",
            missing="Aucune heure",
            has_total=True,
        ),
    ),
    filters=(
        Filter(
            "q",
            "Code ou initiales",
            lambda rows, values: (
                rows.filter(code__icontains=values[0])
                | rows.filter(initials__iexact=values[0])
            ),
        ),
        Filter(
            "critere",
            "Critère",
            lambda rows, values: rows.filter(critere=values[0]),
            lambda _: choices_of(Critere),
        ),
        Filter(
            "validation",
            "Éligibilité",
            lambda rows, values: rows.filter(validated_on__isnull=values[0] == "non"),
            lambda _: [Choice("oui", "Validée"), Choice("non", "En attente")],
        ),
        Filter(
            "residence",
            "Résidence",
            lambda rows, values: rows.filter(quartier__isnull=values[0] == "hors"),
            lambda _: [
                Choice("qpv", "Quartier prioritaire"),
                Choice("hors", "Hors quartier prioritaire"),
            ],
        ),
    ),
)

EMPLOYEURS = ListSpec(
    key="employeurs",
    title="Employeurs",
    noun="employeur",
    rows=_employeurs,
    order=["organisation__sort_name"],
    load=lambda rows: rows.select_related("organisation"),
    columns=(
        Column(
            "nom",
            "Employeur",
            lambda e: str(e.organisation),
            order=["organisation__sort_name"],
            url=lambda e: reverse("organisation-detail", args=[e.organisation_id]),
        ),
        Column(
            "nature",
            "Nature",
            lambda e: e.get_kind_display(),
            order=["kind", "organisation__sort_name"],
        ),
        Column(
            "salaries",
            "Salariés",
            lambda e: e.headcount,
            kind="number",
            order=["headcount"],
            missing="Effectif inconnu",
        ),
        Column("secteur", "Secteur", lambda e: e.sector or None, order=["sector"]),
    ),
    filters=(
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: choices_of(EmployeurKind),
        ),
    ),
)


@access("insertion.view_beneficiaire")
def beneficiaire_list(request: HttpRequest) -> HttpResponse:
    logger.info("consulted list=beneficiaires user=%s", request.user.pk)
    context = {
        "add_url": reverse("beneficiaire-create"),
        "add_label": "Ajouter un bénéficiaire",
        "import_url": reverse("beneficiaire-import"),
        "import_label": "Importer des bénéficiaires",
        "hires_url": reverse("embauche-import"),
        "empty_template": "insertion/_empty_people.html",
    }
    return answer(
        request, Listing(BENEFICIAIRES, request), "insertion/list.html", context
    )


@access("insertion.view_beneficiaire", on=Beneficiaire)
def beneficiaire_detail(request: HttpRequest, person: Beneficiaire) -> HttpResponse:
    logger.info("consulted beneficiaire=%s user=%s", person.code, request.user.pk)
    heures = person.heures.select_related("marche", "employeur__organisation")
    context = {
        "person": person,
        "embauches": person.embauches.select_related(
            "marche", "employeur__organisation"
        ),
        "heures": [_line(line) for line in heures[:60]],
        "counted": (heures.aggregate(total=Sum("counted"))["total"] or 0) / 100,
        "rappels": list_rappels_of(person),
        "stories": [tell(acte) for acte in history_of(person, request.user)[:8]],
    }
    return render(request, "insertion/beneficiaire.html", context)


def _line(line: Any) -> dict[str, Any]:
    return {
        "line": line,
        "work": line.work / 100,
        "training": line.training / 100,
        "counted": line.counted / 100,
        "refusal": REFUSALS.get(line.refusal, ""),
    }


@access("insertion.add_beneficiaire")
@idempotent
def beneficiaire_create(request: HttpRequest) -> HttpResponse:
    form = BeneficiaireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        if form.instance.validated_on:
            form.instance.validated_by = user
        with change(author=request.user, reason="Ajouter un bénéficiaire"):
            person = form.save()
        messages.success(
            request, f"Bénéficiaire {person.code} ajouté. {form.located}".strip()
        )
        return redirect("beneficiaire-detail", person.pk)
    context = {
        "form": form,
        "title": "Ajouter un bénéficiaire",
        "back": reverse("beneficiaire-list"),
        "where": "Bénéficiaires",
        "hint": "Des initiales suffisent : un code tient lieu de nom partout ailleurs.",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/create.html", context, status=status)


@access(CHANGE, on=Beneficiaire)
def beneficiaire_update(request: HttpRequest, person: Beneficiaire) -> HttpResponse:
    held = person.validated_on
    form = BeneficiaireForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        if form.instance.validated_on != held:
            form.instance.validated_by = user if form.instance.validated_on else None
        reason = form.cleaned_data["motif"] or "Modifier un bénéficiaire"
        asked = save_edit(request, form, reason=reason)
        if asked is not None:
            return asked
        told = f"C’est enregistré : ses heures sont recomptées. {form.located}"
        messages.success(request, told.strip())
        return redirect("beneficiaire-detail", person.pk)
    stored = Beneficiaire.objects.get(pk=person.pk)
    context = {
        "form": form,
        "person": stored,
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/beneficiaire_update.html", context, status=status)


@access(CHANGE, on=Beneficiaire)
@idempotent
def embauche_create(request: HttpRequest, person: Beneficiaire) -> HttpResponse:
    form = EmbaucheForm(
        request.POST or None, instance=Embauche(beneficiaire=person), user=request.user
    )
    if request.method == "POST" and form.is_valid():
        with change(author=request.user, reason="Ajouter une embauche"):
            form.save()
        messages.success(request, "Embauche ajoutée : ses heures peuvent être saisies.")
        return redirect("beneficiaire-detail", person.pk)
    context = {
        "form": form,
        "title": "Ajouter une embauche",
        "back": reverse("beneficiaire-detail", args=[person.pk]),
        "where": person.code,
        "hint": "L’éligibilité se valide avant l’embauche.",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/create.html", context, status=status)


@access(SIGNED_IN)
def employeur_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context: dict[str, Any] = {"empty_template": "insertion/_empty_employers.html"}
    if user.has_perm("insertion.add_employeur"):
        context |= {
            "add_url": reverse("employeur-create"),
            "add_label": "Ajouter un employeur",
        }
    return answer(request, Listing(EMPLOYEURS, request), "insertion/list.html", context)


@access("insertion.add_employeur")
@idempotent
def employeur_create(request: HttpRequest) -> HttpResponse:
    form = EmployeurForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with change(author=request.user, reason="Ajouter un employeur"):
            form.save()
        messages.success(request, "Employeur ajouté.")
        return redirect("employeur-list")
    context = {
        "form": form,
        "title": "Ajouter un employeur",
        "back": reverse("employeur-list"),
        "where": "Employeurs",
        "hint": "Entreprise, structure d’insertion, GEIQ, agence d’intérim.",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/create.html", context, status=status)
