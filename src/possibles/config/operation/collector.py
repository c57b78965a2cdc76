"""Keep Python's garbage collector out of the way of people who wait for a page.

Rows and what was loaded along point at each other: each list leaves some thousands of
objects that only the collector can free. Left to itself it does so in the middle of one
answer in twelve, which then takes three times as long. Here it works when an answer has
just been sent, on what that answer left.
"""

import gc
from typing import Any

from django.core.signals import request_finished

# Far above what one answer makes: only a very long one is interrupted.
ALLOCATIONS = 200_000


def tune_collector() -> None:
    """Collect between answers; never look again through what the start made.

    What the start made lives as long as the process, and workers share it with their
    parent.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 50, 100)
    request_finished.connect(sweep, dispatch_uid="possibles.collector")


def sweep(**_: Any) -> None:
    gc.collect(0)
