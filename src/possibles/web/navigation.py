"""The rooms of the house, in the order people meet them.

An entry is named by its route. It shows when the route exists and the access declared on
its view lets the person in: rights are written once, on the view.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from .access import declared_access, is_allowed


@dataclass(frozen=True, slots=True)
class Room:
    """A module of the navigation, its own page first, then its entries."""

    label: str
    icon: str
    routes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    is_current: bool
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Module:
    label: str
    icon: str
    url: str
    is_current: bool
    entries: tuple[Entry, ...]


ROOMS = (
    Room("Accueil", icon="home", routes=(("Accueil", "home"),)),
    Room(
        "Territoire",
        icon="map-2",
        routes=(
            ("Carte", "territoire-map"),
            ("Communes", "commune-list"),
            ("Quartiers", "quartier-list"),
            ("Renouvellement urbain", "renouvellement-list"),
            ("Trouver une adresse", "quartier-locate"),
            ("Imports", "import-list"),
        ),
    ),
    Room(
        "Contrat",
        icon="target-arrow",
        routes=(
            ("Contrat de ville", "contrat-detail"),
            ("Agenda", "agenda-list"),
            ("Projets", "projet-list"),
            ("Indicateurs", "indicateur-list"),
            ("Boîte à outils", "outil-list"),
            ("Évaluation", "evaluation-list"),
        ),
    ),
    Room(
        "Opérations",
        icon="building-community",
        routes=(
            ("Opérations", "operation-list"),
            ("Planning directeur", "planning-detail"),
            ("Interfaces", "interface-list"),
            ("Arbitrage", "scenario-list"),
        ),
    ),
    Room(
        "Pilotage",
        icon="steering-wheel",
        routes=(
            ("Tableau de bord", "opc-dashboard"),
            ("Alertes", "alerte-list"),
            ("Points mensuels", "point-mensuel-list"),
            ("Mesures correctives", "mesure-list"),
            ("Rapports semestriels", "rapport-list"),
        ),
    ),
    Room(
        "Insertion",
        icon="users",
        routes=(
            ("Tableau de bord", "insertion-dashboard"),
            ("Projection", "insertion-projection"),
            ("Marchés", "marche-list"),
            ("Globalisations", "globalisation-list"),
            ("Heures", "heures-list"),
            ("Bénéficiaires", "beneficiaire-list"),
            ("Suivi à 6 et 12 mois", "suivi-list"),
            ("Employeurs", "employeur-list"),
            ("Liens des entreprises", "lien-list"),
            ("Familles de marchés", "famille-list"),
            ("Calculateur", "calcul"),
            ("Comparer des hypothèses", "jeu-list"),
            ("Embauches et qualité", "engagement-insertion-list"),
            ("Gouvernance et obligations", "insertion-cadre"),
            ("Rapports", "rapport-insertion-list"),
            ("Vie privée", "insertion-registre"),
        ),
    ),
    Room(
        "Financements",
        icon="coin",
        routes=(
            ("Appels à projets", "appel-list"),
            ("Dossiers", "dossier-list"),
            ("Enveloppes", "enveloppe-list"),
        ),
    ),
    Room(
        "Conventions",
        icon="writing-sign",
        routes=(
            ("Conventions", "convention-list"),
            ("Engagements", "engagement-list"),
            ("Échéances", "echeance-list"),
            ("Versements", "versement-list"),
            ("Avenants", "avenant-list"),
            ("Revues de projet", "revue-list"),
        ),
    ),
    Room(
        "Gouvernance",
        icon="gavel",
        routes=(
            ("Instances", "instance-list"),
            ("Séances", "seance-list"),
            ("Calendrier", "calendrier-detail"),
            ("Décisions", "decision-list"),
            ("Actions", "action-list"),
        ),
    ),
    Room(
        "Participation",
        icon="messages",
        routes=(
            ("Budgets participatifs", "budget-list"),
            ("Idées", "idee-list"),
        ),
    ),
    Room(
        "Documents",
        icon="folder",
        routes=(("Documents", "document-list"), ("Modèles", "modele-list")),
    ),
    Room(
        "Paramètres",
        icon="settings",
        routes=(
            ("Paramètres", "parametre-list"),
            ("Organisations", "organisation-list"),
            ("Comptes", "compte-list"),
            ("Droits", "droit-list"),
            ("Traitements", "traitement-list"),
        ),
    ),
)

# Addresses outside the navigation, shown by the frame when they exist.
LINKS = {
    "search": "search",
    "actions": "action-mine",
    "account": "compte-detail",
    "views": "vue-list",
    "security": "mfa_index",
    "password": "account_change_password",
    "login": "account_login",
    "logout": "account_logout",
    "appearance": "apparence-update",
    "accessibility": "accessibilite",
    "gallery": "gallery",
}


def list_modules(request: HttpRequest) -> list[Module]:
    """Return the modules this person may enter, the current one marked."""
    found = []
    for room in ROOMS:
        opened = [
            (label, url)
            for label, route in room.routes
            if (url := find_open_url(request, route))
        ]
        if opened:
            found.append(_build_module(request, room, opened))
    return found


def find_shortcut_links(request: HttpRequest) -> dict[str, str]:
    return {name: find_open_url(request, route) for name, route in LINKS.items()}


def find_open_url(request: HttpRequest, route: str) -> str:
    """Return the route's address, or nothing when it is missing or closed."""
    url, permission = _find_route(route)
    user = getattr(request, "user", None) or AnonymousUser()
    return url if url and is_allowed(user, permission) else ""


@lru_cache
def _find_route(route: str) -> tuple[str, str]:
    try:
        url = reverse(route)
        view = resolve(url).func
    except (NoReverseMatch, Resolver404):
        return "", ""
    declared = declared_access(view)
    permission = declared.permission if declared else ""
    return (url, permission) if permission else ("", "")


def _build_module(
    request: HttpRequest, room: Room, opened: list[tuple[str, str]]
) -> Module:
    current = _find_current(request.path, [url for _, url in opened])
    entries = tuple(
        Entry(label, url, is_current=url == current, is_exact=url == request.path)
        for label, url in opened
    )
    return Module(
        label=room.label,
        icon=room.icon,
        url=opened[0][1],
        is_current=bool(current),
        entries=entries if len(entries) > 1 else (),
    )


def _find_current(path: str, urls: list[str]) -> str:
    """Return the longest address that the path lies under; the home page is only itself."""
    under = [
        url for url in urls if path == url or (url != "/" and path.startswith(url))
    ]
    return max(under, key=len, default="")


def list_routes() -> Iterator[str]:
    for room in ROOMS:
        for _, route in room.routes:
            yield route
    yield from LINKS.values()
