from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.acteurs import make_personne
from tests.factories.conventions import make_article, make_avenant, make_convention

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.avenants import sign_avenant
from possibles.apps.conventions.domain.texte import (
    Effet,
    Redaction,
    Retouche,
    compare_avenant,
    consolidate,
    diff_words,
    list_versions,
    natural_key,
    read_text,
)

words = st.text(alphabet="ab \n", max_size=40)


def test_the_text_of_a_day_rests_on_what_had_taken_effect():
    articles = [Redaction("1", "Objet", "Un."), Redaction("4", "Durée", "Fin 2026.")]
    effets = [
        Effet(
            "Avenant n° 2",
            date(2026, 9, 1),
            2,
            [
                Retouche("supprime", "1", "", ""),
                Retouche("modifie", "4", "", "Fin 2028."),
            ],
        ),
        Effet(
            "Avenant n° 1",
            date(2026, 6, 1),
            1,
            [
                Retouche("modifie", "4", "", "Fin 2027."),
                Retouche("ajoute", "4 bis", "Bilan", "Un bilan."),
                Retouche("ajoute", "10", "Fin", "Dix."),
            ],
        ),
    ]

    signed = consolidate(articles, effets, date(2026, 5, 31))
    first = consolidate(articles, effets, date(2026, 6, 1))
    second = consolidate(articles, effets, date(2026, 12, 31))

    assert signed == articles
    assert [(r.number, r.text) for r in first] == [
        ("1", "Un."),
        ("4", "Fin 2027."),
        ("4 bis", "Un bilan."),
        ("10", "Dix."),
    ]
    assert [(r.number, r.text, r.is_removed, r.since) for r in second[:2]] == [
        ("1", "Un.", True, ("Avenant n° 2",)),
        ("4", "Fin 2028.", False, ("Avenant n° 1", "Avenant n° 2")),
    ]


def test_articles_are_numbered_as_people_count():
    numbers = ["10", "4 bis", "8.2", "2", "8.10", "4", "8"]

    assert sorted(numbers, key=natural_key) == [
        "2",
        "4",
        "4 bis",
        "8",
        "8.2",
        "8.10",
        "10",
    ]


@given(words, words)
def test_a_comparison_holds_both_wordings_whole(before, after):
    passages = diff_words(before, after)

    old = "".join(p.text for p in passages if p.kind != "added")
    new = "".join(p.text for p in passages if p.kind != "removed")
    assert (old, new) == (before, after)


@pytest.mark.django_db
def test_an_amendment_is_compared_with_the_text_it_found():
    director = make_personne(Role.DIRECTEUR_DE_PROJET)
    convention = make_convention(signed_on=date(2026, 1, 5))
    make_article(convention, "4", text="Terme au 31 décembre 2026.")
    first = make_avenant(
        convention, articles=[("modifie", "4", "Terme au 30 juin 2027.")]
    )
    second = make_avenant(
        convention, articles=[("modifie", "4", "Terme au 31 décembre 2027.")]
    )

    sign_avenant(first, author=director, on=date(2026, 6, 1))
    sign_avenant(second, author=director, on=date(2026, 9, 1))

    found = [compare_avenant(a)[0].before.text for a in (first, second)]
    assert found == ["Terme au 31 décembre 2026.", "Terme au 30 juin 2027."]
    assert read_text(convention, date(2026, 7, 1))[0].text == "Terme au 30 juin 2027."
    assert list_versions(convention) == [
        (date(2026, 1, 5), "Texte signé"),
        (date(2026, 6, 1), "Avenant n° 1"),
        (date(2026, 9, 1), "Avenant n° 2"),
    ]
