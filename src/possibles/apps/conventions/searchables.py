"""What of the conventions can be found."""

from possibles.apps.conventions.models import Convention
from possibles.apps.recherche.registry import Searchable, register

register(
    Searchable(
        model=Convention,
        label="Conventions",
        icon="writing-sign",
        title=lambda convention: convention.title,
        subtitle=lambda convention: convention.get_kind_display(),
        text=lambda convention: " ".join(
            [
                convention.short_title,
                convention.reference,
                convention.objet,
                *map(str, convention.communes.all()),
                *map(str, convention.quartiers.all()),
            ]
        ),
        route="convention-detail",
        prefetch_related=("communes", "quartiers"),
    )
)
