"""The engine's own errors, as one small tree. Each carries data, not only a sentence.

EngineError
├── InvalidInput        the problem as given cannot be read or contradicts itself
│   └── CycleError      a loop of precedence, with its members in order
└── Cancelled           the caller asked to stop before any answer existed

An infeasible problem is never an error: it is a result that names its conflict.
"""

from collections.abc import Sequence


class EngineError(Exception):
    """Any error raised on purpose by the engine."""


class InvalidInput(EngineError):  # noqa: N818 -- says what is wrong
    """The problem as given cannot be used.

    Parameters
    ----------
    message
        A plain English sentence for developers.
    keys
        The keys of the faulty objects (task keys, link ends, resource names).
    """

    def __init__(self, message: str, *, keys: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.keys = tuple(keys)


class CycleError(InvalidInput):
    """A loop of precedence; `keys` lists its members in order, the first not repeated."""


class Cancelled(EngineError):  # noqa: N818 -- nothing went wrong
    """The caller cancelled before a first answer was found."""
