"""Whether the plan is believable, and how likely its dates are."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from possibles.apps.journal.models import Instantane
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.models import Operation, Reference
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.apps.traitements.domain.launch import launch
from possibles.web.access import access

from .references import list_projets, read_projet
from .tasks import RISK

SHOWN = 8
"""How many offenders a check names; the rest are counted."""


@access("operations.view_proposition")
@require_GET
def planning_health(request: HttpRequest) -> HttpResponse:
    """Run the fourteen checks of the DCMA on a project’s plan."""
    projet = _choose(request)
    context: dict[str, Any] = {"projet": projet, "projets": list_projets(), "error": ""}
    if projet is not None:
        context |= _check(projet)
    return render(request, "operations/planning/health.html", context)


@access("operations.add_proposition")
def planning_risk(request: HttpRequest) -> HttpResponse:
    """Show the last probable dates of a project; a POST asks for new ones."""
    projet = _choose(request)
    if request.method == "POST" and projet is not None:
        job = launch(
            RISK,
            author=request.user,  # type: ignore[arg-type]
            label=f"Dates probables de {projet}",
            projet=projet.pk,
        )
        return redirect(job)
    kept = None if projet is None else _last(projet)
    context: dict[str, Any] = {
        "projet": projet,
        "projets": list_projets(),
        "kept": kept,
        "is_fresh": kept is not None
        and timezone.localdate(kept.at) == timezone.localdate(),
    }
    if kept is not None:
        context |= _read(kept)
    return render(request, "operations/planning/risk.html", context)


def _choose(request: HttpRequest) -> ProjetRenouvellement | None:
    found = read_projet(request)
    if found is None and "projet" not in request.GET:
        first: ProjetRenouvellement | None = list_projets().first()
        return first
    return found


def _check(projet: ProjetRenouvellement) -> dict[str, Any]:
    from possibles.apps.operations.domain.planning.health import health
    from possibles.apps.operations.domain.planning.loading import load_plan
    from possibles.apps.operations.domain.planning.references import read_baseline

    keys = set(
        Operation.objects.alive()
        .filter(renouvellement=projet)
        .values_list("pk", flat=True)
    )
    reference = Reference.objects.over(projet).first()
    try:
        plan = load_plan(keys)
        if not plan.taches:
            return {"error": "Ce projet n’a pas encore de tâches à examiner."}
        baseline = None if reference is None else read_baseline(reference, plan)
        checks = health(plan, baseline)
    except PlanningError as error:
        return {"error": str(error)}
    return {
        "reference": reference,
        "checks": [
            {
                "check": check,
                "shown": check.taches[:SHOWN],
                "more": max(len(check.taches) - SHOWN, 0),
            }
            for check in checks
        ],
        "failed": sum(check.passed is False for check in checks),
        "passed": sum(check.passed is True for check in checks),
    }


def _last(projet: ProjetRenouvellement) -> Instantane | None:
    found: Instantane | None = (
        Instantane.objects.filter(
            kind=RISK, model=projet._meta.label_lower, object_id=str(projet.pk)
        )
        .order_by("-at", "-pk")
        .first()
    )
    return found


def _read(kept: Instantane) -> dict[str, Any]:
    data = kept.data
    days = [
        date.fromisoformat(bar[end])
        for bar in data["tornade"]
        for end in ("tot", "tard")
    ]
    first = min(days, default=date.min)
    width = max((max(days, default=first) - first).days, 1)
    return {
        "samples": data["tirages"],
        "p50": date.fromisoformat(data["p50"]),
        "p80": date.fromisoformat(data["p80"]),
        "joint": data["tout_tenir"],
        "steps": [_read_step(step) for step in data["etapes"]],
        "bars": [
            bar
            | {
                "low": date.fromisoformat(bar["tot"]),
                "high": date.fromisoformat(bar["tard"]),
                "x": (date.fromisoformat(bar["tot"]) - first).days * 100 // width,
                "width": max(bar["jours"] * 100 // width, 1),
            }
            for bar in data["tornade"]
        ],
    }


def _read_step(step: dict[str, Any]) -> dict[str, Any]:
    chance = step["probabilite"]
    tone = "neutral"
    if chance is not None:
        tone = "success" if chance >= 0.8 else "warning" if chance >= 0.5 else "danger"
    return step | {
        "planned": date.fromisoformat(step["prevu"]),
        "p50_on": date.fromisoformat(step["p50"]),
        "p80_on": date.fromisoformat(step["p80"]),
        "limit": step["limite"] and date.fromisoformat(step["limite"]),
        "tone": tone,
    }
