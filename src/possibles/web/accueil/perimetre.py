"""What stands nearest to a person: their communes and quarters, the work of their organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.models import Projet
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Commune, Quartier


@dataclass(frozen=True, slots=True)
class Proche:
    """A place or an organisation of this person: its sheet if it has one, its counts."""

    name: str
    href: str
    counts: tuple[tuple[str, int, str], ...]
    """A noun, how many, and the list that shows them."""


def list_proches(user: Any) -> list[Proche]:
    """Return the places and the organisation of this person's roles, with what is there."""
    if not user.is_authenticated:
        return []
    held = user.active_habilitations
    communes = Commune.objects.filter(pk__in={h.commune_id for h in held})
    quartiers = Quartier.objects.filter(pk__in={h.quartier_id for h in held})
    owners = {h.organisation_id for h in held} | {user.organisation_id}
    return [
        *(_of_commune(commune, user) for commune in communes.defer("outline")),
        *(_of_quartier(quartier, user) for quartier in quartiers.defer("outline")),
        *_of_organisations(Organisation.objects.filter(pk__in=owners), user),
    ]


def _of_commune(commune: Commune, user: Any) -> Proche:
    code = commune.code_insee
    projets = Projet.objects.visible_to(user).in_commune(code)
    operations = Operation.objects.visible_to(user).in_commune(code)
    return Proche(
        commune.name,
        reverse("commune-detail", args=[commune.pk]),
        _count(projets, operations, f"commune={code}", f"commune={code}"),
    )


def _of_quartier(quartier: Quartier, user: Any) -> Proche:
    projets = Projet.objects.visible_to(user).filter(quartiers=quartier)
    operations = Operation.objects.visible_to(user).filter(quartiers=quartier)
    return Proche(
        quartier.name,
        reverse("quartier-detail", args=[quartier.pk]),
        _count(
            projets,
            operations,
            f"quartier={quartier.code}",
            f"quartier={quartier.code}",
        ),
    )


def _of_organisations(rows: QuerySet[Organisation], user: Any) -> Iterator[Proche]:
    for organisation in rows:
        projets = Projet.objects.visible_to(user).of_organisation(organisation.slug)
        operations = Operation.objects.visible_to(user).filter(
            maitre_ouvrage=organisation
        )
        slug = organisation.slug
        counts = _count(
            projets, operations, f"organisation={slug}", f"maitre-ouvrage={slug}"
        )
        if counts:
            yield Proche(str(organisation), "", counts)


def _count(
    projets: QuerySet[Projet],
    operations: QuerySet[Operation],
    of_projets: str,
    of_operations: str,
) -> tuple[tuple[str, int, str], ...]:
    """Count what there is; nothing is said of what there is not."""
    found = (
        ("projet", projets.count(), f"{reverse('projet-list')}?{of_projets}"),
        (
            "opération",
            operations.count(),
            f"{reverse('operation-list')}?{of_operations}",
        ),
    )
    return tuple(row for row in found if row[1])
