"""What to expect of the planned days: the mean of like days in the recent past.

Like days are days of the same weekday that are no public holidays; public holidays are like each other. Where the
recent weeks hold no figure for an hour, the whole history is asked, then all days of the same kind (working days,
or Saturdays and Sundays).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Forecasting
from scheduler.domain.base import WEEKEND
from scheduler.domain.calendar import Horizon
from scheduler.domain.inflow import Inflow
from scheduler.errors import InputError

SUNDAY = 6


def expected_calls(
    forecast: Forecasting,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    *,
    history_before: date | None = None,
) -> dict[str, NDArray[np.float64]]:
    """Arrivals to expect in each hour of the planned days.

    Parameters
    ----------
    forecast
        How many recent weeks count.
    inflow
        The history; hours that are nan are left out, days from the horizon on are not looked at.
    horizon
        The planned days.
    public_holidays
        Holidays of the history as well as of the planned days.
    history_before
        The first day that is not history; None: the first planned day.

    Returns
    -------
    By queue, calls per hour, shape (days, 24). An hour for which no like day has a row expects 0 calls.

    Raises
    ------
    InputError
        If the history has no day before the horizon.
    """
    days = _like_days(forecast, inflow, horizon, public_holidays, history_before or horizon.first_day)
    return {
        name: np.nan_to_num(_mean_of_like_days(queue.calls, np.ones_like(queue.calls), days), nan=0.0)
        for name, queue in inflow.queues.items()
    }


def expected_aht_seconds(
    forecast: Forecasting,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    *,
    history_before: date | None = None,
) -> dict[str, NDArray[np.float64]]:
    """Handling time to expect in each hour of the planned days: the mean over the calls of like days.

    Parameters
    ----------
    forecast, inflow, horizon, public_holidays, history_before
        As for `expected_calls`.

    Returns
    -------
    By queue, seconds per call, shape (days, 24); nan where the history gives none.

    Raises
    ------
    InputError
        If the history has no day before the horizon.
    """
    days = _like_days(forecast, inflow, horizon, public_holidays, history_before or horizon.first_day)
    return {
        name: _mean_of_like_days(queue.aht_seconds, np.nan_to_num(queue.calls), days)
        for name, queue in inflow.queues.items()
    }


def spread_over_intervals(hourly: NDArray[np.float64], interval_minutes: int) -> NDArray[np.float64]:
    """Divide each hour's total evenly among its intervals.

    Parameters
    ----------
    hourly
        Totals per hour, shape (days, 24).
    interval_minutes
        Length of an interval; divides an hour.

    Returns
    -------
    Totals per interval, shape (days * 24 * 60 / interval_minutes,); each hour keeps its total.
    """
    per_hour = 60 // interval_minutes
    return np.repeat(hourly.ravel() / per_hour, per_hour)


Kind = int | None
"""Days that are alike: a weekday number, or None for public holidays."""


@dataclass(frozen=True)
class _LikeDays:
    """The kind of each planned day, and for each kind sets of history rows to average, the most alike first."""

    kinds: list[Kind]
    rows: Mapping[Kind, list[NDArray[np.intp]]]


def _like_days(
    forecast: Forecasting,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    history_before: date,
) -> _LikeDays:
    """Sort the history's days by how alike they are to the planned ones."""
    known = min(inflow.n_days, (history_before - inflow.first_day).days)
    if known < 1:
        raise InputError.of(
            "inflow.csv",
            f"has no day before {history_before}, the first planned day",
            "add the weeks before it, or plan a later week",
        )
    dates = [inflow.first_day + timedelta(days=day) for day in range(known)]
    weekday = np.array([on.weekday() for on in dates])
    is_holiday = np.array([on in public_holidays for on in dates])
    is_weekend = np.isin(weekday, tuple(WEEKEND))
    is_recent = np.arange(known) >= known - 7 * forecast.weeks

    def rows_like(kind: Kind) -> list[NDArray[np.intp]]:
        if kind is None:
            # Holidays are rare: all of the history's count, not only the recent ones.
            sundays = weekday == SUNDAY
            steps = [is_holiday, sundays & is_recent, sundays, is_weekend]
        else:
            alike = (weekday == kind) & ~is_holiday
            steps = [alike & is_recent, alike, (is_weekend == (kind in WEEKEND)) & ~is_holiday]
        # A history of a few days may hold no such day at all: any day is better than none.
        return [np.flatnonzero(step) for step in steps if step.any()] or [np.arange(known)]

    kinds: list[Kind] = [None if on in public_holidays else on.weekday() for on in horizon.dates()]
    return _LikeDays(kinds, {kind: rows_like(kind) for kind in set(kinds)})


def _mean_of_like_days(
    values: NDArray[np.float64], weights: NDArray[np.float64], days: _LikeDays
) -> NDArray[np.float64]:
    """Weighted mean per hour over the first set of rows that has a figure; nan where none has."""
    weights = np.where(np.isnan(values), 0.0, weights)
    totals = np.where(weights > 0, values, 0.0) * weights
    means = {}
    for kind, steps in days.rows.items():
        mean = np.full(24, np.nan)
        for rows in steps:
            weight = weights[rows].sum(axis=0)
            np.divide(totals[rows].sum(axis=0), weight, out=mean, where=np.isnan(mean) & (weight > 0))
        means[kind] = mean
    return np.array([means[kind] for kind in days.kinds])
