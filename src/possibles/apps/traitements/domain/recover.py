"""Take up the jobs that a crash broke off."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Traitement

from .kinds import find_kind
from .run import HEARTBEAT_SECONDS, run_traitement

# A transaction of the job may hold SQLite's only writer for a while; several beats may
# then be missed by a job in good health.
SILENCE = timedelta(seconds=HEARTBEAT_SECONDS * 8)
INTERRUPTED = (
    "Il a été interrompu {attempts} fois par un arrêt du serveur. "
    "Relancez-le ; si cela revient, prévenez l’administrateur."
)


def recover_lost(now: datetime | None = None) -> int:
    """Put every silent job back in the queue, and return how many.

    Silent: running without a sign of life, or waiting while nothing in the queue will
    call it (the worker died between taking the task and beginning the job).
    """
    moment = now or timezone.now()
    with transaction.atomic():
        lost = [
            *Traitement.objects.select_for_update(skip_locked=True).filter(
                state=State.EN_COURS, heartbeat__lt=moment - SILENCE
            ),
            *_find_forgotten(moment),
        ]
        for traitement in lost:
            _take_up(traitement, moment)
    return len(lost)


def _find_forgotten(moment: datetime) -> list[Traitement]:
    waiting = Traitement.objects.select_for_update(skip_locked=True).filter(
        state=State.EN_ATTENTE, created_at__lt=moment - SILENCE
    )
    called = {
        row["args"][0]
        for row in _tasks(status=TaskResultStatus.READY).values_list(
            "args_kwargs", flat=True
        )
    }
    return [traitement for traitement in waiting if traitement.pk not in called]


def _tasks(**criteria: str) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(task_path=run_traitement.module_path, **criteria)


def _take_up(traitement: Traitement, moment: datetime) -> None:
    same = Traitement.objects.filter(pk=traitement.pk)
    if traitement.is_cancel_requested:
        same.update(state=State.ANNULE, finished_at=moment)
    elif traitement.attempts >= _allowed_attempts(traitement):
        same.update(
            state=State.ECHOUE,
            finished_at=moment,
            error=INTERRUPTED.format(attempts=traitement.attempts),
        )
    else:
        # The number of attempts rises again when it is taken: the old worker is fenced.
        same.update(state=State.EN_ATTENTE, heartbeat=None, started_at=None)
        run_traitement.enqueue(traitement.pk)


def _allowed_attempts(traitement: Traitement) -> int:
    try:
        return find_kind(traitement.kind).attempts
    except KeyError:
        return 0


def forget_dead_tasks(now: datetime | None = None) -> int:
    """Remove the queue's rows that no worker will ever end, once their job is taken up."""
    old = (now or timezone.now()) - timedelta(days=1)
    dead = Q(status=TaskResultStatus.RUNNING, started_at__lt=old)
    return DBTaskResult.objects.filter(dead).delete()[0]
