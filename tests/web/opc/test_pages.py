"""The pages of the steering cycle, as people go through them."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_personne
from tests.factories.conventions import make_convention
from tests.factories.gouvernance import make_instance, make_mandat
from tests.factories.opc import make_alerte, make_mesure, make_point, make_seuils
from tests.factories.operations import make_limits, make_operation, make_tache
from tests.factories.territoires import make_projet_renouvellement
from tests.web.reading import count_queries, jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.opc.domain.points.seance import move_point
from possibles.apps.opc.models import (
    Alerte,
    MesureCorrective,
    PointMensuel,
    RapportSemestriel,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def opc(client_for):
    return client_for(Role.OPC)


def test_a_point_from_the_list_to_its_minutes(opc):
    make_seuils()
    projet = make_projet_renouvellement(name="Cœur de quartier")
    make_operation(renouvellement=projet, title="École")
    page = opc.get(reverse("point-mensuel-list"))
    assert "Préparer le point" in text(page)

    made = opc.post(reverse("point-mensuel-prepare", args=[projet.pk]), jeton())
    point = PointMensuel.objects.get()
    assert made.url == reverse("point-mensuel-detail", args=[point.pk])
    assert "École" in text(opc.get(made.url))

    opc.post(reverse("point-mensuel-hold", args=[point.pk]))
    screen = opc.get(reverse("point-mensuel-session", args=[point.pk]) + "?ecran=9")
    assert "Aucune décision notée" in text(screen)
    opc.post(
        reverse("decision-point-create", args=[point.pk]),
        {"text": "Déposer la FAT.", **jeton()},
    )
    opc.post(reverse("point-mensuel-freeze", args=[point.pk]))

    point.refresh_from_db()
    assert point.is_frozen
    content = opc.get(reverse("point-mensuel-download", args=[point.pk, "docx"]))
    assert content.headers["Content-Disposition"].endswith('.docx"')
    assert (
        opc.get(reverse("point-mensuel-download", args=[point.pk, "odt"])).status_code
        == 404
    )
    assert "Déposer la FAT." in text(opc.get(made.url))


def test_the_members_are_called_from_the_point(opc):
    point = make_point()
    url = reverse("point-mensuel-call", args=[point.pk])
    assert "Demandez à la direction" in text(opc.get(url))
    body = make_instance(kind="point_mensuel", renouvellement=point.renouvellement)
    make_mandat(instance=body, name="Anne Roux")
    shown = opc.get(url)
    assert "À prévenir autrement" in text(shown)
    today = timezone.localdate().isoformat()

    refused = opc.post(url, {"on": "", **jeton()})
    done = opc.post(url, {"on": today, "at": "09:30", "place": "Aix", **jeton()})

    assert refused.status_code == 422
    page = text(opc.get(done.url))
    assert "Tenu sans séance" not in page
    assert point.__class__.objects.get().seance.place == "Aix"


def test_a_measure_is_adopted_from_the_screen_of_the_session(opc):
    point = make_point()
    mesure = make_mesure(point.lignes.get().operation, title="Deux équipes")
    url = reverse("point-mensuel-session", args=[point.pk]) + "?ecran=9"
    assert "Adopter" in text(opc.get(url))

    done = opc.post(
        reverse("mesure-transition", args=[mesure.pk, "adopt"]), {"suite": url}
    )

    mesure.refresh_from_db()
    assert (done.url, mesure.state) == (url, "adoptee")


def test_what_is_typed_live_is_kept_and_a_stale_screen_is_refused(opc):
    point = make_point()
    line = point.lignes.get()
    url = reverse("ligne-point-autosave", args=[line.pk])
    words = {"meteo": "appuis", "points_durs": "Amiante."}

    first = opc.post(url, {**words, "version": line.version})
    again = opc.post(url, {**words, "points_durs": "Plomb.", "version": line.version})

    line.refresh_from_db()
    assert (first.json(), again.status_code) == ({"version": 2}, 409)
    assert (line.meteo, line.points_durs) == ("appuis", "Amiante.")


def test_a_frozen_point_is_projected_but_not_written(opc):
    point = make_point()
    move_point(point, "freeze", author=make_personne(Role.OPC))
    line = point.lignes.get()

    screen = opc.get(
        reverse("point-mensuel-session", args=[point.pk]) + "?ecran=1&tout"
    )
    refused = opc.post(reverse("ligne-point-update", args=[line.pk]), {"fait": "Non"})

    assert screen.status_code == 200
    assert "data-autosave" not in screen.content.decode()
    assert refused.url == reverse("point-mensuel-detail", args=[point.pk])
    line.refresh_from_db()
    assert line.fait == ""


def test_the_session_shows_one_operation_a_screen(opc):
    point = make_point()
    make_alerte(point.lignes.get().operation, title="Foncier bloqué")
    url = reverse("point-mensuel-session", args=[point.pk])

    summary = opc.get(url + "?tout")
    screen = opc.get(url + "?ecran=1&tout")

    assert "1 opération" in text(summary)
    assert "Foncier bloqué" in text(screen)
    assert 'data-shortcut="ArrowRight"' in screen.content.decode()


def test_an_alert_shows_its_evidence_and_is_set_aside_with_a_reason(opc):
    alerte = make_alerte(
        evidence=[
            {"label": "Coût", "value": "12 €", "source": "Estimation", "certainty": ""}
        ]
    )
    url = reverse("alerte-detail", args=[alerte.pk])
    assert "Estimation" in text(opc.get(url))

    move = reverse("alerte-transition", args=[alerte.pk, "dismiss"])
    opc.post(move, {"motif": ""})
    alerte.refresh_from_db()
    assert alerte.state == "proposee"

    opc.post(move, {"motif": "Avenant signé."})
    alerte.refresh_from_db()
    assert (alerte.state, alerte.motif) == ("ecartee", "Avenant signé.")


def test_an_owner_raises_alerts_on_its_own_operations_only(client_for):
    mine, other = make_operation(), make_operation()
    owner = mine.maitre_ouvrage
    client = client_for(
        Role.MAITRE_OUVRAGE, organisation=owner, perimetre_organisation=owner
    )
    fields = {"title": "Lot 3 infructueux", "famille": "marche", "gravite": "3"}

    def send(operation):
        client.get(reverse("alerte-create"))
        data = {**fields, "operation": operation.pk, **jeton()}
        return client.post(reverse("alerte-create"), data)

    assert send(other).status_code == 422
    assert send(mine).status_code == 302
    assert [a.operation for a in Alerte.objects.all()] == [mine]


def test_a_measure_is_tried_before_it_is_proposed(client_for):
    make_limits()
    director = client_for(Role.DIRECTEUR_DE_PROJET)
    operation = make_operation()
    task = make_tache(operation, 60, name="Travaux")
    alerte = make_alerte(operation)
    url = reverse("mesure-create", args=[operation.pk]) + f"?alerte={alerte.pk}"
    data = {
        "title": "Deux équipes",
        "responsable": operation.maitre_ouvrage_id,
        "due": "2027-01-31",
        "tache": task.pk,
        "duration_days": "30",
    }

    director.get(url)
    tried = director.post(url, {**data, "essayer": "1", **jeton()})
    assert "L’opération finirait" in text(tried)
    assert not MesureCorrective.objects.exists()

    made = director.post(url, {**data, **jeton()})
    mesure = MesureCorrective.objects.get()
    assert made.url == reverse("mesure-detail", args=[mesure.pk])
    assert list(mesure.alertes.all()) == [alerte]
    assert "Gain simulé" in text(director.get(made.url))


def test_a_simulation_without_a_task_says_what_is_missing(client_for):
    director = client_for(Role.DIRECTEUR_DE_PROJET)
    operation = make_operation()
    url = reverse("mesure-create", args=[operation.pk])
    director.get(url)
    data = {
        "title": "Relancer",
        "responsable": operation.maitre_ouvrage_id,
        "due": "2027-01-31",
        "essayer": "1",
        **jeton(),
    }

    answer = director.post(url, data)

    assert answer.status_code == 422
    assert "Choisissez la tâche à changer" in text(answer)


def test_a_report_takes_its_figures_from_frozen_points(opc):
    make_seuils()
    today = timezone.localdate().replace(day=1)
    point = make_point(month=today)
    projet = point.renouvellement
    opc.get(reverse("rapport-list"))
    refused = opc.post(reverse("rapport-create", args=[projet.pk]), jeton())
    assert refused.url == reverse("rapport-list")
    assert "Aucun point mensuel n’est figé" in text(opc.get(refused.url))

    move_point(point, "freeze", author=opc.personne)
    opc.get(reverse("rapport-list"))
    made = opc.post(reverse("rapport-create", args=[projet.pk]), jeton())
    rapport = RapportSemestriel.objects.get()
    sheet = opc.get(made.url)
    assert reverse("point-mensuel-detail", args=[point.pk]) in sheet.content.decode()
    for kind in ("docx", "pptx"):
        file = opc.get(reverse("rapport-download", args=[rapport.pk, kind]))
        assert file.content[:2] == b"PK"

    opc.post(reverse("rapport-freeze", args=[rapport.pk]))
    rapport.refresh_from_db()
    assert rapport.is_frozen


def test_the_dashboards_say_what_is_late_why_and_what_is_decided(client_for):
    elected = client_for(Role.ELU)
    operation = make_operation(title="Gymnase")
    type(operation).objects.filter(pk=operation.pk).unrecorded_update(delay_days=70)
    alerte = make_alerte(operation, title="Marché infructueux", gravite=4)
    mesure = make_mesure(operation, title="Relancer le lot")
    point = make_point(operation.renouvellement, operation=operation)

    whole = elected.get(reverse("opc-dashboard"))
    page = elected.get(reverse("opc-projet", args=[operation.renouvellement_id]))

    assert "Marché infructueux" in text(whole)
    told = text(page)
    assert "+ 10 semaines" in told
    for words in (alerte.title, mesure.title, "Gymnase"):
        assert words in told
    assert point.of_month in told


@pytest.mark.parametrize("name", ["alerte-list", "mesure-list", "opc-dashboard"])
def test_lists_take_the_same_queries_whatever_their_length(name, opc):
    def fill(count: int) -> int:
        for _ in range(count):
            operation = make_operation()
            make_mesure(operation, alertes=[make_alerte(operation)])
        return count_queries(opc, reverse(name))

    assert fill(1) == fill(3)


def test_a_project_page_takes_the_same_queries_whatever_its_size(opc):
    projet = make_projet_renouvellement()

    def fill(count: int) -> int:
        for _ in range(count):
            operation = make_operation(renouvellement=projet)
            rows = type(operation).objects.filter(pk=operation.pk)
            rows.unrecorded_update(delay_days=30)
            make_mesure(operation, alertes=[make_alerte(operation)])
        return count_queries(opc, reverse("opc-projet", args=[projet.pk]))

    assert fill(1) == fill(3)


def test_what_partners_say_is_not_for_residents(client_for, client):
    resident = client_for(Role.HABITANT)
    alerte = make_alerte()

    assert resident.get(reverse("alerte-detail", args=[alerte.pk])).status_code == 404
    assert not Alerte.objects.visible_to(resident.personne).exists()


def test_alerts_add_up_from_the_operation_to_the_metropole(opc):
    first, second = make_projet_renouvellement(), make_projet_renouvellement()
    school = make_operation(renouvellement=first)
    make_alerte(school, gravite=4, impact_cents=300_000_00)
    make_alerte(school, gravite=3, impact_cents=100_000_00)
    make_alerte(make_operation(renouvellement=second), gravite=4, impact_cents=500_00)
    convention = make_convention(title="Convention CRPV")
    late = make_alerte(
        convention=convention,
        gravite=3,
        impact_cents=200_000_00,
        title="Versement attendu depuis 21 jours",
    )

    page = opc.get(reverse("opc-dashboard"))

    programme = page.context["programme"]
    assert (programme.somme.blocking, programme.somme.major) == (2, 2)
    # Of one operation the greatest sum alone counts.
    assert programme.somme.cents == 300_000_00 + 500_00 + 200_000_00
    assert programme.hors_projet.cents == 200_000_00
    assert "Ensemble de la métropole" in text(page)
    sheet = opc.get(reverse("convention-detail", args=[convention.pk]))
    assert "Versement attendu depuis 21 jours" in text(sheet)
    alone = opc.get(reverse("alerte-detail", args=[late.pk]))
    assert "Convention CRPV" in text(alone)
