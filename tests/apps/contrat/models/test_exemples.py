import pytest
from tests.factories.acteurs import make_personne
from tests.factories.contrat import make_projet

from possibles.apps.contrat.interfaces.forms.projet import ProjetForm
from possibles.apps.contrat.models import Projet
from possibles.apps.journal.domain.restoring import undo_change
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db


def test_what_a_person_writes_is_no_longer_an_example():
    author = make_personne()
    projet = make_projet(champs_exemple=["statut", "start"], statut="en_cours")

    with change(author=author):
        projet.statut = "suspendu"
        projet.save()

    assert Projet.objects.get(pk=projet.pk).champs_exemple == ["start"]


def test_what_the_machine_loads_keeps_its_marks():
    projet = make_projet(champs_exemple=["statut"], statut="en_cours")

    with change(author=None, origin="tests"):
        projet.statut = "suspendu"
        projet.save()

    assert Projet.objects.get(pk=projet.pk).champs_exemple == ["statut"]


def test_undoing_an_edit_gives_the_mark_back():
    author = make_personne()
    projet = make_projet(champs_exemple=["statut"], statut="en_cours")
    with change(author=author) as made:
        projet.statut = "suspendu"
        projet.save()

    undo_change(made.key, author=author)

    found = Projet.objects.get(pk=projet.pk)
    assert (found.statut, found.champs_exemple) == ("en_cours", ["statut"])


def test_places_chosen_in_the_form_are_no_longer_examples():
    author = make_personne()
    projet = make_projet(champs_exemple=["communes", "statut"])
    form = ProjetForm(
        {"title": projet.title, "statut": projet.statut, "orientations": []},
        instance=projet,
    )
    form.changed_data = ["communes"]

    with change(author=author):
        assert form.is_valid(), form.errors
        form.save()

    assert Projet.objects.get(pk=projet.pk).champs_exemple == ["statut"]
