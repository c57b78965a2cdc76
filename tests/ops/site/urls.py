"""The product's addresses, and a form that writes two rows that must stay a pair."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import change
from possibles.web.access import SIGNED_IN, access
from possibles.web.idempotence import idempotent


def _create(name: str) -> Organisation:
    return Organisation.objects.create(slug=name, name=name, kind="association")


@access(SIGNED_IN)
@idempotent
def paire_create(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse("Formulaire")
    name = request.POST["name"]
    with change(author=request.user, reason="Essai"):
        first = _create(f"{name}-a")
        _create(f"{name}-b")
    return redirect("paire-detail", pk=first.pk)


@access(SIGNED_IN)
def paire_split(request: HttpRequest) -> HttpResponse:
    """Do the same without the protections, slowly: the trial must see it break."""
    name = request.POST["name"]
    with change(author=request.user, reason="Essai"):
        _create(f"{name}-a")
    time.sleep(1)
    with change(author=request.user, reason="Essai"):
        _create(f"{name}-b")
    return HttpResponse()


@access(SIGNED_IN, on=Organisation)
def paire_detail(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return HttpResponse(organisation.name)


urlpatterns = [
    path("essai/", paire_create, name="paire-create"),
    path("essai/coupe/", paire_split, name="paire-split"),
    path("essai/<int:pk>/", paire_detail, name="paire-detail"),
    path("", include("possibles.config.urls")),
]
for _handler in (400, 403, 404, 500):
    name = f"handler{_handler}"
    globals()[name] = getattr(
        __import__("possibles.config.urls", fromlist=[name]), name
    )
