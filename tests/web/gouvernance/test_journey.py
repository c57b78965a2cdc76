"""A committee from its convocation to its approved minutes, in a browser, at the keyboard."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.gouvernance import make_instance, make_mandat, make_seance

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.models import Action, Decision, Seance
from possibles.web.gouvernance import envois

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_committee_from_convocation_to_approved_minutes(
    open_page: Callable[..., Any],
    assert_accessible: Callable[[Any], None],
    screenshot: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(envois, "write_convocation_pdf", lambda paper: b"%PDF-1.7")
    director = make_personne(Role.DIRECTEUR_DE_PROJET)
    instance = make_instance(name="Comité de suivi", quorum_rule="majorite")
    for name in ("Anne Roux", "Luc Bo"):
        make_mandat(
            instance=instance,
            name=name,
            email=f"{name[:3].lower()}@exemple.test",
            organisation=make_organisation(),
        )
    seance = make_seance(
        instance=instance, date=timezone.localdate(), time=time(9, 30), place="Aix"
    )
    page = open_page(director)
    page.set_default_timeout(60_000)  # many share the machine of the tests
    sheet = f"/gouvernance/seances/{seance.pk}/"

    # The agenda, then the convocation.
    page.goto(f"{sheet}points/ajouter/")
    page.get_by_label("Intitulé").fill("Phasage des chantiers")
    page.get_by_role("button", name="Ajouter le point").click()
    page.wait_for_url(f"**{sheet}")
    page.goto(f"{sheet}convoquer/")
    assert_accessible(page)
    page.get_by_label("Mot d’accompagnement").fill("À mercredi.")
    page.get_by_role("button", name="Envoyer la convocation").click()
    page.wait_for_url("**/gouvernance/convocations/**")
    assert sorted(m.to[0] for m in mail.outbox) == [
        "ann@exemple.test",
        "luc@exemple.test",
    ]
    assert page.get_by_text("Envoyé", exact=True).count() == 2

    # The attendance sheet tells the quorum as it is filled.
    page.goto(f"{sheet}presences/")
    assert_accessible(page)
    page.get_by_label("Présence de Anne Roux").select_option("present")
    page.get_by_text("1 siège occupé sur 2, il en manque 1").wait_for()
    page.get_by_label("Présence de Luc Bo").select_option("present")
    page.get_by_text("Quorum atteint").wait_for()

    # On the projector, with the arrows alone.
    page.goto(f"{sheet}en-seance/")
    assert_accessible(page)
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", name="1. Phasage des chantiers").wait_for()
    page.get_by_label("Ce qui se dit").fill("Le comité débat.")
    page.get_by_label("Décision").fill("Le phasage est validé.")
    screenshot(page, "gouvernance/en-seance")
    assert_accessible(page)
    page.locator("h1").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", name="Relevé de la séance").wait_for()
    assert page.get_by_text("Le phasage est validé.").is_visible()

    # Held, drawn, submitted, approved.
    page.goto(sheet)
    page.get_by_role("button", name="Enregistrer la tenue").click()
    page.get_by_role("button", name="Tirer de la séance").click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(f"**{sheet}#compte-rendu")
    assert page.get_by_text("Le comité débat.").first.is_visible()
    page.get_by_role("link", name="Soumettre à l’approbation").click()
    page.get_by_role("button", name="Soumettre à l’approbation").click()
    page.get_by_role("link", name="Enregistrer l’approbation").click()
    page.get_by_role("button", name="Enregistrer l’approbation").click()
    page.wait_for_url(f"**{sheet}")
    assert_accessible(page)
    screenshot(page, "gouvernance/compte-rendu-approuve")

    seance = Seance.objects.get()
    assert seance.is_approved
    assert seance.instantane.digest in page.locator("#compte-rendu").inner_text()
    assert Decision.objects.get().text == "Le phasage est validé."
    assert not Action.objects.exists()


@pytest.mark.parametrize("path", ["", "calendrier/", "actions/miennes/"])
def test_pages_of_the_governance_on_a_phone(
    path: str,
    open_page: Callable[..., Any],
    assert_accessible: Callable[[Any], None],
) -> None:
    make_seance(date=timezone.localdate())
    page = open_page(make_personne(Role.ELU), width=360, dark=True)

    page.goto(f"/gouvernance/{path}")

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
