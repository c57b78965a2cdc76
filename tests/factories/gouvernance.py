from datetime import date
from itertools import count

from possibles.apps.gouvernance.models import Decision, Instance, Seance
from possibles.apps.journal.models import change

_numbers = count(1)


def make_instance(**over) -> Instance:
    number = next(_numbers)
    fields = {
        "slug": f"instance-{number}",
        "name": f"Instance {number}",
        "kind": "pilotage",
    } | over
    with change(author=None, origin="tests"):
        return Instance.objects.create(**fields)


def make_seance(**over) -> Seance:
    instance = over.pop("instance", None) or make_instance()
    fields = {"date": date(2026, 6, 18)} | over
    with change(author=None, origin="tests"):
        return Seance.objects.create(instance=instance, **fields)


def make_decision(**over) -> Decision:
    seance = over.pop("seance", None) or make_seance()
    fields = {"number": next(_numbers), "text": "Validé."} | over
    with change(author=None, origin="tests"):
        return Decision.objects.create(seance=seance, **fields)
