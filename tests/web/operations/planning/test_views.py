from datetime import date

import pytest
from lxml import etree
from tests.factories.acteurs import make_organisation
from tests.factories.operations import (
    link,
    make_chain,
    make_interface,
    make_limits,
    make_operation,
    make_reference,
    make_tache,
)
from tests.factories.territoires import make_quartier

from possibles.apps.acteurs.enums import Role

pytestmark = pytest.mark.django_db
PAGE, DATA = "/operations/planning/", "/operations/planning/donnees/"


@pytest.fixture
def school():
    operation = make_operation(
        title="École Granière", lancement_year=2024, lancement_semester=1
    )
    make_chain(operation, ("Études", 100), ("Réception", 0, "reception"))
    return operation


def row_of(client, operation, query=""):
    rows = client.get(f"{DATA}{query}").json()["rows"]
    return next(row for row in rows if row["id"] == f"o{operation.pk}")


def test_page_and_data_say_the_same_dates(client, school):
    school.refresh_from_db()
    row = row_of(client, school)
    page = client.get(PAGE).content.decode()

    assert row["finish"] == school.forecast_finish.isoformat()
    assert "École Granière" in page
    assert f'data-gantt="{DATA}?' in page


def test_operation_is_compared_with_its_convention_unless_asked_otherwise(
    client, school
):
    school.duree_semestres = 4
    from possibles.apps.journal.models import change

    with change(author=None, origin="tests"):
        school.save()
    reference = make_reference(*school.taches.all())

    convention = row_of(client, school)
    frozen = row_of(client, school, f"?reference={reference.pk}")

    assert convention["baseline"] == ["2024-01-01", "2025-12-31"]
    assert frozen["baseline"][1] == frozen["finish"]


def test_limits_say_which_date_they_bind(client):
    make_limits(engagement=date(2027, 12, 31))
    operation = make_operation()
    make_chain(operation, ("Études", 100), ("DAS", 0, "das"))
    operation.refresh_from_db()

    limits = row_of(client, operation)["deadlines"]

    assert {
        "date": "2027-12-31",
        "kind": "engagement",
        "at": operation.engagement_forecast.isoformat(),
    } in limits


def test_groups_follow_what_is_asked(client):
    quartier = make_quartier(name="Bel Air")
    ville = make_organisation(name="Ville")
    placed = make_operation(quartier, maitre_ouvrage=ville, kind="creche")
    make_operation(maitre_ouvrage=ville, kind="gymnase")

    def labels(group):
        found = client.get(f"{DATA}?groupe={group}").json()["groups"]
        return {one["label"]: one["rows"] for one in found}

    assert set(labels("maitre_ouvrage")) == {"Ville"}
    assert set(labels("type")) == {"Crèche", "Gymnase"}
    assert set(labels("quartier")) == {"Bel Air", "Sans quartier précisé"}
    assert labels("quartier")["Bel Air"] == [f"o{placed.pk}"]
    assert set(labels("aucun")) == {""}


def test_tasks_of_an_operation_come_in_order_with_their_links(client, school):
    data = client.get(f"{DATA}?operation={school.pk}").json()

    assert [(row["label"], row["kind"]) for row in data["rows"]] == [
        ("Études", "task"),
        ("Réception", "milestone"),
    ]
    assert [(one["from"], one["to"]) for one in data["links"]] == [
        (data["rows"][0]["id"], data["rows"][1]["id"])
    ]
    assert data["rows"][0]["editable"] is False


def test_owners_may_drag_tasks(client_for, school):
    owner = client_for(Role.MAITRE_OUVRAGE, organisation=school.maitre_ouvrage)

    data = owner.get(f"{DATA}?operation={school.pk}").json()

    assert data["rows"][0]["editable"] is True


def test_interfaces_and_links_between_operations_are_drawn(client, school):
    other = make_operation()
    link(school.taches.first(), make_tache(other))
    make_interface(school, other, promised=date(2028, 1, 1), needed=date(2027, 1, 1))

    data = client.get(DATA).json()

    ends = [f"o{school.pk}", f"o{other.pk}"]
    assert [one["over"] for one in data["links"]] == [ends, ends]
    assert [one.get("conflict") for one in data["links"]] == [True, None]
    assert [row["conflict"] for row in data["rows"]] == [True, True]


def test_what_no_convention_holds_is_hidden_from_the_public(client, client_for):
    hidden = make_operation(state="idee", title="Secret")
    make_tache(hidden)

    assert client.get(DATA).json()["rows"] == []
    assert client.get(f"{DATA}?operation={hidden.pk}").json()["rows"] == []
    assert "Secret" not in client.get(PAGE).content.decode()
    assert len(client_for(Role.OPC).get(DATA).json()["rows"]) == 1


@pytest.mark.parametrize("path", [PAGE, DATA])
def test_queries_do_not_grow_with_rows(
    client_for, school, path, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(Role.OPC)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for _ in range(3):
        make_chain(make_operation(make_quartier()), ("Travaux", 50), ("Fin", 0))

    with django_assert_num_queries(len(few)):
        client.get(path)


def test_filters_keep_the_operations_that_need_an_eye(client, school):
    late = make_operation(title="En conflit")
    make_interface(school, late, promised=date(2028, 1, 1), needed=date(2027, 1, 1))
    make_operation(title="Tranquille")

    rows = client.get(f"{DATA}?point=interface").json()["rows"]

    assert {row["label"] for row in rows} == {"École Granière", "En conflit"}


def test_drawing_has_a_line_for_each_operation_and_its_tasks(client, school):
    response = client.get(f"{PAGE}?format=svg")

    words = [
        element.text
        for element in etree.fromstring(response.content).iter(
            "{http://www.w3.org/2000/svg}text"
        )
    ]
    assert {"École Granière", "Études", "Réception"} <= set(words)
    assert "attachment" in response.headers["Content-Disposition"]


def test_scale_is_kept_by_filters(client, school):
    page = client.get(f"{PAGE}?zoom=mois").content.decode()

    assert '<input type="hidden" name="zoom" value="mois">' in page
    assert 'data-zoom="mois"' in page


def test_calendar_holds_the_milestones_of_what_is_shown(client, school):
    other = make_operation(title="Ailleurs")
    make_chain(other, ("Fin", 0))

    response = client.get(f"{PAGE}?format=ics&q=graniere")

    text = response.content.decode()
    opening = school.taches.get(name="Réception")
    assert text.count("BEGIN:VEVENT") == 1
    assert f"DTSTART;VALUE=DATE:{opening.early_finish:%Y%m%d}" in text
    assert f"/operations/taches/{opening.pk}/" in text.replace("\r\n ", "")
