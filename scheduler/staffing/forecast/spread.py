"""How far off forecasts are, learnt from those that could have been made in the past weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy.special import gammaincinv

from scheduler.domain.arrays import FloatArray
from scheduler.staffing.forecast.days import Days

ForecastMethod = Callable[[FloatArray, Days], FloatArray]

WEEKS_LOOKED_BACK = 8
FEWEST_DAYS = 28
"""Days of history that a past forecast must have had to tell about the next one."""

_OUTLIER = 0.995


def relative_variance(method: ForecastMethod, calls: FloatArray, days: Days) -> float | None:
    """Variance of the busyness of an hour around its forecast, relative to the square of the forecast.

    Forecasts of one week each are made as of the past weeks. What is left of their squared errors after the
    chance of single calls (Poisson) is the error of the rate itself.

    Parameters
    ----------
    method
        Turns a history and its days into a forecast.
    calls
        History per hour, shape (days, 24), nan where unknown.
    days
        Kinds of its days.

    Returns
    -------
    The relative variance, 0 or more; None where the history is too short to tell.
    """
    squares, rates = [], []
    for forecast, came in past_forecasts(method, calls, days):
        counts = ~np.isnan(came) & (forecast > 0)
        squares.append(((came - forecast) ** 2 - forecast)[counts])
        rates.append(forecast[counts] ** 2)
    if not squares or not len(np.concatenate(squares)):
        return None
    square, rate = np.concatenate(squares), np.concatenate(rates)
    # One strange day would otherwise widen the band of all.
    usual = square / rate <= np.quantile(square / rate, _OUTLIER)
    return max(float(square[usual].sum() / rate[usual].sum()), 0.0)


def past_forecasts(method: ForecastMethod, calls: FloatArray, days: Days) -> Iterator[tuple[FloatArray, FloatArray]]:
    """What could have been forecast of each past week before it began, and what came, the last week first.

    Yields
    ------
    Per hour, shape (7, 24) each.
    """
    seen = np.flatnonzero(~np.isnan(calls[: days.n_known]).all(axis=1))
    first = int(seen[0]) if len(seen) else days.n_known
    for weeks_ago in range(1, WEEKS_LOOKED_BACK + 1):
        known = days.n_known - 7 * weeks_ago
        if known - first < FEWEST_DAYS:
            break
        yield method(calls[:known], days.as_of(known, 7)), calls[known : known + 7]


def count_quantile(expected: FloatArray, variance: float, quantile: float) -> FloatArray:
    """Quantile of the calls that will be counted: the rate's own spread and the chance of single calls.

    A gamma distribution with the mean and variance of the negative binomial one, ``m + variance * m**2``: it needs no
    whole numbers, so that hours can be cut into intervals.

    Parameters
    ----------
    expected
        Forecasts, of any shape.
    variance
        As `relative_variance` gives it.
    quantile
        Between 0 and 1.
    """
    mean = np.maximum(expected, 1e-12)
    shape = mean / (1.0 + variance * mean)
    found: FloatArray = np.where(expected > 0, gammaincinv(shape, quantile) * mean / shape, 0.0)
    return found


def rate_factor(variance: float, quantile: float) -> float:
    """By how much to multiply a forecast in order to plan for a quantile of the rate; 1 for the median.

    The chance of single calls is left out: the queue models count it already.
    """
    if variance <= 1e-9:
        return 1.0
    at, middle = gammaincinv(1.0 / variance, [quantile, 0.5])
    return float(at / middle)
