from datetime import date

import pytest
from tests.factories.contrat import make_jalon, make_projet

from possibles.apps.contrat.interfaces.forms.projet import JalonForm
from possibles.apps.contrat.models import Jalon
from possibles.common.forms import DayInput, MotifField


def test_a_day_is_read_and_written_by_the_browser():
    html = DayInput().render("due", date(2027, 3, 1))

    assert 'type="date"' in html
    assert 'value="2027-03-01"' in html


def test_a_reason_is_asked_but_not_required():
    assert MotifField().clean("") == ""
    assert MotifField(required=True, label="Pourquoi").label == "Pourquoi"


@pytest.mark.django_db
def test_a_constraint_joined_to_the_page_is_a_sentence_of_the_form():
    projet = make_projet()
    make_jalon(projet, label="Comité")
    data = {"label": "Comité", "due": "2027-03-01"}

    twice = JalonForm(data, instance=Jalon(projet=projet))
    elsewhere = JalonForm(data, instance=Jalon(projet=make_projet()))

    assert twice.errors == {"__all__": ["Le projet a déjà un jalon de ce nom."]}
    assert elsewhere.is_valid()
