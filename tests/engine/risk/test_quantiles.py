import numpy as np
import pytest
from scipy import stats

from possibles.engine.risk.network import Estimate, Shape, pert, triangular
from possibles.engine.risk.quantiles import SIZE, normal_scores, tabulate

LEVELS = (np.arange(SIZE) + 0.5) / SIZE


@pytest.mark.parametrize("mode", [0.0, 0.004, 0.3, 0.5, 0.77, 1.0])
def test_pert_quantiles_are_those_of_the_beta(mode):
    expected = stats.beta.ppf(LEVELS, 1 + 4 * mode, 5 - 4 * mode)

    assert tabulate(pert(0, mode, 1)) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("mode", [0.0, 0.3, 1.0])
def test_triangular_quantiles(mode):
    expected = stats.triang.ppf(LEVELS, mode)

    assert tabulate(triangular(0, mode, 1)) == pytest.approx(expected, abs=1e-6)


def test_log_normal_passes_through_its_points():
    table = tabulate(Estimate(Shape.LOG_NORMAL, 10, 30, 90))

    assert np.interp([0.5, 0.95], LEVELS, table) == pytest.approx([30, 90], rel=1e-3)
    assert table.min() > 10


def test_empirical_quantiles_interpolate_the_sorted_values():
    table = tabulate(Estimate(Shape.EMPIRICAL, samples=(4, 1, 3, 2)))

    assert np.interp([0.125, 0.5, 0.875], LEVELS, table) == pytest.approx(
        [1, 2.5, 4], abs=1e-3
    )


def test_normal_scores():
    assert normal_scores() == pytest.approx(stats.norm.ppf(LEVELS), abs=1e-3)
