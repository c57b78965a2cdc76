from itertools import count

from possibles.apps.journal.models import change
from possibles.apps.territoires.models import Commune, Quartier

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


def make_quartier(**over) -> Quartier:
    number = next(_numbers)
    commune = over.pop("commune", None) or make_commune()
    fields = {"code": f"QN{number:05d}I", "name": f"Quartier {number}"} | over
    with change(author=None, origin="tests"):
        quartier = Quartier.objects.create(commune=commune, **fields)
        quartier.communes.set([commune])
    return quartier
