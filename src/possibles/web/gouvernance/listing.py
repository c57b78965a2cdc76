"""The lists of sittings and of decisions."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from possibles.apps.gouvernance.enums import DecisionKind, SeanceState
from possibles.apps.gouvernance.models import Decision, Instance, Seance
from possibles.web.lists import Choice, Column, Filter, ListSpec


def _seances(request: HttpRequest) -> QuerySet[Seance]:
    rows: QuerySet[Seance] = Seance.objects.visible_to(request.user)
    return rows


def _decisions(request: HttpRequest) -> QuerySet[Decision]:
    rows: QuerySet[Decision] = Decision.objects.visible_to(request.user)
    return rows


def _instances(_: Any) -> list[Choice]:
    return [Choice(i.slug, i.name) for i in Instance.objects.all()]


SEANCES = ListSpec(
    key="seances",
    title="Séances",
    noun="séance",
    rows=_seances,
    order=["-date"],
    load=lambda rows: rows.select_related("instance").annotate(
        decisions_count=Count("decisions")
    ),
    columns=(
        Column(
            "date",
            "Date",
            lambda s: s.date,
            kind="date",
            order=["date"],
            url=lambda s: reverse("seance-detail", args=[s.pk]),
        ),
        Column(
            "instance",
            "Instance",
            lambda s: s.instance.name,
            order=["instance__name", "date"],
        ),
        Column(
            "etat", "État", lambda s: s.get_state_display(), order=["state", "date"]
        ),
        Column("lieu", "Lieu", lambda s: s.place or None, missing="Lieu à préciser"),
        Column(
            "decisions",
            "Décisions",
            lambda s: s.decisions_count,
            kind="number",
            has_total=True,
        ),
    ),
    filters=(
        Filter(
            "instance",
            "Instance",
            lambda rows, values: rows.filter(instance__slug=values[0]),
            _instances,
        ),
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: [Choice(v, label) for v, label in SeanceState.choices],
        ),
    ),
)

DECISIONS = ListSpec(
    key="decisions",
    title="Décisions",
    noun="décision",
    rows=_decisions,
    order=["-seance__date", "number"],
    load=lambda rows: rows.select_related("seance__instance"),
    columns=(
        Column(
            "decision",
            "Décision",
            lambda d: d.text,
            url=lambda d: reverse("seance-detail", args=[d.seance_id]),
        ),
        Column("nature", "Nature", lambda d: d.get_kind_display(), order=["kind"]),
        Column(
            "instance",
            "Instance",
            lambda d: d.seance.instance.name,
            order=["seance__instance__name"],
        ),
        Column(
            "date", "Date", lambda d: d.seance.date, kind="date", order=["seance__date"]
        ),
    ),
    filters=(
        Filter(
            "instance",
            "Instance",
            lambda rows, values: rows.filter(seance__instance__slug=values[0]),
            _instances,
        ),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: [Choice(v, label) for v, label in DecisionKind.choices],
        ),
    ),
)
