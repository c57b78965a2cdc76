"""Who is in service on this data: the server and the workers hold one shared lock.

The kernel drops it when they die, however they die. `restore` and `demo_reset` want it
for themselves, so they never replace a database under someone's feet.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings

_held: list[IO[str]] = []


class InServiceError(Exception):
    """A server or a worker runs on this data."""


def join_service() -> None:
    """Hold the shared lock as long as this process lives."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    file = (settings.DATA_DIR / "service.lock").open("a")
    fcntl.flock(file, fcntl.LOCK_SH)
    _held.append(file)


@contextmanager
def out_of_service() -> Iterator[None]:
    """Keep everyone out, or raise `InServiceError` if someone is there."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "service.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InServiceError from None
        yield
