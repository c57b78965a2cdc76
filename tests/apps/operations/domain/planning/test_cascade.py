"""What a change moves is seen before, and nothing moves silently."""

import json
from datetime import date

import pytest
import time_machine
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import (
    link,
    make_interface,
    make_limits,
    make_operation,
    make_tache,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.domain.restoring import undo_change
from possibles.apps.operations.domain.planning.cascade import apply, preview
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.propositions import (
    answer,
    propose,
    withdraw,
)
from possibles.apps.operations.models import Lien, Tache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


class Scene:
    """A landlord demolishes, the town then builds a school on the ground."""

    def __init__(self):
        make_limits()
        self.landlord = make_organisation(name="Bailleur")
        self.town = make_organisation(name="Ville", kind="commune")
        self.demolition = make_operation(
            title="Démolition", kind="demolition", maitre_ouvrage=self.landlord
        )
        self.school = make_operation(title="École", maitre_ouvrage=self.town)
        self.cleared = make_tache(self.demolition, 10, name="Démolir")
        self.works = make_tache(self.school, 20, name="Bâtir", role="travaux")
        self.lien = link(self.cleared, self.works)
        self.builder = make_personne(
            Role.MAITRE_OUVRAGE,
            organisation=self.town,
            perimetre_organisation=self.town,
        )
        self.demolisher = make_personne(
            Role.MAITRE_OUVRAGE,
            organisation=self.landlord,
            perimetre_organisation=self.landlord,
        )

    def longer(self, days: int) -> list[dict]:
        return [{"tache": self.cleared.pk, "duration_days": days}]


@pytest.fixture
def scene(_monday):
    return Scene()


def test_preview_tells_what_moves_and_whose_it_is(scene):
    cascade = preview(scene.longer(20), scene.demolisher)

    assert [(m.name, m.shift, m.mine, m.owner_name) for m in cascade.moves] == [
        ("Démolir", 14, True, "Bailleur"),
        ("Bâtir", 14, False, "Ville"),
    ]
    assert cascade.moves[1].text == "+ 14 jours"
    assert "attend la fin de" in cascade.moves[1].cause
    assert [(o.title, o.shift) for o in cascade.operations] == [
        ("Démolition", 14),
        ("École", 14),
    ]
    assert cascade.owners == ((scene.town.pk, "Ville"),)
    assert Tache.objects.get(pk=scene.cleared.pk).duration_days == 10


def test_preview_can_leave_as_json(scene):
    told = json.loads(json.dumps(preview(scene.longer(20), scene.demolisher).to_json()))

    assert told["moves"][1]["new_finish"] == "2027-01-19"
    assert told["may_apply"] is False


def test_what_moves_others_must_be_proposed(scene):
    cascade = preview(scene.longer(20), scene.demolisher)

    with pytest.raises(PlanningError, match="Proposez-le"):
        apply(cascade, author=scene.demolisher)


def test_what_moves_only_one_s_own_is_applied_and_undone(scene):
    changes = [{"tache": scene.works.pk, "duration_days": 30}]

    key = apply(preview(changes, scene.builder), author=scene.builder, reason="Études")

    works = Tache.objects.get(pk=scene.works.pk)
    assert (works.duration_days, works.early_finish) == (30, date(2027, 1, 19))
    undo_change(key, author=scene.builder)
    works.refresh_from_db()
    assert (works.duration_days, works.early_finish) == (20, date(2027, 1, 5))


def test_facts_are_told_whatever_they_move(scene):
    changes = [
        {
            "tache": scene.cleared.pk,
            "actual_start": "2026-11-16",
            "percent": 10,
            "remaining_days": 40,
        }
    ]
    cascade = preview(changes, scene.demolisher)

    apply(cascade, author=scene.demolisher, reason="Amiante découverte")

    works = Tache.objects.get(pk=scene.works.pk)
    assert works.early_start == date(2027, 1, 20)


def test_another_owner_s_task_is_refused(scene):
    cascade = preview(scene.longer(20), scene.builder)

    (refusal,) = cascade.refusals
    assert refusal == (
        "Seul Bailleur, maître d’ouvrage, modifie cette tâche. "
        "Proposez-lui le changement."
    )
    with pytest.raises(PlanningError, match="Seul Bailleur"):
        apply(cascade, author=scene.builder)


def test_the_opc_tells_facts_and_decides_nothing(scene):
    opc = make_personne(Role.OPC)
    told = [{"tache": scene.cleared.pk, "actual_start": "2026-11-23", "percent": 50}]

    assert preview(told, opc).refusals == ()
    assert preview(scene.longer(20), opc).refusals != ()


def test_a_limit_that_breaks_is_told(scene):
    make = [{"tache": scene.works.pk, "deadline": "2027-01-29"}]
    apply(preview(make, scene.builder), author=scene.builder)

    cascade = preview(scene.longer(40), scene.demolisher)

    (broken,) = cascade.broken
    assert broken.tache == scene.works.pk
    assert "dépassée de" in broken.text
    assert "29 janvier 2027" in broken.text


def test_an_interface_that_breaks_is_told(scene):
    make_interface(
        scene.demolition,
        scene.school,
        gives_tache=scene.cleared,
        needed=date(2026, 12, 14),
        promised=date(2026, 12, 4),
    )

    cascade = preview(scene.longer(20), scene.demolisher)

    (broken,) = cascade.broken_interfaces
    assert (broken.before, broken.after) == (10, -4)


def test_a_plan_that_moved_meanwhile_refuses_the_old_preview(scene):
    changes = [{"tache": scene.works.pk, "duration_days": 30}]
    seen = preview(changes, scene.builder)
    apply(preview(changes, scene.builder), author=scene.builder)

    with pytest.raises(PlanningError, match="a changé depuis"):
        apply(seen, author=scene.builder)


def test_links_are_added_changed_and_removed(scene):
    paint = make_tache(scene.school, 5, name="Peindre")
    new = [
        {
            "ajout": {
                "predecessor": scene.works.pk,
                "successor": paint.pk,
                "lag_days": 5,
            }
        }
    ]
    apply(preview(new, scene.builder), author=scene.builder)
    lien = Lien.objects.get(successor=paint)
    paint.refresh_from_db()
    assert paint.early_start == date(2027, 1, 13)

    apply(
        preview([{"lien": lien.pk, "lag_days": 0}], scene.builder),
        author=scene.builder,
    )
    paint.refresh_from_db()
    assert paint.early_start == date(2027, 1, 6)

    apply(preview([{"retrait": lien.pk}], scene.builder), author=scene.builder)
    paint.refresh_from_db()
    assert paint.early_start == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([], "rien à changer"),
        ([{"tache": 0, "duration_days": 3}], "n’existe plus"),
        ([{"autre": 1}], "n’est pas compris"),
    ],
)
def test_what_is_not_understood_is_said(scene, changes, sentence):
    with pytest.raises(PlanningError, match=sentence):
        preview(changes, scene.builder)


def test_a_loop_is_named(scene):
    loop = [{"ajout": {"predecessor": scene.works.pk, "successor": scene.cleared.pk}}]

    with pytest.raises(PlanningError, match="en rond"):
        preview(loop, scene.demolisher)


def test_a_proposition_accepted_by_all_is_applied(scene):
    cascade = preview(scene.longer(20), scene.demolisher)

    proposition = propose(cascade, author=scene.demolisher, reason="Amiante")

    (part,) = proposition.parts.all()
    assert part.organisation == scene.town
    assert [move["name"] for move in part.changes] == ["Bâtir"]
    answer(part, person=scene.builder, accept=True)
    proposition.refresh_from_db()
    assert proposition.state == "appliquee"
    assert Tache.objects.get(pk=scene.cleared.pk).duration_days == 20


def test_a_proposition_refused_moves_nothing(scene):
    proposition = propose(
        preview(scene.longer(20), scene.demolisher),
        author=scene.demolisher,
        reason="Amiante",
    )

    answer(
        proposition.parts.get(),
        person=scene.builder,
        accept=False,
        reason="La rentrée ne bouge pas.",
    )

    proposition.refresh_from_db()
    assert proposition.state == "refusee"
    assert Tache.objects.get(pk=scene.cleared.pk).duration_days == 10


def test_a_refusal_says_why(scene):
    proposition = propose(
        preview(scene.longer(20), scene.demolisher),
        author=scene.demolisher,
        reason="Amiante",
    )

    with pytest.raises(PlanningError, match="Dites pourquoi"):
        answer(proposition.parts.get(), person=scene.builder, accept=False)


def test_a_withdrawn_proposition_takes_no_answer(scene):
    proposition = propose(
        preview(scene.longer(20), scene.demolisher),
        author=scene.demolisher,
        reason="Amiante",
    )
    withdraw(proposition, author=scene.demolisher)

    with pytest.raises(PlanningError, match="close"):
        answer(proposition.parts.get(), person=scene.builder, accept=True)


def test_asking_another_owner_s_task_gives_it_a_part(scene):
    cascade = preview(scene.longer(5), scene.builder)

    proposition = propose(cascade, author=scene.builder, reason="Gagner une semaine")

    assert [p.organisation for p in proposition.parts.all()] == [scene.landlord]
    answer(proposition.parts.get(), person=scene.demolisher, accept=True)
    assert Tache.objects.get(pk=scene.cleared.pk).duration_days == 5
