from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.gouvernance import (
    make_action,
    make_decision,
    make_instance,
    make_mandat,
    make_point,
    make_presence,
    make_seance,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.domain.comptes_rendus import (
    approve_compte_rendu,
    draft_compte_rendu,
    rectify,
    submit_compte_rendu,
    write_draft,
)
from possibles.apps.gouvernance.domain.seances import (
    call_seance,
    hold_seance,
    record_decision,
)
from possibles.apps.gouvernance.models import Seance, SeanceFigeeError
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return make_personne(Role.DIRECTEUR_DE_PROJET)


def _held(director, **over) -> Seance:
    return hold_seance(make_seance(**over), author=director, compte_rendu="Dit.")


def test_minutes_are_drawn_from_what_the_sitting_holds():
    seance = make_seance()
    mandat = make_mandat(instance=seance.instance, name="Anne Roux")
    make_presence(seance=seance, mandat=mandat)
    make_presence(seance=seance, guest="Un expert")
    point = make_point(seance=seance, title="Phasage", notes="On débat.")
    decision = make_decision(seance=seance, point=point, number=1, text="Validé.")
    make_action(
        decision=decision,
        title="Écrire",
        responsable=make_personne(first_name="Luc", last_name="Bo"),
        due=date(2026, 7, 1),
    )
    make_decision(seance=seance, number=2, text="Ajourné.")

    drawn = draft_compte_rendu(seance)

    for words in (
        "**Présents**\u202f: Anne Roux\u202f; Un expert (invité).",
        "# 1. Phasage",
        "On débat.",
        "**Décision 1 (validation)**\u202f: Validé.",
        "- À faire\u202f: Écrire (Luc Bo, pour le 1er juillet 2026)",
        "# Autres décisions",
        "Ajourné.",
    ):
        assert words in drawn


def test_minutes_go_from_draft_to_approval_by_the_next_sitting(director):
    seance = _held(director)
    following = make_seance(instance=seance.instance, date=date(2026, 9, 1))

    submit_compte_rendu(seance, author=director)
    approve_compte_rendu(seance, author=director, on=date(2026, 9, 1), within=following)

    seance = Seance.objects.get(pk=seance.pk)
    assert seance.is_approved
    assert seance.approved_in == following
    assert seance.instantane.is_intact
    assert seance.instantane.data["compte_rendu"] == "Dit."


def test_what_is_missing_is_said(director):
    empty, held = make_seance(), _held(director, date=date(2026, 6, 20))
    stranger = make_seance(date=date(2026, 9, 1))

    with pytest.raises(TransitionRefusedError) as not_held:
        submit_compte_rendu(empty, author=director)
    submit_compte_rendu(held, author=director)
    with pytest.raises(TransitionRefusedError) as too_soon:
        approve_compte_rendu(held, author=director, on=date(2026, 6, 1))
    with pytest.raises(TransitionRefusedError) as elsewhere:
        approve_compte_rendu(
            held, author=director, on=date(2026, 9, 1), within=stranger
        )

    assert not_held.value.sentences == [
        "Enregistrez d’abord que la séance s’est tenue."
    ]
    assert too_soon.value.sentences == [
        "Le compte rendu ne peut pas être approuvé avant la séance."
    ]
    assert elsewhere.value.sentences == [
        "Choisissez une séance suivante de la même instance."
    ]


def test_approved_minutes_and_what_they_rest_on_never_change(director):
    seance = _held(director)
    point, decision = make_point(seance=seance), make_decision(seance=seance)
    submit_compte_rendu(seance, author=director)
    approve_compte_rendu(seance, author=director, on=date(2026, 9, 1))
    frozen = seance.instantane.digest

    def rewrite():
        write_draft(Seance.objects.get(pk=seance.pk), author=director)

    def reword():
        decision.text = "Autre"
        with change(author=director):
            decision.save()

    def remove():
        with change(author=director):
            point.delete()

    def decide():
        record_decision(seance, author=director, text="Encore")

    for act in (rewrite, reword, remove, decide):
        with pytest.raises(SeanceFigeeError):
            act()
    added = rectify(
        seance, author=director, on=date(2026, 10, 1), motif="Nom", text="Lire Roux."
    )

    again = Seance.objects.get(pk=seance.pk)
    assert (again.compte_rendu, again.instantane.digest) == ("Dit.", frozen)
    assert list(again.rectifications.all()) == [added]


def test_minutes_not_yet_approved_are_not_rectified(director):
    with pytest.raises(SeanceFigeeError):
        rectify(
            _held(director), author=director, on=date(2026, 7, 1), motif="m", text="t"
        )


def test_the_next_agenda_begins_with_the_minutes_to_approve(director):
    instance = make_instance()
    held = _held(director, instance=instance)

    coming = call_seance(instance, author=director, on=date(2026, 9, 1))

    point = coming.points.get()
    assert (point.subject, point.kind) == (held, "decision")
    assert "18/06/2026" in point.title
