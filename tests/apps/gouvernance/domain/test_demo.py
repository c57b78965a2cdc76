from datetime import date

import pytest
from django.utils import timezone
from tests.factories.territoires import make_projet_renouvellement

from possibles.apps.acteurs.domain.demo import create_demo_accounts
from possibles.apps.acteurs.models import Personne
from possibles.apps.gouvernance.domain.demo import load_demo
from possibles.apps.gouvernance.domain.quorum import compute_quorum
from possibles.apps.gouvernance.models import Action, Mandat, Seance

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    create_demo_accounts()
    make_projet_renouvellement()
    return load_demo()


def test_examples_are_marked_and_made_once(loaded):
    made = Seance.objects.count()

    assert (load_demo(), Seance.objects.count()) == (0, made)
    assert loaded == made == Seance.objects.filter(is_exemple=True).count()
    assert not Mandat.objects.filter(is_exemple=False).exists()
    assert not Action.objects.filter(is_exemple=False).exists()


def test_a_follow_up_committee_has_its_whole_life(loaded):
    held = Seance.objects.filter(instance__kind="suivi").order_by("date")

    states = [(s.state, s.compte_rendu_state) for s in held]

    assert states == [
        ("tenue", "approuve"),
        ("tenue", "soumis"),
        ("convoquee", "brouillon"),
        ("prevue", "brouillon"),
    ]
    assert compute_quorum(held[0]).is_reached
    assert all(s.date.weekday() < 5 for s in held)


def test_most_accounts_have_something_to_do(loaded):
    busy = {a.responsable.email for a in Action.objects.open()}
    late: date = timezone.localdate()

    for key in ("association", "elue", "elu", "maitre-ouvrage", "partenaire"):
        assert f"{key}@exemple.test" in busy
    assert Action.objects.late(on=late).exists()
    assert Personne.objects.count() >= len(busy)
