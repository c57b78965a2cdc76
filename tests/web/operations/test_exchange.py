import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.operations import make_chain, make_operation
from tests.web.reading import jeton

from possibles.apps.acteurs.enums import Role
from possibles.apps.operations.models import Tache

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    operation = make_operation(title="École A", maitre_ouvrage=make_organisation())
    make_chain(operation, ("Études", 40), ("Travaux", 200))
    return operation


def test_a_schedule_is_taken_to_ms_project(client_for, operation):
    client = client_for(Role.OPC)

    answer = client.get(
        reverse("planning-export"), {"fichier": "xml", "operation": operation.pk}
    )

    assert answer.headers["Content-Type"] == "application/xml"
    assert "ecole-a-" in answer.headers["Content-Disposition"]
    assert b"<Name>Travaux</Name>" in answer.content


def test_a_schedule_taken_as_a_sheet_comes_back(client_for, operation):
    client = client_for(Role.DIRECTEUR_DE_PROJET)
    taken = client.get(reverse("planning-export"), {"fichier": "csv"}).content
    changed = taken.replace(b";200;", b";220;")
    assert changed != taken

    answer = client.post(
        reverse("tache-import"),
        {
            **jeton(),
            "operation": "",
            "file": SimpleUploadedFile("planning.csv", changed),
        },
        follow=True,
    )

    assert answer.status_code == 200
    assert "220" in answer.content.decode()
    assert Tache.objects.get(name="Travaux").duration_days == 200


def test_an_empty_plan_says_so(client_for):
    answer = client_for(Role.OPC).get(reverse("planning-export"), {"fichier": "xlsx"})

    assert answer.status_code == 422
    assert "aucune tâche" in answer.content.decode()


def test_a_resident_takes_nothing(client_for, operation):
    answer = client_for(Role.HABITANT).get(reverse("planning-export"))

    assert answer.status_code == 404
