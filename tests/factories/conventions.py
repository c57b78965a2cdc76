from datetime import date
from itertools import count

from possibles.apps.conventions.enums import ConventionState
from possibles.apps.conventions.models import Convention, Echeance, Partie
from possibles.apps.journal.models import change

_numbers = count(1)


def make_convention(*parties, **over) -> Convention:
    """Make a convention in force between these organisations."""
    number = next(_numbers)
    fields = {
        "slug": f"convention-{number}",
        "kind": "partenariat",
        "title": f"Convention {number}",
        "state": ConventionState.EN_VIGUEUR,
    } | over
    with change(author=None, origin="tests"):
        convention = Convention.objects.create(**fields)
        for organisation in parties:
            Partie.objects.create(convention=convention, organisation=organisation)
    return convention


def make_contrat(**over) -> Convention:
    """Make the contrat de ville."""
    return make_convention(**({"kind": "contrat_de_ville"} | over))


def make_echeance(**over) -> Echeance:
    convention = over.pop("convention", None) or make_convention()
    fields = {"label": f"Échéance {next(_numbers)}", "due": date(2026, 12, 31)} | over
    with change(author=None, origin="tests"):
        return Echeance.objects.create(convention=convention, **fields)
