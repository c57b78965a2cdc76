import pytest
from django.contrib.auth.hashers import make_password
from tests.factories.acteurs import PASSWORD, make_organisation, make_personne
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Personne
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


def seen_by(person: Personne) -> set[Personne]:
    return set(Personne.objects.visible_to(person))


def test_agents_see_each_other_and_no_resident():
    elu, opc = make_personne(Role.ELU), make_personne(Role.OPC)
    habitant = make_personne(Role.HABITANT)

    assert seen_by(elu) == {elu, opc}
    assert habitant not in seen_by(opc)


def test_an_association_sees_its_own_people_and_those_who_steer():
    centre = make_organisation()
    moi = make_personne(Role.ASSOCIATION, organisation=centre)
    collegue = make_personne(Role.ASSOCIATION, organisation=centre)
    directrice = make_personne(Role.DIRECTEUR_DE_PROJET)
    make_personne(Role.ASSOCIATION, organisation=make_organisation())
    make_personne(Role.ELU)

    assert seen_by(moi) == {moi, collegue, directrice}


def test_a_charge_sees_the_residents_of_their_commune_alone():
    ici, ailleurs = make_commune(), make_commune()
    charge = make_personne(Role.CHARGE_DE_CONTRAT, commune=ici)
    proche = make_personne(Role.HABITANT, commune=ici)
    make_personne(Role.HABITANT, commune=ailleurs)

    assert seen_by(charge) == {charge, proche}


def test_closed_accounts_are_seen_by_those_who_steer_alone():
    ferme = make_personne(Role.ELU, is_active=False)

    assert ferme in seen_by(make_personne(Role.ADMINISTRATEUR))
    assert ferme not in seen_by(make_personne(Role.ELU))


def test_a_stronger_hash_is_taken_at_sign_in_without_an_act(settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    person = make_personne()
    weak = make_password(PASSWORD, hasher="md5")
    Personne.objects.filter(pk=person.pk).unrecorded_update(password=weak)
    person = Personne.objects.get(pk=person.pk)
    before = Acte.objects.count()

    assert person.check_password(PASSWORD)

    stored = Personne.objects.get(pk=person.pk)
    assert stored.password.startswith("pbkdf2_sha256$")
    assert stored.check_password(PASSWORD)
    assert Acte.objects.count() == before


def test_the_length_of_a_password_is_remembered_when_it_is_chosen():
    person = Personne()

    person.set_password("a" * 14)
    assert person.has_long_password is False
    person.set_password("a" * 15)
    assert person.has_long_password is True
