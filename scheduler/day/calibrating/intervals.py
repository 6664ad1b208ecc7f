"""Intervals of figures that rest on days: calls of one day have more in common than calls of two.

References
----------
B. Efron and C. Stein, "The jackknife estimate of variance", Annals of Statistics 9 (1981) 586-596.
E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927) 209-212.
J. N. K. Rao and A. J. Scott, "A simple method for the analysis of clustered binary data", Biometrics 48 (1992) 577-585:
counts that clusters spread are divided by their design effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scheduler.domain.arrays import FloatArray, IntArray


class Interval(NamedTuple):
    """A figure with its confidence interval."""

    value: float
    low: float
    high: float


def of_days(sums: FloatArray, figure: Callable[[FloatArray], FloatArray], confidence: float) -> Interval:
    """The interval of a figure of sums over days, by leaving out each day in turn.

    Parameters
    ----------
    sums
        By day, shape (n_days, ...).
    figure
        Makes the figure, on a scale on which it may be any number (such as a logarithm), of sums over all days; the
        first axis has several of these.
    confidence
        Of the interval.

    Returns
    -------
    Interval
        On the same scale.
    """
    from scipy.special import stdtrit  # slow to load

    n = len(sums)
    total = sums.sum(axis=0, keepdims=True)
    value = float(figure(total)[0])
    without = figure(total - sums)
    deviation = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    half_width = float(stdtrit(n - 1, 0.5 + 0.5 * confidence)) * deviation
    return Interval(value, value - half_width, value + half_width)


def ratio_of_days(part: FloatArray, whole: FloatArray, confidence: float) -> Interval:
    """The interval of a quotient of two sums over days, both above 0 without any one day as well.

    Parameters
    ----------
    part, whole
        By day, shape (n_days,).
    confidence
        Of the interval.
    """
    found = of_days(np.stack([part, whole], axis=1), lambda sums: np.log(sums[:, 0] / sums[:, 1]), confidence)
    return Interval(*np.exp(found).tolist())


def share_of_days(part: FloatArray, whole: FloatArray, confidence: float) -> Interval:
    """The same of a share: the quotient lies between 0 and 1, and neither is reached.

    Parameters
    ----------
    part, whole
        By day, shape (n_days,).
    confidence
        Of the interval.
    """
    found = of_days(
        np.stack([part, whole], axis=1), lambda sums: np.log(sums[:, 0] / (sums[:, 1] - sums[:, 0])), confidence
    )
    return Interval(*(1.0 / (1.0 + np.exp(-np.array(found)))).tolist())


def design_effect(missed: FloatArray, weight: FloatArray, group: IntArray, *clusters: IntArray) -> float:
    """How many times the variance of a share is that of independent trials, since trials of a cluster go together.

    Parameters
    ----------
    missed
        Share of each trial, 0 to 1, shape (n_trials,).
    weight
        Of each trial.
    group
        Of each trial; each group has a share of its own.
    clusters
        Of each trial, in several ways: by day, by person; numbers from 0 on.

    Returns
    -------
    float
        At least 1; what several ways of clustering add is added up.
    """
    weights, n_groups = np.bincount(group, weight), int(group.max()) + 1
    share = np.bincount(group, weight * missed) / weights
    residual = weight * (missed - share[group])
    alone = float((weight**2 * (share * (1.0 - share))[group]).sum())
    if alone <= 0:
        return 1.0
    more = []
    for cluster in clusters:
        sums = np.bincount(cluster, residual)
        n = int((np.bincount(cluster) > 0).sum())
        if n > n_groups:
            more.append(float((sums**2).sum()) * n / (n - n_groups) / alone - 1.0)
    return 1.0 + max(0.0, *more, sum(more)) if more else 1.0


def wilson(share: float, trials: float, quantile: float) -> Interval:
    """The interval of a share of independent trials.

    Parameters
    ----------
    share
        As it was seen.
    trials
        How many; a fraction where they count for less than they are.
    quantile
        Standard deviations from the middle of a normal distribution to either end.
    """
    square = quantile**2 / trials
    middle = (share + square / 2.0) / (1.0 + square)
    half_width = quantile * float(np.sqrt(share * (1.0 - share) / trials + square / (4.0 * trials))) / (1.0 + square)
    return Interval(share, max(0.0, middle - half_width), min(1.0, middle + half_width))
