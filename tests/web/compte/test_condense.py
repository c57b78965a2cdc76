import pytest
from django.urls import reverse
from tests.factories.gouvernance import make_action
from tests.web.reading import text

from possibles.apps.condense.models import PreferenceCondense

pytestmark = pytest.mark.django_db


def test_one_chooses_how_often_and_sees_what_it_would_say(client_for):
    client = client_for()
    make_action(responsable=client.personne, title="Relancer les bailleurs")
    page = reverse("condense-update")

    before = text(client.get(page))
    for _ in range(2):
        client.post(page, {"rythme": "hebdomadaire", "jour": "3"})

    held = PreferenceCondense.objects.get()
    assert "Relancer les bailleurs" in before
    assert (held.personne, held.rythme, held.jour) == (
        client.personne,
        "hebdomadaire",
        3,
    )
    assert "le jeudi" in text(client.get(reverse("compte-detail")))
