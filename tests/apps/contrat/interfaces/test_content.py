"""The reference files themselves: counted, loaded once for the whole module."""

import pytest
from django.conf import settings
from django.db import transaction

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.domain.queries.comparaison import compare_with_validation
from possibles.apps.contrat.interfaces.loading import load_path
from possibles.apps.contrat.models import (
    Agenda,
    Attendu,
    Chantier,
    Defi,
    Fiche,
    Indicateur,
    LigneAgenda,
    Note,
    Orientation,
    Outil,
    Partenaire,
    Projet,
    Releve,
)
from possibles.apps.conventions.models import Convention
from possibles.apps.gouvernance.models import Instance
from possibles.apps.journal.models import Acte, change
from possibles.apps.referentiel.domain.parametres import get_parametre
from possibles.apps.territoires.models import (
    Commune,
    ProjetRenouvellement,
    Quartier,
)

pytestmark = pytest.mark.django_db
AMP = settings.ROOT / "content" / "amp"
DEMO = settings.ROOT / "content" / "demo"


@pytest.fixture(scope="module", autouse=True)
def _amp(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_path(AMP)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo():
    load_path(DEMO)


def test_amp_counts_what_the_documents_announce():
    found = {
        "communes": Commune.objects.count(),
        "communes du contrat": Commune.objects.filter(in_contrat=True).count(),
        "communes avec QPV": Commune.objects.filter(has_qpv=True).count(),
        "quartiers": Quartier.objects.count(),
        "prin": ProjetRenouvellement.objects.filter(kind="prin").count(),
        "prir": ProjetRenouvellement.objects.filter(kind="prir").count(),
        "prir nommés": ProjetRenouvellement.objects.filter(kind="prir")
        .exclude(name="")
        .count(),
        "orientations": Orientation.objects.count(),
        "mesures": Outil.objects.count(),
        "défis": Defi.objects.count(),
        "chantiers": Chantier.objects.count(),
        "lignes": LigneAgenda.objects.count(),
        "fiches": Fiche.objects.count(),
        "projets": Projet.objects.count(),
        "avec fiche": Projet.objects.filter(fiches__isnull=False).distinct().count(),
        "sans fiche": Projet.objects.filter(fiches=None).count(),
        "sans ligne": Projet.objects.filter(lignes=None).count(),
        "indicateurs": Indicateur.objects.count(),
        "instances": Instance.objects.count(),
        "inscrits": Agenda.objects.get().projets.count(),
    }
    assert found == {
        "communes": 92,
        "communes du contrat": 14,
        "communes avec QPV": 14,
        "quartiers": 66,
        "prin": 9,
        "prir": 5,
        "prir nommés": 2,
        "orientations": 5,
        "mesures": 20,
        "défis": 0,
        "chantiers": 15,
        "lignes": 28,
        "fiches": 32,
        "projets": 34,
        "avec fiche": 31,
        "sans fiche": 3,
        "sans ligne": 5,
        "indicateurs": 53,
        "instances": 5,
        "inscrits": 34,
    }


def test_amp_keeps_the_disagreements_of_the_sources():
    shared = LigneAgenda.objects.get(title__contains="assistance numérique")
    assert shared.projets.count() == 2
    paej = Projet.objects.get(slug="sante-des-jeunes-paej")
    assert [f.orientation.slug for f in paej.fiches.all()] == [
        "grandir",
        "prendre-soin",
    ]
    texts = set(paej.fiches.values_list("partenaires_text", flat=True))
    assert len(texts) == 2
    assert {n.kind for n in Note.objects.all()} == {
        "contradiction",
        "non_nomme",
        "sans_fiche",
        "hors_tableau",
        "ligne_partagee",
        "fiche_double",
        "libelle",
    }
    assert Attendu.objects.get(code="communes").value == 16
    assert Attendu.objects.get(code="defis").value == 10


def test_amp_normalises_registers_and_partners_but_keeps_them_as_written():
    alimentation = Projet.objects.get(slug="alimentation-durable")
    assert alimentation.registre == "animation_de_reseau"
    assert alimentation.fiches.get().registre_text == "Animation réseau"
    parcours = Projet.objects.get(slug="parcours-residentiels")
    written = [
        (p.organisation.slug, p.service and p.service.name, p.label)
        for p in parcours.partenaires.all()
    ]
    assert written == [
        ("metropole", "Habitat", ""),
        ("metropole", "Cohésion sociale/FSL", ""),
        ("departement", "Action sociale/FSL", "CD 13 (Action sociale/FSL)"),
        ("bailleurs-sociaux", None, ""),
        ("etat", None, ""),
    ]
    assert Organisation.objects.filter(name__startswith="Département").count() == 1


def test_amp_types_the_partnership_convention():
    crpv = Convention.objects.get(slug="crpv-2026")
    assert (crpv.kind, crpv.amount, str(crpv.end)) == (
        "partenariat",
        20_000_000,
        "2026-12-31",
    )
    assert [a.title for a in crpv.articles.all()] == [
        "Objet",
        "Condition financière",
        "Instance de pilotage",
        "Durée",
        "Modification",
        "Litige",
        "Résiliation",
    ]
    assert crpv.engagements.count() == 5
    assert [v.amount for v in crpv.versements.all()] == [20_000_000]


def test_amp_gives_each_parameter_its_certainty():
    limite = get_parametre("npnru.date_limite_engagement")
    assert (str(limite.value), limite.certainty) == ("2027-12-31", "U")


def test_load_twice_changes_nothing():
    actes = Acte.objects.count()

    report = load_path(AMP)

    assert not report.has_changes
    assert report.kept == []
    assert Acte.objects.count() == actes


def test_load_keeps_links_a_person_edited(tmp_path):
    orientation = Orientation.objects.get(slug="habiter")
    projet = Projet.objects.get(slug="cites-educatives")
    with change(author=None, origin="tests"):
        projet.orientations.add(orientation)

    report = load_path(AMP)

    assert not report.has_changes
    assert set(projet.orientations.values_list("slug", flat=True)) == {
        "grandir",
        "habiter",
    }


def test_load_leaves_removed_what_a_person_removed():
    with change(author=None, origin="tests"):
        Projet.objects.get(slug="stations-de-velos").delete()

    report = load_path(AMP)

    assert not Projet.objects.filter(slug="stations-de-velos").exists()
    assert not report.has_changes
    assert any("stations-de-velos" in line for line in report.kept)


def test_demo_marks_what_it_makes_up(demo):
    assert not Releve.objects.filter(is_exemple=False).exists()
    led = Projet.objects.exclude(chef_de_file=None)
    assert led.exists()
    assert all("chef_de_file" in p.champs_exemple for p in led)
    assert not Projet.objects.filter(is_exemple=True).exists()
    told = Partenaire.objects.exclude(engagement="")
    assert all(p.champs_exemple == ["engagement"] for p in told)


def test_demo_leaves_gaps_and_can_be_loaded_again(demo):
    report = load_path(DEMO)

    assert not report.has_changes
    assert report.kept == []
    assert Projet.objects.filter(chef_de_file=None).exists()
    assert Projet.objects.filter(meteo="").exists()
    assert Projet.objects.active().without_value().exists()
    assert Projet.objects.without_news().exists()


def test_demo_freezes_validated_agendas_then_changes_one(demo):
    states = dict(Agenda.objects.values_list("year", "state"))
    assert states == {2024: "evalue", 2025: "evalue", 2026: "suivi"}
    assert all(a.instantane.is_intact for a in Agenda.objects.all())
    agenda = Agenda.objects.get(year=2026)
    assert {e.what for e in compare_with_validation(agenda)} == {
        "chef de file",
        "partenaires › CAF 13 › engagement",
    }
