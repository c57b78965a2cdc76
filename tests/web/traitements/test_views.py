from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from possibles.apps.acteurs.enums import Role
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Traitement

pytestmark = pytest.mark.django_db


def make_traitement(author, state=State.EN_COURS, **over) -> Traitement:
    closed = state not in {State.EN_ATTENTE, State.EN_COURS}
    fields = {
        "kind": "bilan",
        "label": "Bilan de l’année",
        "author": author,
        "state": state,
        "finished_at": timezone.now() if closed else None,
    } | over
    return Traitement.objects.create(**fields)


def test_the_list_shows_my_jobs_only(client_for):
    client = client_for(Role.CHEF_DE_FILE)
    other = client_for(Role.CHEF_DE_FILE)
    make_traitement(client.personne, label="Le mien")
    make_traitement(other.personne, label="Celui d’autrui")

    page = client.get(reverse("traitement-list")).content.decode()

    assert "Le mien" in page
    assert "Celui d’autrui" not in page


def test_the_administrateur_sees_every_job_even_of_the_clock(client_for):
    client = client_for(Role.ADMINISTRATEUR)
    make_traitement(None, label="Travaux de la nuit")

    assert (
        "Travaux de la nuit" in client.get(reverse("traitement-list")).content.decode()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_one_as_for_three(
    client_for, django_assert_max_num_queries, count
):
    client = client_for(Role.ADMINISTRATEUR)
    for _ in range(count):
        make_traitement(client.personne)

    with django_assert_max_num_queries(12):
        client.get(reverse("traitement-list"))


def test_a_job_of_another_does_not_exist(client_for):
    client = client_for(Role.CHEF_DE_FILE)
    other = client_for(Role.CHEF_DE_FILE)
    traitement = make_traitement(other.personne)

    assert client.get(traitement.get_absolute_url()).status_code == 404
    cancel = reverse("traitement-cancel", args=[traitement.pk])
    assert client.post(cancel).status_code == 404


def test_the_sheet_shows_progress_and_refreshes_its_part(client_for):
    client = client_for(Role.CHEF_DE_FILE)
    traitement = make_traitement(client.personne, done=3, total=12, step="Mise en page")
    url = traitement.get_absolute_url()

    page = client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "Mise en page (3 sur 12)" in page
    assert 'value="25"' in page
    assert "<h1" not in part
    assert "Mise en page (3 sur 12)" in part
    assert "every 2s" in part


def test_a_finished_job_stops_asking_and_gives_its_result(client_for):
    client = client_for(Role.CHEF_DE_FILE)
    traitement = make_traitement(
        client.personne, state=State.FINI, result_url="/documents/7/"
    )

    page = client.get(traitement.get_absolute_url()).content.decode()

    assert 'href="/documents/7/"' in page
    assert "every 2s" not in page


def test_a_failed_job_says_why(client_for):
    client = client_for(Role.CHEF_DE_FILE)
    traitement = make_traitement(
        client.personne, state=State.ECHOUE, error="La colonne « code » manque."
    )

    page = client.get(traitement.get_absolute_url()).content.decode()

    assert "La colonne « code » manque." in page


@pytest.mark.parametrize(
    ("state", "after"),
    [(State.EN_ATTENTE, State.ANNULE), (State.FINI, State.FINI)],
)
def test_cancelling_tells_what_became_of_it(client_for, state, after):
    client = client_for(Role.CHEF_DE_FILE)
    traitement = make_traitement(client.personne, state=state)

    answer = client.post(reverse("traitement-cancel", args=[traitement.pk]))

    traitement.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, traitement.get_absolute_url())
    assert traitement.state == after


def test_a_running_job_is_asked_to_stop_once(client_for):
    client = client_for(Role.CHEF_DE_FILE)
    traitement = make_traitement(
        client.personne, heartbeat=timezone.now() - timedelta(seconds=1)
    )

    client.post(reverse("traitement-cancel", args=[traitement.pk]))
    page = client.get(traitement.get_absolute_url()).content.decode()

    assert "Arrêt demandé" in page
    assert reverse("traitement-cancel", args=[traitement.pk]) not in page
