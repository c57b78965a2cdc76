import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.models import Organisation, Personne
from possibles.apps.journal.models import change
from possibles.apps.recherche.domain.indexing import reindex
from possibles.apps.recherche.domain.search import list_recent, search
from possibles.apps.recherche.models import EntreeRecherche, MotEntree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(settings, tmp_path):
    """Give every type a page, so that the search does not depend on the rooms built."""
    settings.ROOT_URLCONF = "tests.apps.recherche.pages"


@pytest.fixture
def user():
    return make_personne(first_name="Zoé", last_name="Xuereb")


def titles(text, user, **options):
    found = search(text, user, **options)
    return [result.title for group in found.groups for result in group.results]


@pytest.mark.parametrize(
    "typed",
    [
        "equipement malpasse",
        "malpassé équipements",
        "EQUIP MALP",
        "equipemant malpasse",  # one wrong letter
        "équipements malpase",  # one missing
        "equipements mallpasse",  # one too many
        "eqiupements malpasse",  # two swapped
    ],
)
def test_accents_order_beginnings_and_one_mistake_do_not_matter(typed, user):
    make_organisation(name="Équipements sportifs de Malpassé")
    make_organisation(name="Équipements culturels de la Savine")

    assert titles(typed, user) == ["Équipements sportifs de Malpassé"]


def test_bel_air_ecole_finds_the_school(user):
    make_organisation(name="École élémentaire Bel-Air")
    make_organisation(name="École Air Bel")

    assert sorted(titles("bel air ecole", user)) == [
        "École Air Bel",
        "École élémentaire Bel-Air",
    ]


def test_a_correction_is_told(user):
    make_organisation(name="Régie de quartier")

    assert search("regie", user).corrected is False
    assert search("rigie", user).corrected is True


def test_two_mistakes_in_a_word_find_nothing(user):
    make_organisation(name="Malpassé")

    assert titles("milpase", user) == []


def test_a_whole_word_of_the_title_comes_first(user):
    make_organisation(name="Ville nouvelle")
    make_organisation(name="Villeneuve")

    assert titles("ville", user) == ["Ville nouvelle", "Villeneuve"]


def test_what_changed_last_comes_first_when_nothing_is_typed(user):
    first = make_organisation(name="Premier")
    make_organisation(name="Deuxième")
    first.name = "Premier bis"
    with change(author=None, origin="tests"):
        first.save()

    assert [r.title for r in list_recent(user, limit=2)] == ["Premier bis", "Deuxième"]
    assert titles("", user, kind="acteurs.organisation") == ["Premier bis", "Deuxième"]


def test_only_signs_find_nothing(user):
    make_organisation(name="Régie")

    assert titles("«»", user) == []


def test_the_index_follows_creation_change_and_deletion(user):
    organisation = make_organisation(name="Avant")
    organisation.name = "Après"
    with change(author=None, origin="tests"):
        organisation.save()
    assert (titles("avant", user), titles("apres", user)) == ([], ["Après"])

    with change(author=None, origin="tests"):
        organisation.delete()
    assert titles("apres", user) == []
    assert not MotEntree.objects.filter(word="apres").exists()


def test_the_index_follows_bulk_creation(user):
    with change(author=None, origin="tests"):
        Organisation.objects.bulk_create(
            [Organisation(slug="lot", name="Créée en lot", kind="association")]
        )

    assert titles("lot", user) == ["Créée en lot"]


def test_the_index_is_undone_with_its_transaction(user):
    def fail_midway():
        with change(author=None, origin="tests"):
            Organisation.objects.create(slug="x", name="Jamais", kind="association")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()

    assert titles("jamais", user) == []
    assert not EntreeRecherche.objects.filter(title="Jamais").exists()


def test_a_child_object_is_indexed_with_its_parent(user):
    organisation = make_organisation(name="Métropole")
    with change(author=None, origin="tests"):
        organisation.services.create(name="Habitat indigne")

    assert titles("indigne", user) == ["Métropole"]


def test_more_results_are_told_and_reached(user):
    for number in range(8):
        make_organisation(name=f"Centre social {number}")

    found = search("centre", user, per_kind=6)
    rest = search("centre", user, kind="acteurs.organisation", per_kind=6, offset=6)

    assert (len(found.groups[0].results), found.groups[0].has_more) == (6, True)
    assert (len(rest.groups[0].results), rest.groups[0].has_more) == (2, False)


def test_frequent_words_give_the_same_results(user, monkeypatch):
    for number in range(12):
        make_organisation(name=f"Centre social {number}")
    make_organisation(name="Centre commercial")
    rare = titles("centre social", user)

    monkeypatch.setattr("possibles.apps.recherche.domain.search._FREQUENT", 3)

    assert titles("centre social", user) == rare
    assert titles("social 7 centre", user) == ["Centre social 7"]


def test_search_takes_few_queries_whatever_it_finds(
    user, django_assert_max_num_queries
):
    for number in range(30):
        make_organisation(name=f"Centre social {number}")

    with django_assert_max_num_queries(10):
        search("centre social", user)


@pytest.mark.parametrize(
    "typed", ["canari", "kanari", "can", "jaune", "", "jaune canari"]
)
def test_what_one_may_not_see_is_never_found(typed, user):
    make_personne(first_name="Jaune", last_name="Canari")
    make_organisation(name="Visible de tous")

    for kind in ("", "acteurs.personne"):
        assert "Jaune Canari" not in titles(typed, AnonymousUser(), kind=kind)
    assert "Jaune Canari" not in [r.title for r in list_recent(AnonymousUser())]
    assert Personne.objects.visible_to(AnonymousUser()).count() == 0


def test_a_closed_account_is_not_found_by_a_partner(user):
    closed = make_personne(last_name="Canari")
    with change(author=None, origin="tests"):
        closed.is_active = False
        closed.save()

    assert titles("canari", user) == []


def test_reindex_gives_back_the_same_index(user):
    make_organisation(name="Régie de quartier")
    before = sorted(EntreeRecherche.objects.values_list("kind", "object_id", "words"))
    EntreeRecherche.objects.all().delete()

    counts = reindex()

    after = sorted(EntreeRecherche.objects.values_list("kind", "object_id", "words"))
    assert after == before
    assert counts["acteurs.organisation"] == 1
    assert titles("regie", user) == ["Régie de quartier"]


@pytest.mark.parametrize(
    "typed", ["%", "_", "' OR 1=1 --", "\\", "a" * 5000, "🙂", "\u202e"]
)
def test_strange_words_break_nothing(typed, user):
    make_organisation(name="Régie")

    assert titles(typed, user) == []


def test_a_type_crowded_out_by_another_is_still_found(user, monkeypatch):
    monkeypatch.setattr("possibles.apps.recherche.domain.search._FREQUENT", 1)
    monkeypatch.setattr("possibles.apps.recherche.domain.search._TOGETHER", 4)
    make_commune(name="Centre bourg")
    make_commune(name="Vieux centre")
    for number in range(8):
        make_organisation(name=f"Centre social {number}")

    found = search("centre", user, per_kind=6)

    assert {g.kind: (len(g.results), g.has_more) for g in found.groups} == {
        "acteurs.organisation": (6, True),
        "territoires.commune": (2, False),
    }
