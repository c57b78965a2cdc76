"""Thirty lines by keyboard; a company and its link; an import: in a real browser."""

import time
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.files import make_xlsx
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_employeur,
    make_famille,
    make_lien,
    make_marche,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.chantiers import add_months
from possibles.apps.insertion.models import Heures, Marche

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES = 30


def test_a_facilitateur_enters_thirty_lines_by_keyboard(
    open_page, assert_accessible, screenshot, record_property
):
    marche, employeur = make_marche(title="Voirie du secteur Nord"), make_employeur()
    for _ in range(LINES):
        make_embauche(make_beneficiaire(), marche, employeur=employeur)
    page = open_page(make_personne(Role.FACILITATEUR))
    page.goto(f"{reverse('heures-entry', args=[marche.pk])}?mois=2026-03")
    began = time.monotonic()

    page.locator("input[name^=travail-]").first.focus()
    for line in range(LINES):
        page.keyboard.type(f"{100 + line},5")
        page.keyboard.press("Enter")
    assert (
        page.locator("[data-grid-state]").inner_text() == f"{LINES} cellules modifiées"
    )
    screenshot(page, "insertion/30-lignes")
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Enregistrer les heures").press("Enter")
    page.get_by_text(f"{LINES} lignes ajoutées").wait_for()

    record_property("seconds", round(time.monotonic() - began, 1))
    assert time.monotonic() - began < 180
    assert sorted(Heures.objects.values_list("work", flat=True)) == [
        10_050 + 100 * line for line in range(LINES)
    ]


def test_a_company_declares_its_month_by_link_and_sees_nothing_else(
    open_page, assert_accessible, screenshot
):
    employeur = make_employeur(organisation=make_organisation(name="Bâtir Durance"))
    marche = make_marche(title="Voirie du secteur Nord")
    hires = [
        make_embauche(make_beneficiaire(initials=initials), marche, employeur=employeur)
        for initials in ("AB", "CD", "EF")
    ]
    stranger = make_embauche(make_beneficiaire(initials="ZQX"), marche)
    lien = make_lien(employeur=employeur, marche=marche)
    page = open_page(width=360)

    page.goto(reverse("declaration-open", args=[lien.token]))
    page.get_by_role("heading", level=1).wait_for()
    assert lien.token not in page.url
    content = page.content()
    assert "ZQX" not in content
    assert not any(hire.beneficiaire.code in content for hire in (*hires, stranger))
    assert page.locator("nav[aria-label='Navigation principale']").count() == 0
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    assert_accessible(page)
    screenshot(page, "insertion/declaration-360")
    page.get_by_label("Travail, AB").fill("151,67")
    page.get_by_label("Formation, CD").fill("14")
    page.get_by_role("button", name="Déclarer ces heures").click()
    page.get_by_text("sont déclarées").wait_for()
    screenshot(page, "insertion/declaree-360")

    month = add_months(timezone.localdate(), -1)
    rows = Heures.objects.order_by("pk").values_list(
        "work", "training", "month", "state"
    )
    assert list(rows) == [(15_167, 0, month, "declare"), (0, 1_400, month, "declare")]
    for name in ("beneficiaire-list", "heures-list", "lien-list"):
        page.goto(reverse(name))
        assert "ZQX" not in page.content()
        assert "/compte/connexion/" in page.url
    dark = open_page(width=1280, dark=True)
    dark.goto(reverse("declaration-open", args=[lien.token]))
    assert_accessible(dark)
    screenshot(dark, "insertion/declaration-1280-sombre")


def test_a_file_of_contracts_is_tried_written_and_taken_back(
    open_page, assert_accessible, screenshot, tmp_path: Path
):
    make_organisation(name="Habitat du Sud")
    make_famille(name="Voirie")
    head = ["N° marché", "Intitulé", "MOA", "Famille", "Montant € HT", "Notifié le"]
    rows = [
        [
            f"M-{n}",
            f"Rue n° {n}",
            "Habitat du Sud",
            "Voirie",
            900_000 + n,
            date(2026, 3, n),
        ]
        for n in range(1, 8)
    ]
    rows[4][2] = "Bailleur inconnu"
    file = tmp_path / "marches.xlsx"
    file.write_bytes(make_xlsx([head, *rows]))
    person = make_personne(Role.FACILITATEUR)
    page = open_page(person)

    page.goto(reverse("marche-import"))
    assert_accessible(page)
    screenshot(page, "insertion/import-1-fichier")
    page.get_by_label("Fichier", exact=False).first.set_input_files(str(file))
    page.get_by_role("button", name="Lire ce fichier").click()
    page.wait_for_url("**/colonnes/")
    assert_accessible(page)
    screenshot(page, "insertion/import-2-colonnes")
    page.get_by_role("button", name="Essayer à blanc").click()
    page.get_by_text("1 ligne à corriger").wait_for()
    assert_accessible(page)
    screenshot(page, "insertion/import-3-rapport")
    phone = open_page(person, width=360, dark=True)
    phone.goto(page.url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    screenshot(phone, "insertion/import-3-rapport-360-sombre")
    page.get_by_role("button", name="Importer 6 lignes justes").click()
    page.get_by_role("button", name="Annuler l’import").first.wait_for()
    assert Marche.objects.count() == 6

    page.get_by_role("button", name="Annuler l’import").first.click()
    page.get_by_text("tout est revenu comme avant").wait_for()
    assert not Marche.objects.exists()
