"""A measure is tried on the schedule before it is adopted, and measured after."""

from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.opc import make_alerte, make_mesure
from tests.factories.operations import (
    link,
    make_interface,
    make_limits,
    make_operation,
    make_tache,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.opc.domain.mesures import (
    apply_mesure,
    move_mesure,
    propose_mesure,
    simulate,
    tell_observed,
    tell_simulation,
)
from possibles.apps.opc.models import MesureCorrective
from possibles.apps.operations.models import Operation, Tache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits():
    make_limits()


@pytest.fixture
def director():
    return make_personne(Role.DIRECTEUR_DE_PROJET)


@pytest.fixture
def chantier(director):
    """Make a demolition that frees the ground of a school, too late."""
    demolition = make_operation(title="Démolition")
    school = make_operation(title="École", renouvellement=demolition.renouvellement)
    works = make_tache(demolition, 60, name="Démolir", role="travaux")
    build = make_tache(school, 100, name="Construire", role="travaux")
    link(works, build)
    held = make_interface(
        demolition,
        school,
        gives_tache=works,
        gets_tache=build,
        needed=date(2026, 12, 1),
    )
    return demolition, school, works, held


def test_a_simulation_says_what_is_gained_and_what_it_does_to_interfaces(
    chantier, director
):
    demolition, school, works, _ = chantier

    found = simulate([{"tache": works.pk, "duration_days": 40}], demolition, director)

    assert found["gained_days"] > 20
    assert {row["title"] for row in found["operations"]} == {"Démolition", "École"}
    (touched,) = found["interfaces"]
    assert touched["after"] > touched["before"]
    assert Tache.objects.get(pk=works.pk).duration_days == 60
    assert tell_simulation(found)[0].startswith("L’opération finirait")
    assert tell_simulation({}) == []
    assert school.pk


def test_a_measure_keeps_what_was_simulated_then_measures_what_came(chantier, director):
    demolition, _, works, _ = chantier
    alerte = make_alerte(demolition)
    demolition.refresh_from_db()
    before = demolition.delivery_forecast
    mesure = propose_mesure(
        MesureCorrective(
            operation=demolition,
            title="Deux équipes",
            responsable=demolition.maitre_ouvrage,
            due=date(2027, 1, 31),
            changes=[{"tache": works.pk, "duration_days": 40}],
        ),
        [alerte],
        author=director,
    )
    assert mesure.renouvellement == demolition.renouvellement
    assert mesure.expected_days is not None
    assert mesure.simulated_at is not None

    move_mesure(mesure, "adopt", author=director)
    alerte.refresh_from_db()
    assert (alerte.state, mesure.simulation["delivery_before"]) == (
        "ouverte",
        before.isoformat(),
    )

    assert apply_mesure(mesure, author=director) is None
    assert Tache.objects.get(pk=works.pk).duration_days == 40
    mesure = MesureCorrective.objects.get(pk=mesure.pk)
    move_mesure(
        mesure, "complete", author=director, on=date(2026, 12, 1), observed="Tenu."
    )
    after = Operation.objects.get(pk=demolition.pk).delivery_forecast
    assert mesure.observed_days == (before - after).days > 0
    assert tell_observed(mesure.observed_days).endswith("gagnés depuis l’adoption.")


def test_a_measure_that_moves_other_owners_is_proposed_to_them(chantier):
    demolition, school, works, _ = chantier
    opc = make_personne(Role.OPC)
    mesure = make_mesure(demolition, changes=[{"tache": works.pk, "duration_days": 40}])

    proposition = apply_mesure(mesure, author=opc)

    owners = {part.organisation for part in proposition.parts.all()}
    assert owners == {demolition.maitre_ouvrage, school.maitre_ouvrage}
    assert Tache.objects.get(pk=works.pk).duration_days == 60


def test_giving_up_needs_a_reason(director):
    mesure = make_mesure()

    with pytest.raises(TransitionRefusedError, match="motif"):
        move_mesure(mesure, "abandon", author=director)


def test_the_owner_in_charge_tells_when_it_is_done_and_no_other():
    operation = make_operation()
    mesure = make_mesure(operation, state="adoptee")
    owner = make_personne(
        Role.MAITRE_OUVRAGE,
        organisation=operation.maitre_ouvrage,
        perimetre_organisation=operation.maitre_ouvrage,
    )
    stranger = make_operation().maitre_ouvrage
    other = make_personne(
        Role.MAITRE_OUVRAGE, organisation=stranger, perimetre_organisation=stranger
    )

    assert owner.has_perm("opc.report_mesure", mesure)
    assert not other.has_perm("opc.report_mesure", mesure)
    assert not owner.has_perm("opc.change_mesure", mesure)


def test_what_cannot_be_measured_is_said():
    assert tell_observed(None) == "Effet non mesurable au planning."
    assert tell_observed(0) == "La livraison n’a pas bougé depuis l’adoption."
    assert tell_observed(-1) == "1 jour perdu depuis l’adoption."
