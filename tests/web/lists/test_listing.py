"""A list bound to an address: filters, sorts, columns, faces, totals."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from tests.factories.conventions import make_convention

from possibles.apps.conventions.models import Convention
from possibles.web.lists import (
    Choice,
    Column,
    Filter,
    Listing,
    ListSpec,
    as_table,
    opens,
)
from possibles.web.lists.drawing import draw_cell, surround
from possibles.web.lists.listing import BoundFilter
from possibles.web.templatetags.lists import filter_options

pytestmark = pytest.mark.django_db

SPEC = ListSpec(
    key="essai",
    title="Conventions d’essai",
    noun="convention",
    rows=lambda request: Convention.objects.all(),
    order=["title"],
    per_page=2,
    faces=(Choice("", "Liste"), Choice("tableau", "Tableau")),
    columns=(
        Column("titre", "Titre", lambda c: c.title, order=["title"]),
        Column("montant", "Montant", lambda c: c.amount, kind="euros", has_total=True),
        Column("etat", "État", lambda c: c.state, order=["-state", "title"]),
        Column("cote", "Cote", lambda c: c.reference or None, default=False),
    ),
    filters=(
        Filter("q", "Titre", lambda rows, v: rows.filter(title__contains=v[0])),
        Filter(
            "etat",
            "État",
            lambda rows, v: rows.filter(state__in=v),
            lambda _: [Choice("en_vigueur", "En vigueur"), Choice("echue", "Échue")],
            multiple=True,
        ),
    ),
)


def bind(query: str = "", spec: ListSpec = SPEC) -> Listing:
    request = RequestFactory().get(f"/essai/{query}")
    request.user = AnonymousUser()
    return Listing(spec, request)


def titles(listing: Listing) -> list[str]:
    return [row.title for row in listing.rows]


@pytest.fixture(autouse=True)
def _three_conventions():
    make_convention(title="B", amount=100, state="en_vigueur")
    make_convention(title="A", amount=None, state="echue", reference="R1")
    make_convention(title="C", amount=250, state="en_vigueur")


def test_rows_come_in_the_usual_order_until_asked_otherwise():
    assert titles(bind()) == ["A", "B", "C"]
    assert titles(bind("?tri=-titre")) == ["C", "B", "A"]
    assert titles(bind("?tri=-etat")) == ["A", "C", "B"]
    assert titles(bind("?tri=inconnu")) == ["A", "B", "C"]
    assert titles(bind("?tri=montant")) == ["A", "B", "C"]  # has no order


def test_filters_join_and_several_values_of_one_add_up():
    assert titles(bind("?etat=en_vigueur")) == ["B", "C"]
    assert titles(bind("?etat=en_vigueur&q=C")) == ["C"]
    assert titles(bind("?etat=en_vigueur&etat=echue")) == ["A", "B", "C"]
    assert titles(bind("?q=%20")) == ["A", "B", "C"]


def test_chips_say_what_filters_and_how_to_take_it_off():
    listing = bind("?etat=en_vigueur&etat=echue&q=C&tri=titre&page=2")

    assert [(c.label, c.value, c.href) for c in listing.chips] == [
        ("Titre", "C", "/essai/?etat=en_vigueur&etat=echue&tri=titre"),
        ("État", "En vigueur", "/essai/?etat=echue&q=C&tri=titre"),
        ("État", "Échue", "/essai/?etat=en_vigueur&q=C&tri=titre"),
    ]
    assert listing.clear_url == "/essai/?tri=titre"


def test_pages_count_once_and_hold_what_they_say():
    listing = bind("?page=2")

    assert (listing.count, [c.title for c in listing.page.object_list]) == (3, ["C"])
    assert [c.title for c in bind("?page=²").page.object_list] == ["A", "B"]
    assert [c.title for c in bind("?page=99").page.object_list] == ["C"]


def test_heads_sort_one_way_then_the_other():
    heads = {h.column.key: (h.href, h.state) for h in bind("?tri=titre&page=2").headers}

    assert heads == {
        "titre": ("/essai/?tri=-titre", "ascending"),
        "montant": ("", ""),
        "etat": ("/essai/?tri=etat", ""),
    }
    assert bind("?tri=-titre").headers[0].state == "descending"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["titre", "montant", "etat"]),
        ("?colonnes=cote,titre", ["cote", "titre"]),
        ("?colonne=cote&colonne=titre", ["cote", "titre"]),
        ("?colonne=cote&colonne=cote", ["cote"]),
        ("?colonnes=inconnue", ["titre", "montant", "etat"]),
    ],
)
def test_columns_are_chosen_in_the_address(query, keys):
    listing = bind(query)

    assert [column.key for column in listing.columns] == keys
    assert [c.key for c, shown in listing.column_choices if shown] == sorted(
        keys, key=[c.key for c in SPEC.columns].index
    )


def test_faces_keep_the_filters():
    listing = bind("?vue=tableau&q=C&page=2")

    assert listing.face == "tableau"
    assert [(c.label, href, on) for c, href, on in listing.faces] == [
        ("Liste", "/essai/?q=C", False),
        ("Tableau", "/essai/?vue=tableau&q=C", True),
    ]
    assert bind("?vue=inconnue").face == ""


def test_totals_add_the_known_over_every_page():
    assert bind().totals == {"montant": 350}
    assert bind("?q=A").totals == {"montant": None}
    assert bind("?colonnes=titre").totals == {}


def test_the_state_of_a_list_is_kept_without_its_page():
    listing = bind("?etat=echue&page=2&vue=tableau&colonne=titre")

    assert listing.query == "etat=echue&vue=tableau&colonne=titre"
    assert listing.kept_params == [("colonne", "titre"), ("vue", "tableau")]


def test_a_table_holds_every_page_with_the_columns_and_filters_shown():
    table = as_table(bind("?etat=en_vigueur&colonnes=titre,montant"))

    assert [column.label for column in table.columns] == ["Titre", "Montant"]
    assert table.rows == [["B", 100], ["C", 250]]
    assert (table.filters, table.totals) == (["État : En vigueur"], [None, 350])


def test_only_the_filters_asked_most_are_always_in_sight():
    many = ListSpec(
        key="essai",
        title="Essai",
        noun="ligne",
        rows=SPEC.rows,
        columns=SPEC.columns,
        filters=[Filter(f"f{n}", "", lambda rows, v: rows) for n in range(6)],
    )

    listing = bind("?f5=x", many)

    assert [b.key for b in listing.main_filters] == ["f0", "f1", "f2", "f3"]
    assert [b.key for b in listing.more_filters] == ["f4", "f5"]
    assert listing.has_more_filters_on
    assert not bind("?f0=x", many).has_more_filters_on


def test_a_stored_column_is_summed_without_reading_the_rows(
    django_assert_num_queries,
):
    summed = replace(SPEC.columns[1], summed="amount")
    spec = replace(SPEC, columns=(summed,))
    listing = bind(spec=spec)

    with django_assert_num_queries(1):
        assert listing.totals == {"montant": 350}

    assert bind("?q=A", spec).totals == {"montant": None}
    assert bind("?q=B", spec).totals == {"montant": 100}


def test_totals_of_a_single_page_come_from_its_rows(django_assert_num_queries):
    listing = bind(spec=replace(SPEC, per_page=3))
    assert len(listing.page.object_list) == 3

    with django_assert_num_queries(0):
        assert listing.totals == {"montant": 350}


def test_opens_gives_the_address_of_each_row():
    sheet = opens("convention-detail")

    assert [sheet(row) for row in Convention.objects.order_by("pk")] == [
        reverse("convention-detail", args=[row.pk])
        for row in Convention.objects.order_by("pk")
    ]


def test_what_people_typed_is_escaped_in_cells_and_answers():
    convention = make_convention(title='<b>&"')
    column = Column("titre", "<i>", lambda c: c.title, url=opens("convention-detail"))
    bound = BoundFilter(SPEC.filters[0], [(Choice('"', "<u>"), True)], "")

    assert "&lt;b&gt;&amp;&quot;</a>" in draw_cell(column, convention)
    assert "&lt;i&gt;" in surround(column, is_first=True)[0]
    assert filter_options(bound).strip() == (
        '<option value="&quot;" selected>&lt;u&gt;</option>'
    )
