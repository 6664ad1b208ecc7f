"""The mean of like days in the recent past.

Like days are days of the same weekday that are no public holidays; public holidays are like each other. Where the
recent weeks hold no figure for an hour, the whole history is asked, then all days of the same kind (working days,
or Saturdays and Sundays).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.base import WEEKEND
from scheduler.staffing.forecast.days import HOLIDAY, Days

SUNDAY = 6


def recent_mean(
    values: NDArray[np.float64], days: Days, weeks: int, weights: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Weighted mean per hour over like days.

    Parameters
    ----------
    values
        History, shape (days, 24), nan where unknown; days beyond those that `days` knows are not looked at.
    days
        Kinds of the days of the history and of the planned ones.
    weeks
        How many recent weeks count.
    weights
        Of the same shape; None: all alike.

    Returns
    -------
    Shape (planned days, 24); nan where no like day has a figure.
    """
    values = values[: days.n_known]
    weights = np.ones_like(values) if weights is None else weights[: days.n_known]
    weights = np.where(np.isnan(values), 0.0, weights)
    totals = np.where(weights > 0, values, 0.0) * weights
    is_recent = np.arange(days.n_known) >= days.n_known - 7 * weeks
    means = {}
    for kind in np.unique(days.planned):
        mean = np.full(24, np.nan)
        for rows in _rows_like(int(kind), days, is_recent):
            weight = weights[rows].sum(axis=0)
            np.divide(totals[rows].sum(axis=0), weight, out=mean, where=np.isnan(mean) & (weight > 0))
        means[kind] = mean
    return np.array([means[kind] for kind in days.planned])


def _rows_like(kind: int, days: Days, is_recent: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Sets of history rows to average, the most alike first."""
    is_holiday = days.history == HOLIDAY
    is_weekend = np.isin(days.history, tuple(WEEKEND))
    if kind == HOLIDAY:
        # Holidays are rare: all of the history's count, not only the recent ones.
        sundays = days.history == SUNDAY
        steps = [is_holiday, sundays & is_recent, sundays, is_weekend]
    else:
        alike = days.history == kind
        steps = [alike & is_recent, alike, (is_weekend == (kind in WEEKEND)) & ~is_holiday]
    # A history of a few days may hold no such day at all: any day is better than none.
    return [np.flatnonzero(step) for step in steps if step.any()] or [np.arange(days.n_known)]
