from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from tests.factories.acteurs import make_personne
from tests.factories.documents import make_document

from possibles.apps.documents.domain.deposit import sweep_files, withdraw
from possibles.apps.journal.domain.restoring import undo_change

pytestmark = pytest.mark.django_db
LATER = timedelta(days=400)


@pytest.fixture(autouse=True)
def _empty_storage(db):
    """Sweep what other tests left: the storage outlives their transactions."""
    sweep_files(timezone.now() + LATER)


def test_sweep_files_keeps_what_a_document_holds():
    document = make_document()

    assert sweep_files(timezone.now() + LATER) == 0
    assert default_storage.exists(document.file.name)


def test_sweep_files_deletes_an_orphan_after_thirty_days():
    path = default_storage.save("documents/ab/orphelin", ContentFile(b"seul"))

    assert sweep_files(timezone.now() + timedelta(days=29)) == 0
    assert sweep_files(timezone.now() + timedelta(days=31)) == 1
    assert not default_storage.exists(path)


def test_a_withdrawn_document_can_be_taken_back_for_thirty_days():
    author = make_personne()
    document = make_document()
    path = document.file.name
    key = withdraw(document, author=author, reason="Erreur")

    assert sweep_files(timezone.now() + timedelta(days=29)) == 0
    undo_change(key, author=author)
    assert sweep_files(timezone.now() + LATER) == 0
    assert default_storage.exists(path)
