from collections.abc import Mapping
from typing import Any

from possibles.apps.journal.models import change
from possibles.apps.territoires.models import Arrondissement, Commune

from .geometry import simplify_together


def store_outlines(outlines: Mapping[str, str], *, source: str) -> int:
    """Give communes and arrondissements their outline; return how many changed.

    Parameters
    ----------
    outlines
        Hexadecimal WKB by Insee code.
    """
    changed = 0
    with change(author=None, origin="load_outlines"):
        for model in (Commune, Arrondissement):
            places: list[Any] = list(model.objects.filter(code_insee__in=outlines))
            if not places:
                continue
            shapes = simplify_together([outlines[p.code_insee] for p in places])
            for place, shape in zip(places, shapes, strict=True):
                if place.outline != shape or place.outline_source != source:
                    place.outline = shape
                    place.outline_source = source
                    place.save()
                    changed += 1
    return changed
