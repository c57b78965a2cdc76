import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from tests.factories.acteurs import make_personne
from tests.factories.contrat import make_agenda, make_projet, make_public_projet
from tests.factories.documents import make_document

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.documents.models import ATTACHABLE, Document

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


@pytest.mark.parametrize(
    ("visibility", "public", "member", "steering"),
    [
        ("public", True, True, True),
        ("membres", False, True, True),
        ("pilotage", False, False, True),
    ],
)
def test_a_document_is_read_by_those_it_says(visibility, public, member, steering):
    make_document(visibility=visibility, subject=make_public_projet())

    def sees(user):
        return Document.objects.visible_to(user).exists()

    assert sees(PUBLIC) == public
    assert sees(make_personne(Role.PARTENAIRE)) == member
    assert sees(make_personne(Role.CHARGE_DE_CONTRAT)) == steering


def test_a_public_document_of_a_hidden_project_stays_hidden():
    hidden = make_projet()
    make_agenda(hidden, state=AgendaState.SOUMIS)
    make_document(visibility="public", subject=hidden)
    shown = make_document(visibility="public")

    assert list(Document.objects.visible_to(PUBLIC)) == [shown]


def test_an_author_keeps_seeing_their_own():
    author = make_personne(Role.PARTENAIRE)
    make_document(visibility="pilotage", author=author)

    assert Document.objects.visible_to(author).count() == 1


def test_documents_of_a_subject():
    projet = make_projet()
    mine = make_document(subject=projet)
    make_document(subject=make_projet())

    assert list(Document.objects.attached_to(projet)) == [mine]


def test_the_same_file_is_stored_once_and_its_hash_tells():
    first = make_document(content=b"Le texte")
    second = make_document(content=b"Le texte")
    assert first.file.name == second.file.name
    assert first.is_intact()

    default_storage.delete(first.file.name)

    assert not second.is_intact()


def test_everything_attachable_can_say_who_sees_it():
    from django.apps import apps

    for label in ATTACHABLE:
        assert apps.get_model(label).objects.visible_to(PUBLIC).count() == 0
