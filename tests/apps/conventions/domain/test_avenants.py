from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories.acteurs import make_personne
from tests.factories.conventions import (
    make_article,
    make_avenant,
    make_constat,
    make_convention,
    make_engagement,
    make_versement,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.avenants import (
    AVENANT_CYCLE,
    open_avenant,
    sign_avenant,
    suggest_avenants,
)
from possibles.apps.conventions.models import Avenant, Convention
from possibles.apps.journal.domain.states import TransitionRefusedError, fire

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def director():
    return make_personne(Role.DIRECTEUR_DE_PROJET)


def test_an_amendment_is_numbered_applied_and_frozen_when_signed(director):
    convention = make_convention(signed_on=date(2026, 1, 5), end=date(2026, 12, 31))
    make_article(convention, "4", text="Fin 2026.")
    make_avenant(convention, state="abandonne")
    avenant = make_avenant(
        convention,
        new_end=date(2027, 12, 31),
        articles=[("modifie", "4", "Fin 2027.")],
    )

    sign_avenant(avenant, author=director, on=ON)

    assert (avenant.number, avenant.previous_end) == (1, date(2026, 12, 31))
    assert Convention.objects.get(pk=convention.pk).end == date(2027, 12, 31)
    assert avenant.instantane.data["articles"] == [
        {"cle": "4", "titre": "Objet", "texte": "Fin 2027.", "supprime": False}
    ]
    assert avenant.instantane.data["terme"] == "2027-12-31"


@pytest.mark.parametrize(
    ("over", "on", "sentence"),
    [
        ({}, ON, "ne change rien encore"),
        ({"new_end": date(2027, 1, 1)}, date(2025, 1, 1), "ne peut pas précéder"),
        ({"new_end": date(2027, 1, 1)}, date(2099, 1, 1), "datée de l’avenir"),
        ({"new_end": date(2025, 1, 1)}, ON, "précède la prise d’effet"),
    ],
)
def test_a_signature_is_refused_with_what_to_do(director, over, on, sentence):
    convention = make_convention(
        signed_on=date(2026, 1, 5), start=date(2026, 1, 5), end=date(2026, 12, 31)
    )

    with pytest.raises(TransitionRefusedError, match=sentence):
        sign_avenant(make_avenant(convention, **over), author=director, on=on)

    assert Convention.objects.get(pk=convention.pk).end == date(2026, 12, 31)


def test_a_signature_entered_by_mistake_gives_the_end_and_the_amount_back():
    boss = make_personne(Role.ADMINISTRATEUR)
    convention = make_convention(
        signed_on=date(2026, 1, 5), end=date(2026, 12, 31), amount=100
    )
    first = make_avenant(convention, new_end=date(2027, 6, 30), new_amount=200)
    second = make_avenant(convention, new_end=date(2027, 12, 31))
    for avenant in (first, second):
        sign_avenant(avenant, author=boss, on=ON)

    with pytest.raises(TransitionRefusedError, match="plus récent"):
        fire(AVENANT_CYCLE, first, "unsign", author=boss, reason="Erreur")
    fire(AVENANT_CYCLE, second, "unsign", author=boss, reason="Erreur")
    first = Avenant.objects.get(pk=first.pk)
    fire(AVENANT_CYCLE, first, "unsign", author=boss, reason="Erreur")

    stored = Convention.objects.get(pk=convention.pk)
    assert (stored.end, stored.amount) == (date(2026, 12, 31), 100)
    assert list(Avenant.objects.values_list("number", flat=True)) == [None, None]


def test_only_the_administrateur_takes_a_signature_back(director):
    avenant = make_avenant(new_end=date(2027, 12, 31))
    sign_avenant(avenant, author=director, on=ON)

    with pytest.raises(TransitionRefusedError, match="pas le droit"):
        fire(AVENANT_CYCLE, avenant, "unsign", author=director, reason="Erreur")


def test_a_signed_amendment_can_no_longer_be_rewritten(director):
    avenant = make_avenant(new_end=date(2027, 12, 31))
    can_before = director.has_perm("conventions.change_avenant", avenant)

    sign_avenant(avenant, author=director, on=ON)

    assert can_before
    assert not director.has_perm("conventions.change_avenant", avenant)


def test_the_type_of_an_amendment_follows_the_kind_of_convention(director):
    partnership = open_avenant(make_convention(), author=director, objet="Prolonger")
    renewal = open_avenant(
        make_convention(kind="pluriannuelle"), author=director, objet="Recaler"
    )

    assert (partnership.kind, renewal.kind) == ("avenant_partenariat", "avenant_local")
    assert set(Avenant.objects.pending()) == {partnership, renewal}


def test_facts_call_for_amendments():
    today = timezone.localdate()
    convention = make_convention(
        kind="pluriannuelle", end=today + timedelta(400), amount=100
    )
    make_engagement(convention, number=1, due=today + timedelta(500))
    late = make_engagement(convention, number=2, kind="operation")

    make_constat(late, verdict="non_tenu", date=today)
    make_versement(convention, amount=150)

    found = suggest_avenants(convention, today)

    assert [(s.kind.value, s.objet) for s in found] == [
        ("avenant_local", "Prolonger la convention"),
        (
            "ajustement_mineur",
            "Recaler le calendrier ou la cible des engagements en retard",
        ),
        ("avenant_local", "Porter le montant à celui des versements prévus"),
    ]


def test_an_end_that_nears_calls_for_a_choice_unless_all_is_kept():
    today = timezone.localdate()
    convention = make_convention(end=today + timedelta(60))
    engagement = make_engagement(convention)

    open_one = suggest_avenants(convention, today)
    make_constat(engagement, verdict="tenu", date=today)

    assert [s.objet for s in open_one] == [
        "Prolonger la convention ou la laisser finir"
    ]
    assert suggest_avenants(convention, today) == []


def test_a_draft_calls_for_no_amendment():
    convention = make_convention(state="preparation", end=date(2026, 1, 1))
    make_engagement(convention, due=date(2030, 1, 1))

    assert suggest_avenants(convention, date(2026, 6, 1)) == []
