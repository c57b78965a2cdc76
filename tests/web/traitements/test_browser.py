import pytest
from django.utils import timezone
from tests.factories.acteurs import make_personne

from possibles.apps.acteurs.enums import Role
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Traitement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def personne():
    person = make_personne(Role.CHARGE_DE_CONTRAT, first_name="Inès", last_name="Roux")
    now = timezone.now()
    rows = [
        ("Bilan du contrat de ville 2026", State.EN_COURS, {"done": 4, "total": 9}),
        ("Mise en page de l’agenda 2026", State.EN_ATTENTE, {}),
        ("Mise en page de l’agenda 2025", State.FINI, {"result_url": "/documents/"}),
        ("Import des relevés", State.ECHOUE, {"error": "La colonne « code » manque."}),
        ("Export des projets", State.ANNULE, {}),
    ]
    for label, state, over in rows:
        Traitement.objects.create(
            kind="bilan",
            label=label,
            state=state,
            author=person,
            heartbeat=now,
            finished_at=None if state in {State.EN_COURS, State.EN_ATTENTE} else now,
            step="Lecture des indicateurs" if state == State.EN_COURS else "",
            **over,
        )
    return person


def test_the_list_is_readable_everywhere(personne, look):
    look("/traitements/", "traitements", personne)


def test_the_empty_list_teaches(look):
    look("/traitements/", "traitements-vide", make_personne(Role.ELU))


def test_progress_moves_by_itself_until_the_end(personne, open_page, look):
    traitement = Traitement.objects.get(state=State.EN_COURS)
    look(traitement.get_absolute_url(), "traitement-en-cours", personne)
    page = open_page(personne)
    page.goto(traitement.get_absolute_url())
    page.get_by_text("Lecture des indicateurs (4 sur 9)").wait_for()

    Traitement.objects.filter(pk=traitement.pk).update(done=7, step="Mise en page")
    page.get_by_text("Mise en page (7 sur 9)").wait_for()
    Traitement.objects.filter(pk=traitement.pk).update(
        done=9, state=State.FINI, finished_at=timezone.now(), result_url="/documents/"
    )
    page.get_by_role("link", name="Ouvrir le résultat").wait_for()

    assert page.locator("[hx-trigger='every 2s']").count() == 0


def test_without_javascript_one_stops_a_job(personne, open_page):
    traitement = Traitement.objects.get(state=State.EN_COURS)
    page = open_page(personne, javascript=False)
    page.goto(traitement.get_absolute_url())

    page.get_by_role("button", name="Arrêter").click()

    page.get_by_text("Arrêt demandé").wait_for()
    traitement.refresh_from_db()
    assert traitement.is_cancel_requested
