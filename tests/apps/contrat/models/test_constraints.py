"""Rules that must never break live in the database, with a French sentence for forms."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories.acteurs import make_organisation
from tests.factories.contrat import (
    make_agenda,
    make_indicateur,
    make_partenaire,
    make_projet,
    make_releve,
    make_synthese,
)
from tests.factories.conventions import make_contrat, make_convention
from tests.factories.gouvernance import make_instance
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import (
    Agenda,
    Indicateur,
    Partenaire,
    Projet,
    Releve,
    Synthese,
    SynthesePublieeError,
)
from possibles.apps.conventions.models import Convention, Versement
from possibles.apps.gouvernance.models import Seance
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db


def refused(instance) -> str:
    """Check that both the form and the database refuse it; return the sentence."""
    with pytest.raises(ValidationError) as error:
        instance.validate_constraints()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        change(author=None, origin="tests"),
    ):
        instance.save()
    return error.value.messages[0]


def test_one_agenda_a_year():
    contrat = make_contrat()
    make_agenda(contrat=contrat, year=2026)

    assert "déjà son agenda" in refused(Agenda(contrat=contrat, year=2026, title="A"))


def test_a_validated_agenda_is_dated():
    agenda = Agenda(
        contrat=make_contrat(), year=2026, title="A", state=AgendaState.VALIDE
    )

    assert "date du comité" in refused(agenda)


def test_a_projet_has_a_title_and_ordered_dates():
    assert "intitulé" in refused(Projet(slug="a", title=""))
    late = Projet(slug="b", title="B", start=date(2026, 2, 1), end=date(2026, 1, 1))
    assert "précède" in refused(late)


@pytest.mark.parametrize("place", ["contrat", "commune", "quartier"])
def test_one_value_by_period_and_place(place):
    indicateur = make_indicateur()
    makers = {"contrat": None, "commune": make_commune, "quartier": make_quartier}
    held = {} if makers[place] is None else {place: makers[place]()}
    make_releve(indicateur, 1, **held)

    again = Releve(
        indicateur=indicateur,
        period="2025",
        value=2,
        entered_at=timezone.now(),
        **held,
    )
    assert "modifiez-la" in refused(again)


def test_a_value_has_one_place():
    both = Releve(
        indicateur=make_indicateur(),
        period="2025",
        value=1,
        commune=make_commune(),
        quartier=make_quartier(),
        entered_at=timezone.now(),
    )

    assert "pas les deux" in refused(both)


def test_a_missing_value_says_why():
    silent = Releve(
        indicateur=make_indicateur(), period="2025", entered_at=timezone.now()
    )

    assert "pourquoi elle manque" in refused(silent)


def test_a_baseline_has_a_year():
    assert "année" in refused(Indicateur(slug="a", label="A", baseline=3))


def test_an_organisation_is_a_partner_once():
    projet, organisation = make_projet(), make_organisation()
    make_partenaire(projet, organisation=organisation)

    again = Partenaire(projet=projet, organisation=organisation)
    assert "déjà partenaire" in refused(again)


def test_a_published_synthesis_is_signed_and_says_something():
    common = {
        "projet": make_projet(),
        "date": date(2026, 1, 1),
        "meteo": "appuis",
        "published_at": timezone.now(),
    }

    assert "signée" in refused(Synthese(**common, deja_fait="Fait"))
    assert "déjà fait" in refused(Synthese(**common, signature="Lou"))


def test_a_published_synthesis_is_not_rewritten():
    synthese = make_synthese(make_projet())
    synthese.deja_fait = "Autre"

    with pytest.raises(SynthesePublieeError), change(author=None, origin="tests"):
        synthese.save()


def test_conventions_hold_together():
    convention = make_convention()

    assert "précède" in refused(
        Convention(
            slug="a",
            kind="partenariat",
            title="A",
            start=date(2026, 2, 1),
            end=date(2026, 1, 1),
        )
    )
    assert "supérieur à zéro" in refused(
        Versement(convention=convention, number=1, label="V", amount=0)
    )


def test_a_report_waits_for_the_sitting():
    seance = Seance(instance=make_instance(), date=date(2026, 1, 1), compte_rendu="Dit")

    assert "s’est tenue" in refused(seance)
