from itertools import count

from possibles.apps.journal.models import change
from possibles.apps.referentiel.models import Parametre

_numbers = count(1)


def make_parametre(**over) -> Parametre:
    fields = {
        "code": f"essai.parametre_{next(_numbers)}",
        "label": "Paramètre d’essai",
        "kind": "percent",
        "value": "0.05",
        "certainty": "S",
        "source": "Texte d’essai",
    } | over
    with change(author=None, origin="tests"):
        return Parametre.objects.create(**fields)
