import pytest
from tests.factories.acteurs import make_organisation
from tests.factories.operations import link, make_chain, make_operation, make_tache

from possibles.apps.acteurs.enums import Role

pytestmark = pytest.mark.django_db


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
