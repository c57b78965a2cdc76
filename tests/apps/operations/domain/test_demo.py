"""The invented programme: large enough, always the same, marked « exemple »."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from tests.factories.acteurs import make_organisation
from tests.factories.operations import make_limits
from tests.factories.territoires import (
    make_commune,
    make_projet_renouvellement,
    make_quartier,
)

from possibles.apps.operations.domain.demo import load_demo
from possibles.apps.operations.domain.modeles import load_modeles
from possibles.apps.operations.models import (
    Financement,
    Interface,
    Lien,
    LigneReference,
    Operation,
    Tache,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def demo():
    import yaml

    make_limits()
    marseille = make_commune(code_insee="13055", name="Marseille")
    make_organisation(slug="commune-marseille", name="Ville", kind="commune")
    for number in range(1, 10):
        make_projet_renouvellement(
            make_quartier(commune=marseille), kind="prin", number=number
        )
    make_projet_renouvellement(
        make_quartier(commune=marseille), kind="prir", number=1, name="Consolat"
    )
    for number in range(2, 6):
        make_projet_renouvellement(kind="prir", number=number, name="")
    path = settings.ROOT / "content" / "operations" / "modeles.yaml"
    load_modeles(yaml.safe_load(path.read_text(encoding="utf-8")))
    with time_machine.travel(TODAY, tick=False):
        load_demo(TODAY)


def test_the_programme_is_large_and_marked(demo):
    assert Operation.objects.count() >= 60
    assert Tache.objects.count() >= 600
    assert Operation.objects.facilities().count() == 40
    for model in (Operation, Tache, Lien, Interface, Financement):
        assert not model.objects.filter(is_exemple=False).exists()


def test_unnamed_projects_stay_empty_rather_than_invented(demo):
    assert not Operation.objects.filter(renouvellement__name="").exists()


def test_some_are_late_some_delivered_some_at_risk(demo):
    assert Operation.objects.filter(delay_days__gt=180).count() >= 5
    assert Operation.objects.delivered().count() >= 5
    assert Operation.objects.filter(engagement_margin__lt=0).count() >= 2
    assert Interface.objects.conflicts().exists()


def test_owners_are_bound_together(demo):
    pairs = Lien.objects.across().exclude(predecessor__operation__maitre_ouvrage=None)
    owners = {
        (
            lien.predecessor.operation.maitre_ouvrage_id,
            lien.successor.operation.maitre_ouvrage_id,
        )
        for lien in pairs.select_related(
            "predecessor__operation", "successor__operation"
        )
    }

    assert any(giver != getter for giver, getter in owners)


def test_the_contract_s_calendar_is_kept_for_every_task(demo):
    assert LigneReference.objects.count() == Tache.objects.count()


def test_a_second_load_does_nothing(demo):
    before = Operation.objects.count()

    assert load_demo(TODAY) == 0
    assert Operation.objects.count() == before


def test_the_command_refuses_outside_a_demonstration(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="démonstration"):
        call_command("demo_operations", stdout=StringIO())


def test_without_templates_nothing_is_invented():
    assert load_demo(TODAY) == 0
