"""The pages of an agenda: its projects, ready to be listed in a constant number of queries."""

from typing import Any

from django.db.models import Count, F, Q

from possibles.apps.contrat.models import Agenda, Inscription, Projet


def list_inscriptions(agenda: Agenda) -> Any:
    """List the projects of an agenda in its order, with all that a list shows."""
    return (
        Inscription.objects.filter(agenda=agenda)
        .select_related("orientation", "projet__chef_de_file", "projet__pilote")
        .prefetch_related(
            "projet__orientations",
            "projet__communes",
            "projet__quartiers",
            "projet__partenaires__organisation",
            "projet__fiches",
            "projet__notes",
        )
        .order_by("orientation__number", "position", "pk")
    )


def with_counts(projets: Any) -> Any:
    """Annotate projects with `indicateur_count`, `valued_count` and `partenaire_count`."""
    return projets.annotate(
        indicateur_count=Count("indicateurs", distinct=True),
        valued_count=Count(
            "indicateurs",
            filter=Q(indicateurs__releves__isnull=False),
            distinct=True,
        ),
        partenaire_count=Count("partenaires__organisation", distinct=True),
    )


def order_by_news(projets: Any) -> Any:
    """Put the projects nobody spoke of first."""
    return projets.order_by(F("last_news_at").asc(nulls_first=True), "sort_title")


def list_for_cards(user: Any) -> Any:
    """List the projects this person can see, with what a card shows."""
    return (
        Projet.objects.visible_to(user)
        .select_related("chef_de_file", "pilote")
        .prefetch_related("orientations", "communes", "quartiers", "outils", "fiches")
    )
