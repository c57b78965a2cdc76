"""Dashboards: the whole programme, then one project."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from possibles.apps.opc.domain.tableau import read_programme, read_projet
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.web.access import access

from .listing import mark_gravite


@access("opc.view_tableau")
def programme(request: HttpRequest) -> HttpResponse:
    held = read_programme(request.user)
    context = {
        "programme": held,
        "alertes": [(alerte, mark_gravite(alerte.gravite)) for alerte in held.alertes],
        "today": timezone.localdate(),
    }
    return render(request, "opc/programme.html", context)


@access("opc.view_tableau", on=ProjetRenouvellement)
def projet(request: HttpRequest, projet: ProjetRenouvellement) -> HttpResponse:
    user: Any = request.user
    tableau = read_projet(projet, user)
    context = {
        "tableau": tableau,
        "projet": projet,
        "retards": [
            (retard, [(a, mark_gravite(a.gravite)) for a in retard.alertes])
            for retard in tableau.retards
        ],
        "alertes": [(a, mark_gravite(a.gravite)) for a in tableau.alertes],
        "today": timezone.localdate(),
    }
    return render(request, "opc/projet.html", context)
