import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path
from tests.factories.acteurs import make_personne

from possibles.web import navigation
from possibles.web.access import PUBLIC, SIGNED_IN, access


@access(PUBLIC)
def open_view(request):
    return HttpResponse()


@access(SIGNED_IN)
def signed_view(request):
    return HttpResponse()


def undeclared_view(request):
    return HttpResponse()


urlpatterns = [
    path("", open_view, name="home"),
    path("contrat/", open_view, name="contrat-detail"),
    path("contrat/projets/", open_view, name="projet-list"),
    path("contrat/agenda/", signed_view, name="agenda-list"),
    path("documents/", undeclared_view, name="document-list"),
    path("parametres/", signed_view, name="parametre-list"),
]


@pytest.fixture(autouse=True)
def _these_routes():
    navigation._find_route.cache_clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield
    navigation._find_route.cache_clear()


def _list(address, user):
    request = RequestFactory().get(address)
    request.user = user
    return navigation.list_modules(request)


def test_list_modules_shows_what_exists_and_is_open():
    modules = _list("/", AnonymousUser())

    # Documents has no declared access, Paramètres asks to sign in: neither shows.
    assert [(m.label, [e.label for e in m.entries]) for m in modules] == [
        ("Accueil", []),
        ("Contrat", ["Contrat de ville", "Projets"]),
    ]


def test_list_modules_opens_with_rights(db):
    modules = _list("/", make_personne())

    assert [(m.label, [e.label for e in m.entries]) for m in modules] == [
        ("Accueil", []),
        ("Contrat", ["Contrat de ville", "Agenda", "Projets"]),
        ("Paramètres", []),
    ]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", ["Accueil"]),
        ("/contrat/", ["Contrat", "Contrat de ville"]),
        ("/contrat/projets/12/", ["Contrat", "Projets"]),
        ("/ailleurs/", []),
    ],
)
def test_list_modules_marks_the_nearest_entry(address, current):
    modules = _list(address, AnonymousUser())

    marked = []
    for module in modules:
        if module.is_current:
            marked += [module.label, *(e.label for e in module.entries if e.is_current)]
    assert marked == current


def test_find_shortcut_links_are_empty_when_missing():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert set(navigation.find_shortcut_links(request).values()) == {""}
