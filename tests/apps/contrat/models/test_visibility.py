"""What could leak does not: each test makes something hidden beside something shown."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.acteurs import make_personne
from tests.factories.contrat import (
    make_agenda,
    make_chantier,
    make_cible,
    make_commentaire,
    make_indicateur,
    make_jalon,
    make_partenaire,
    make_projet,
    make_releve,
    make_synthese,
)
from tests.factories.conventions import make_convention, make_echeance
from tests.factories.gouvernance import make_decision

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import (
    Agenda,
    AvenantAgenda,
    Chantier,
    Cible,
    Commentaire,
    Indicateur,
    Inscription,
    Jalon,
    Partenaire,
    Projet,
    Releve,
    Synthese,
)
from possibles.apps.conventions.models import Convention, Echeance
from possibles.apps.gouvernance.models import Decision, Instance, Seance
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


def make_whole(state):
    """Make an agenda and one of everything in it."""
    projet = make_projet()
    chantier = make_chantier()
    agenda = make_agenda(projet, state=state)
    with change(author=None, origin="tests"):
        agenda.chantiers.add(chantier)
        AvenantAgenda.objects.create(
            agenda=agenda, number=1, date="2026-07-01", motif="Motif"
        )
    indicateur = make_indicateur(projet=projet)
    make_cible(indicateur, 2026, 3)
    make_releve(indicateur, 2)
    make_jalon(projet)
    make_partenaire(projet)
    make_synthese(projet)
    return agenda


PARTS = [
    Agenda,
    AvenantAgenda,
    Chantier,
    Cible,
    Indicateur,
    Inscription,
    Jalon,
    Partenaire,
    Projet,
    Releve,
    Synthese,
]


@pytest.mark.parametrize("model", PARTS)
@pytest.mark.parametrize("state", AgendaState.values)
def test_the_public_sees_an_agenda_from_its_validation(model, state):
    make_whole(state)

    is_shown = state in {"valide", "suivi", "evalue"}
    assert model.objects.visible_to(PUBLIC).exists() == is_shown


@pytest.mark.parametrize("model", PARTS)
def test_members_see_what_is_being_prepared(model):
    make_whole(AgendaState.PREPARATION)

    assert model.objects.visible_to(make_personne(Role.HABITANT)).exists()


def test_a_projet_of_no_agenda_is_not_public():
    make_projet()

    assert not Projet.objects.visible_to(PUBLIC).exists()


def test_a_projet_on_two_agendas_is_seen_once():
    projet = make_projet()
    make_agenda(projet, state=AgendaState.EVALUE, year=2025)
    make_agenda(projet, state=AgendaState.SUIVI, year=2026)

    assert list(Projet.objects.visible_to(PUBLIC)) == [projet]


def test_an_indicator_of_the_contract_is_public():
    make_indicateur()

    assert Indicateur.objects.visible_to(PUBLIC).count() == 1


def test_a_draft_is_its_author_s_alone():
    author, colleague = (
        make_personne(Role.CHEF_DE_FILE),
        make_personne(Role.ADMINISTRATEUR),
    )
    projet = make_projet()
    make_agenda(projet, state=AgendaState.SUIVI)
    make_synthese(projet, author=author, published_at=None, signature="")

    assert Synthese.objects.visible_to(author).count() == 1
    assert not Synthese.objects.visible_to(colleague).exists()
    assert not Synthese.objects.visible_to(PUBLIC).exists()


def test_discussion_is_for_members():
    projet = make_projet()
    make_agenda(projet, state=AgendaState.SUIVI)
    make_commentaire(projet)

    assert not Commentaire.objects.visible_to(PUBLIC).exists()
    assert Commentaire.objects.visible_to(make_personne()).count() == 1


def test_a_convention_in_preparation_is_for_members():
    signed = make_echeance().convention
    draft = make_convention(state="preparation")
    make_echeance(convention=draft)

    assert list(Convention.objects.visible_to(PUBLIC)) == [signed]
    assert Echeance.objects.visible_to(PUBLIC).get().convention == signed
    assert Convention.objects.visible_to(make_personne()).count() == 2


def test_instances_are_public_and_sittings_are_not():
    make_decision()

    assert Instance.objects.visible_to(PUBLIC).count() == 1
    assert not Seance.objects.visible_to(PUBLIC).exists()
    assert not Decision.objects.visible_to(PUBLIC).exists()
    assert Decision.objects.visible_to(make_personne()).count() == 1
