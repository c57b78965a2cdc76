from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import path
from tests.factories.acteurs import make_organisation, make_personne

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import CleIdempotence
from possibles.web.access import PUBLIC, access
from possibles.web.idempotence import FIELD, _digest, idempotent


@access(PUBLIC)
@idempotent
def create(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("name", "")
    if not name:
        return HttpResponse("nom manquant", status=422)
    if name == "panne":
        raise RuntimeError
    organisation = make_organisation(name=name)
    return redirect(f"/fait/{organisation.pk}/")


urlpatterns = [
    path("creer/", create, name="create"),
    path("ailleurs/", create, name="elsewhere"),
]
handler404 = "possibles.web.errors.not_found"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def post(client: Client, token=None, url: str = "/creer/", **data) -> HttpResponse:
    return client.post(url, data if token is None else {FIELD: str(token), **data})


def test_the_same_form_sent_ten_times_creates_once_and_answers_the_same(client: Client):
    token = uuid4()

    places = {post(client, token, name="Une")["Location"] for _ in range(10)}

    assert len(places) == 1
    assert Organisation.objects.count() == 1


def test_the_same_token_with_another_content_is_refused(client: Client):
    token = uuid4()
    post(client, token, name="Une")

    assert post(client, token, name="Autre").status_code == 409
    assert Organisation.objects.count() == 1


def test_the_same_token_with_another_file_of_the_same_size_is_refused(client: Client):
    token = uuid4()

    def send(content: bytes) -> HttpResponse:
        file = SimpleUploadedFile("note.txt", content)
        return post(client, token, name="Une", note=file)

    assert send(b"oui")["Location"] == send(b"oui")["Location"]
    assert send(b"non").status_code == 409


def test_the_file_is_still_whole_when_the_page_reads_it():
    request = RequestFactory().post("/", {"note": SimpleUploadedFile("a", b"texte")})

    _digest(request)

    assert request.FILES["note"].read() == b"texte"


def test_the_same_token_on_another_page_is_refused(client: Client):
    token = uuid4()
    post(client, token, name="Une")

    assert post(client, token, "/ailleurs/", name="Une").status_code == 409


def test_the_token_of_somebody_else_is_refused(client: Client):
    token = uuid4()
    post(client, token, name="Une")
    client.force_login(make_personne())

    assert post(client, token, name="Une").status_code == 409


@pytest.mark.parametrize("token", [None, "pas un jeton", ""])
def test_a_creation_without_token_is_refused(client: Client, token):
    assert post(client, token, name="Une").status_code == 409
    assert Organisation.objects.count() == 0


def test_a_form_to_correct_keeps_its_token_free(client: Client):
    token = uuid4()
    assert post(client, token).status_code == 422

    assert post(client, token, name="Une").status_code == 302


def test_a_failure_leaves_neither_object_nor_token(client: Client):
    token = uuid4()
    with pytest.raises(RuntimeError):
        post(client, token, name="panne")

    assert CleIdempotence.objects.count() == 0
    assert post(client, token, name="Une").status_code == 302
