"""The master schedule with 10 000 operations in the database: 500 drawn at once.

Time of the server for the data of the Gantt, and a number of queries that does not move
with the volume.
"""

import random
import time
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any

PROJECTS, OPERATIONS, TASKS = 20, 10_000, 10
FIRST_NUMBER = 1000
ROUNDS = 40
BAR = 150  # milliseconds


def run() -> list[dict[str, Any]]:
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    projects = make_projects()
    client = sign_in()
    fill(projects, OPERATIONS // 100)
    few = _count_queries(client, projects[0])
    fill(projects, OPERATIONS - OPERATIONS // 100)
    many = _count_queries(client, projects[0])
    times, rows = _measure(client, projects[0])
    tasks = _time_tasks(client, projects[0])
    p95 = quantiles(times, n=20)[-1]
    return [
        {
            "what": f"planning-data, {rows} opérations sur {OPERATIONS}",
            "measure": f"médiane {median(times):.0f} ms, p95 {p95:.0f} ms",
            "bar": f"≤ {BAR} ms",
            "ok": p95 <= BAR and rows == OPERATIONS // PROJECTS,
        },
        {
            "what": "planning-data : requêtes, avant et après le volume",
            "measure": f"{few} → {many}",
            "bar": "inchangé",
            "ok": many <= few,
        },
        {
            "what": "planning-data : les tâches d’une opération dépliée",
            "measure": f"médiane {median(tasks):.0f} ms",
            "bar": "",
            "ok": True,
        },
    ]


def sign_in() -> Any:
    from django.test import Client

    from possibles.apps.acteurs.enums import Role
    from possibles.apps.acteurs.models import Personne

    client = Client()
    person = Personne.objects.filter(habilitations__role=Role.OPC, is_active=True)
    client.force_login(person.order_by("pk")[0])
    return client


def make_projects() -> list[Any]:
    from possibles.apps.journal.models import change
    from possibles.apps.territoires.models import ProjetRenouvellement

    # Several benches fill the same database: each has projects of its own.
    made = ProjetRenouvellement.objects.filter(number__gte=FIRST_NUMBER).count()
    with change(author=None, origin="bench"):
        return [
            ProjetRenouvellement.objects.create(
                kind="prin", number=FIRST_NUMBER + n, name=f"Projet de mesure {n}"
            )
            for n in range(made, made + PROJECTS)
        ]


def fill(projects: list[Any], count: int) -> None:
    """Write operations, their tasks, links and interfaces, past the journal."""
    from possibles.apps.acteurs.models import Organisation
    from possibles.apps.operations.models import Interface, Lien, Operation, Tache

    dice = random.Random(2026)
    owners = list(Organisation.objects.order_by("pk")[:12])
    operations = [
        _make_operation(dice, n, projects[n % len(projects)], owners)
        for n in range(count)
    ]
    _write(Operation, operations)
    taches = [
        tache for operation in operations for tache in _make_tasks(dice, operation)
    ]
    _write(Tache, taches)
    pairs = [
        (operations[at], operations[at + len(projects)])
        for at in range(0, count - len(projects), 7)
    ]
    interfaces = [
        Interface(
            gives=a,
            gets=b,
            nature="site_libere",
            label="Terrain libéré",
            promised=date(2028, 6, 1),
            needed=date(2028, 1 + n % 12, 1),
            state="promise",
        )
        for n, (a, b) in enumerate(pairs)
    ]
    _write(Interface, interfaces)
    at = {id(operation): n * TASKS for n, operation in enumerate(operations)}
    liens = [
        Lien(predecessor=taches[at[id(a)] + TASKS - 1], successor=taches[at[id(b)]])
        for a, b in pairs
    ]
    _write(Lien, liens)


def _write(model: Any, rows: list[Any]) -> None:
    from django.db import models

    queryset: Any = models.QuerySet(model)
    queryset.bulk_create(rows, batch_size=2000)


def _make_operation(
    dice: random.Random, number: int, project: Any, owners: list[Any]
) -> Any:
    from possibles.apps.operations.models import Operation

    start = date(2024, 1, 1) + timedelta(days=dice.randrange(900))
    finish = start + timedelta(days=700 + dice.randrange(900))
    title = f"Opération de mesure {number}"
    return Operation(
        title=title,
        sort_title=title.lower(),
        kind=dice.choice(["ecole_neuve", "gymnase", "creche", "demolition"]),
        state=dice.choice(["inscrite", "engagee", "travaux"]),
        renouvellement=project,
        maitre_ouvrage=dice.choice(owners),
        lancement_year=start.year,
        lancement_semester=1,
        duree_semestres=8,
        forecast_start=start,
        forecast_finish=finish,
        engagement_forecast=start + timedelta(days=400),
        delivery_forecast=finish,
        delay_days=dice.randrange(-100, 400),
        total_float=dice.randrange(-20, 120),
        progress=dice.randrange(100),
    )


def _make_tasks(dice: random.Random, operation: Any) -> list[Any]:
    from possibles.apps.operations.models import Tache

    span = (operation.forecast_finish - operation.forecast_start).days // TASKS
    made = []
    for rank in range(TASKS):
        is_milestone = rank % 3 == 2
        start = operation.forecast_start + timedelta(days=rank * span)
        made.append(
            Tache(
                operation=operation,
                position=rank,
                name=f"Étape {rank}",
                kind="jalon" if is_milestone else "tache",
                role=("os_travaux", "reception", "mise_en_service")[rank // 3 % 3]
                if is_milestone
                else "autre",
                duration_days=0 if is_milestone else span,
                early_start=start,
                early_finish=start + timedelta(days=0 if is_milestone else span),
                total_float=dice.randrange(120),
            )
        )
    return made


def _address(project: Any) -> str:
    from django.urls import reverse

    return f"{reverse('planning-data')}?projet={project.pk}"


def _count_queries(client: Any, project: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(_address(project))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(_address(project))
    assert answer.status_code == 200, answer.status_code
    return len(queries)


def _measure(client: Any, project: Any) -> tuple[list[float], int]:
    """Time the data of a project, in processor time: the neighbours do not count."""
    address = _address(project)
    times = []
    for number in range(3 + ROUNDS):
        began = time.process_time()
        answer = client.get(address)
        if number >= 3:
            times.append((time.process_time() - began) * 1000)
    return times, len(answer.json()["rows"])


def _time_tasks(client: Any, project: Any) -> list[float]:
    from possibles.apps.operations.models import Operation

    pk = Operation.objects.filter(renouvellement=project).order_by("pk")[0].pk
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        client.get(f"{_address(project)}&operation={pk}")
        times.append((time.process_time() - began) * 1000)
    return times
