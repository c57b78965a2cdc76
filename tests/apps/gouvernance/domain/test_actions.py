from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.documents import make_document
from tests.factories.gouvernance import (
    make_action,
    make_decision,
    make_instance,
    make_seance,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.domain.actions import (
    close_action,
    list_around,
    open_action,
)
from possibles.apps.gouvernance.enums import ActionState
from possibles.apps.gouvernance.models import Action

pytestmark = pytest.mark.django_db


def test_an_action_concerns_what_its_decision_concerns():
    director = make_personne(Role.DIRECTEUR_DE_PROJET)
    about = make_instance()
    decision = make_decision(subject=about)

    action = open_action(
        decision, Action(title="Écrire", responsable=director), author=director
    )

    assert action.subject == about
    assert list_around(about, director) == ([decision], [action])


def test_an_action_is_closed_by_a_proof():
    me = make_personne()
    bare, filed = make_action(responsable=me), make_action(responsable=me)
    make_document(subject=filed)

    with pytest.raises(ValidationError):
        close_action(bare, author=me, proof="  ")
    close_action(filed, author=me, proof="", on=date(2026, 7, 2))
    close_action(bare, author=me, proof="Courrier du 3 juillet", on=date(2026, 7, 3))

    assert [(a.state, a.done_on, a.proof) for a in (bare, filed)] == [
        (ActionState.FAITE, date(2026, 7, 3), "Courrier du 3 juillet"),
        (ActionState.FAITE, date(2026, 7, 2), ""),
    ]


def test_mine_are_mine_or_my_organisation_s():
    organisation = make_organisation()
    me = make_personne(organisation=organisation)
    colleague = make_personne(organisation=organisation)
    own = make_action(responsable=me)
    ours = make_action(organisation=organisation)
    make_action(responsable=colleague, organisation=organisation)
    make_action()

    assert set(Action.objects.mine(me)) == {own, ours}
    assert me.has_perm("gouvernance.close_action", own)
    assert me.has_perm("gouvernance.close_action", ours)
    assert not colleague.has_perm("gouvernance.close_action", own)


def test_actions_of_reserved_sittings_show_to_those_who_do_them():
    reserved = make_decision(
        seance=make_seance(instance=make_instance(is_reserved=True))
    )
    doer, stranger = make_personne(), make_personne(Role.PARTENAIRE)
    action = make_action(decision=reserved, responsable=doer)

    assert list(Action.objects.visible_to(doer)) == [action]
    assert list(Action.objects.visible_to(stranger)) == []


def test_late_actions_are_open_ones_past_their_day():
    day = date(2026, 7, 1)
    late = make_action(due=date(2026, 6, 30))
    make_action(due=day)
    make_action(due=date(2026, 6, 1), state="faite", done_on=date(2026, 6, 1))
    make_action()

    assert list(Action.objects.late(on=day)) == [late]
