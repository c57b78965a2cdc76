"""The steering cycle in a real browser: a point in ten clicks, a conflict solved, a report."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import docx
import pptx
import pytest
from django.core import mail
from django.utils import timezone
from tests.browsing import follow
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.gouvernance import make_instance, make_mandat
from tests.factories.opc import make_seuils
from tests.factories.operations import make_interface, make_operation, make_tache
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import make_projet_renouvellement

from possibles.apps.acteurs.enums import Role
from possibles.apps.opc.domain.alertes.tenue import compute_alertes
from possibles.apps.opc.domain.points.preparation import prepare_point
from possibles.apps.opc.domain.points.seance import move_point
from possibles.apps.opc.models import Alerte, MesureCorrective, PointMensuel
from possibles.web.gouvernance import envois

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 10


@pytest.fixture
def projet():
    make_seuils()
    make_parametre(code="das.instruction_mois", kind="number", value="3")
    return make_projet_renouvellement(name="Cœur de quartier")


def hold_last_month(projet: Any, author: Any) -> PointMensuel:
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    point = prepare_point(projet, last_month, author=author, today=last_month)
    return move_point(point, "freeze", author=author, on=last_month)


def test_a_month_without_event_takes_ten_clicks_at_most(
    projet: Any,
    open_page: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    opc = make_personne(Role.OPC)
    for name in ("École", "Gymnase", "Crèche"):
        make_operation(renouvellement=projet, title=name)
    hold_last_month(projet, opc)
    page = open_page(opc)
    clicks = []

    def click(locator: Any) -> None:
        clicks.append(str(locator))
        locator.click()

    page.goto("/opc/")
    click(page.get_by_role("link", name="Points mensuels", exact=True).first)
    click(page.get_by_role("button", name=re.compile("Préparer le point")))
    page.wait_for_url(re.compile(r"/points/\d+/$"))
    assert page.get_by_text("Rien de nouveau depuis le point précédent.").is_visible()
    assert_accessible(page)
    click(page.get_by_role("button", name="Ouvrir la séance"))
    page.wait_for_url(re.compile("seance"))
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("ecran=1"))
    assert_accessible(page)
    screenshot(page, "opc/seance")
    click(page.locator("summary", has_text="Figer le point"))
    click(page.locator("form").get_by_role("button", name="Figer le point"))
    page.wait_for_url(re.compile(r"/points/\d+/$"))
    with page.expect_download() as sent:
        click(page.get_by_role("link", name="Compte rendu (docx)"))

    assert len(clicks) <= MOST_CLICKS, clicks
    minutes = docx.Document(sent.value.path())
    told = " ".join(p.text for p in minutes.paragraphs)
    assert "Rien de nouveau depuis le point précédent." in told
    assert PointMensuel.objects.filter(state="fige").count() == 2


def test_a_decision_of_a_sitting_reaches_who_must_act(
    projet: Any,
    open_page: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(envois, "write_convocation_pdf", lambda paper: b"%PDF-1.7")
    opc, owner = make_personne(Role.OPC), make_organisation(name="Ville")
    builder = make_personne(Role.MAITRE_OUVRAGE, organisation=owner)
    make_operation(renouvellement=projet, title="École", maitre_ouvrage=owner)
    body = make_instance(kind="point_mensuel", renouvellement=projet)
    make_mandat(instance=body, name="Anne Roux", email="anne@exemple.test")
    today = timezone.localdate()
    point = prepare_point(projet, today.replace(day=1), author=opc)
    page, sheet = open_page(opc), f"/opc/points/{point.pk}/"

    page.goto(sheet)
    follow(page.get_by_role("link", name="Réunir les membres"))
    assert_accessible(page)
    screenshot(page, "opc/reunir")
    page.get_by_label("Date").fill(today.isoformat())
    follow(page.get_by_role("button", name="Réunir le point"))
    page.get_by_role("link", name=re.compile("^Instance")).wait_for()
    assert [message.to for message in mail.outbox] == [["anne@exemple.test"]]

    page.goto(f"{sheet}seance/?ecran=9")
    page.get_by_label(re.compile("^Décision")).fill("Libérer le site.")
    page.get_by_label(re.compile("^Responsable")).select_option(label="Ville")
    follow(page.get_by_role("button", name="Noter la décision"))
    page.locator("summary", has_text="Figer le point").click()
    follow(page.locator("form").get_by_role("button", name="Figer le point"))
    page.get_by_text("figé", exact=False).first.wait_for()
    assert_accessible(page)

    mine = open_page(builder, width=360, dark=True)
    mine.goto("/gouvernance/actions/miennes/")
    mine.get_by_role("link", name="Libérer le site.", exact=True).wait_for()
    assert_accessible(mine)


def test_a_conflict_is_found_measured_and_solved(
    projet: Any,
    open_page: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    director = make_personne(Role.DIRECTEUR_DE_PROJET)
    site = make_operation(renouvellement=projet, title="Démolition")
    school = make_operation(renouvellement=projet, title="École")
    demolish = make_tache(site, 120, name="Démolir")
    build = make_tache(school, 100, name="Construire")
    site.refresh_from_db()
    demolish.refresh_from_db()
    needed = demolish.early_finish - timedelta(days=40)
    held = make_interface(
        site,
        school,
        gives_tache=demolish,
        gets_tache=build,
        label="Terrain libéré",
        promised=needed,
        needed=needed,
    )
    compute_alertes()
    page = open_page(director)

    page.goto("/opc/alertes/?etat=vivantes&regle=interface")
    page.get_by_role("link", name=re.compile("Terrain libéré")).click()
    assert_accessible(page)
    page.get_by_role("link", name="Proposer une mesure à celui qui donne").click()
    page.get_by_label(re.compile("^Mesure")).fill("Deux équipes de démolition")
    page.get_by_label(re.compile("^À faire avant le")).fill(f"{needed:%Y-%m-%d}")
    page.get_by_label(re.compile("^Tâche du planning")).select_option(label="Démolir")
    page.get_by_label(re.compile("^Nouvelle durée")).fill("80")
    page.get_by_role("button", name="Simuler sur le planning").click()
    effect = page.locator(".alert-success")
    assert "plus tôt" in effect.inner_text()
    assert "Terrain libéré" in effect.inner_text()
    assert_accessible(page)
    screenshot(page, "opc/mesure-simulee")
    page.get_by_role("button", name="Proposer la mesure").click()
    page.get_by_role("button", name="Adopter la mesure").click()
    page.locator("summary", has_text="Appliquer au planning").click()
    page.locator("form").get_by_role("button", name="Appliquer au planning").click()
    page.get_by_text("Le planning est modifié.").first.wait_for()

    held.refresh_from_db()
    assert held.margin_days == 0
    assert held.forecast_margin_days >= 0
    compute_alertes()
    alerte = Alerte.objects.get(cause=f"interface:{held.pk}")
    assert alerte.impact_days == 0
    mesure = MesureCorrective.objects.get()
    assert (mesure.state, mesure.expected_days > 0) == ("adoptee", True)


def test_the_half_yearly_report_is_written_taken_away_and_opened(
    projet: Any, open_page: Callable[..., Any], assert_accessible: Callable[..., None]
) -> None:
    opc = make_personne(Role.OPC)
    owner = make_organisation(name="Ville")
    make_operation(renouvellement=projet, title="École", maitre_ouvrage=owner)
    this_month = timezone.localdate().replace(day=1)
    point = prepare_point(projet, this_month, author=opc)
    move_point(point, "freeze", author=opc)
    page = open_page(opc)

    page.goto("/opc/rapports/")
    page.get_by_role("button", name=re.compile("^Préparer le")).click()
    page.wait_for_url(re.compile(r"/rapports/\d+/$"))
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Rédiger « L’essentiel »")).click()
    page.get_by_label(re.compile("^Texte")).fill("Les études avancent.")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile(r"/rapports/\d+/$"))
    with page.expect_download() as sent:
        page.get_by_role("link", name="Diaporama (pptx)").click()

    deck = pptx.Presentation(io.BytesIO(sent.value.path().read_bytes()))
    words = [
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert "Les études avancent." in words
    assert any(shape.has_chart for slide in deck.slides for shape in slide.shapes)
