"""The lists of sittings and of decisions."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from possibles.apps.gouvernance.enums import ActionState, DecisionKind, SeanceState
from possibles.apps.gouvernance.models import Action, Decision, Instance, Seance
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, match_text


def _seances(request: HttpRequest) -> QuerySet[Seance]:
    rows: QuerySet[Seance] = Seance.objects.visible_to(request.user)
    return rows


def _decisions(request: HttpRequest) -> QuerySet[Decision]:
    rows: QuerySet[Decision] = Decision.objects.visible_to(request.user)
    return rows


def _actions(request: HttpRequest) -> QuerySet[Action]:
    rows: QuerySet[Action] = Action.objects.visible_to(request.user)
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
            lambda _: choices_of(SeanceState),
        ),
    ),
)

DECISIONS = ListSpec(
    key="decisions",
    title="Décisions",
    noun="décision",
    rows=_decisions,
    order=["-seance__date", "number"],
    load=lambda rows: rows.select_related("seance__instance").annotate(
        actions_count=Count("actions")
    ),
    columns=(
        Column(
            "decision",
            "Décision",
            lambda d: d.text,
            url=lambda d: (
                reverse("seance-detail", args=[d.seance_id]) + f"#decision-{d.number}"
            ),
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
        Column(
            "actions",
            "Actions",
            lambda d: d.actions_count,
            kind="number",
            has_total=True,
        ),
    ),
    filters=(
        Filter(
            "q",
            "Mots de la décision",
            lambda rows, values: match_text(rows, "text", values[0]),
        ),
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
            lambda _: choices_of(DecisionKind),
        ),
    ),
)


def _by_situation(rows: Any, values: list[str]) -> QuerySet[Action]:
    kept: QuerySet[Action] = {
        "retard": lambda: rows.late(on=timezone.localdate()),
        "ouvertes": rows.open,
        "sans-echeance": lambda: rows.open().filter(due=None),
    }.get(values[0], lambda: rows)()
    return kept


ACTIONS = ListSpec(
    key="actions",
    title="Actions",
    noun="action",
    rows=_actions,
    order=["due", "pk"],
    load=lambda rows: rows.select_related(
        "responsable", "organisation", "decision__seance__instance"
    ),
    columns=(
        Column(
            "action",
            "Action",
            lambda a: a.title,
            order=["title"],
            url=lambda a: reverse("action-detail", args=[a.pk]),
        ),
        Column("responsable", "Responsable", lambda a: a.who),
        Column(
            "echeance",
            "Échéance",
            lambda a: a.due,
            kind="date",
            order=["due", "pk"],
            missing="Aucune échéance fixée",
        ),
        Column("etat", "État", lambda a: a.get_state_display(), order=["state", "due"]),
        Column(
            "retard",
            "Retard (jours)",
            lambda a: (
                (timezone.localdate() - a.due).days
                if a.is_late(timezone.localdate())
                else None
            ),
            kind="number",
            missing="Pas de retard",
        ),
        Column(
            "instance",
            "Décidée par",
            lambda a: a.decision and str(a.decision.seance.instance),
            missing="Née hors séance",
            order=["decision__seance__instance__name"],
        ),
        Column(
            "preuve",
            "Preuve",
            lambda a: a.proof or None,
            missing="Pas encore de preuve",
            default=False,
        ),
    ),
    filters=(
        Filter(
            "q",
            "Mots de l’action",
            lambda rows, values: match_text(rows, "title", values[0]),
        ),
        Filter(
            "situation",
            "Situation",
            _by_situation,
            lambda _: [
                Choice("ouvertes", "À faire ou en cours"),
                Choice("retard", "En retard"),
                Choice("sans-echeance", "Sans échéance"),
            ],
        ),
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: choices_of(ActionState),
        ),
        Filter(
            "instance",
            "Instance",
            lambda rows, values: rows.filter(
                decision__seance__instance__slug=values[0]
            ),
            _instances,
        ),
    ),
)
