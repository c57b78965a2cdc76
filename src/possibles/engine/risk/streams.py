"""Random numbers named by a seed and a purpose, whatever the order they are drawn in.

Each stream is a Philox counter generator keyed by `(seed, hash of the purpose)`; sample
`s` of a stream is its `s`-th 16-bit word. The draws of a task therefore depend neither
on the other tasks, nor on batches, nor on threads; two scenarios that share a seed share
their luck. Source: J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC
2011.
"""

from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.random import Philox

WORDS_PER_COUNTER = 16
_RAW_PER_COUNTER = 4
_MASK = (1 << 64) - 1
Words = npt.NDArray[np.uint16]


class Source:
    """Draws words of any stream of one seed; each thread has its own."""

    def __init__(self, seed: int) -> None:
        self._generator = Philox(key=0)
        self._state: Any = self._generator.state
        self._state["state"]["key"][0] = seed & _MASK

    def draw(self, purpose: str, first: int, count: int) -> Words:
        """Return `count` words of a stream from sample `first`, a multiple of 16."""
        digest = blake2b(purpose.encode(), digest_size=8).digest()
        inner = self._state["state"]
        inner["key"][1] = int.from_bytes(digest, "little")
        inner["counter"][0] = first // WORDS_PER_COUNTER
        self._generator.state = self._state
        counters = -(-count // WORDS_PER_COUNTER)
        raw = self._generator.random_raw(counters * _RAW_PER_COUNTER)
        return raw.astype("<u8", copy=False).view("<u2")[:count]
