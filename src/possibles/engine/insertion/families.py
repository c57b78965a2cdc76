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

    @classmethod
    def from_hundredths(cls, default: int, lowest: int, highest: int) -> "LabourShare":
        return cls(*(Fraction(n, 100) for n in (default, lowest, highest)))

    def is_usual(self, share: Fraction) -> bool:
        """Tell whether `share` lies within the range of practice, ends included."""
        return self.lowest <= share <= self.highest


LABOUR_SHARES: Mapping[str, LabourShare] = {
    "building": LabourShare.from_hundredths(50, 30, 50),
    "masonry": LabourShare.from_hundredths(50, 40, 55),
    "painting": LabourShare.from_hundredths(70, 60, 75),
    "steel_frame": LabourShare.from_hundredths(20, 15, 30),
    "demolition": LabourShare.from_hundredths(40, 30, 55),
    "roads": LabourShare.from_hundredths(30, 20, 35),
    "networks": LabourShare.from_hundredths(30, 25, 35),
    "roofing": LabourShare.from_hundredths(40, 35, 50),
    "windows": LabourShare.from_hundredths(30, 25, 40),
    "partitions": LabourShare.from_hundredths(50, 45, 60),
    "electricity_plumbing": LabourShare.from_hundredths(40, 35, 50),
    "facade_insulation": LabourShare.from_hundredths(50, 45, 55),
    "landscape_creation": LabourShare.from_hundredths(45, 35, 80),
    "landscape_upkeep": LabourShare.from_hundredths(70, 35, 80),
    "cleaning": LabourShare.from_hundredths(80, 75, 90),
    "bulky_waste": LabourShare.from_hundredths(60, 50, 70),
    "guarding_mediation": LabourShare.from_hundredths(85, 80, 95),
    "small_works": LabourShare.from_hundredths(50, 45, 60),
    "engineering": LabourShare.from_hundredths(70, 60, 80),
}
