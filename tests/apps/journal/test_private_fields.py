"""The journal is never erased: no value of a field declared private ever goes there.

Every kind that declares such fields is created, changed field by field, then deleted. A
new kind fails here until somebody says how to make one.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.gouvernance import make_mandat, make_presence, make_seance
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_lien,
    make_suivi,
)
from tests.factories.operations import make_contact
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Invitation
from possibles.apps.journal.models import Acte, TrackedModel, change

CANARY = "QXWKANARI"
DAY = date(2019, 2, 17)


def make_invitation() -> Invitation:
    with change(author=None, origin="tests"):
        return Invitation.objects.create(
            email="invite@exemple.test",
            expires_at=timezone.now() + timedelta(days=7),
            invited_by=make_personne(Role.ADMINISTRATEUR),
        )


MAKERS: dict[str, Callable[[], Any]] = {
    "acteurs.invitation": make_invitation,
    "acteurs.personne": make_personne,
    "gouvernance.mandat": make_mandat,
    "gouvernance.presence": lambda: make_presence(seance=make_seance(), guest="Autre"),
    "insertion.beneficiaire": make_beneficiaire,
    "insertion.embauche": make_embauche,
    "insertion.liendeclaration": make_lien,
    "insertion.pointdesuivi": lambda: make_suivi(make_beneficiaire()),
    "operations.contact": make_contact,
}
TARGETS: dict[str, Callable[[], Any]] = {
    "territoires.commune": lambda: make_commune(name=f"{CANARY} sur mer"),
    "territoires.quartier": lambda: make_quartier(name=f"{CANARY} nord"),
    "acteurs.organisation": lambda: make_organisation(name=f"{CANARY} emploi"),
    "acteurs.personne": lambda: make_personne(last_name=CANARY),
}


def declared() -> dict[str, type[TrackedModel]]:
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, TrackedModel) and model.sensitive_fields
    }


def another(field: Any, held: Any) -> Any:
    """Return a value of this field that nobody could meet by chance."""
    if field.name == "code":
        # The pseudonym itself is how the journal calls a person.
        return "B-AUTRE123"
    if field.is_relation:
        return TARGETS[field.related_model._meta.label_lower]()
    if field.choices:
        return next(value for value, _ in field.flatchoices if value != held)
    if isinstance(field, models.BooleanField):
        return not held
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, models.IntegerField):
        return 1951
    if isinstance(field, models.EmailField):
        return f"{CANARY.lower()}@exemple.test"
    return CANARY[: field.max_length]


def test_each_kind_that_declares_private_fields_is_tried_here():
    assert set(declared()) == set(MAKERS)


@pytest.mark.parametrize("label", sorted(MAKERS))
def test_each_private_field_is_one_of_the_kind(label):
    model = declared()[label]

    assert model.sensitive_fields <= {f.name for f in model._meta.get_fields()}


@pytest.mark.django_db
@pytest.mark.parametrize("label", sorted(MAKERS))
def test_no_private_value_goes_to_the_journal(label):
    made = MAKERS[label]()
    model = type(made)
    values = {
        name: another(model._meta.get_field(name), getattr(made, name))
        for name in sorted(model.sensitive_fields)
    }
    held = model._base_manager.get(pk=made.pk)

    with change(author=None, origin="tests", reason="Corriger"):
        for name, value in values.items():
            setattr(held, name, value)
        held.save()
    with change(author=None, origin="tests", reason="Retirer"):
        held.delete()

    actes = Acte.objects.filter(model=label, object_id=str(made.pk))
    changed = actes.get(verb="update").fields
    assert set(values) <= set(changed)
    for acte in actes:
        for name in model.sensitive_fields & set(acte.fields):
            pair = acte.fields[name]
            assert pair["hidden"], (acte.verb, name)
            assert (pair["old"], pair["new"]) == (None, None)
        told = f"{acte.fields}{acte.label}{acte.payload}".lower()
        assert CANARY.lower() not in told
        assert str(DAY) not in told
