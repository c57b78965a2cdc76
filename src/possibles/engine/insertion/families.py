"""Labour shares by family of contract: defaults of practice, meant to be overridden.

Sources: mefsud77.fr (masonry, painting, steel frame), laser-emploi (whole building);
the others are common practice. The owner's own value always wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from possibles.engine.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class LabourShare:
    """The usual share of labour in a family, with the range seen in practice."""

    default: Fraction
    lowest: Fraction
    highest: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.lowest <= self.default <= self.highest <= 1:
            raise InvalidInput("a labour share is out of its range")

    def is_usual(self, share: Fraction) -> bool:
        """Tell whether `share` lies within the range of practice, ends included."""
        return self.lowest <= share <= self.highest


def _share(default: int, lowest: int, highest: int) -> LabourShare:
    return LabourShare(*(Fraction(n, 100) for n in (default, lowest, highest)))


LABOUR_SHARES: Mapping[str, LabourShare] = {
    "building": _share(50, 30, 50),
    "masonry": _share(50, 40, 55),
    "painting": _share(70, 60, 75),
    "steel_frame": _share(20, 15, 30),
    "demolition": _share(40, 30, 55),
    "roads": _share(30, 20, 35),
    "networks": _share(30, 25, 35),
    "roofing": _share(40, 35, 50),
    "windows": _share(30, 25, 40),
    "partitions": _share(50, 45, 60),
    "electricity_plumbing": _share(40, 35, 50),
    "facade_insulation": _share(50, 45, 55),
    "landscape_creation": _share(45, 35, 80),
    "landscape_upkeep": _share(70, 35, 80),
    "cleaning": _share(80, 75, 90),
    "bulky_waste": _share(60, 50, 70),
    "guarding_mediation": _share(85, 80, 95),
    "small_works": _share(50, 45, 60),
    "engineering": _share(70, 60, 80),
}
