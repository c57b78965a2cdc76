from datetime import date, timedelta

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.gouvernance import make_instance, make_mandat, make_seance
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.todo import list_preparations, list_sittings

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def test_members_are_told_of_their_sittings_of_the_fortnight():
    organisation = make_organisation()
    member = make_personne(organisation=organisation)
    instance = make_instance(name="Comité", is_reserved=True)
    make_mandat(instance=instance, organisation=organisation)
    make_seance(instance=instance, date=DAY + timedelta(days=14))
    make_seance(instance=instance, date=DAY + timedelta(days=15))
    make_seance(date=DAY + timedelta(days=1))

    (line,) = list_sittings(member, DAY)

    assert (line.text, line.where) == ("Vous siégez", "Comité")


def test_who_prepares_is_told_what_each_sitting_lacks():
    commune = make_commune()
    own = make_instance(name="Comité local", commune=commune)
    local = make_personne(Role.CHARGE_DE_CONTRAT, commune=commune)
    for days, over in (
        (-20, {}),
        (-10, {"state": "tenue"}),
        (-9, {"state": "tenue", "compte_rendu": "Dit."}),
        (5, {}),
        (6, {"state": "convoquee"}),
        (-8, {"state": "annulee"}),
    ):
        make_seance(instance=own, date=DAY + timedelta(days=days), **over)
    make_seance(date=DAY + timedelta(days=5))

    assert [line.text for line in list_preparations(local, DAY)] == [
        "Dire si la séance s’est tenue",
        "Rédiger le compte rendu",
        "Soumettre le compte rendu",
        "Convoquer la séance",
    ]
    assert list(list_preparations(make_personne(Role.ELU), DAY)) == []
