"""« Qui peut quoi »: the roles, read from the rules themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from possibles.apps.acteurs.domain.queries.droits import list_grants, list_rights
from possibles.web.access import SIGNED_IN, access


@access(SIGNED_IN)
def droit_list(request: HttpRequest) -> HttpResponse:
    context = {"rooms": list_rights(), "grants": list_grants()}
    return render(request, "parametres/droit_list.html", context)
