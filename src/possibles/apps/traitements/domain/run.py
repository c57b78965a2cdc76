"""Do a job, so that a crash at any point leaves each effect done exactly once.

Taking a job raises its number of attempts, and every write of the job is bound to that
number: a worker believed dead that wakes up finds the number changed and stops.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Traitement

from .job import CancelledError, Job, JobError, LeaseLostError
from .kinds import find_kind

logger = logging.getLogger("possibles.traitements")
HEARTBEAT_SECONDS = 5


@task()
def run_traitement(pk: int) -> None:
    """Do the job of that primary key, if it is still to be done."""
    job = _take(pk)
    if job is None:
        return
    with _beating(job):
        _work(job)


def _take(pk: int) -> Job | None:
    waiting = Traitement.objects.filter(pk=pk, state=State.EN_ATTENTE)
    now = timezone.now()
    with transaction.atomic():
        if not waiting.update(
            state=State.EN_COURS,
            attempts=F("attempts") + 1,
            heartbeat=now,
            started_at=now,
            done=0,
            step="",
        ):
            return None
        traitement = Traitement.objects.select_related("author").get(pk=pk)
    return Job(traitement, traitement.attempts)


def _work(job: Job) -> None:
    try:
        find_kind(job.traitement.kind)(job, **job.traitement.arguments)
        if not job.is_concluded:
            job.finish()
    except CancelledError:
        _close(job, State.ANNULE)
    except LeaseLostError:
        logger.warning("job %s was taken over by another worker", job.traitement.pk)
    except JobError as error:
        _close(job, State.ECHOUE, str(error))
    except Exception:
        # The worker lives on whatever a job does; the person gets a sentence, the log all.
        logger.exception("job %s (%s) failed", job.traitement.pk, job.traitement.kind)
        _close(
            job,
            State.ECHOUE,
            "Une erreur inattendue l’a interrompu. Ce qui était enregistré l’est en entier. "
            "Relancez-le ; si l’erreur revient, prévenez l’administrateur.",
        )


def _close(job: Job, state: State, error: str = "") -> None:
    with suppress(LeaseLostError):
        job.write(state=state, finished_at=timezone.now(), error=error[:500])


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """Give a sign of life while the function computes.

    Not inside someone's transaction (tests run jobs at once): another connection could
    not see the row, and could wait for the very lock this one holds.
    """
    if connection.in_atomic_block:
        yield
        return
    over = threading.Event()
    beat = threading.Thread(target=_beat, args=(job, over), daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _beat(job: Job, over: threading.Event) -> None:
    while not over.wait(HEARTBEAT_SECONDS):
        # The base may be busy with the job's own long transaction: the next beat will do.
        with suppress(LeaseLostError, DatabaseError):
            job.write(heartbeat=timezone.now())
    connection.close()
