"""Forward and backward passes over blocks of samples small enough for the cache."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from possibles.engine.risk.layout import Layout
from possibles.engine.risk.sampling import Samples

_ELEMENTS = 1 << 15
_SMALLEST, _LARGEST = 64, 2048


@dataclass(frozen=True, slots=True)
class Passes:
    """Finish of the project and of the watched rows, and criticality counts by row."""

    finish: Samples
    watched: Samples
    critical: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Buffers:
    times: Samples
    critical: npt.NDArray[np.bool_]


def run_passes(
    layout: Layout, durations: Samples, watched: Sequence[int], executor: Executor
) -> Passes:
    """Schedule every sample as soon as possible, and mark what drives its end.

    Parameters
    ----------
    durations
        Days, shape (rows, samples).
    watched
        Rows whose finishes are kept.
    """
    samples = durations.shape[1]
    width = _choose_width(layout, samples)
    starts = range(0, samples, width)
    finish = np.zeros(samples, dtype=np.float32)
    kept = np.zeros((len(watched), samples), dtype=np.float32)
    rows = np.array(watched, dtype=np.intp)

    def run_block(first: int) -> npt.NDArray[np.int64]:
        block = durations[:, first : first + width]
        buffers = _Buffers(
            np.empty((2 * layout.size, block.shape[1]), dtype=np.float32),
            np.empty(block.shape, dtype=bool),
        )
        _go_forward(layout, block, buffers.times)
        ends = buffers.times[layout.size :]
        last = ends.max(axis=0, initial=0)
        finish[first : first + width] = last
        kept[:, first : first + width] = ends[rows]
        np.equal(ends, last, out=buffers.critical)
        return _go_backward(layout, block, buffers)

    counts = np.zeros(layout.size, dtype=np.int64)
    for count in executor.map(run_block, starts):
        counts += count
    return Passes(finish, kept, counts)


def _choose_width(layout: Layout, samples: int) -> int:
    rows = max(1, layout.size // max(1, len(layout.levels)))
    width = min(_LARGEST, max(_SMALLEST, _ELEMENTS // rows))
    return min(max(1, samples), width)


def _go_forward(layout: Layout, durations: Samples, times: Samples) -> None:
    size = layout.size
    starts, ends = times[:size], times[size:]
    scratch = np.empty((layout.widest_slot, times.shape[1]), dtype=np.float32)
    for level in layout.levels:
        here = slice(level.first, level.last)
        starts[here] = layout.releases[here]
        for slot in level.slots:
            held = scratch[: slot.rows.size]
            # Sources are known to be in range; "clip" lets `out` be written directly.
            np.take(times, slot.sources, axis=0, out=held, mode="clip")
            if slot.lags is not None:
                held += slot.lags
            if slot.to_finish:
                held -= durations[slot.rows]
            if slot.rows.size == level.last - level.first:
                np.maximum(starts[here], held, out=starts[here])
            else:
                starts[slot.rows] = np.maximum(starts[slot.rows], held)
        np.add(starts[here], durations[here], out=ends[here])


def _go_backward(
    layout: Layout, durations: Samples, buffers: _Buffers
) -> npt.NDArray[np.int64]:
    """Spread criticality from tasks to the predecessors that held them; count it.

    Few tasks are critical in one sample, so only those are looked at. The float
    operations are those of the forward pass, so equality is exact.
    """
    times, critical = buffers.times, buffers.critical
    counts = np.zeros(layout.size, dtype=np.int64)
    for level in reversed(layout.levels):
        here = slice(level.first, level.last)
        places, samples = divmod(np.flatnonzero(critical[here]), critical.shape[1])
        counts[here] = np.bincount(places, minlength=level.last - level.first)
        starts = times[places + level.first, samples]
        for slot in level.slots:
            members = slot.members[places]
            chosen = members >= 0
            links, when = members[chosen], samples[chosen]
            held = times[slot.sources[links], when]
            if slot.lags is not None:
                held += slot.lags[links, 0]
            if slot.to_finish:
                held -= durations[slot.rows[links], when]
            driving = held == starts[chosen]
            critical[slot.tails[links[driving]], when[driving]] = True
    return counts
