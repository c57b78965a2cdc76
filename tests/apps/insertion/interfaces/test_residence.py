"""The quarter of residence, from a point and the official outlines."""

import json

import pytest
from django.core.exceptions import ValidationError
from tests.factories.adresses import ban_line, load_ban
from tests.factories.territoires import make_commune, make_quartier, outlined

from possibles.apps.insertion.domain.vie_privee import collect
from possibles.apps.insertion.interfaces.forms.personne import (
    BeneficiaireForm,
    read_point,
)
from possibles.apps.journal.models import Acte, change


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


@pytest.fixture
def quartier(tmp_path):
    commune = make_commune(code_insee="13077", name="Port-de-Bouc")
    held = make_quartier(commune=commune, **outlined(4.98, 43.40))
    load_ban(
        tmp_path,
        ban_line("12", "Rue du Port", "13077", "13110", 4.985, 43.405),
        ban_line("40", "Rue du Port", "13077", "13110", 4.999, 43.405),
    )
    return held


@pytest.mark.django_db
def test_the_address_finds_the_quarter_and_is_forgotten(quartier):
    form = fill(adresse="12 rue du Port, 13110 Port-de-Bouc")

    assert form.errors == {}
    assert form.cleaned_data["quartier"] == quartier
    assert form.cleaned_data["commune"] == quartier.commune
    assert form.instance.residence == "adresse"
    with change(author=None, origin="tests"):
        person = form.save()
    told = json.dumps(collect(person)) + "".join(
        json.dumps(a.fields) for a in Acte.objects.all()
    )
    assert "rue du port" not in told.lower()
    assert "43.405" not in told


@pytest.mark.django_db
def test_an_address_outside_every_quarter_is_said(quartier):
    form = fill(adresse="40 rue du Port, 13110 Port-de-Bouc")

    assert form.errors == {}
    assert form.cleaned_data["quartier"] is None
    assert "dans aucun quartier prioritaire" in form.located


@pytest.mark.django_db
def test_a_doubtful_address_is_chosen_among_those_near(quartier):
    form = fill(adresse="14 rue du Port, 13110 Port-de-Bouc")

    assert "choisissez" in form.errors["adresse"][0]
    labels = [label for _, label in form.fields["lieu"].choices]
    assert labels == [
        "12 Rue du Port, 13110 Port-de-Bouc",
        "40 Rue du Port, 13110 Port-de-Bouc",
    ]
    chosen = fill(adresse="14 rue du Port, 13110 Port-de-Bouc", lieu=labels[0])
    assert chosen.errors == {}
    assert chosen.cleaned_data["quartier"] == quartier


@pytest.mark.django_db
def test_an_unknown_address_leaves_the_choice_by_hand(quartier):
    form = fill(adresse="1 rue de Nulle-Part, 13110 Port-de-Bouc")

    assert "à la main" in form.errors["adresse"][0]
    by_hand = fill(quartier=str(quartier.pk))
    assert by_hand.errors == {}
    assert by_hand.instance.residence == "main"


@pytest.mark.django_db
def test_an_address_that_contradicts_the_choice_is_told(quartier):
    form = fill(adresse="40 rue du Port, 13110 Port-de-Bouc", quartier=str(quartier.pk))

    assert "corrigez" in form.errors["adresse"][0]
