import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.acteurs import make_personne
from tests.factories.contrat import make_projet

from possibles.apps.journal.domain.queries import snapshots_of
from possibles.apps.journal.domain.snapshots import Difference, compare, freeze
from possibles.apps.journal.models import Acte, ChangeWithoutAuthorError, change

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


def test_compare_tells_what_was_added_removed_changed():
    before = {
        "titre": "Agenda",
        "projets": [
            {"cle": "a", "chef": "CAF"},
            {"cle": "b", "chef": "ADIL"},
        ],
        "communes": ["Aix"],
    }
    after = {
        "titre": "Agenda",
        "projets": [
            {"cle": "c", "chef": "CCAS"},
            {"cle": "b", "chef": "CAF"},
        ],
        "communes": ["Aix", "Fos"],
        "note": "Nouveau",
    }

    assert compare(before, after) == [
        Difference(("projets", "a"), "removed", before={"cle": "a", "chef": "CAF"}),
        Difference(("projets", "b", "chef"), "changed", "ADIL", "CAF"),
        Difference(("projets", "c"), "added", after={"cle": "c", "chef": "CCAS"}),
        Difference(("communes",), "changed", ["Aix"], ["Aix", "Fos"]),
        Difference(("note",), "added", after="Nouveau"),
    ]


def test_compare_keyed_lists_whatever_their_order():
    rows = [{"cle": "a"}, {"cle": "b"}]

    assert compare(rows, rows[::-1]) == []


def test_compare_the_first_row_of_an_empty_list():
    assert compare({"p": []}, {"p": [{"cle": "a"}]}) == [
        Difference(("p", "a"), "added", after={"cle": "a"})
    ]


@given(plain)
def test_compare_a_content_with_itself_finds_nothing(content):
    assert compare(content, content) == []


@given(plain, plain)
def test_compare_finds_as_much_from_either_side(before, after):
    there, back = compare(before, after), compare(after, before)

    mirror = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((d.path, d.kind) for d in there) == sorted(
        (d.path, mirror[d.kind]) for d in back
    )


@pytest.mark.django_db
def test_freeze_keeps_the_content_its_hash_and_tells_it():
    projet, author = make_projet(), make_personne()

    with change(author=author, reason="Comité"):
        frozen = freeze(projet, {"b": 1, "a": "é"}, kind="essai", title="Projet figé")

    told = Acte.objects.first()
    assert (frozen.content, frozen.is_intact) == ('{"a":"é","b":1}', True)
    assert (frozen.reason, frozen.author) == ("Comité", author)
    assert (told.verb, told.label) == ("event", "Projet figé")
    assert told.fields["instantane"]["new_text"] == frozen.digest
    assert list(snapshots_of(projet, "essai")) == [frozen]
    assert list(snapshots_of(projet, "autre")) == []


@pytest.mark.django_db
def test_a_rewritten_snapshot_is_no_more_intact():
    with change(author=None, origin="tests"):
        frozen = freeze(make_projet(), {"a": 1}, kind="essai", title="Figé")

    frozen.content = '{"a":2}'

    assert not frozen.is_intact


@pytest.mark.django_db
def test_freeze_needs_an_open_change():
    projet = make_projet()

    with pytest.raises(ChangeWithoutAuthorError):
        freeze(projet, {}, kind="essai", title="Figé")
