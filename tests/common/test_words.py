from hypothesis import given
from hypothesis import strategies as st

from possibles.common.words import (
    deletions,
    flatten,
    is_one_mistake_apart,
    split_query,
    split_words,
)

LETTERS = "abcd"
words = st.text(LETTERS, min_size=4, max_size=7)


def all_mistakes(word: str) -> set[str]:
    """Make every word one mistake away, the long way."""
    ends = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return (
        {a + b[1:] for a, b in ends if b}
        | {a + c + b[1:] for a, b in ends if b for c in LETTERS}
        | {a + c + b for a, b in ends for c in LETTERS}
        | {a + b[1] + b[0] + b[2:] for a, b in ends if len(b) > 1}
    )


@given(words, words)
def test_is_one_mistake_apart_agrees_with_the_long_way(first, second):
    expected = second == first or second in all_mistakes(first)

    assert is_one_mistake_apart(first, second) is expected


@given(words)
def test_every_mistaken_word_shares_a_form_with_the_right_one(word):
    lost = [m for m in all_mistakes(word) if len(m) >= 4]

    assert [m for m in lost if not deletions(m) & deletions(word)] == []


def test_split_words_folds_accents_case_ligatures_and_apostrophes():
    assert split_words("L’École — Cœur de Ville, n° 13/14") == [
        "l",
        "ecole",
        "coeur",
        "de",
        "ville",
        "n",
        "13",
        "14",
    ]


def test_flatten_stands_every_word_between_spaces():
    assert flatten("Bel-Air", "", "École") == " bel air ecole "


def test_split_query_keeps_distinct_words_and_drops_elisions():
    assert split_query("l'école, L’ÉCOLE d'Air") == ["ecole", "air"]
    assert split_query("é") == ["e"]
    assert split_query(" — ") == []
