from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.conventions import (
    make_avenant,
    make_convention,
    make_courrier,
    make_engagement,
    make_versement,
)
from tests.factories.referentiel import make_parametre

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.avenants import sign_avenant
from possibles.apps.conventions.domain.vie import (
    denounce_convention,
    keep_echeance,
    record_versement,
)
from possibles.apps.conventions.models import Convention, Echeance
from possibles.apps.journal.domain.restoring import undo_change
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return make_personne(Role.DIRECTEUR_DE_PROJET)


def dates_of(convention) -> dict[str, date]:
    rows = Echeance.objects.filter(convention=convention)
    return dict(rows.values_list("code", "due"))


def test_dates_follow_their_facts_without_being_asked(director):
    convention = make_convention(end=date(2026, 12, 31), signed_on=date(2026, 1, 5))
    versement = make_versement(convention, due=date(2026, 3, 1))
    engagement = make_engagement(convention, due=date(2026, 6, 30))
    letter = make_courrier(convention, received_on=date(2026, 3, 4)).pk
    payment = f"versement-{versement.pk}"
    first = dates_of(convention)

    with change(author=director, reason="Corriger"):
        engagement.due = date(2026, 7, 31)
        engagement.save()
        versement.delete()
    second = dates_of(convention)

    assert first == {
        payment: date(2026, 3, 1),
        f"saisine-{letter}": date(2026, 4, 3),
        f"engagement-{engagement.pk}": date(2026, 6, 30),
        "preavis": date(2026, 10, 2),
        "terme": date(2026, 12, 31),
    }
    assert second == {
        f"saisine-{letter}": date(2026, 4, 3),
        f"engagement-{engagement.pk}": date(2026, 7, 31),
        "preavis": date(2026, 10, 2),
        "terme": date(2026, 12, 31),
    }


def test_a_signed_amendment_moves_the_end_its_notice_and_says_so(director):
    convention = make_convention(
        end=date(2026, 12, 31), signed_on=date(2026, 1, 5), amount=20_000_000
    )
    preavis = convention.echeances.get(code="preavis")
    keep_echeance(preavis, author=director, on=date(2026, 9, 1))
    avenant = make_avenant(convention, new_end=date(2027, 6, 30), new_amount=25_000_000)

    sign_avenant(avenant, author=director, on=date(2026, 10, 1))

    stored = Convention.objects.get(pk=convention.pk)
    again = stored.echeances.get(code="preavis")
    assert (stored.end, stored.amount) == (date(2027, 6, 30), 25_000_000)
    assert (again.due, again.done_on) == (date(2027, 4, 1), None)
    assert {acte.model for acte in Acte.objects.filter(author=director)} >= {
        "conventions.avenant",
        "conventions.convention",
        "conventions.echeance",
    }


def test_undoing_a_change_puts_its_dates_back(director):
    convention = make_convention(end=date(2026, 12, 31))
    with change(author=director, reason="Prolonger") as made:
        convention.end = date(2027, 12, 31)
        convention.save()

    undo_change(made.key, author=director)

    assert dates_of(convention) == {
        "preavis": date(2026, 10, 2),
        "terme": date(2026, 12, 31),
    }


def test_a_payment_made_keeps_its_date_and_a_withdrawn_one_opens_it_again(director):
    versement = make_versement(due=date(2026, 3, 1))
    code = f"versement-{versement.pk}"

    record_versement(versement, author=director, on=date(2026, 3, 3))
    held = Echeance.objects.get(code=code).done_on
    with change(author=director, reason="Erreur"):
        versement.paid_on = None
        versement.save()

    assert held == date(2026, 3, 3)
    assert Echeance.objects.get(code=code).done_on is None


def test_a_termination_takes_effect_after_the_delay_of_the_text_then_of_the_parameter(
    director,
):
    make_parametre(
        code="convention.resiliation_mois", kind="number", value="3", source="Essai"
    )
    common = make_convention(signed_on=date(2026, 1, 5))
    own = make_convention(signed_on=date(2026, 1, 5), termination_months=1)

    for convention in (common, own):
        denounce_convention(convention, author=director, on=date(2026, 1, 31))

    found = Echeance.objects.filter(kind="resiliation")
    assert [e.due for e in found] == [date(2026, 2, 28), date(2026, 4, 30)]
    assert "Essai" in found[1].rule
    assert "délai écrit dans la convention" in found[0].rule


def test_a_parameter_that_changes_moves_every_date():
    convention = make_convention(end=date(2026, 12, 31))

    make_parametre(code="convention.preavis_jours", kind="number", value="31")

    assert dates_of(convention)["preavis"] == date(2026, 11, 30)
