"""Home: the contract at a glance."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from possibles.apps.condense.registry import Ligne, list_lignes
from possibles.apps.contrat.domain.queries.accueil import (
    Chiffre,
    Nouvelle,
    count_meteos,
    current_agenda,
    list_chiffres,
    list_nouvelles,
)
from possibles.apps.contrat.domain.queries.manques import list_manques
from possibles.apps.contrat.models import Projet
from possibles.apps.operations.models import Operation
from possibles.web.access import PUBLIC, access

from .perimetre import list_proches

# Where each figure of the contract is explained, line by line.
FIGURES = {
    "communes": ("commune-list", "?contrat=oui"),
    "quartiers": ("quartier-list", ""),
    "orientations": ("contrat-detail", "#orientations"),
    "defis": ("contrat-detail", "#defis"),
    "outils": ("outil-list", ""),
    "chantiers": ("chantier-list", ""),
    "projets": ("projet-list", ""),
    "projets-avec-fiche": ("projet-list", "?manque=avec-fiche"),
    "projets-sans-fiche": ("projet-list", "?manque=fiche"),
    "indicateurs": ("indicateur-list", ""),
}
ICONS = {
    "synthese": "sun",
    "releve": "chart-line",
    "avenant": "versions",
    "commentaire": "messages",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and the address of the list that explains it."""

    chiffre: Chiffre
    href: str

    @property
    def note(self) -> str:
        if not self.chiffre.missing:
            return ""
        return f"{self.chiffre.expected} annoncés, {self.chiffre.missing} non nommés"


@dataclass(frozen=True, slots=True)
class Line:
    """A task or a piece of news, with the page to open."""

    icon: str
    text: str
    where: str
    href: str
    at: Any = None
    who: str = ""
    is_late: bool = False


@access(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    projets = Projet.objects.visible_to(user)
    agenda = current_agenda(user)
    if agenda is not None:
        projets = projets.filter(inscriptions__agenda=agenda)
    context = {
        "figures": [
            *(_figure(chiffre) for chiffre in list_chiffres(user)),
            *_operations(user),
        ],
        "agenda": agenda,
        "meteos": [
            (value or "inconnu", label, count)
            for value, label, count in count_meteos(projets)
        ],
        "taches": [_task(ligne) for ligne in list_lignes(user)],
        "proches": list_proches(user),
        "nouvelles": [_news(nouvelle) for nouvelle in list_nouvelles(user)],
        "manques": list_manques(user),
        "today": timezone.localdate(),
    }
    return render(request, "accueil/home.html", context)


def _figure(chiffre: Chiffre) -> Figure:
    route, query = FIGURES[chiffre.code]
    return Figure(chiffre, reverse(route) + query)


def _operations(user: Any) -> list[Figure]:
    """Count the operations of urban renewal, and those engaged too late."""
    rows = Operation.objects.visible_to(user)
    total = Chiffre("operations", "Opérations de renouvellement", rows.count(), rows)
    if not total.count:
        return []
    late = rows.filter(engagement_margin__lt=0)
    href = reverse("operation-list")
    return [
        Figure(total, href),
        Figure(
            Chiffre("hors-engagement", "Engagements hors délai", late.count(), late),
            f"{href}?risque=hors-engagement",
        ),
    ]


def _task(ligne: Ligne) -> Line:
    return Line(
        icon=ligne.icon,
        text=ligne.text,
        where=ligne.where,
        href=ligne.url,
        at=ligne.due,
        is_late=ligne.is_late(timezone.localdate()),
    )


def _news(nouvelle: Nouvelle) -> Line:
    subject = nouvelle.projet or nouvelle.agenda
    kind = "projet" if nouvelle.projet else "agenda"
    text = nouvelle.text
    if nouvelle.count > 1:
        text = f"{text} ({nouvelle.count} valeurs)"
    return Line(
        icon=ICONS[nouvelle.kind],
        text=text,
        where=str(subject or ""),
        href=_address(kind, subject) if subject else "",
        at=nouvelle.at,
        who=nouvelle.who,
    )


def _address(kind: str, target: Any) -> str:
    if kind == "agenda":
        return reverse("agenda-detail", args=[target.year])
    return reverse("projet-detail", args=[target.pk])
