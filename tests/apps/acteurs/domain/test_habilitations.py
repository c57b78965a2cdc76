from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.domain.habilitations import (
    end_habilitation,
    grant,
    grantable_roles,
)
from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Habilitation, Personne
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


def fresh(person: Personne) -> Personne:
    return Personne.objects.get(pk=person.pk)


def build(person: Personne, role: Role, **place) -> Habilitation:
    perimeter = Perimeter(next(iter(place), "contrat"))
    return Habilitation(personne=person, role=role, perimeter=perimeter, **place)


def test_a_charge_gives_a_role_in_their_commune_and_its_quarters():
    commune = make_commune()
    charge = make_personne(Role.CHARGE_DE_CONTRAT, commune=commune)
    someone = make_personne()

    grant(build(someone, Role.ELU, commune=commune), author=charge)
    grant(
        build(someone, Role.HABITANT, quartier=make_quartier(commune=commune)),
        author=charge,
    )
    mairie = make_organisation(kind="commune", commune=commune)
    grant(build(someone, Role.PARTENAIRE, organisation=mairie), author=charge)

    assert fresh(someone).roles == {Role.ELU, Role.HABITANT, Role.PARTENAIRE}


@pytest.mark.parametrize(
    "place",
    [
        dict,
        lambda: {"commune": make_commune()},
        lambda: {"quartier": make_quartier()},
        lambda: {"organisation": make_organisation()},
    ],
)
def test_a_charge_gives_nothing_outside_their_commune(place):
    charge = make_personne(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    with pytest.raises(PermissionDenied):
        grant(build(make_personne(), Role.ELU, **place()), author=charge)

    assert Habilitation.objects.filter(role=Role.ELU).count() == 0


@pytest.mark.parametrize("giver", Role)
@pytest.mark.parametrize("given", Role)
def test_nobody_gives_a_role_they_may_not(giver: Role, given: Role):
    author, someone = make_personne(giver), make_personne()
    allowed = given in grantable_roles(author)

    if allowed:
        grant(build(someone, given), author=author)
    else:
        with pytest.raises(PermissionDenied):
            grant(build(someone, given), author=author)

    assert fresh(someone).roles == ({given} if allowed else set())


def test_ranks_are_not_given_to_equals_or_above():
    directeur = make_personne(Role.DIRECTEUR_DE_PROJET)
    charge = make_personne(Role.CHARGE_DE_CONTRAT)
    elu = make_personne(Role.ELU)

    assert Role.ADMINISTRATEUR not in grantable_roles(directeur)
    assert Role.DIRECTEUR_DE_PROJET not in grantable_roles(directeur)
    assert Role.CHARGE_DE_CONTRAT not in grantable_roles(charge)
    assert grantable_roles(elu) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET])
def test_nobody_gives_a_role_to_themselves(role: Role):
    author = make_personne(role)

    with pytest.raises(PermissionDenied):
        grant(build(author, Role.ELU), author=author)


def test_a_role_given_twice_is_said():
    admin, someone = make_personne(Role.ADMINISTRATEUR), make_personne(Role.ELU)

    with pytest.raises(ValidationError, match="déjà ce rôle"):
        grant(build(someone, Role.ELU), author=admin)


def test_ending_a_role_closes_it_at_once_and_keeps_it():
    admin, someone = make_personne(Role.ADMINISTRATEUR), make_personne(Role.ELU)
    held = someone.habilitations.get()

    end_habilitation(held, author=admin, reason="Fin de mandat")

    assert fresh(someone).roles == set()
    assert held.end == timezone.localdate() - timedelta(days=1)
    acte = Acte.objects.filter(model="acteurs.habilitation").first()
    assert (acte.author, acte.reason) == (admin, "Fin de mandat")


def test_a_role_begun_today_is_removed():
    admin, someone = make_personne(Role.ADMINISTRATEUR), make_personne()
    held = build(someone, Role.ELU)
    held.start = timezone.localdate()
    grant(held, author=admin)

    end_habilitation(held, author=admin)

    assert fresh(someone).roles == set()


def test_the_last_administrateur_stays():
    admin = make_personne(Role.ADMINISTRATEUR)
    other = make_personne(Role.ADMINISTRATEUR)

    end_habilitation(admin.habilitations.get(), author=other)
    with pytest.raises(PermissionDenied):
        end_habilitation(other.habilitations.get(), author=fresh(admin))

    assert fresh(other).roles == {Role.ADMINISTRATEUR}


def test_the_last_administrateur_stays_even_against_one_whose_role_ends_soon():
    lasting = make_personne(Role.ADMINISTRATEUR)
    leaving = make_personne(Role.ADMINISTRATEUR)
    held = leaving.habilitations.get()
    held.end = timezone.localdate() + timedelta(days=2)
    from possibles.apps.journal.models import change

    with change(author=None, origin="tests"):
        held.save()

    with pytest.raises(ValidationError, match="seule personne à administrer"):
        end_habilitation(lasting.habilitations.get(), author=fresh(leaving))


def test_a_commune_wide_administrateur_cannot_exist():
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        make_personne(Role.ADMINISTRATEUR, commune=make_commune())


def test_a_role_taken_back_does_not_return_by_undoing():
    from possibles.apps.journal.domain.restoring import CannotRestoreError, undo_change

    directrice = make_personne(Role.DIRECTEUR_DE_PROJET)
    someone = make_personne(Role.ELU)
    end_habilitation(someone.habilitations.get(), author=directrice)
    acte = Acte.objects.filter(model="acteurs.habilitation", author=directrice).get()

    with pytest.raises(CannotRestoreError):
        undo_change(acte.change, author=directrice)

    assert fresh(someone).roles == set()
