"""The quarter of residence, from a point and the official outlines."""

import pytest
from django.core.exceptions import ValidationError
from tests.factories.territoires import make_commune, make_quartier, outlined

from possibles.apps.insertion.interfaces.forms.personne import (
    BeneficiaireForm,
    read_point,
)


def fill(**over):
    form = BeneficiaireForm(
        {
            "initials": "AB",
            "sex": "f",
            "birth_year": "1990",
            "critere": "rsa",
            "eligibility_months": "24",
        }
        | over
    )
    form.is_valid()
    return form


@pytest.mark.parametrize(
    "text", ["43,2965 ; 5,3698", "5.3698, 43.2965", "43.2965 5.3698", "43,2965;5,3698"]
)
def test_a_point_is_read_in_either_order(text):
    assert read_point(text) == (5.3698, 43.2965)


@pytest.mark.parametrize("text", ["43", "ici", "5,1 ; 5,2", "143,2 ; 5,3", "1 2 3"])
def test_what_is_no_point_is_refused(text):
    with pytest.raises(ValidationError):
        read_point(text)


@pytest.mark.django_db
def test_the_quarter_is_found_and_the_point_forgotten():
    quartier = make_quartier(commune=make_commune(), **outlined(5.36, 43.29))

    form = fill(point="43,295 ; 5,365")

    assert form.errors == {}
    assert form.cleaned_data["quartier"] == quartier
    assert form.cleaned_data["commune"] == quartier.commune
    assert str(quartier) in form.located
    assert not hasattr(form.instance, "point")


@pytest.mark.django_db
def test_outside_every_outline_is_said_with_the_nearest():
    quartier = make_quartier(commune=make_commune(), **outlined(5.36, 43.29))

    form = fill(point="43,295 ; 5,375")

    assert form.cleaned_data["quartier"] is None
    assert "dans aucun quartier prioritaire" in form.located
    assert str(quartier) in form.located


@pytest.mark.django_db
def test_without_outlines_it_is_chosen_by_hand():
    form = fill(point="43,295 ; 5,365")

    assert "à la main" in form.errors["point"][0]


@pytest.mark.django_db
def test_a_point_and_a_choice_that_disagree_are_told():
    make_quartier(commune=make_commune(), **outlined(5.36, 43.29))
    other = make_quartier(commune=make_commune(), **outlined(5.46, 43.29))

    form = fill(point="43,295 ; 5,365", quartier=str(other.pk))

    assert "corrigez" in form.errors["point"][0]
