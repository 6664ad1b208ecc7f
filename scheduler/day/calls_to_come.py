"""The calls that are still to come on a day: the forecast of its rest, corrected by what was counted of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.arrays import FloatArray
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.domain.inflow import Event
from scheduler.domain.limits import LARGEST_FACTOR
from scheduler.domain.problem import Problem
from scheduler.inputs import Workspace
from scheduler.presence import usual_presence
from scheduler.staffing.forecast import rest_of_day
from scheduler.staffing.forecast.rest_of_day import Rest
from scheduler.staffing.requirements import plan_demand

_P90 = 1.2815515655446004
"""Standard deviations from the median to the ninetieth percentile of a normal distribution."""


@dataclass(frozen=True, slots=True)
class QueueRest:
    """The rest of a day of one queue.

    Attributes
    ----------
    from_hour
        Of the clock, from which on nothing is counted yet.
    forecast_so_far, counted_so_far
        Calls before that hour.
    forecast
        Calls that are still to come, as they were forecast before the week; hours that are over are not among them,
        counted or not.
    expected, low, high
        The same by what was counted, with its band from P10 to P90; no band where nothing is learnt.
    at_most
        So many come on one day of ten at most: the end of the band, or of that of the forecast where nothing is learnt.
    weight
        Of the share by which the day was off so far, how much of it the rest is taken to be off, as past days were.
    turned_from
        Hour of the clock from which on the day is unlike those, so that its last hours count besides; None: it is not.
    is_followed
        Whether later hours are counted, which are of no use since `from_hour` is not.
    """

    queue: str
    from_hour: int
    forecast_so_far: float
    counted_so_far: float
    forecast: float
    expected: float
    low: float
    high: float
    at_most: float
    weight: float
    turned_from: int | None = None
    is_followed: bool = False

    @property
    def factor(self) -> float:
        """The forecast of the rest is multiplied by this; no more than a declared event may."""
        return min(self.expected / self.forecast, LARGEST_FACTOR) if self.forecast else 1.0


def at_most(rest: QueueRest) -> QueueRest:
    """With as many calls as come on one day of ten at most."""
    return replace(rest, expected=rest.at_most)


def calls_to_come(
    workspace: Workspace, problem: Problem, counted: Mapping[str, FloatArray], day: int, now_hour: int
) -> tuple[QueueRest, ...]:
    """Each queue's day, before and after the hour up to which all of it is counted.

    Parameters
    ----------
    workspace
        Has the calls of past days.
    problem
        Has the forecast of the day.
    counted
        Calls by queue and interval, nan where it is not known.
    day
        Its number.
    now_hour
        Of the clock; what is counted of it does not count yet.
    """
    horizon, queues = problem.horizon, problem.demand.queues
    intervals = horizon.intervals_of_day(day)
    hour = horizon.clock_minute_of_interval()[intervals.start : intervals.stop] // 60
    inside = slice(intervals.start, intervals.stop)
    from_hours: dict[str, int] = {}
    for name, needs in queues.items():
        unknown = np.isnan(counted[name][inside]) & (needs.is_open[inside] | needs.deferrable)
        from_hours[name] = min([now_hour, *hour[unknown].tolist()])
    learnt = rest_of_day(
        workspace.settings.forecast,
        workspace.inflow,
        horizon,
        problem.public_holidays or {},
        from_hours,
        events=workspace.events,
    )
    return tuple(
        _rest(needs, inside, counted[name][inside], hour, from_hours[name], now_hour, learnt[name], name)
        for name, needs in queues.items()
    )


def _rest(
    needs: QueueDemand,
    inside: slice,
    counted: FloatArray,
    hour: NDArray[np.int64],
    from_hour: int,
    now_hour: int,
    learnt: Rest,
    name: str,
) -> QueueRest:
    """The rest of the day of one queue.

    Parameters
    ----------
    needs, inside
        What the queue needs, and the intervals of the day.
    counted, hour
        Calls, and hour of the clock, by interval of the day.
    from_hour, now_hour, learnt, name
        The hour from which on nothing is counted, the one in which it is now, what past days say, and the queue.
    """
    calls, is_rest = needs.calls[inside], hour >= now_hour
    is_past = hour < from_hour
    so_far, came = (
        np.bincount(hour[is_past], np.nan_to_num(many[is_past]), minlength=from_hour).astype(np.float64)
        for many in (calls, counted)
    )
    forecast = float(calls[is_rest].sum())
    most = forecast if needs.calls_high is None else float(needs.calls_high[inside][is_rest].sum())
    outlook = learnt.outlook(so_far, came)
    expected, low, high = (max(forecast * (1.0 + off), 0.0) for off in (outlook.off, outlook.low, outlook.high))
    end = expected + _with_chance(high - expected, expected)
    return QueueRest(
        queue=name,
        from_hour=from_hour,
        forecast_so_far=float(so_far.sum()),
        counted_so_far=float(came.sum()),
        forecast=forecast,
        expected=expected,
        low=max(expected - _with_chance(expected - low, expected), 0.0),
        high=end,
        at_most=end if np.isfinite(end) else max(most, forecast + _with_chance(0.0, forecast)),
        weight=learnt.weight,
        turned_from=outlook.turned_from,
        is_followed=bool(np.isfinite(counted[(hour > from_hour) & (hour < now_hour)]).any()),
    )


def _with_chance(around: float, calls: float) -> float:
    """How far a band reaches from the middle with the chance of single calls."""
    return float(np.hypot(around, _P90 * np.sqrt(calls)))


def from_hour_on(problem: Problem, day: int, hour: int) -> NDArray[np.bool_]:
    """The intervals of a day that begin at an hour of the clock or later, shape (n_intervals,)."""
    horizon = problem.horizon
    is_later: NDArray[np.bool_] = horizon.clock_minute_of_interval() // 60 >= hour
    is_of_day: NDArray[np.bool_] = horizon.day_of_interval() == day
    return is_later & is_of_day


def demand_of_day(problem: Problem, day: int, queues: Sequence[QueueRest] = ()) -> Demand:
    """The demand of one day alone, as forecast or with the calls that are still to come."""
    of_day = problem.horizon.day_of_interval() == day
    factors = {
        rest.queue: np.where(from_hour_on(problem, day, rest.from_hour), rest.factor, 1.0) * of_day for rest in queues
    }
    changed = {}
    for name, needs in problem.demand.queues.items():
        by = factors.get(name, of_day)
        attempts = None if needs.attempts is None else needs.attempts * by
        changed[name] = replace(needs, calls=needs.calls * by, attempts=attempts, calls_low=None, calls_high=None)
    return replace(problem.demand, queues=changed)


def with_needs_of_now(workspace: Workspace, problem: Problem, queues: Sequence[QueueRest], on: date) -> Problem:
    """The problem with the agents that the calls require that are expected now.

    Parameters
    ----------
    workspace, problem
        The facts, and the day as it was planned.
    queues
        What is expected of the rest of the day, by queue.
    on
        The day.
    """
    more = tuple(
        Event(first_day=on, last_day=on, from_hour=rest.from_hour, queue=rest.queue, factor=rest.factor)
        for rest in queues
        if rest.factor != 1.0
    )
    if not more:
        return problem
    demand = plan_demand(
        workspace.settings,
        workspace.inflow,
        problem.horizon,
        problem.public_holidays or {},
        (*workspace.events, *more),
        presence=usual_presence(workspace.settings, workspace.employees, problem.horizon.first_day),
    )
    return problem.replace(demand=demand)
