import pytest
from tests.factories.operations import make_chain, make_limits, make_operation

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import Instantane
from possibles.apps.traitements.models import Traitement

pytestmark = pytest.mark.django_db
HEALTH, RISK = "/operations/planning/sante/", "/operations/planning/dates-probables/"


@pytest.fixture
def project():
    make_limits()
    operation = make_operation(title="École Granière")
    make_chain(operation, ("Travaux", 300), ("Mise en service", 0, "mise_en_service"))
    return operation.renouvellement


def test_health_names_what_to_take_up_again(client_for, project):
    response = client_for(Role.OPC).get(f"{HEALTH}?projet={project.pk}")

    page = response.content.decode()
    assert len(response.context["checks"]) == 14
    assert response.context["failed"] >= 1
    assert "Travaux" in page


def test_health_of_a_project_without_tasks_says_so(client_for):
    empty = make_operation().renouvellement

    page = client_for(Role.OPC).get(f"{HEALTH}?projet={empty.pk}").content.decode()

    assert "pas encore de tâches" in page


def test_risk_is_computed_aside_and_kept(client_for, project):
    client = client_for(Role.OPC)
    path = f"{RISK}?projet={project.pk}"
    assert "Aucune date probable" in client.get(path).content.decode()

    client.post(path)

    job = Traitement.objects.get()
    assert (job.state, job.result_url) == ("fini", path)
    response = client.get(path)
    assert [step["nom"] for step in response.context["steps"]] == ["Mise en service"]
    assert response.context["bars"][0]["nom"] == "Travaux"
    assert Instantane.objects.filter(kind="planning-risque").count() == 1


def test_risk_of_a_project_without_tasks_fails_in_words(client_for):
    empty = make_operation().renouvellement

    client_for(Role.OPC).post(f"{RISK}?projet={empty.pk}")

    job = Traitement.objects.get()
    assert (job.state, job.error) == (
        "echoue",
        "Ce projet n’a pas encore de planning à tirer au sort.",
    )
