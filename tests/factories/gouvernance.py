from datetime import date
from itertools import count

from django.utils import timezone

from possibles.apps.gouvernance.models import (
    Action,
    Convocation,
    Decision,
    Instance,
    Mandat,
    PointOrdreDuJour,
    Presence,
    Seance,
)
from possibles.apps.journal.models import change
from tests.factories.acteurs import make_organisation

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


def make_mandat(**over) -> Mandat:
    if not {"organisation", "personne", "name"} & over.keys():
        over["organisation"] = make_organisation()
    fields = {"instance": over.pop("instance", None) or make_instance()} | over
    with change(author=None, origin="tests"):
        return Mandat.objects.create(**fields)


def make_point(**over) -> PointOrdreDuJour:
    seance = over.pop("seance", None) or make_seance()
    number = seance.points.count() + 1
    fields = {"title": f"Point {number}", "position": number} | over
    with change(author=None, origin="tests"):
        return PointOrdreDuJour.objects.create(seance=seance, **fields)


def make_presence(**over) -> Presence:
    with change(author=None, origin="tests"):
        return Presence.objects.create(**over)


def make_convocation(**over) -> Convocation:
    fields = {"sent_at": timezone.now()} | over
    with change(author=None, origin="tests"):
        return Convocation.objects.create(**fields)


def make_action(**over) -> Action:
    if not {"responsable", "organisation"} & over.keys():
        over["organisation"] = make_organisation()
    fields = {"title": f"Action {next(_numbers)}"} | over
    with change(author=None, origin="tests"):
        return Action.objects.create(**fields)
