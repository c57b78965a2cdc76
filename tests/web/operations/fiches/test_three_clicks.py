"""A new operation gets a credible schedule in three clicks, counted by the browser itself."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.conf import settings
from tests.browsing import follow
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import make_limits
from tests.factories.territoires import make_projet_renouvellement

from possibles.apps.acteurs.enums import Role
from possibles.apps.operations.domain.modeles import load_modeles
from possibles.apps.operations.models import Operation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COUNT = """
addEventListener("click", (event) => {
  if (event.isTrusted) localStorage.clics = Number(localStorage.clics ?? 0) + 1;
}, true);
"""


def test_three_clicks_from_the_list_to_a_schedule(
    open_page: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    make_limits()
    file = settings.ROOT / "content" / "operations" / "modeles.yaml"
    load_modeles(yaml.safe_load(file.read_text(encoding="utf-8")))
    owner = make_organisation(name="Une commune")
    make_projet_renouvellement(name="Cœur de quartier")
    page = open_page(make_personne(Role.MAITRE_OUVRAGE, organisation=owner))
    page.add_init_script(COUNT)
    page.goto("/")

    follow(page.get_by_role("link", name="Opérations", exact=True).first)
    follow(page.get_by_role("link", name="Ajouter une opération").first)
    # By keyboard: a name, a type, a project. The owner and the start are there already.
    page.get_by_label("Libellé").fill("Groupe scolaire neuf")
    page.get_by_label("Type", exact=True).select_option("ecole_neuve")
    page.get_by_label("Projet de renouvellement").select_option(index=1)
    assert_accessible(page)
    follow(page.get_by_role("button", name="Ajouter l’opération"))

    made = Operation.objects.get()
    assert page.evaluate("Number(localStorage.clics)") == 3
    assert made.taches.count() == 17
    # Between the shortest and the longest of the sourced durations (five years typical).
    years = (made.delivery_forecast - made.forecast_start).days / 365
    assert 4 <= years <= 8
    assert "avec son planning d’usage" in page.locator("#messages").inner_text()
    assert (
        page.locator("#calendrier").get_by_text("Toutes les tâches (17)").is_visible()
    )
    screenshot(page, "operations/trois-clics")
