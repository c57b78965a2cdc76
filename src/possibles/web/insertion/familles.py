"""Families of contracts: what objectives rest on, and the calculator that compares."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from possibles.apps.insertion.domain.hypotheses import adopt, compare, count_coming
from possibles.apps.insertion.domain.objectifs import (
    Base,
    base_of,
    find_hypothese,
    find_hypotheses,
)
from possibles.apps.insertion.enums import Cadre
from possibles.apps.insertion.interfaces.forms.famille import (
    CalculForm,
    HypotheseForm,
    VarianteForm,
)
from possibles.apps.insertion.models import FamilleDeMarche, Hypothese, Marche
from possibles.common.french import format_euros, format_number
from possibles.web.access import PUBLIC, access
from possibles.web.idempotence import idempotent

CHANGE = "insertion.change_famille"
LETTERS = ("b", "c")


@access(PUBLIC)
def famille_list(request: HttpRequest) -> HttpResponse:
    held = find_hypotheses()
    familles = list(FamilleDeMarche.objects.visible_to(request.user))
    groups = [
        (
            cadre.label,
            [(f, held.get(f.pk)) for f in familles if f.cadre == cadre],
        )
        for cadre in Cadre
    ]
    context = {"groups": groups, "count": len(familles)}
    return render(request, "insertion/familles.html", context)


@access(PUBLIC, on=FamilleDeMarche)
def famille_detail(request: HttpRequest, famille: FamilleDeMarche) -> HttpResponse:
    user: Any = request.user
    today = timezone.localdate()
    context = {
        "famille": famille,
        "current": find_hypothese(famille, today),
        "hypotheses": famille.hypotheses.order_by("-valid_from"),
        "marches_count": Marche.objects.visible_to(user)
        .filter(famille=famille)
        .count(),
        "today": today,
        "can_change": user.has_perm(CHANGE),
    }
    return render(request, "insertion/famille.html", context)


@access(CHANGE, on=FamilleDeMarche)
@idempotent
def hypothese_create(request: HttpRequest, famille: FamilleDeMarche) -> HttpResponse:
    form = HypotheseForm(
        request.POST or None,
        instance=Hypothese(famille=famille),
        initial=_initial(request, famille),
    )
    if request.method == "POST" and form.is_valid():
        adopt(form.instance, author=request.user, reason=form.cleaned_data["motif"])
        messages.success(
            request, "Hypothèse adoptée : les marchés déjà calculés gardent la leur."
        )
        return redirect("famille-detail", famille.pk)
    context = {"form": form, "famille": famille}
    status = 422 if form.is_bound else 200
    return render(request, "insertion/hypothese_create.html", context, status=status)


def _initial(request: HttpRequest, famille: FamilleDeMarche) -> dict[str, Any]:
    """Start from the values in force, then from those the calculator sends."""
    names = (
        "labour_share",
        "labour_low",
        "labour_high",
        "hourly_cost",
        "rate",
        "step",
        "certainty",
    )
    current = find_hypothese(famille)
    values: dict[str, Any] = {"valid_from": timezone.localdate()}
    if current is not None:
        values |= {name: getattr(current, name) for name in names}
    sent = VarianteForm(request.GET)
    base = sent.base_from(None) if sent.is_filled and sent.is_valid() else None
    if base is not None:
        values |= {
            "labour_share": base.labour_share,
            "hourly_cost": base.hourly_cost,
            "rate": base.rate,
            "step": base.step,
        }
    return values


@access(PUBLIC)
def calcul(request: HttpRequest) -> HttpResponse:
    """Work out an objective, and set two hypotheses beside the one in force."""
    first = FamilleDeMarche.objects.first()
    asked = "montant" in request.GET or "famille" in request.GET
    data = request.GET.copy()
    if first is not None:
        data.setdefault("famille", first.slug)
    form = CalculForm(data if asked else None, initial={"famille": first})
    famille, amount = first, None
    if form.is_valid():
        famille, amount = form.cleaned_data["famille"], form.cleaned_data["montant"]
    context: dict[str, Any] = {"form": form, "famille": famille, "amount": amount}
    if famille is not None:
        context |= _compare(request, famille, amount)
    return render(request, "insertion/calcul.html", context)


def _compare(
    request: HttpRequest, famille: FamilleDeMarche, amount: int | None
) -> dict[str, Any]:
    user: Any = request.user
    current = find_hypothese(famille)
    held = None if current is None else base_of(current)
    proposals = [] if held is None else [("En vigueur", held)]
    adopt_urls = [""] * len(proposals)
    drafts = []
    for letter in LETTERS:
        label = f"Hypothèse {letter.upper()}"
        draft = VarianteForm(request.GET, prefix=letter)
        draft = draft if draft.is_filled else VarianteForm(prefix=letter)
        drafts.append((label, draft))
        base = draft.base_from(held) if draft.is_bound and draft.is_valid() else None
        if base is not None:
            proposals.append((label, base))
            adopt_urls.append(_adopt_url(famille, base))
    variantes = compare(famille, proposals, amount=amount, usual=current, user=user)
    return {
        "current": current,
        "drafts": drafts,
        "variantes": list(zip(variantes, adopt_urls, strict=True)),
        "coming": count_coming(famille, user),
        "can_adopt": user.has_perm(CHANGE),
    }


def _adopt_url(famille: FamilleDeMarche, base: Base) -> str:
    query = {
        "part": format_number(base.labour_share * 100),
        "cout": format_euros(base.hourly_cost, unit=False),
        "taux": format_number(base.rate * 100),
        "arrondi": base.step,
    }
    return f"{reverse('hypothese-create', args=[famille.pk])}?{urlencode(query)}"
