"""A job as its function holds it: the request, and the means to report on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone

from possibles.apps.journal.models import Change, change
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Effet, Traitement


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
    is_concluded: bool = field(default=False, repr=False)

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
        self.write(**values)
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
            self.finish()

    @contextmanager
    def _change(self, reason: str) -> Iterator[Change]:
        with change(
            author=self.author,
            reason=reason or self.traitement.label,
            origin=f"traitement {self.traitement.kind}",
        ) as opened:
            self.write(heartbeat=timezone.now())
            yield opened

    def finish(self) -> None:
        """Close the request as done."""
        self.write(
            state=State.FINI,
            finished_at=timezone.now(),
            done=F("total") if self._has_total() else F("done"),
            result_url=self.result_url,
            result_text=self.result_text[:500],
        )
        self.is_concluded = True

    def _has_total(self) -> bool:
        return Traitement.objects.filter(
            pk=self.traitement.pk, total__isnull=False
        ).exists()

    def write(self, **values: Any) -> None:
        """Write on the request, or raise `LeaseLostError` when it is no longer ours."""
        mine = Traitement.objects.filter(
            pk=self.traitement.pk, attempts=self.attempt, state=State.EN_COURS
        )
        if not mine.update(**values):
            raise LeaseLostError
