from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.insertion import Population, hide_cells, hide_grid

FIVE = 5


def people(first: int, count: int) -> int:
    """Return that many people, from that one on, as bits."""
    return ((1 << count) - 1) << first


def crowd(first: int, inside: int, outside: int) -> Population:
    return Population(people(first, inside), people(first + inside, outside))


@pytest.mark.parametrize(
    ("inside", "outside", "told"),
    [(5, 5, True), (4, 5, False), (5, 4, False), (0, 5, True), (0, 4, False),
     (0, 0, True)],
)  # fmt: skip
def test_a_cell_is_told_when_nobody_can_be_made_out(inside, outside, told):
    assert crowd(0, inside, outside).is_told(FIVE) is told


def test_nothing_is_hidden_without_need():
    atoms = {"a": crowd(0, 6, 6), "b": crowd(20, 5, 9)}

    found = hide_cells(atoms, [{"all": ["a", "b"]}], threshold=FIVE)

    assert (found.atoms, found.lines, found.total) == (set(), (set(),), False)


def test_a_small_cell_takes_the_smallest_other_with_it():
    atoms = {"a": crowd(0, 2, 2), "b": crowd(10, 9, 9), "c": crowd(40, 6, 6)}

    found = hide_cells(atoms, [], threshold=FIVE)

    assert found.atoms == {"a", "c"}


def test_two_small_cells_of_the_same_people_need_a_third():
    same = crowd(0, 2, 2)
    atoms = {"a": same, "b": same, "c": crowd(10, 6, 6)}

    assert hide_cells(atoms, [], threshold=FIVE).atoms == {"a", "b", "c"}


def test_a_small_line_takes_another_line_with_it():
    atoms = {"a": crowd(0, 2, 2), "b": crowd(10, 9, 9), "c": crowd(40, 6, 6)}
    lines = {"x": ["a"], "y": ["b"], "z": ["c"]}

    found = hide_cells(atoms, [lines], threshold=FIVE)

    assert found.lines == ({"x", "z"},)


def test_a_total_of_too_few_is_hidden():
    found = hide_cells({"a": crowd(0, 2, 0)}, [{"x": ["a"]}], threshold=FIVE)

    assert (found.atoms, found.lines, found.total) == ({"a"}, ({"x"},), True)


def test_a_grid_hides_in_each_line_and_column():
    grid = {
        (row, column): Population(people(100 * row + 20 * column, count))
        for row, counts in enumerate([(2, 9, 9), (9, 9, 9), (9, 9, 9)])
        for column, count in enumerate(counts)
    }

    hidden = hide_grid(grid, threshold=FIVE)

    assert (0, 0) in hidden
    for side in (0, 1):
        for line in {cell[side] for cell in hidden}:
            assert len([cell for cell in hidden if cell[side] == line]) != 1


@pytest.mark.parametrize("wrong", [lambda: Population(1, 1), lambda: Population(-1)])
def test_a_person_is_on_one_side(wrong):
    with pytest.raises(InvalidInput):
        wrong()


def test_a_threshold_is_positive():
    with pytest.raises(InvalidInput):
        hide_cells({}, [], threshold=0)


@st.composite
def tables(draw):
    """Draw up to nine contracts, up to twelve people, two ways of gathering them."""
    trait = draw(st.integers(0, 4095))
    keys = range(draw(st.integers(1, 9)))
    atoms = {}
    for key in keys:
        who = draw(st.integers(0, 4095))
        atoms[key] = Population(who & trait, who & ~trait)
    groupings = []
    for _ in range(draw(st.integers(1, 2))):
        lines: dict[int, list[int]] = {}
        for key in keys:
            lines.setdefault(draw(st.integers(0, 3)), []).append(key)
        groupings.append(lines)
    return atoms, groupings


def union(atoms, keys):
    found = Population()
    for key in keys:
        found = found | atoms[key]
    return found


@given(tables())
def test_no_sum_minus_what_is_shown_tells_of_too_few(table):
    atoms, groupings = table

    found = hide_cells(atoms, groupings, threshold=FIVE)

    assert all(p.is_told(FIVE) for k, p in atoms.items() if k not in found.atoms)
    sums = [] if found.total else [list(atoms)]
    for lines, gone in zip(groupings, found.lines, strict=True):
        sums += [keys for name, keys in lines.items() if name not in gone]
        if gone and not found.total:
            sums.append([key for name in gone for key in lines[name]])
    for keys in sums:
        assert union(atoms, keys).is_told(FIVE)
        assert union(atoms, set(keys) & found.atoms).is_told(FIVE)


@given(tables())
def test_a_cell_of_too_few_is_not_worked_out(table):
    atoms, groupings = table
    found = hide_cells(atoms, groupings, threshold=FIVE)
    shown = [[key] for key in atoms if key not in found.atoms]
    for lines, gone in zip(groupings, found.lines, strict=True):
        shown += [keys for name, keys in lines.items() if name not in gone]
    shown += [] if found.total else [list(atoms)]

    for key, population in atoms.items():
        if not population.is_told(FIVE):
            assert not spans(shown, key, list(atoms))


@given(tables())
def test_the_choice_is_always_the_same(table):
    atoms, groupings = table

    assert hide_cells(atoms, groupings, threshold=FIVE) == hide_cells(
        atoms, groupings, threshold=FIVE
    )


def spans(sums, key, keys) -> bool:
    """Tell whether the sums, combined, give one cell: linear algebra over fractions."""
    rows = [[Fraction(k in held) for k in keys] for held in sums]
    goal = [Fraction(k == key) for k in keys]
    return rank(rows) == rank([*rows, goal])


def rank(rows) -> int:
    rows = [list(row) for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for other in range(len(rows)):
            if other != found and rows[other][column]:
                ratio = rows[other][column] / rows[found][column]
                rows[other] = [
                    a - ratio * b for a, b in zip(rows[other], rows[found], strict=True)
                ]
        found += 1
    return found
