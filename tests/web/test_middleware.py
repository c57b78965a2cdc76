import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from tests.factories.acteurs import make_organisation, make_personne

from possibles.apps.acteurs.models import Organisation
from possibles.web.access import PUBLIC, access
from possibles.web.middleware import ReadOnlyGet, RequestGuard

pytestmark = pytest.mark.django_db


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@access(PUBLIC)
def writing(request: HttpRequest) -> HttpResponse:
    make_organisation(name="Écrite")
    return HttpResponse("written")


urlpatterns = [
    path("undeclared/", undeclared, name="undeclared"),
    path("writing/", writing, name="writing"),
]
handler404 = "possibles.web.errors.not_found"
handler500 = "possibles.web.errors.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_declares_nothing_is_closed_to_all(client: Client):
    assert client.get("/undeclared/").status_code == 404
    client.force_login(make_personne("administrateur"))
    assert client.get("/undeclared/").status_code == 404


@override_settings(ROOT_URLCONF=__name__)
def test_a_get_that_writes_fails_where_one_develops(client: Client):
    with pytest.raises(RuntimeError, match="a GET tried to write"):
        client.get("/writing/")

    assert Organisation.objects.count() == 0


@override_settings(ROOT_URLCONF=__name__)
def test_a_post_may_write(client: Client):
    assert client.post("/writing/").status_code == 200
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("sql", "is_refused"),
    [
        ('INSERT INTO "acteurs_personne" (x) VALUES (1)', True),
        ("insert or ignore into acteurs_personne values (1)", True),
        ('  UPDATE "socialaccount_socialaccount" SET x=1', True),
        ('DELETE FROM "account_emailaddress"', True),
        ('REPLACE INTO "django_session_x" VALUES (1)', True),
        ('UPDATE "django_session" SET x=1', False),
        ('DELETE FROM "cache" WHERE x', False),
        ('SELECT * FROM "acteurs_personne" WHERE "name" = \'UPDATE\'', False),
    ],
)
def test_what_counts_as_a_write(sql: str, is_refused: bool):
    guard = ReadOnlyGet(lambda request: HttpResponse())

    if is_refused:
        with pytest.raises(RuntimeError):
            guard._refuse_write(sql)
    else:
        guard._refuse_write(sql)


def test_in_production_a_get_that_writes_is_noted_and_not_broken(caplog, settings):
    settings.DEMO = False

    ReadOnlyGet(lambda request: HttpResponse())._refuse_write('DELETE FROM "x"')

    assert "a GET tried to write" in caplog.text


@pytest.mark.parametrize("address", ["/?q=%00", "/%00/", "/compte/?x=a%00b"])
def test_null_bytes_are_refused(client: Client, address: str):
    assert client.get(address).status_code == 400


def test_each_request_has_a_number():
    seen = []
    guard = RequestGuard(
        lambda request: seen.append(request.incident) or HttpResponse()
    )
    for _ in range(3):
        guard(RequestFactory().get("/"))

    assert len(set(seen)) == 3
    assert all(len(number) == 8 for number in seen)


def test_pages_of_an_account_are_not_kept_by_browsers(client: Client):
    client.force_login(make_personne())

    response = client.get("/compte/")

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_reading_takes_no_write_lock(client: Client):
    client.force_login(make_personne())
    client.get("/compte/")
    written: list[str] = []

    def watch(execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "EXPLAIN")):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        client.get("/compte/")
        client.get("/parametres/comptes/")

    assert written == []


def test_session_limits_come_right_after_authentication():
    order = settings.MIDDLEWARE

    assert order.index("possibles.web.middleware.SessionLimits") > order.index(
        "django.contrib.auth.middleware.AuthenticationMiddleware"
    )
