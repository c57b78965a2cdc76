"""Join projects and places: the territory is lower than the contract and knows none."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from possibles.apps.contrat.enums import Meteo
from possibles.apps.contrat.models import Projet
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Quartier

# How many operations a sheet names; the others are a tap further.
SHOWN = 5
# From the most worrying: a place shows the worst of its projects.
SEVERITY = (Meteo.COMPROMIS, Meteo.APPUIS, Meteo.ATTEIGNABLES, Meteo.SECURISES)


@dataclass(slots=True)
class Places:
    """Which projects are where, from four queries whatever their number."""

    meteos: dict[int, str]
    by_commune: dict[int, set[int]] = field(default_factory=dict)
    by_quartier: dict[int, set[int]] = field(default_factory=dict)

    @property
    def without_place(self) -> int:
        """How many projects name no place: they reach the whole contract."""
        placed = set().union(*self.by_commune.values(), *self.by_quartier.values())
        return len(self.meteos) - len(placed)

    def projets_of_commune(self, pk: int) -> set[int]:
        return self.by_commune.get(pk, set())

    def projets_of_quartier(self, pk: int) -> set[int]:
        return self.by_quartier.get(pk, set())

    def worst(self, projets: Iterable[int]) -> str:
        """Return the most worrying météo among these projects; empty when none is told."""
        told = {self.meteos[pk] for pk in projets}
        return next((str(m.value) for m in SEVERITY if m in told), "")

    def count_meteos(self, projets: Iterable[int]) -> list[tuple[str, str, int]]:
        """Count projects by météo: value, label, count; the unknown last."""
        counts = Counter(self.meteos[pk] for pk in projets)
        rows = [(str(m.value), str(m.label), counts[m.value]) for m in Meteo]
        return [*rows, ("", "Météo non renseignée", counts[""])]


def find_places(projets: QuerySet[Any]) -> Places:
    """Tell where these projects are: a quarter's project is in the quarter's communes."""
    places = Places(dict(projets.order_by().values_list("pk", "meteo")))
    kept = projets.order_by().values("pk")
    of_communes: Any = Projet.communes.through._default_manager
    of_quartiers: Any = Projet.quartiers.through._default_manager
    links: Any = Quartier.communes.through._default_manager
    communes_of: dict[int, set[int]] = {}
    for quartier, commune in links.values_list("quartier_id", "commune_id"):
        communes_of.setdefault(quartier, set()).add(commune)
    for projet, commune in of_communes.filter(projet__in=kept).values_list(
        "projet_id", "commune_id"
    ):
        places.by_commune.setdefault(commune, set()).add(projet)
    for projet, quartier in of_quartiers.filter(projet__in=kept).values_list(
        "projet_id", "quartier_id"
    ):
        places.by_quartier.setdefault(quartier, set()).add(projet)
        for commune in communes_of.get(quartier, set()):
            places.by_commune.setdefault(commune, set()).add(projet)
    return places


def list_most_urgent(operations: QuerySet[Operation]) -> list[Operation]:
    """List the first ones: nearest their limit of engagement, then those without."""
    rows = operations.select_related("maitre_ouvrage").defer("outline")
    first = F("engagement_margin").asc(nulls_last=True)
    return list(rows.order_by(first, "sort_title")[:SHOWN])
