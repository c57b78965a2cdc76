"""Double justification: push right, then left; a schedule never gets longer.

Source: V. Valls, F. Ballestín, S. Quintanilla, "Justification and RCPSP: a technique
that pays", European Journal of Operational Research 165, 2005.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from possibles.engine.leveling.generation import Setting, generate_serial, mirror


@dataclass(frozen=True, slots=True)
class Justifier:
    """A setting with its mirror image, and the orders that break ties."""

    setting: Setting
    mirrored: Setting
    order: list[int]
    is_constant: bool
    is_monotone: bool


def build_justifier(setting: Setting, order: Sequence[int]) -> Justifier:
    """Prepare the mirror image once for many justifications."""
    offsets = [offset for links in setting.before for _, offset in links]
    mirrored = mirror(setting, 0)
    offsets += [offset for links in mirrored.before for _, offset in links]
    return Justifier(
        setting=setting,
        mirrored=mirrored,
        order=list(order),
        is_constant=len(set(setting.free)) <= 1,
        is_monotone=min(offsets, default=0) >= 0,
    )


def justify(justifier: Justifier, starts: Sequence[int]) -> list[int] | None:
    """Return the schedule pushed right within its makespan, then left again."""
    setting = justifier.setting
    finishes = [s + d for s, d in zip(starts, setting.durations, strict=True)]
    makespan = max(finishes, default=0)
    image = justifier.mirrored if justifier.is_constant else mirror(setting, makespan)
    late = [makespan - finish for finish in finishes]
    reverse = order_by(image, justifier.order[::-1], late, justifier.is_monotone)
    pushed = generate_serial(image, reverse)
    if pushed is None:
        return None
    right = [
        makespan - start - duration
        for start, duration in zip(pushed, setting.durations, strict=True)
    ]
    forward = order_by(setting, justifier.order, right, justifier.is_monotone)
    return generate_serial(setting, forward)


def order_by(
    setting: Setting,
    order: Sequence[int],
    keys: Sequence[float],
    is_monotone: bool,
) -> list[int]:
    """Sort activities by key, ties in the given order, links respected.

    Sorting by start dates respects links of itself when no offset is negative.
    """
    if is_monotone:
        return sorted(order, key=keys.__getitem__)
    return order_topologically(setting, order, keys)


def order_topologically(
    setting: Setting, order: Sequence[int], keys: Sequence[float]
) -> list[int]:
    """Sort activities by key as far as links allow, ties in the given order."""
    position = {j: rank for rank, j in enumerate(order)}
    waiting = [len(links) for links in setting.before]
    ready = [(keys[j], position[j], j) for j in order if not waiting[j]]
    heapify(ready)
    sorted_list = []
    while ready:
        _, _, i = heappop(ready)
        sorted_list.append(i)
        for j, _ in setting.after[i]:
            waiting[j] -= 1
            if not waiting[j]:
                heappush(ready, (keys[j], position[j], j))
    return sorted_list
