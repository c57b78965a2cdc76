from itertools import count

from possibles.apps.journal.models import change
from possibles.apps.territoires.models import (
    Arrondissement,
    Commune,
    ProjetRenouvellement,
    Quartier,
)

_numbers = count(1)


def make_commune(**over) -> Commune:
    number = next(_numbers)
    fields = {
        "code_insee": f"{number:05d}",
        "name": f"Commune {number}",
        "in_contrat": True,
        "has_qpv": True,
    } | over
    with change(author=None, origin="tests"):
        return Commune.objects.create(**fields)


def make_arrondissement(**over) -> Arrondissement:
    number = over.pop("number", None) or next(_numbers)
    commune = over.pop("commune", None) or make_commune()
    fields = {"code_insee": f"{13200 + number:05d}", "number": number} | over
    with change(author=None, origin="tests"):
        return Arrondissement.objects.create(commune=commune, **fields)


def make_quartier(**over) -> Quartier:
    number = next(_numbers)
    commune = over.pop("commune", None) or make_commune()
    communes = over.pop("communes", None) or [commune]
    fields = {"code": f"QN{number:05d}I", "name": f"Quartier {number}"} | over
    with change(author=None, origin="tests"):
        quartier = Quartier.objects.create(commune=commune, **fields)
        quartier.communes.set(communes)
    return quartier


def make_projet_renouvellement(*quartiers: Quartier, **over) -> ProjetRenouvellement:
    fields = {"kind": "prin", "number": next(_numbers), "name": "Projet urbain"} | over
    with change(author=None, origin="tests"):
        projet = ProjetRenouvellement.objects.create(**fields)
        projet.quartiers.set(quartiers)
    return projet


def square(west: float, south: float, side: float = 0.01) -> dict:
    """Return a square outline, `side` degrees wide."""
    east, north = round(west + side, 6), round(south + side, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def outlined(west: float, south: float, side: float = 0.01) -> dict:
    """Return the fields of a quarter whose outline is a square."""
    return {
        "outline": square(west, south, side),
        "outline_source": "essai",
        "west": west,
        "south": south,
        "east": west + side,
        "north": south + side,
    }
