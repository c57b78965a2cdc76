"""Points where a worker dies, once each."""

import os
import signal

from django.conf import settings

POINTS = (
    "before-take",
    "after-take",
    "before-first",
    "inside-first",
    "after-first",
    "inside-second",
    "after-second",
    "inside-conclusion",
    "after-conclusion",
)


def die_once(point: str, wanted: str) -> None:
    """Kill this process as a power cut would, the first time it comes here."""
    if point != wanted:
        return
    mark = settings.DATA_DIR / f"died-{point}"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def install() -> None:
    """Put the two points that lie outside the work itself."""
    from possibles.apps.traitements.domain import run
    from possibles.apps.traitements.models import Traitement

    take = run._take

    def fatal_take(pk):
        wanted = Traitement.objects.get(pk=pk).arguments.get("fault", "")
        die_once("before-take", wanted)
        job = take(pk)
        die_once("after-take", wanted)
        return job

    run._take = fatal_take
