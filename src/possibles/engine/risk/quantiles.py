"""Inverse distribution functions as tables of equally likely values.

A table holds the quantiles at `(k + 1/2) / SIZE`: drawing a place at random draws the
distribution, for one look-up a sample. The PERT distribution of a task depends on the
place of its mode only; tables are computed for 65 places once and interpolated. Source:
D. G. Malcolm et al., "Application of a technique for research and development program
evaluation", Operations Research 7, 1959 (PERT: a beta with shape parameters
`1 + 4 (m - a) / (b - a)` and `1 + 4 (b - m) / (b - a)`).
"""

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from possibles.engine.risk.network import Estimate, Shape

BITS = 12
SIZE = 1 << BITS
_PLACES = 64
_GRID = 4096
_Z_LIMIT = 4.75
_NORMAL_95 = 1.6448536269514722
Table = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]


def tabulate(estimate: Estimate) -> Table:
    """Return SIZE equally likely values of the estimate, increasing."""
    return evaluate(estimate, _levels()).astype(np.float32)


def tabulate_by_score(estimate: Estimate) -> Table:
    """Return SIZE values at normal scores evenly spaced from -Z to Z."""
    return evaluate(estimate, _score_levels()).astype(np.float32)


def normal_scores() -> Table:
    """Return SIZE equally likely normal scores, increasing."""
    return _normal_quantiles(_levels()).astype(np.float32)


def score_scale() -> tuple[float, float]:
    """Return `(scale, offset)`: a score `z` is at place `z * scale + offset`."""
    return SIZE / (2 * _Z_LIMIT), SIZE / 2


def evaluate(estimate: Estimate, levels: Floats) -> Floats:
    """Return the quantiles of the estimate at the probability levels."""
    if estimate.shape is Shape.EMPIRICAL:
        values = np.sort(np.asarray(estimate.samples, dtype=np.float64))
        places = (np.arange(values.size) + 0.5) / values.size
        return np.interp(levels, places, values)
    spread = estimate.high - estimate.low
    if estimate.shape is Shape.FIXED or spread == 0:
        return np.full(levels.shape, float(estimate.likely))
    if estimate.shape is Shape.LOG_NORMAL:
        median = estimate.likely - estimate.low
        sigma = math.log(spread / median) / _NORMAL_95
        return estimate.low + median * np.exp(sigma * _normal_quantiles(levels))
    place = (estimate.likely - estimate.low) / spread
    if estimate.shape is Shape.TRIANGULAR:
        return estimate.low + spread * _triangular(place, levels)
    return estimate.low + spread * _pert(place, levels)


def _triangular(mode: float, levels: Floats) -> Floats:
    rising = np.sqrt(levels * mode)
    falling = 1 - np.sqrt((1 - levels) * (1 - mode))
    return np.where(levels < mode, rising, falling)


def _pert(mode: float, levels: Floats) -> Floats:
    table = _pert_tables(levels is _score_levels())
    place = mode * _PLACES
    below = min(int(place), _PLACES - 1)
    share = place - below
    quantiles: Floats = table[below] * (1 - share) + table[below + 1] * share
    return quantiles


@cache
def _pert_tables(by_score: bool) -> Floats:
    """Integrate the 65 standard PERT densities and invert them."""
    levels = _score_levels() if by_score else _levels()
    x = (1 - np.cos(np.pi * np.arange(_GRID + 1) / _GRID)) / 2
    with np.errstate(divide="ignore"):
        left, right = np.log(x), np.log1p(-x)
    left[0], right[-1] = left[1] - 40, right[-2] - 40
    tables = np.empty((_PLACES + 1, SIZE))
    for place in range(_PLACES + 1):
        alpha = 4 * place / _PLACES
        density = np.exp(alpha * left + (4 - alpha) * right)
        steps = (density[1:] + density[:-1]) * np.diff(x)
        cumulative = np.concatenate([[0.0], np.cumsum(steps)])
        tables[place] = np.interp(levels, cumulative / cumulative[-1], x)
    return tables


@cache
def _levels() -> Floats:
    return (np.arange(SIZE) + 0.5) / SIZE


@cache
def _score_levels() -> Floats:
    scores = ((np.arange(SIZE) + 0.5) / SIZE * 2 - 1) * _Z_LIMIT
    return np.array([_normal_level(score) for score in scores])


def _normal_level(score: float) -> float:
    return 0.5 * math.erfc(-score / math.sqrt(2))


@cache
def _normal_grid() -> tuple[Floats, Floats]:
    scores = np.linspace(-6, 6, 8193)
    return np.array([_normal_level(score) for score in scores]), scores


def _normal_quantiles(levels: Floats) -> Floats:
    places, scores = _normal_grid()
    return np.interp(levels, places, scores)
