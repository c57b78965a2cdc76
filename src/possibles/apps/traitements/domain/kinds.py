"""The kinds of jobs.

An app declares its own in its `tasks.py`:

    @kind("agenda-pdf", "Mise en page de l’agenda")
    def print_agenda(job: Job, *, agenda: int) -> None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .job import Job

Work = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a job of this kind is called, and the function that does it.

    `attempts` is how many times a job broken off by a crash is taken up again.
    """

    name: str
    label: str
    work: Work
    attempts: int

    def __call__(self, job: Job, **arguments: Any) -> None:
        self.work(job, **arguments)


_kinds: dict[str, Kind] = {}


def kind(name: str, label: str, *, attempts: int = 3) -> Callable[[Work], Work]:
    """Register the function that does the jobs of this kind.

    It receives a `Job` and the arguments given to `launch`, which must be JSON: pass
    primary keys, not objects.
    """

    def register(work: Work) -> Work:
        known = _kinds.get(name)
        if known is not None and known.work.__qualname__ != work.__qualname__:
            raise ValueError(f"two kinds of jobs are called {name}")
        _kinds[name] = Kind(name, label, work, attempts)
        return work

    return register


def find_kind(name: str) -> Kind:
    """Return the kind of that name, or raise KeyError."""
    return _kinds[name]
