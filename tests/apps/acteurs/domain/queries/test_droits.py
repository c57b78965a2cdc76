from django.conf import settings

from possibles.apps.acteurs.domain.queries.droits import (
    as_markdown,
    list_grants,
    list_rights,
)
from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.management.commands.rights import BEGIN, PAGE


def right(permission: str):
    return next(
        r for room in list_rights() for r in room.rights if r.permission == permission
    )


def test_rights_are_read_from_the_rules():
    invite, view = right("acteurs.invite_personne"), right("acteurs.view_personne")

    assert invite.roles == (
        Role.ADMINISTRATEUR,
        Role.DIRECTEUR_DE_PROJET,
        Role.CHARGE_DE_CONTRAT,
    )
    assert (
        invite.who
        == "Administrateur ; Directeur de projet ; Chargé de contrat de ville"
    )
    assert view.who == "Toute personne connectée"
    assert right("acteurs.view_organisation").who == "Tout le monde, même sans compte"


def test_grants_tell_who_gives_what():
    given = dict(list_grants())

    assert given[Role.ADMINISTRATEUR] == tuple(Role)
    assert Role.CHARGE_DE_CONTRAT not in given[Role.CHARGE_DE_CONTRAT]
    assert Role.ELU not in given


def test_the_page_of_rights_is_up_to_date():
    page = (settings.ROOT / PAGE).read_text()

    written = page.split(BEGIN)[1].strip()

    assert written == as_markdown().strip(), "run `manage.py rights`"
