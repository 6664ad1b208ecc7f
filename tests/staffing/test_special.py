"""The special functions against plain sums in extended precision."""

import numpy as np
import pytest

from scheduler.staffing.special import log_inverse_erlang_b, log_poisson, queue_weight


@pytest.mark.parametrize(
    ("agents", "load"),
    [(0, 3.0), (1, 5.0), (5, 30.0), (190, 200.0), (3_000, 1e4), (9_590, 1e4), (9_610, 1e4), (10_500, 1e4)],
)
def test_loss_function_equals_the_recursion(agents: int, load: float) -> None:
    """Far below, at and above the load, on both sides of every change of method."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    computed = np.exp(-log_inverse_erlang_b(np.array([float(agents)]), np.array([load])))
    np.testing.assert_allclose(computed, blocked, rtol=1e-12)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (0.0, 3.0),
        (5.0, 3.0),
        (30.0, 1e-9),
        (66.0, 33.6),
        (80.0, 43.0),
        (4.0, 600.0),
        (1e3, 870.0),
        (5e3, 3e3),
        (1e4, 10.5e3),
        (1e6, 0.9959e6),
        (1e6, 0.9965e6),
        (1e10, 0.9999e10),
    ],
)
def test_queue_weight_and_mean_equal_the_sum(x: float, y: float) -> None:
    """Series, quadrature and incomplete gamma function all equal the sum that defines them."""
    state = np.arange(1, 500_000, dtype=np.longdouble)
    log_term = np.concatenate([[0.0], np.cumsum(np.log(np.longdouble(y) / (np.longdouble(x) + state)))])
    weight = np.exp(log_term - log_term.max())
    log_weight, mean = queue_weight(np.array([x]), np.array([y]))
    np.testing.assert_allclose(log_weight, float(np.log(weight.sum()) + log_term.max()), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(mean, float(weight @ np.arange(len(weight)) / weight.sum()), rtol=1e-10)


def test_poisson_terms_keep_their_digits_for_large_means() -> None:
    """Near the mean, a Poisson term is 1 / sqrt(2 pi mean) less a twelfth of the inverse mean."""
    mean = np.array([1e3, 1e6, 1e10])
    expected = -0.5 * np.log(2 * np.pi * mean) - 1 / (12 * mean)
    np.testing.assert_allclose(log_poisson(mean, mean), expected, rtol=1e-11)
