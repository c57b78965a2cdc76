"""How much each task and event matters to the end date.

Criticality: share of the samples in which the task is on a driving path. Cruciality:
correlation of its duration with the end of the project (T. M. Williams, "Criticality in
stochastic networks", Journal of the Operational Research Society 43, 1992).
Significance: criticality times the ratio of standard deviations, the schedule
sensitivity index of PMI's PMBOK.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from possibles.engine.risk.sampling import Samples

_TINY = 1e-6
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and deviation of each duration, and its correlation with the finish."""

    means: Floats
    deviations: Floats
    correlations: Floats
    finish_deviation: float


def compute_moments(durations: Samples, finish: Samples) -> Moments:
    """Return moments by row, from single passes over the samples."""
    samples = max(1, finish.size)
    shift = finish.mean(dtype=np.float64) if finish.size else 0.0
    centred = (finish - np.float32(shift)).astype(np.float32)
    deviation = float(centred.std(dtype=np.float64)) if finish.size else 0.0
    sums = durations @ np.ones(finish.size, dtype=np.float32)
    means = sums.astype(np.float64) / samples
    squares = np.einsum("ij,ij->i", durations, durations).astype(np.float64)
    variances = np.maximum(squares / samples - means**2, 0)
    variances[variances <= _TINY * means**2] = 0
    deviations = np.sqrt(variances)
    covariances = (durations @ centred).astype(np.float64) / samples
    scale = deviations * deviation
    correlations = np.divide(
        covariances, scale, out=np.zeros_like(scale), where=scale > 0
    )
    return Moments(means, deviations, np.clip(correlations, -1, 1), deviation)


def compute_swing(driver: Samples, finish: Samples) -> tuple[float, float]:
    """Return the mean finish over the tenth of lowest, then highest, driver values."""
    tenth = max(1, driver.size // 10)
    order = np.argsort(driver, kind="stable")
    low = finish[order[:tenth]].mean(dtype=np.float64)
    high = finish[order[-tenth:]].mean(dtype=np.float64)
    return float(low), float(high)
