import re

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from possibles.web import errors


def test_missing_page_says_what_to_do(client, db):
    response = client.get("/cette-page-n-existe-pas/")

    page = response.content.decode()
    assert response.status_code == 404
    assert "Page introuvable" in page
    assert "incident" in page
    assert "<c-" not in page


def test_forbidden_looks_like_missing(db):
    request = RequestFactory().get("/projets/1/")

    forbidden, missing = errors.forbidden(request), errors.not_found(request)

    assert forbidden.status_code == missing.status_code == 404
    assert _without_token(forbidden) == _without_token(missing)


def _without_token(response):
    return re.sub(r'"X-CSRFToken": "\w+"', "", response.content.decode())


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.server_error, 500, "Une erreur est survenue"),
        (errors.maintenance, 503, "Plateforme en maintenance"),
    ],
)
def test_broken_platform_answers_without_session_nor_database(view, status, words):
    request = HttpRequest()
    request.incident = "AB12CD34"

    response = view(request)

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "AB12CD34" in page


def test_expired_form_is_explained(db):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/apparence/", {"theme": "dark"})

    assert response.status_code == 403
    assert "rien n’a été enregistré" in response.content.decode()


def test_bad_request_is_explained(client, db):
    response = client.get("/?q=%00")

    assert response.status_code == 400
    assert "Demande illisible" in response.content.decode()
