"""What a simulation reports. Days are rounded up, amounts to the cent."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Values not exceeded in 10, 50, 80 and 95 % of the samples, and their mean."""

    p10: int
    p50: int
    p80: int
    p95: int
    mean: float


@dataclass(frozen=True, slots=True)
class MilestoneRisk:
    """`probability` of finishing by the deadline; None without one."""

    key: str
    finish: Percentiles
    deadline: int | None
    probability: float | None


@dataclass(frozen=True, slots=True)
class TaskRisk:
    key: str
    mean: float
    deviation: float
    criticality: float
    cruciality: float
    significance: float


class DriverKind(StrEnum):
    TASK = "task"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Bar:
    """Mean finish of the project when the driver is low, then high, in days.

    For an event: when it does not happen, then when it does.
    """

    key: str
    kind: DriverKind
    low: float
    high: float

    @property
    def width(self) -> float:
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Simulation:
    """Everything reported; `cloud` is a bounded list of `(finish day, cost in cents)`.

    Parameters
    ----------
    joint_probability
        Chance of meeting every deadline and the budget together; None where none is
        set.
    """

    samples: int
    seed: int
    finish: Percentiles
    cost: Percentiles
    accounts: dict[str, Percentiles]
    milestones: tuple[MilestoneRisk, ...]
    tasks: tuple[TaskRisk, ...]
    tornado: tuple[Bar, ...]
    cloud: tuple[tuple[int, int], ...]
    budget_probability: float | None
    joint_probability: float | None
