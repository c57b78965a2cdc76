from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.factories.acteurs import PASSWORD, make_personne
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.domain.comptes import deactivate_personne
from possibles.apps.acteurs.domain.invitations import (
    accept_invitation,
    cancel_invitation,
    find_invitation,
    invite,
    resend_invitation,
)
from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Invitation, Personne, RolePropose
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db
ADDRESS = "http://testserver/i/JETON/"
IDENTITY = {"first_name": "Lise", "last_name": "Arnoux", "function": ""}


def send(author: Personne, *, email: str = "lise@exemple.test", **place) -> Invitation:
    perimeter = Perimeter(next(iter(place), "contrat"))
    role = RolePropose(role=Role.ELU, perimeter=perimeter, **place)
    return invite(Invitation(email=email), [role], author=author, address=ADDRESS)


def token_sent() -> str:
    return mail.outbox[-1].body.split("/i/")[1].split("/")[0]


def test_inviting_sends_a_link_that_opens_an_account_with_the_roles():
    commune = make_commune(name="Aubagne")
    charge = make_personne(Role.CHARGE_DE_CONTRAT, commune=commune)
    send(charge, commune=commune)

    found = find_invitation(token_sent())
    person = accept_invitation(found, IDENTITY, PASSWORD)

    assert mail.outbox[-1].to == ["lise@exemple.test"]
    assert "Élu pour la commune Aubagne" in mail.outbox[-1].body
    assert [h.sentence for h in person.active_habilitations] == [
        "Élu pour la commune Aubagne"
    ]
    assert person.check_password(PASSWORD)


def test_a_link_serves_once():
    send(make_personne(Role.ADMINISTRATEUR))
    token = token_sent()
    invitation = find_invitation(token)
    accept_invitation(invitation, IDENTITY, PASSWORD)

    assert find_invitation(token) is None
    with pytest.raises(ValidationError):
        accept_invitation(invitation, IDENTITY, PASSWORD)


def test_the_database_holds_the_hash_of_the_token_alone():
    invitation = send(make_personne(Role.ADMINISTRATEUR))
    token = token_sent()

    stored = Invitation.objects.get(pk=invitation.pk)

    assert stored.token_hash == Invitation.digest(token)
    assert len(token) >= 43
    assert not Acte.objects.filter(payload__contains=token).exists()
    assert not Acte.objects.filter(payload__contains=stored.token_hash).exists()
    assert not Acte.objects.filter(payload__contains="lise@").exists()


def test_a_link_expires():
    send(make_personne(Role.ADMINISTRATEUR))
    token = token_sent()

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert find_invitation(token) is None


def test_sending_again_closes_the_first_link():
    admin = make_personne(Role.ADMINISTRATEUR)
    invitation = send(admin)
    first = token_sent()

    resend_invitation(
        Invitation.objects.get(pk=invitation.pk), author=admin, address=ADDRESS
    )

    assert find_invitation(first) is None
    assert find_invitation(token_sent()) == invitation


def test_a_withdrawn_invitation_opens_nothing():
    admin = make_personne(Role.ADMINISTRATEUR)
    invitation = send(admin)

    cancel_invitation(Invitation.objects.get(pk=invitation.pk), author=admin)

    assert find_invitation(token_sent()) is None


def test_nobody_invites_beyond_what_they_may_give():
    charge = make_personne(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    for author, place in (
        (charge, {}),
        (charge, {"commune": make_commune()}),
        (make_personne(Role.ELU), {}),
        (make_personne(), {}),
    ):
        with pytest.raises(PermissionDenied):
            send(author, **place)

    assert Invitation.objects.count() == 0
    assert mail.outbox == []


def test_an_invitation_dies_with_the_rights_of_its_author():
    admin = make_personne(Role.ADMINISTRATEUR)
    directrice = make_personne(Role.DIRECTEUR_DE_PROJET)
    send(directrice)

    deactivate_personne(directrice, author=admin, reason="Départ")

    assert find_invitation(token_sent()) is None


def test_one_address_has_one_account_and_one_pending_invitation():
    admin = make_personne(Role.ADMINISTRATEUR)
    make_personne(email="deja@exemple.test")

    with pytest.raises(ValidationError, match="déjà un compte"):
        send(admin, email="DEJA@exemple.test")
    send(admin)
    with pytest.raises(ValidationError, match="attend déjà une réponse"):
        send(admin, email="Lise@exemple.test")


def test_an_invitation_promises_at_least_one_role():
    with pytest.raises(ValidationError, match="au moins un rôle"):
        invite(
            Invitation(email="x@exemple.test"),
            [],
            author=make_personne(Role.ADMINISTRATEUR),
            address=ADDRESS,
        )
