import pytest
from tests.factories.acteurs import make_personne
from tests.factories.contrat import make_outil, make_partenaire, make_projet
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.models import Partenaire, Projet
from possibles.apps.journal.domain.restoring import (
    CannotRestoreError,
    find_subject,
    find_subjects,
    rebuild,
    restore_acte,
    undo_change,
)
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_personne()


def test_undo_takes_back_every_object_of_a_change(author):
    first, second = make_projet(title="A"), make_projet(title="B")
    with change(author=author, reason="Renommer") as made:
        for projet in (first, second):
            projet.title = f"{projet.title} bis"
            projet.save()

    undo_change(made.key, author=author)

    assert sorted(Projet.objects.values_list("title", flat=True)) == ["A", "B"]
    assert {a.reason for a in Acte.objects.all()[:2]} == {"Annulation"}


def test_undo_takes_back_all_or_nothing(author):
    first, second = make_projet(title="A"), make_projet(title="B")
    with change(author=author, reason="Renommer") as made:
        for projet in (first, second):
            projet.title = f"{projet.title} bis"
            projet.save()
    with change(author=author, reason="Plus tard"):
        first.title = "C"
        first.save()

    with pytest.raises(CannotRestoreError) as refused:
        undo_change(made.key, author=author)

    assert refused.value.labels == ["intitulé"]
    assert sorted(Projet.objects.values_list("title", flat=True)) == ["B bis", "C"]


def test_undo_takes_back_links(author):
    old, new = make_commune(), make_commune()
    projet = make_projet(communes=[old])
    with change(author=author, reason="Déplacer") as made:
        projet.communes.set([new])

    undo_change(made.key, author=author)

    assert list(projet.communes.all()) == [old]


def test_undo_a_creation_deletes_and_tells_it(author):
    projet, organisation = make_projet(), make_personne().organisation
    with change(author=author, reason="Ajouter") as made:
        partner = Organisation.objects.create(slug="caf", name="CAF", kind="etat")
        Partenaire.objects.create(projet=projet, organisation=partner)

    undo_change(made.key, author=author)

    assert not Partenaire.objects.exists()
    assert organisation is None
    assert [a.verb for a in Acte.objects.all()[:2]] == ["delete", "delete"]


def test_undo_says_what_stands_in_the_way(author):
    with change(author=author, reason="Ajouter") as made:
        partner = Organisation.objects.create(slug="caf", name="CAF", kind="etat")
    make_partenaire(make_projet(), organisation=partner)

    with pytest.raises(CannotRestoreError) as refused:
        undo_change(made.key, author=author)

    assert refused.value.labels == ["CAF"]
    assert Organisation.objects.filter(slug="caf").exists()


def test_what_was_deleted_comes_back_under_its_own_key(author):
    projet = make_projet()
    partenaire = make_partenaire(projet, engagement="Une salle")
    key = partenaire.pk
    with change(author=author, reason="Retirer") as made:
        partenaire.delete()
    acte = Acte.objects.first()
    assert find_subject(acte) is None
    assert rebuild(acte).engagement == "Une salle"

    undo_change(made.key, author=author)

    assert (Partenaire.objects.get().pk, Partenaire.objects.get().projet) == (
        key,
        projet,
    )


def test_restoring_chooses_a_value_over_later_ones(author):
    projet = make_projet(title="A")
    for title in ("B", "C"):
        with change(author=author, reason=title):
            projet.title = title
            projet.save()
    acte = Acte.objects.get(reason="B")

    restore_acte(acte, author=author, reason="Retour")

    projet.refresh_from_db()
    assert projet.title == "A"


def test_subjects_are_found_in_one_query_for_each_kind(django_assert_num_queries):
    make_projet()
    make_projet()
    make_outil()
    actes = list(Acte.objects.filter(model__in=["contrat.projet", "contrat.outil"]))

    with django_assert_num_queries(2):
        found = find_subjects(actes)

    assert sorted(str(subject) for subject in found.values()) == sorted(
        acte.label for acte in actes
    )


def test_acts_on_forgotten_kinds_have_no_subject(author):
    acte = Acte(
        sequence=1, model="passe.table", object_id="1", label="Vieux", verb="update"
    )

    assert find_subjects([acte]) == {1: None}
    with pytest.raises(CannotRestoreError):
        restore_acte(acte, author=author, reason="Retour")
