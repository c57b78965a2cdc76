import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.acteurs import make_personne
from tests.factories.contrat import (
    make_cible,
    make_commentaire,
    make_indicateur,
    make_jalon,
    make_projet,
    make_releve,
    make_synthese,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import TrackedModel, change

pytestmark = pytest.mark.django_db


def told(subject, user) -> list[str]:
    return [acte.model.split(".")[1] for acte in history_of(subject, user)]


def test_a_history_holds_the_object_and_its_parts_latest_first():
    projet = make_projet()
    make_jalon(projet)
    make_releve(make_indicateur(projet=projet), 3)
    make_jalon(make_projet())

    assert told(projet, make_personne()) == ["releve", "indicateur", "jalon", "projet"]


def test_values_are_told_on_the_sheet_of_their_indicator_too():
    projet = make_projet()
    mine, other = make_indicateur(projet=projet), make_indicateur(projet=projet)
    releve = make_releve(mine, 3)
    make_releve(other, 5)
    make_cible(mine, 2027, 10)
    with change(author=None, origin="tests"):
        releve.value = 4
        releve.save()
        releve.delete()

    assert told(mine, make_personne()) == [
        "releve",
        "releve",
        "cible",
        "releve",
        "indicateur",
    ]
    assert told(other, make_personne()) == ["releve", "indicateur"]


def test_a_draft_is_told_to_nobody_else():
    projet, author = make_projet(), make_personne(Role.DIRECTEUR_DE_PROJET)
    make_synthese(projet, author=author, published_at=None, signature="")

    assert told(projet, make_personne(Role.ADMINISTRATEUR)) == ["projet"]


def test_a_published_synthesis_is_told():
    projet = make_projet()
    make_synthese(projet)

    assert told(projet, make_personne()) == ["synthese", "projet"]


def test_the_public_is_told_no_comment():
    projet = make_projet()
    make_commentaire(projet)

    assert told(projet, make_personne()) == ["commentaire", "projet"]
    assert told(projet, AnonymousUser()) == ["projet"]


def test_every_kind_with_private_rows_can_say_who_sees_them():
    from django.apps import apps

    private = [
        model
        for model in apps.get_models()
        if issubclass(model, TrackedModel) and model.has_private_rows
    ]

    names = {model.__name__ for model in private}
    assert names >= {"Beneficiaire", "Document", "Habilitation", "Synthese"}
    assert all(
        model.objects.visible_to(AnonymousUser()).count() == 0 for model in private
    )
