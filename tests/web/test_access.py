import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Organisation, Personne
from possibles.web.access import (
    PUBLIC,
    SIGNED_IN,
    Access,
    access,
    declared_access,
    is_allowed,
)

pytestmark = pytest.mark.django_db


def ask(view, user, **kwargs) -> HttpResponse:
    request = RequestFactory().get("/ici/")
    request.user = user
    request.resolver_match = None
    return view(request, **kwargs)


@access("acteurs.change_organisation", on=Organisation)
def update(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return HttpResponse(organisation.name)


@access("acteurs.view_personne", on=Personne)
def show(request: HttpRequest, personne: Personne) -> HttpResponse:
    return HttpResponse("ok")


def test_the_view_gets_the_object_in_place_of_its_key():
    organisation = make_organisation(name="Régie")

    response = ask(update, make_personne(Role.ADMINISTRATEUR), pk=organisation.pk)

    assert response.content == "Régie".encode()


def test_the_perimeter_decides():
    commune = make_commune()
    ours = make_organisation(kind="commune", commune=commune)
    charge = make_personne(Role.CHARGE_DE_CONTRAT, commune=commune)

    assert ask(update, charge, pk=ours.pk).status_code == 200
    with pytest.raises(Http404):
        ask(update, charge, pk=make_organisation().pk)


def test_what_one_may_not_see_is_missing_even_with_the_permission():
    habitant = make_personne(Role.HABITANT)

    with pytest.raises(Http404):
        ask(show, make_personne(Role.ELU), pk=habitant.pk)
    assert (
        ask(show, make_personne(Role.ADMINISTRATEUR), pk=habitant.pk).status_code == 200
    )


def test_strangers_are_sent_to_sign_in_whether_the_object_exists_or_not():
    for pk in (make_organisation().pk, 999_999):
        response = ask(update, AnonymousUser(), pk=pk)
        assert response["Location"] == "/compte/connexion/?next=/ici/"


def test_a_role_that_ended_opens_nothing():
    from datetime import timedelta

    from django.utils import timezone

    from possibles.apps.journal.models import change

    admin = make_personne(Role.ADMINISTRATEUR)
    held = admin.habilitations.get()
    held.end = timezone.localdate() - timedelta(days=1)
    with change(author=None, origin="tests"):
        held.save()

    with pytest.raises(Http404):
        ask(update, Personne.objects.get(pk=admin.pk), pk=make_organisation().pk)


def test_an_unknown_permission_opens_nothing():
    assert not is_allowed(make_personne(Role.ADMINISTRATEUR), "acteurs.nothing")


def test_public_and_signed_in():
    assert is_allowed(AnonymousUser(), PUBLIC)
    assert not is_allowed(AnonymousUser(), SIGNED_IN)
    assert is_allowed(make_personne(), SIGNED_IN)


def test_the_declaration_can_be_read_on_the_view():
    assert declared_access(update) == Access(
        "acteurs.change_organisation", Organisation
    )
    assert declared_access(lambda request: None) is None


def test_refusals_are_noted(caplog):
    elu = make_personne(Role.ELU)

    with caplog.at_level("INFO", logger="possibles.security"), pytest.raises(Http404):
        ask(update, elu, pk=make_organisation().pk)

    assert f"refused user={elu.pk}" in caplog.text
