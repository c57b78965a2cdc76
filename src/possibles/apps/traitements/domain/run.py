"""Do a job, so that a crash at any point leaves each effect done exactly once.

Taking a job raises its number of attempts, and every write of the job is bound to that
number: a worker believed dead that wakes up finds the number changed and stops.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from possibles.apps.journal.models import Change, change
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Effet, Traitement

from .kinds import find_kind

logger = logging.getLogger("possibles.traitements")
HEARTBEAT_SECONDS = 5


class CancelledError(Exception):
    """The person gave the job up."""


class LeaseLostError(Exception):
    """Another worker took the job over: this one must touch nothing more."""


class JobError(Exception):
    """The job cannot succeed; the message is a French sentence for the person."""


@dataclass
class Job:
    """What the function of a kind holds: the request, and the means to report on it."""

    traitement: Traitement
    attempt: int
    result_url: str = ""
    result_text: str = ""
    _is_concluded: bool = field(default=False, repr=False)

    @property
    def author(self) -> Any:
        return self.traitement.author

    def progress(self, done: int, total: int | None = None, step: str = "") -> None:
        """Say how far the work is. Raises `CancelledError` when the person gave up.

        Outside a transaction, or nobody sees it before the commit.
        """
        values: dict[str, Any] = {"done": done, "heartbeat": timezone.now()}
        if total is not None:
            values["total"] = total
        if step:
            values["step"] = step[:200]
        self._write(**values)
        self.check()

    def check(self) -> None:
        """Stop here if the person cancelled. Call it inside long computations."""
        wanted = Traitement.objects.filter(pk=self.traitement.pk, attempts=self.attempt)
        if wanted.values_list("is_cancel_requested", flat=True).first():
            raise CancelledError

    @contextmanager
    def once(self, key: str, *, reason: str = "") -> Iterator[bool]:
        """Open a transaction for a step; gives `False` when an earlier attempt did it.

        with job.once("courrier-12") as is_fresh:
            if is_fresh: ...
        """
        with self._change(reason):
            _, is_fresh = Effet.objects.get_or_create(
                traitement=self.traitement, key=key
            )
            yield is_fresh

    @contextmanager
    def conclude(self, *, reason: str = "") -> Iterator[Change]:
        """Open the last transaction: what it writes and the end of the job are one commit.

        Set `result_url` and `result_text` inside it.
        """
        with self._change(reason) as opened:
            yield opened
            self._finish()

    @contextmanager
    def _change(self, reason: str) -> Iterator[Change]:
        with change(
            author=self.author,
            reason=reason or self.traitement.label,
            origin=f"traitement {self.traitement.kind}",
        ) as opened:
            self._write(heartbeat=timezone.now())
            yield opened

    def _finish(self) -> None:
        self._write(
            state=State.FINI,
            finished_at=timezone.now(),
            done=F("total") if self._has_total() else F("done"),
            result_url=self.result_url,
            result_text=self.result_text[:500],
        )
        self._is_concluded = True

    def _has_total(self) -> bool:
        return Traitement.objects.filter(
            pk=self.traitement.pk, total__isnull=False
        ).exists()

    def _write(self, **values: Any) -> None:
        mine = Traitement.objects.filter(
            pk=self.traitement.pk, attempts=self.attempt, state=State.EN_COURS
        )
        if not mine.update(**values):
            raise LeaseLostError


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
        if not job._is_concluded:  # noqa: SLF001  its own other half
            job._finish()  # noqa: SLF001
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
        job._write(  # noqa: SLF001
            state=state, finished_at=timezone.now(), error=error[:500]
        )


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
            job._write(heartbeat=timezone.now())  # noqa: SLF001
    connection.close()
