from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone

from possibles.web.templatetags import possibles as tags


def render(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 1234.5|nombre }}", "1\u202f234,5"),
        ("{{ 1234.5|nombre:2 }}", "1\u202f234,50"),
        ("{{ 0|nombre }}", "0"),
        ("{{ none|nombre }}", "—"),
        ("{{ 123450|euros }}", "1\u202f234,50\u202f€"),
        ("{{ 123400|euros:'court' }}", "1\u202f234\u202f€"),
        ("{{ 0|euros }}", "0,00\u202f€"),
        ("{{ none|euros }}", "—"),
        ("{{ 0.125|pourcent:1 }}", "12,5\u202f%"),
        ("{{ none|pourcent }}", "—"),
        ("{{ 1|pluriel:'projet' }}", "1 projet"),
        ("{{ 3|pluriel:'cheval,chevaux' }}", "3 chevaux"),
        ("{{ rows|pluriel:'projet' }}", "2 projets"),
        ("{{ none|pluriel:'projet' }}", "—"),
        ("{{ ''|ou_tiret }}", "—"),
        ("{{ 0|ou_tiret }}", "0"),
    ],
)
def test_numbers_are_french_and_unknown_is_never_zero(source, shown):
    assert render(source, none=None, rows=[1, 2]) == shown


def test_dates_are_french_and_local():
    winter = datetime(2027, 1, 1, 23, 30, tzinfo=UTC)

    shown = render(
        "{{ d|date_fr }} | {{ d|date_fr:'jour' }} | {{ w|date_heure }} | {{ d|mois }} | {{ n|date_fr }}",
        d=date(2027, 3, 1),
        w=winter,
        n=None,
    )

    assert shown == (
        "1er mars 2027 | lundi 1er mars 2027 | 2 janvier 2027 à 00:30 | mars 2027 | —"
    )


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=1), "il y a 1 minute"),
        (timedelta(hours=3), "il y a 3 heures"),
        (timedelta(days=1), "hier"),
        (timedelta(days=12), "il y a 12 jours"),
        (timedelta(days=64), "il y a 2 mois"),
        (timedelta(days=800), "il y a 2 ans"),
        (-timedelta(hours=2), "dans 2 heures"),
        (-timedelta(days=1), "demain"),
        (-timedelta(days=9), "dans 9 jours"),
    ],
)
def test_depuis_uses_the_one_unit_that_matters(ago, words, monkeypatch):
    noon = datetime(2027, 3, 10, 11, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)

    assert tags.depuis(noon - ago) == words


def test_depuis_reads_a_plain_date(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 10, 11, tzinfo=UTC))

    assert tags.depuis(date(2027, 3, 10)) == "aujourd’hui"


def test_typo_puts_french_spaces_and_leaves_addresses_alone():
    assert tags.typo("L'avis : « oui » ! Voir https://x.fr/a?b=1") == (
        "L’avis\u202f: «\u202foui\u202f»\u202f! Voir https://x.fr/a?b=1"
    )


def test_markdown_keeps_harmless_tags_only():
    html = tags.markdown(
        "# Titre\n\n**gras** <script>alert(1)</script> [a](javascript:alert(1)) "
        "![i](https://x.fr/i.png) [b](https://x.fr)"
    )

    assert "<h3>Titre</h3>" in html
    assert "<strong>gras</strong>" in html
    assert "<script" not in html
    assert 'javascript:alert(1)"' not in html
    assert "<img" not in html
    assert 'rel="noopener noreferrer nofollow"' in html


def test_url_with_changes_some_parameters_and_keeps_the_others():
    request = RequestFactory().get(
        "/projets/", {"q": "école", "page": "3", "c": ["1", "2"]}
    )

    shown = Template("{% url_with page=None tri='nom' %}").render(
        RequestContext(request, {"request": request})
    )

    assert shown == "?q=%C3%A9cole&amp;c=1&amp;c=2&amp;tri=nom"


def test_url_with_nothing_left_is_the_page_itself():
    request = RequestFactory().get("/projets/", {"page": "3"})

    shown = Template("{% url_with page=None %}").render(Context({"request": request}))

    assert shown == "/projets/"


def test_jeton_is_new_each_time():
    assert render("{% jeton %}") != render("{% jeton %}")


def test_meteo_always_says_a_word():
    words = [tags.meteo(value, short=True) for value in ("securise", "", None, "?")]

    assert ["Sécurisé" in words[0], *("Non renseigné" in w for w in words[1:])] == [
        True
    ] * 4


def test_badge_escapes_what_people_type():
    assert "&lt;b&gt;" in tags.badge("<b>")


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ((10, 20, 40), {"value": 250, "target": 500, "final": 1000, "reached": False}),
        ((50, 20, 40), {"value": 1000, "target": 400, "final": 800, "reached": True}),
        (
            (None, 20, 40),
            {"value": None, "target": 500, "final": 1000, "reached": False},
        ),
        (
            (0, None, None),
            {"value": 0, "target": None, "final": None, "reached": False},
        ),
    ],
)
def test_gauge_marks_places_values_on_one_scale(values, marks):
    assert tags.gauge_marks(*values) == marks


def test_undo_url_only_reads_addresses_of_this_site():
    assert tags.undo_url("undo:/projets/1/retablir/ extra") == "/projets/1/retablir/"
    assert tags.undo_url("undo:https://ailleurs.fr") == ""
    assert tags.undo_url("undo://ailleurs.fr") == ""
    assert tags.undo_url(None) == ""


def test_page_block_writes_a_block_twice_and_skips_an_empty_one():
    base = Template(
        "{% page_block 'a' as a %}{% block a %}{% endblock %}|{{ a }}|{% page_block 'zzz' %}"
    )

    page = Template("{% extends base %}{% block a %} mot {% endblock %}")

    assert page.render(Context({"base": base})) == " mot |mot|"


def test_meteo_reads_the_values_kept_in_the_database():
    from possibles.apps.contrat.enums import Meteo

    words = [tags.meteo(value) for value in Meteo.values]

    assert [
        f"meteo-{key}" in w for key, w in zip(tags.METEOS, words, strict=False)
    ] == [True] * len(words)
