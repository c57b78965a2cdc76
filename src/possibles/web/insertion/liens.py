"""Links by which companies declare: opened, shown once, drawn again, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from possibles.apps.insertion.domain.declaration import (
    open_lien,
    renew_lien,
    revoke_lien,
)
from possibles.apps.insertion.interfaces.forms.lien import LienForm
from possibles.apps.insertion.models import LienDeclaration
from possibles.apps.insertion.tasks import send_declaration_link
from possibles.web.access import access
from possibles.web.idempotence import idempotent

VIEW, CHANGE = "insertion.view_lien", "insertion.change_lien"
TONES = {"Ouvert": "success", "Expiré": "neutral", "Retiré": "neutral"}
_SHOWN = "lien-a-montrer"


@access(VIEW)
def lien_list(request: HttpRequest) -> HttpResponse:
    liens = LienDeclaration.objects.visible_to(request.user).select_related(
        "employeur__organisation", "marche", "created_by"
    )
    context = {"liens": [(lien, TONES[lien.state_text]) for lien in liens[:200]]}
    return render(request, "insertion/liens.html", context)


@access(CHANGE)
@idempotent
def lien_create(request: HttpRequest) -> HttpResponse:
    initial = {
        key: request.GET[key] for key in ("employeur", "marche") if key in request.GET
    }
    form = LienForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        lien, token = open_lien(form.wanted, author=request.user)
        _hand_over(request, lien, token)
        return redirect("lien-detail", lien.pk)
    context: dict[str, Any] = {
        "form": form,
        "title": "Ouvrir un lien de déclaration",
        "where": "Liens des entreprises",
        "back": reverse("lien-list"),
        "hint": "L’entreprise déclare les heures de ses salariés, et ne voit rien d’autre",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/create.html", context, status=status)


@access(VIEW, on=LienDeclaration)
@never_cache
def lien_detail(request: HttpRequest, lien: LienDeclaration) -> HttpResponse:
    """Show a link; its address once, to the person who has just drawn it."""
    held = request.session.pop(_SHOWN, None)
    token = held[1] if held and held[0] == lien.pk and lien.is_open else ""
    context = {
        "lien": lien,
        "tone": TONES[lien.state_text],
        "address": _address(request, token) if token else "",
    }
    return render(request, "insertion/lien.html", context)


@access(CHANGE, on=LienDeclaration)
@require_POST
def lien_renew(request: HttpRequest, lien: LienDeclaration) -> HttpResponse:
    if lien.is_open:
        _hand_over(request, lien, renew_lien(lien, author=request.user))
    else:
        messages.error(request, "Ce lien est fermé : ouvrez-en un autre.")
    return redirect("lien-detail", lien.pk)


@access(CHANGE, on=LienDeclaration)
@require_POST
def lien_revoke(request: HttpRequest, lien: LienDeclaration) -> HttpResponse:
    revoke_lien(lien, author=request.user)
    messages.success(request, "Lien retiré : il n’ouvre plus rien.")
    return redirect("lien-list")


def _hand_over(request: HttpRequest, lien: LienDeclaration, token: str) -> None:
    """Send the link, or keep it just long enough to be shown once."""
    if lien.email:
        send_declaration_link.enqueue(lien.pk, _address(request, "JETON"))
        messages.success(request, f"Le lien part à {lien.email}.")
    else:
        request.session[_SHOWN] = [lien.pk, token]


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("declaration-open", args=[token]))
