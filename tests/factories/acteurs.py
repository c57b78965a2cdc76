from itertools import count

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Habilitation, Organisation, Personne
from possibles.apps.journal.models import change

_numbers = count(1)
PASSWORD = "une phrase de passe assez longue"


def make_organisation(**over) -> Organisation:
    number = next(_numbers)
    fields = {
        "slug": f"organisation-{number}",
        "name": f"Organisation {number}",
        "kind": "association",
    } | over
    with change(author=None, origin="tests"):
        return Organisation.objects.create(**fields)


def make_personne(*roles: Role, **over) -> Personne:
    """Make a person holding these roles; `commune=`, `quartier=` or `perimetre_organisation=` bounds them."""
    number = next(_numbers)
    place = {
        key: over.pop(name)
        for key, name in (
            ("commune", "commune"),
            ("quartier", "quartier"),
            ("organisation", "perimetre_organisation"),
        )
        if name in over
    }
    fields = {
        "email": f"personne{number}@exemple.test",
        "first_name": "Camille",
        "last_name": f"Personne {number}",
    } | over
    with change(author=None, origin="tests"):
        personne = Personne.objects.create_user(password=PASSWORD, **fields)
        for role in roles:
            Habilitation.objects.create(
                personne=personne,
                role=role,
                perimeter=Perimeter(next(iter(place), "contrat")),
                **place,
            )
    return personne
