"""Home: the contract at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from possibles.web.access import PUBLIC, access


@access(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "accueil/home.html", {})
