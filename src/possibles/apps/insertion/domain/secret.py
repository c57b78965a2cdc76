"""The statistical secret of insertion: what is shown is decided once, for every page.

A share of hours (women, young, QPV) or a count of people is hidden when it would tell of
fewer than five people, and so is what would let it be worked out: another contract,
another line of any way of gathering, or the total. The choice looks at every way of
gathering together, so that two pages set side by side say no more than one.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from possibles.engine.insertion import Population, hide_cells

SECRET = 5
"""Fewer people than this are never told of."""

WOMEN, YOUNG, QPV, PEOPLE = "women", "young", "qpv", "people"
TRAITS = (QPV, WOMEN, YOUNG)


@dataclass(frozen=True, slots=True)
class Secret:
    """What is hidden of each trait: contracts, lines of each face, totals."""

    marches: Mapping[str, frozenset[Hashable]]
    lignes: Mapping[str, Mapping[str, frozenset[Hashable]]]
    totals: Mapping[str, bool]

    def hidden_of(self, face: str, key: Hashable) -> frozenset[str]:
        """Return the traits that a line of that face does not tell."""
        return frozenset(t for t, faces in self.lignes.items() if key in faces[face])

    def hidden_of_marche(self, key: Hashable) -> frozenset[str]:
        return frozenset(t for t, keys in self.marches.items() if key in keys)

    @property
    def hidden_of_total(self) -> frozenset[str]:
        return frozenset(t for t, is_hidden in self.totals.items() if is_hidden)


def decide(
    people: Mapping[int, Collection[int]],
    traits: Mapping[int, Collection[str]],
    faces: Mapping[str, Mapping[str, Sequence[int]]],
) -> Secret:
    """Decide from who worked on each contract, what they are, how contracts are gathered."""
    rank = {person: index for index, person in enumerate(sorted(traits))}
    crowd = {m: _bits(rank[p] for p in held) for m, held in people.items()}
    names = list(faces)
    marches: dict[str, frozenset[Hashable]] = {}
    lignes: dict[str, Mapping[str, frozenset[Hashable]]] = {}
    totals: dict[str, bool] = {}
    for trait in (PEOPLE, *TRAITS):
        inside = (
            -1
            if trait == PEOPLE
            else _bits(rank[p] for p, held in traits.items() if trait in held)
        )
        atoms = {
            m: Population(bits & inside, bits & ~inside) for m, bits in crowd.items()
        }
        groupings = [faces[name] for name in names]
        found = hide_cells(atoms, groupings, threshold=SECRET)
        marches[trait] = found.atoms
        lignes[trait] = dict(zip(names, found.lines, strict=True))
        totals[trait] = found.total
    return Secret(marches, lignes, totals)


def _bits(ranks: Iterable[int]) -> int:
    found = 0
    for rank in ranks:
        found |= 1 << rank
    return found
