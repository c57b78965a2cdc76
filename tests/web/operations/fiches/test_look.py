"""The pages of operations as people see them."""

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_personne
from tests.web.operations.fiches.test_fiches import make_full

from possibles.apps.acteurs.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_operations_look_right(look):
    operation = make_full()
    director = make_personne(Role.DIRECTEUR_DE_PROJET)

    look(reverse("operation-list"), "operations", director)
    look(reverse("operation-list") + "?vue=carte", "operations-carte", director)
    look(reverse("operation-detail", args=[operation.pk]), "operation", director)
    look(reverse("operation-create"), "operation-ajouter", director)
    look(
        reverse("operation-update", args=[operation.pk]), "operation-modifier", director
    )


def test_an_elected_official_reaches_an_operation_in_three_taps(open_page):
    operation = make_full()
    page = open_page(make_personne(Role.ELU), width=360)
    page.goto(reverse("home"))

    page.get_by_role("link", name="Opérations de renouvellement").first.click()
    page.get_by_role("link", name="École des Lilas").first.click()

    assert page.url.endswith(reverse("operation-detail", args=[operation.pk]))
    assert page.get_by_role("heading", level=1).inner_text() == operation.title
