"""Invented operations, so that the Gantt has something to show, and to be measured with."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from possibles.web.access import PUBLIC, access
from possibles.web.params import read_number

TODAY = date(2026, 11, 22)
SHOWN, MOST = 12, 500
NAMES = ("École", "Gymnase", "Crèche", "Place", "Démolition", "Centre social")
STEPS = (
    ("Programme", 180),
    ("Concours", 240),
    ("Études", 400),
    ("Marché", 150),
    ("Travaux", 540),
)


@access(PUBLIC)
def gallery_gantt(request: HttpRequest) -> HttpResponse:
    """Show the Gantt alone, with as many operations as `lignes` asks."""
    rows = build_sample(_count(request))["rows"]
    return render(request, "gallery/gantt.html", {"rows": rows})


@access(PUBLIC)
def gallery_gantt_data(request: HttpRequest) -> JsonResponse:
    opened = request.GET.getlist("operation")
    if opened:
        numbers = [number for text in opened if (number := read_number(text))]
        return JsonResponse(build_tasks(numbers))
    return JsonResponse(build_sample(_count(request)))


def build_sample(count: int) -> dict[str, Any]:
    """Return what a page of `count` invented operations is drawn from."""
    rows = [_operation(number) for number in range(1, count + 1)]
    groups: list[dict[str, Any]] = []
    for at in range(0, count, 4):
        ids = [row["id"] for row in rows[at : at + 4]]
        groups.append(
            {"id": f"g{at}", "label": f"Projet {len(groups) + 1}", "rows": ids}
        )
    return {
        "today": TODAY.isoformat(),
        "span": ["2024-01-01", "2031-12-31"],
        "groups": groups,
        "rows": rows,
        "links": [
            {"from": f"o{number}", "to": f"o{number + 1}", "nature": "FD", "interface": True, "conflict": number % 8 == 1}
            for number in range(1, count, 4)
        ],
    }  # fmt: skip


def _start(number: int) -> date:
    return date(2024, 3, 1) + timedelta(days=(number * 97) % 900)


def _operation(number: int) -> dict[str, Any]:
    start = _start(number)
    finish = start + timedelta(days=sum(days for _, days in STEPS) + number % 5 * 60)
    slip = (number % 4) * 28
    return {
        "id": f"o{number}",
        "kind": "operation",
        "label": f"{NAMES[number % len(NAMES)]} {number}",
        "owner": "Une commune" if number % 3 else "Un bailleur",
        "start": start.isoformat(),
        "finish": finish.isoformat(),
        "progress": max(0, min(100, (TODAY - start).days * 100 // 1500)),
        "float": (number * 13) % 120,
        "until": (finish + timedelta(days=(number * 13) % 120)).isoformat(),
        "critical": number % 5 == 0,
        "conflict": number % 8 == 1,
        "tasks": len(STEPS),
        "baseline": [
            (start - timedelta(days=slip // 2)).isoformat(),
            (finish - timedelta(days=slip)).isoformat(),
        ],
        "deadlines": [{"date": "2029-06-30", "kind": "livraison"}],
        "milestones": [
            {"id": f"m{number}", "date": (start + timedelta(days=820)).isoformat(), "label": "Marché notifié"},
        ],
    }  # fmt: skip


def build_tasks(numbers: list[int]) -> dict[str, Any]:
    rows, links = [], []
    for number in numbers:
        day = _start(number)
        for rank, (name, days) in enumerate(STEPS):
            finish = day + timedelta(days=days)
            rows.append(
                {
                    "id": f"t{number * 10 + rank}",
                    "parent": f"o{number}",
                    "kind": "task",
                    "label": name,
                    "start": day.isoformat(),
                    "finish": finish.isoformat(),
                    "progress": max(0, min(100, (TODAY - day).days * 100 // days)),
                    "float": 20,
                    "until": (finish + timedelta(days=28)).isoformat(),
                    "critical": number % 5 == 0,
                }
            )
            if rank:
                links.append(
                    {
                        "from": f"t{number * 10 + rank - 1}",
                        "to": f"t{number * 10 + rank}",
                        "nature": "FD",
                        "critical": number % 5 == 0,
                    }
                )
            day = finish + timedelta(days=1)
    return {"rows": rows, "links": links}


def _count(request: HttpRequest) -> int:
    return min(read_number(request.GET.get("lignes")) or SHOWN, MOST)
