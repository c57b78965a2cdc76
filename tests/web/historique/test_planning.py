"""Taking back a change of the schedule: what the schedule refuses is said, not broken."""

import pytest
from django.urls import reverse
from tests.factories.operations import link, make_operation, make_tache
from tests.web.reading import text

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import Acte, change
from possibles.apps.operations.models import Lien

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def make_turned(director) -> Acte:
    """Return the act that took away a link since made again the other way round."""
    operation = make_operation()
    first, second = make_tache(operation), make_tache(operation)
    held = link(first, second)
    with change(author=director.personne, reason="Retirer le lien"):
        held.delete()
    acte = Acte.objects.filter(model="operations.lien").first()
    link(second, first)
    return acte


def test_undoing_what_would_turn_in_circles_says_so(director):
    acte = make_turned(director)

    page = director.post(reverse("change-undo", args=[acte.change]), follow=True)

    told = text(page)
    assert "Rien n’a été annulé. Ces tâches s’attendent en rond" in told
    assert "Retirez l’un de leurs liens." in told
    assert Lien.objects.count() == 1


def test_restoring_what_would_turn_in_circles_says_so(director):
    acte = make_turned(director)

    page = director.post(reverse("acte-restore", args=[acte.sequence]), follow=True)

    assert "Rien n’a été rétabli. Ces tâches s’attendent en rond" in text(page)
    assert Lien.objects.count() == 1
