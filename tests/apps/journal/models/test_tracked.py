import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import make_projet
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.models import Projet
from possibles.apps.journal.models import (
    Acte,
    ChangeWithoutAuthorError,
    StaleObjectError,
    change,
)
from possibles.apps.territoires.models import Quartier

pytestmark = pytest.mark.django_db


def latest(instance) -> Acte:
    return Acte.objects.filter(
        model=instance._meta.label_lower, object_id=str(instance.pk)
    ).first()


def test_save_outside_a_change_is_refused():
    organisation = make_organisation()
    organisation.name = "Autre"

    with pytest.raises(ChangeWithoutAuthorError):
        organisation.save()


def test_a_page_without_author_is_refused():
    with pytest.raises(ChangeWithoutAuthorError), change(author=None):
        pass


def test_save_records_what_old_new_why_who():
    author = make_personne()
    organisation = make_organisation(name="Avant", kind="etat")

    with change(author=author, reason="Nouveau nom voté"):
        organisation.name = "Après"
        organisation.kind = "metropole"
        organisation.save()

    acte = latest(organisation)
    assert (acte.author, acte.reason, acte.verb) == (
        author,
        "Nouveau nom voté",
        "update",
    )
    assert acte.fields == {
        "name": {"label": "nom", "old": "Avant", "new": "Après"},
        "kind": {
            "label": "nature",
            "old": "etat",
            "old_text": "État et ses services",
            "new": "metropole",
            "new_text": "Métropole",
        },
    }


def test_saving_nothing_new_records_nothing():
    organisation = make_organisation()
    before = Acte.objects.count()

    with change(author=None, origin="tests"):
        organisation.save()

    assert (Acte.objects.count(), organisation.version) == (before, 1)


def test_two_saves_in_one_change_are_one_act_from_first_to_last():
    organisation = make_organisation(name="A")
    before = Acte.objects.count()

    with change(author=None, origin="tests"):
        for name in ("B", "C"):
            organisation.name = name
            organisation.save()

    assert Acte.objects.count() == before + 1
    assert latest(organisation).fields["name"] == {
        "label": "nom",
        "old": "A",
        "new": "C",
    }


def test_a_stale_copy_is_refused_and_changes_nothing():
    organisation = make_organisation(name="A")
    mine = Organisation.objects.get(pk=organisation.pk)
    with change(author=None, origin="tests"):
        organisation.name = "B"
        organisation.save()

    mine.name = "C"
    with pytest.raises(StaleObjectError), change(author=None, origin="tests"):
        mine.save()

    assert Organisation.objects.get(pk=organisation.pk).name == "B"


def test_a_failed_change_leaves_neither_data_nor_act():
    organisation = make_organisation(name="A")
    before = Acte.objects.count()

    with pytest.raises(RuntimeError):
        _rename_then_fail(organisation)

    assert Organisation.objects.get(pk=organisation.pk).name == "A"
    assert Acte.objects.count() == before


def _rename_then_fail(organisation: Organisation) -> None:
    with change(author=None, origin="tests"):
        organisation.name = "B"
        organisation.save()
        raise RuntimeError


def test_links_added_and_removed_are_recorded():
    first, second = make_commune(name="Une"), make_commune(name="Deux")
    quartier = make_quartier(commune=first)

    with change(author=None, origin="tests"):
        quartier.communes.set([second])

    assert latest(quartier).fields["communes"] == {
        "label": "communes",
        "added": [[second.pk, "Deux"]],
        "removed": [[first.pk, "Une"]],
    }


def test_clearing_links_is_refused():
    quartier = make_quartier()

    with pytest.raises(TypeError), change(author=None, origin="tests"):
        quartier.communes.clear()


def test_mass_update_is_refused():
    with pytest.raises(TypeError):
        Quartier.objects.all().update(name="x")


def test_deletion_keeps_what_was_deleted():
    organisation = make_organisation(name="Adieu")
    key = organisation.pk

    with change(author=None, origin="tests", reason="Doublon"):
        organisation.delete()

    acte = Acte.objects.filter(object_id=str(key), verb="delete").get()
    assert acte.fields["name"]["old"] == "Adieu"


def test_sensitive_values_stay_out_of_the_journal():
    person = make_personne(email="secrete@exemple.test", last_name="Canari")

    assert not Acte.objects.filter(payload__contains="secrete").exists()
    assert not Acte.objects.filter(payload__contains="Canari").exists()
    assert latest(person).fields["email"]["hidden"] is True


@pytest.mark.parametrize(
    "sql", ["UPDATE journal_acte SET reason='x'", "DELETE FROM journal_acte"]
)
def test_the_database_refuses_to_rewrite_the_journal(sql):
    from django.db import connection

    make_organisation()

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        connection.cursor().execute(sql)


def test_line_ends_are_those_of_files_however_they_come():
    """A browser sends two characters where a file has one: nothing changed."""
    projet = make_projet(presentation="Un\r\ndeux\rtrois")
    assert projet.presentation == "Un\ndeux\ntrois"

    with change(author=None, origin="tests"):
        projet.presentation = "Un\r\ndeux\r\ntrois"
        projet.save()
        many = Projet.objects.bulk_create(
            [Projet(slug="lot", title="Lot", sort_title="lot", presentation="a\r\nb")]
        )

    assert Acte.objects.filter(object_id=str(projet.pk), verb="update").count() == 0
    assert many[0].presentation == "a\nb"
