import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import make_interface, make_operation, make_tache
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role

pytestmark = pytest.mark.django_db


def test_each_owner_writes_its_own_operations():
    town, landlord = make_organisation(), make_organisation()
    mine = make_operation(maitre_ouvrage=town)
    theirs = make_operation(maitre_ouvrage=landlord)
    builder = make_personne(
        Role.MAITRE_OUVRAGE, organisation=town, perimetre_organisation=town
    )

    assert builder.has_perm("operations.change_operation", mine)
    assert not builder.has_perm("operations.change_operation", theirs)
    assert builder.has_perm("operations.change_tache", make_tache(mine))
    assert not builder.has_perm("operations.change_tache", make_tache(theirs))


def test_a_builder_over_a_commune_still_writes_its_own_only():
    commune, town = make_commune(), make_organisation()
    mine = make_operation(maitre_ouvrage=town, commune=commune)
    theirs = make_operation(commune=commune)
    builder = make_personne(Role.MAITRE_OUVRAGE, organisation=town, commune=commune)

    assert builder.has_perm("operations.change_operation", mine)
    assert not builder.has_perm("operations.change_operation", theirs)


def test_the_opc_tells_progress_and_interfaces_and_no_more():
    operation = make_operation()
    opc = make_personne(Role.OPC)

    assert opc.has_perm("operations.report_tache", make_tache(operation))
    assert opc.has_perm(
        "operations.change_interface", make_interface(operation, make_operation())
    )
    assert opc.has_perm("operations.freeze_reference")
    assert not opc.has_perm("operations.change_operation", operation)


def test_both_owners_write_their_interface():
    town, landlord = make_organisation(), make_organisation()
    interface = make_interface(
        make_operation(maitre_ouvrage=landlord), make_operation(maitre_ouvrage=town)
    )
    for organisation, may in ((town, True), (landlord, True), (None, False)):
        own = organisation or make_organisation()
        builder = make_personne(
            Role.MAITRE_OUVRAGE, organisation=own, perimetre_organisation=own
        )
        assert builder.has_perm("operations.change_interface", interface) is may
