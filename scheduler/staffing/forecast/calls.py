"""From the history of all queues to what to expect of the planned days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import numpy as np

from scheduler.config import Forecasting, RecentMean
from scheduler.domain.arrays import FloatArray
from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import hours_shown
from scheduler.domain.inflow import Event, Inflow
from scheduler.messages import Message
from scheduler.staffing.forecast.days import Days, sort_days
from scheduler.staffing.forecast.events import event_factors, without_events
from scheduler.staffing.forecast.recent_mean import recent_mean
from scheduler.staffing.forecast.rest_of_day import NOTHING_KNOWN, Rest, learn_rest
from scheduler.staffing.forecast.spread import (
    ForecastMethod,
    count_quantile,
    past_forecasts,
    rate_factor,
    relative_variance,
)
from scheduler.staffing.forecast.weekly_profile import FEWEST_DAYS, weekly_profile

LOW, HIGH = 0.1, 0.9
"""Quantiles of the band."""

_WEEKS_OF_MEANS = 8  # of handling times and of attempts, which change slowly; and of the fallback

_KEPT_FORECASTS = 64  # a few queues, for a few settings and histories


@dataclass(frozen=True, slots=True, eq=False)
class CallsForecast:
    """What to expect of one queue; arrays have shape (days, 24), per hour.

    Attributes
    ----------
    planned
        Calls to staff for: the forecast at the quantile that the settings ask for.
    expected
        The forecast itself; equal to `planned` at the quantile 0.5.
    low, high
        P10 and P90 of the calls that will be counted.
    attempts_per_call
        Calls attempted for each that entered, from the history; nan where it does not tell.
    notices
        What a reader should know of how the forecast was made.
    """

    planned: FloatArray
    expected: FloatArray
    low: FloatArray
    high: FloatArray
    attempts_per_call: FloatArray
    notices: tuple[Message, ...] = ()


def forecast_calls(
    forecast: Forecasting,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    *,
    events: Sequence[Event] = (),
    history_before: date | None = None,
) -> dict[str, CallsForecast]:
    """Arrivals to expect in each hour of the planned days, if it lasts an hour.

    Where the clock of the horizon's zone showed an hour of the history twice, half of its arrivals count.

    Parameters
    ----------
    forecast
        Method, and the quantile to plan for.
    inflow
        The history; hours that are nan are left out, days from the horizon on are not looked at.
    horizon
        The planned days.
    public_holidays
        Holidays of the history as well as of the planned days.
    events
        Declared events of past and planned days: arrivals of the past are divided by their factors before the
        method sees them, those of the plan multiplied.
    history_before
        The first day that is not history; None: the first planned day.

    Returns
    -------
    By queue. An hour for which no like day has a row expects 0 calls.

    Raises
    ------
    InputError
        If the history has no day before the horizon.
    """
    history_before = history_before or horizon.first_day
    days = sort_days(inflow.first_day, inflow.n_days, horizon, public_holidays, history_before)
    holidays = tuple(sorted(public_holidays.items()))
    shown = hours_shown(horizon.zone, inflow.first_day, days.n_known)
    found = {}
    for name, queue in inflow.queues.items():
        known = np.divide(queue.calls[: days.n_known], shown, out=np.full_like(shown, np.nan), where=shown > 0)
        calls = without_events(known, events, name, inflow.first_day)
        factors = event_factors(events, name, horizon.first_day, horizon.days)
        ordinary, variance, notices = _ordinary(
            forecast, name, calls.tobytes(), inflow.first_day, inflow.n_days, horizon, holidays, history_before
        )
        expected = ordinary * factors
        found[name] = CallsForecast(
            planned=expected * rate_factor(variance, forecast.quantile),
            expected=expected,
            low=count_quantile(expected, variance, LOW),
            high=count_quantile(expected, variance, HIGH),
            attempts_per_call=_attempts_per_call(queue.calls, queue.attempts, days),
            notices=notices,
        )
    return found


def rest_of_day(
    forecast: Forecasting,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    hours: Mapping[str, int],
    *,
    events: Sequence[Event] = (),
) -> dict[str, Rest]:
    """What past days say of the rest of a day of each queue, as forecast before the horizon.

    Parameters
    ----------
    forecast, inflow, horizon, public_holidays, events
        As for `forecast_calls`.
    hours
        By queue, the hour of the clock at which the rest begins.
    """
    days = sort_days(inflow.first_day, inflow.n_days, horizon, public_holidays, horizon.first_day)
    shown = hours_shown(horizon.zone, inflow.first_day, days.n_known)
    found = {}
    for name, hour in hours.items():
        of_queue = inflow.queues[name].calls[: days.n_known]
        known = np.divide(of_queue, shown, out=np.full_like(shown, np.nan), where=shown > 0)
        calls = without_events(known, events, name, inflow.first_day)
        method, _ = _method(forecast, name, calls)
        past = list(past_forecasts(method, calls, days))
        if not past:
            found[name] = NOTHING_KNOWN
            continue
        forecast_calls, came = (np.concatenate(weeks) for weeks in zip(*past, strict=True))
        found[name] = learn_rest(forecast_calls, came, hour)
    return found


@lru_cache(maxsize=_KEPT_FORECASTS)
def _ordinary(
    forecast: Forecasting,
    queue: str,
    history: bytes,
    first_day: date,
    n_days: int,
    horizon: Horizon,
    holidays: tuple[tuple[date, str], ...],
    history_before: date,
) -> tuple[FloatArray, float, tuple[Message, ...]]:
    """Arrivals of a queue without planned events, their relative variance, and notices.

    Nearly all of the time goes into the variance, which backtests. It is kept, as scenarios of one workspace ask for it
    again and again; history and holidays come in a form that can be compared.
    """
    calls = np.frombuffer(history, dtype=np.float64).reshape(-1, 24)
    days = sort_days(first_day, n_days, horizon, dict(holidays), history_before)
    method, notices = _method(forecast, queue, calls)
    variance = relative_variance(method, calls, days)
    if variance is None:
        variance = 0.0
        notices += (
            Message(
                "{queue}: less than 5 weeks of history, so the band shows the chance of single calls only", queue=queue
            ),
        )
    return method(calls, days), variance, notices


def _method(forecast: Forecasting, queue: str, calls: FloatArray) -> tuple[ForecastMethod, tuple[Message, ...]]:
    """The method of the settings, or the mean of like days where the history is too short for it."""
    if isinstance(forecast, RecentMean):
        return partial(_like_days, weeks=forecast.weeks), ()
    known = np.flatnonzero(~np.isnan(calls).all(axis=1))
    length = int(len(calls) - known[0]) if len(known) else 0
    if length < FEWEST_DAYS:
        return partial(_like_days, weeks=_WEEKS_OF_MEANS), (
            Message(
                "{queue}: only {count} day of history, so the forecast is the mean of like days",
                "{queue}: only {count} days of history, so the forecast is the mean of like days",
                queue=queue,
                count=length,
            ),
        )
    return partial(
        weekly_profile,
        profile_half_life_weeks=forecast.profile_half_life_weeks,
        level_half_life_weeks=forecast.level_half_life_weeks,
        trend_damping=forecast.trend_damping,
        shared_shape=forecast.shared_shape,
    ), ()


def _like_days(calls: FloatArray, days: Days, *, weeks: int) -> FloatArray:
    return np.nan_to_num(recent_mean(calls, days, weeks), nan=0.0)


def _attempts_per_call(calls: FloatArray, attempts: FloatArray, days: Days) -> FloatArray:
    """Mean over the calls of like days for which attempts are known."""
    ratio = np.divide(attempts, calls, out=np.full_like(calls, np.nan), where=calls > 0)
    return recent_mean(ratio, days, _WEEKS_OF_MEANS, np.nan_to_num(calls))


def expected_aht_seconds(
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    *,
    weeks: int = _WEEKS_OF_MEANS,
    history_before: date | None = None,
) -> dict[str, FloatArray]:
    """Handling time to expect in each hour of the planned days: the mean over the calls of like days.

    Parameters
    ----------
    inflow, horizon, public_holidays, history_before
        As for `forecast_calls`.
    weeks
        How many recent weeks count.

    Returns
    -------
    By queue, seconds per call, shape (days, 24); nan where the history gives none.

    Raises
    ------
    InputError
        If the history has no day before the horizon.
    """
    days = sort_days(inflow.first_day, inflow.n_days, horizon, public_holidays, history_before or horizon.first_day)
    return {
        name: recent_mean(queue.aht_seconds, days, weeks, np.nan_to_num(queue.calls))
        for name, queue in inflow.queues.items()
    }


def spread_over_intervals(hourly: FloatArray, horizon: Horizon) -> FloatArray:
    """Divide each hour's arrivals evenly among its intervals.

    Parameters
    ----------
    hourly
        Arrivals in an hour that passes, by hour of the clock, shape (days, 24).
    horizon
        Its intervals divide an hour.

    Returns
    -------
    Totals per interval, shape (n_intervals,); each hour keeps its total, has it twice where the clock shows it twice,
    and loses it where the clock skips it.
    """
    return horizon.by_interval(hourly) * (horizon.interval_minutes / 60)
