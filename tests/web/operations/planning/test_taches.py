import pytest
from tests.factories.acteurs import make_organisation
from tests.factories.operations import link, make_chain, make_operation, make_tache

from possibles.apps.acteurs.enums import Role
from possibles.web.operations.planning.moving import make_form

pytestmark = pytest.mark.django_db
PREVIEW = "/operations/planning/apercu/"


@pytest.fixture
def works():
    """Make the works of a school, which wait for a demolition of another owner."""
    demolition = make_operation(
        title="Démolition", maitre_ouvrage=make_organisation(name="Un bailleur")
    )
    cleared = make_tache(demolition, 40, name="Abattage")
    school = make_operation(title="École", maitre_ouvrage=make_organisation())
    works, _ = make_chain(school, ("Travaux", 100), ("Ouverture", 0))
    link(cleared, works)
    return works


def test_page_tells_what_holds_the_date_and_what_would_gain(client, works):
    page = client.get(f"/operations/taches/{works.pk}/").content.decode()

    assert "attend la fin de" in page
    assert "Démolition (Un bailleur)" in page
    assert "Chaque levier, essayé seul" in page


def test_time_to_gain_is_one_of_those_offered(client, works):
    path = f"/operations/taches/{works.pk}/?jours="

    assert '<option value="90" selected>' in client.get(f"{path}90").content.decode()
    assert '<option value="30" selected>' in client.get(f"{path}7000").content.decode()


def test_form_is_for_those_who_may_ask(client, client_for, works):
    path = f"/operations/taches/{works.pk}/"
    other = client_for(Role.MAITRE_OUVRAGE, organisation=make_organisation())

    assert "Voir ce que cela déplace" not in client.get(path).content.decode()
    assert "votre changement lui sera proposé" in other.get(path).content.decode()


def test_task_of_a_dropped_operation_says_so(client_for):
    tache = make_tache(make_operation(state="abandonnee"))

    page = client_for(Role.OPC).get(f"/operations/taches/{tache.pk}/").content.decode()

    assert "ne sera pas réalisée" in page


def ask(client, tache, what, **values):
    """Send one of the forms of a task's page, as it was drawn, with some values changed."""
    form = make_form(what, tache, client.personne)
    sent = {
        form.add_prefix(name): "" if value is None else value
        for name, field in form.fields.items()
        for value in (form.get_initial_for_field(field, name),)
    }
    changed = {form.add_prefix(name): value for name, value in values.items()}
    return client.post(PREVIEW, {"tache": tache.pk, "quoi": what} | sent | changed)


def asked_of(response):
    return response.context["asked"].changes


def test_choices_ask_only_what_changed(client_for, works):
    client = client_for(Role.OPC)

    response = ask(client, works, "choix", duration_days=140)

    assert asked_of(response) == [{"tache": works.pk, "duration_days": 140}]
    assert "2 tâches bougent" in response.content.decode().replace("\u202f", " ")


def test_nothing_changed_is_told(client_for, works):
    response = ask(client_for(Role.OPC), works, "choix")

    assert response.status_code == 422
    assert "Rien n’est changé" in response.content.decode()


def test_facts_are_applied_without_asking_anybody(client_for, works):
    client = client_for(Role.OPC)

    response = ask(client, works, "fait", actual_start="2026-10-05", percent=20)

    assert asked_of(response) == [
        {"tache": works.pk, "actual_start": "2026-10-05", "percent": 20}
    ]
    assert response.context["asked"].cascade.may_apply


def test_a_link_is_added_then_removed(client_for, works):
    owner = works.operation.maitre_ouvrage
    client = client_for(Role.MAITRE_OUVRAGE, organisation=owner)
    first = make_tache(works.operation, 30, name="Études")

    added = ask(client, works, "lien", predecessor=first.pk)
    lien = works.predecessor_links.get()
    removed = client.post(PREVIEW, {"tache": works.pk, "retrait": lien.pk})

    assert asked_of(added)[0]["ajout"]["predecessor"] == first.pk
    assert asked_of(removed) == [{"retrait": lien.pk}]
    assert removed.status_code == 200


def test_tasks_that_would_wait_in_a_ring_are_refused_in_words(client_for, works):
    client = client_for(Role.OPC)
    opening = works.operation.taches.get(name="Ouverture")

    response = ask(client, works, "lien", predecessor=opening.pk)

    assert response.status_code == 422
    assert "en rond" in response.content.decode()
