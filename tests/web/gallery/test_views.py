import re

from django.conf import settings
from django.template.loader import get_template
from django.test import Client


def test_gallery_shows_every_component():
    folder = settings.SOURCES / "web" / "templates"
    sources = " ".join(p.read_text() for p in (folder / "gallery").glob("*.html"))
    names = {p.stem.replace("_", "-") for p in (folder / "cotton").glob("*.html")}

    # `field` and `errors` come inside `form`; the others are written out.
    shown = set(re.findall(r"<c-([a-z-]+)", sources)) - {"slot"} | {"field", "errors"}
    by_tag = {"badge", "meteo", "icon", "cell-form"}
    needs_the_database = {"parametre"}

    assert names - shown - by_tag - needs_the_database == set()


def test_gallery_leaves_no_component_unrendered(client, db):
    page = client.get("/composants/").content.decode()

    assert "<c-" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def test_every_template_compiles():
    folder = settings.SOURCES / "web" / "templates"

    for path in folder.rglob("*.html"):
        get_template(str(path.relative_to(folder)))


def test_appearance_is_kept_in_cookies_and_drawn_by_the_server(client, db):
    response = client.post(
        "/apparence/",
        {"theme": "dark", "densite": "compact", "next": "/composants/page/"},
    )

    page = client.get(response["Location"]).content.decode()
    assert response["Location"] == "/composants/page/"
    assert 'data-bs-theme="dark" data-density="compact"' in page


def test_appearance_refuses_unknown_values_and_other_sites(client, db):
    response = client.post(
        "/apparence/", {"theme": "<script>", "next": "https://ailleurs.example/"}
    )

    assert response["Location"] == "/apparence/"
    assert "theme" not in response.cookies


def test_forged_cookie_changes_nothing(db):
    client = Client()
    client.cookies["theme"] = '"><script>'

    page = client.get("/composants/page/").content.decode()

    assert 'data-bs-theme="auto"' in page


def test_shortcuts_can_be_turned_off(client, db):
    client.post("/apparence/", {"raccourcis": "non"})

    page = client.get("/composants/page/").content.decode()

    assert "data-shortcuts" not in page
