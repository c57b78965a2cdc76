"""The nodes and edges a project is turned into, as flat arrays."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from possibles.engine.scheduling.hierarchy import Hierarchy

IntArray = NDArray[np.int64]


class Form(IntEnum):
    """How a node turns a rank of working days into a start and a finish."""

    WORK = 0
    FINISH_MILESTONE = 1
    START_MILESTONE = 2
    FIXED = 3


class Role(IntEnum):
    """What a hidden node stands for."""

    SUMMARY_START = 0
    SUMMARY_FINISH = 1
    ACTUAL_START = 2


@dataclass(slots=True)
class Nodes:
    """Nodes 0..n_tasks-1 are the tasks in the project's order; hidden nodes follow.

    `calendar` indexes `Project.calendars`; its length means « every day ». Edges
    hold node numbers; `link` is the position of the project's link, -1 for the
    membership of a summary. `fixed` gives the boundaries of nodes already past.
    """

    n_tasks: int
    index: dict[str, int]
    hierarchy: Hierarchy
    duration: IntArray
    form: IntArray
    calendar: IntArray
    pred: IntArray
    succ: IntArray
    type: IntArray
    lag: IntArray
    unit: IntArray
    link: IntArray
    special: list[int]
    hidden: list[tuple[int, Role]] = field(default_factory=list)
    fixed: dict[int, tuple[int, int]] = field(default_factory=dict)
    summary_nodes: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.duration)

    def task_of(self, node: int) -> int:
        """Return the position of the task a node stands for."""
        if node < self.n_tasks:
            return node
        return self.hidden[node - self.n_tasks][0]
