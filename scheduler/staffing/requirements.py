"""From inflow to requirement: how many agents each queue needs in each interval, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand, QueueDemand, ShortfallTier
from scheduler.domain.inflow import Event, Inflow
from scheduler.errors import Fault, InputError
from scheduler.messages import Message
from scheduler.staffing.binding_target import NAME_TYPE, agents_for_calls, agents_for_work, beyond_reach, targets_in
from scheduler.staffing.carry_over import lagged_calls
from scheduler.staffing.deferrable import Presence, Work, place_work
from scheduler.staffing.forecast import expected_aht_seconds, forecast_calls, spread_over_intervals
from scheduler.staffing.hours import classify, is_within

HOUR_CLASSES = ("prime", "vulnerable", "other")


def plan_demand(
    settings: Settings,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    events: Sequence[Event] = (),
    *,
    presence: Presence | None = None,
) -> Demand:
    """Forecast the horizon's inflow and turn it into required agents.

    *Calls* are staffed per interval and class of hour for the highest of the queue's targets. Service level,
    average wait and occupancy are asked of Erlang C, in which nobody gives up: those who hang up or are cut off
    relieve the rest, so the queue as it really runs is at least as good. The answer rates, of the calls that enter and
    of all attempts, mean nothing where nobody is lost, and are asked of the queue's own patience and waiting places.
    Calls that arrive while the queue is closed belong to somebody else (the partner centre): they are not counted. A
    queue without any target requires its minimum and no more. With `interval_dependence: lagged` an interval is staffed
    for the calls that it finds in progress as well, without those of the people who leave.

    *Deferrable work* is staffed by workload, placed within its deadline (rounded down to whole intervals, at least one)
    where the people who can do it have most time beside calls (`scheduler.staffing.deferrable`); where nothing is known
    of people, spread over the open hours as evenly as can be. The days around the horizon are taken to be what the
    forecast expects of them, so the work that waits when the horizon begins is that of an ordinary night.

    Agents on the queue are divided by ``1 - shrinkage``. The minimum counts heads on duty and is not.

    Parameters
    ----------
    settings
        Queues with their targets, classes of hours, shrinkage, prices.
    inflow
        History; only days before the horizon are used.
    horizon
        The planned days.
    public_holidays
        Holidays of the history as well as of the planned days.
    events
        Declared events of past and planned days.
    presence
        Reference agents who are usually there, by what they serve; None: not known.

    Raises
    ------
    InputError
        If a queue has no history before the horizon.
    """
    faults = [
        Fault(
            "inflow.csv",
            0,
            "queue",
            Message("has no row for queue '{name}'", name=queue.name),
            Message("add its arrivals or drop the queue"),
        )
        for queue in settings.queues
        if queue.name not in inflow.queues
    ]
    if faults:
        raise InputError(faults)
    weeks = max((_weeks_around(queue) for queue in settings.queues), default=0)
    days = _around(horizon, weeks)
    arrivals = {
        queue.name: _arrivals(settings, queue, inflow, days, horizon.first_day, public_holidays, events)
        for queue in settings.queues
    }

    def plan(queue: Queue, placed_erlangs: NDArray[np.float64] | None = None) -> QueueDemand:
        return _plan_queue(settings, queue, days, public_holidays, arrivals[queue.name], placed_erlangs)

    planned = {queue.name: plan(queue) for queue in settings.queues if queue.kind == "calls"}
    may_wait = [queue for queue in settings.queues if queue.kind == "deferrable"]
    erlangs = place_work(
        {queue.name: _work(settings, queue, days, public_holidays, arrivals[queue.name]) for queue in may_wait},
        {name: needs.required for name, needs in planned.items()},
        presence or {},
        (days.first_day.weekday() + days.day_of_interval()) % 7,
        days.clock_minute_of_interval() // days.interval_minutes,
    )
    planned |= {queue.name: plan(queue, erlangs[queue.name]) for queue in may_wait}
    before = days.intervals_of_day(weeks * 7).start
    inside = slice(before, before + horizon.n_intervals)
    queues = {queue.name: _cut(planned[queue.name], inside) for queue in settings.queues}
    tiers = tuple(ShortfallTier(tier.from_share, tier.multiplier) for tier in settings.shortfall_tiers)
    notices = tuple(
        notice
        for queue in settings.queues
        for notice in (*arrivals[queue.name].notices, *beyond_reach(queue, arrivals[queue.name].attempts_per_call))
    )
    return Demand(horizon, queues, tiers, settings.surplus_free_share, notices)


@dataclass(frozen=True, slots=True, eq=False)
class _Arrivals:
    """What comes to one queue; arrays per interval, the intervals around the horizon included."""

    calls: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    attempts_per_call: NDArray[np.float64]
    aht_seconds: NDArray[np.float64]
    notices: tuple[Message, ...]


def _weeks_around(queue: Queue) -> int:
    """Weeks to plan before and after the horizon, so that all work that reaches into it is known."""
    if queue.deadline_minutes is None or queue.kind == "calls":
        return 0
    a_week = Horizon(date(2001, 1, 1), 7)  # any week without holidays
    open_minutes = int(is_within(queue.open, a_week, {}).sum()) * a_week.interval_minutes
    return 1 + -(-queue.deadline_minutes // open_minutes) if open_minutes else 1


def _around(horizon: Horizon, weeks: int) -> Horizon:
    first_day, days = horizon.first_day - timedelta(weeks=weeks), horizon.days + 14 * weeks
    return Horizon(first_day, days, horizon.interval_minutes, horizon.zone)


def _arrivals(
    settings: Settings,
    queue: Queue,
    inflow: Inflow,
    days: Horizon,
    first_planned_day: date,
    public_holidays: Mapping[date, str],
    events: Sequence[Event],
) -> _Arrivals:
    """What comes to the queue over the horizon and the weeks around it."""
    inflow = inflow.of_queue(queue.name)
    forecast = forecast_calls(
        settings.forecast, inflow, days, public_holidays, events=events, history_before=first_planned_day
    )[queue.name]
    aht = expected_aht_seconds(inflow, days, public_holidays, history_before=first_planned_day)[queue.name]

    def or_else(hourly: NDArray[np.float64], usual: float) -> NDArray[np.float64]:
        return days.by_interval(np.where(np.isnan(hourly), usual, hourly))

    return _Arrivals(
        calls=spread_over_intervals(forecast.planned, days),
        low=spread_over_intervals(forecast.low, days),
        high=spread_over_intervals(forecast.high, days),
        attempts_per_call=or_else(forecast.attempts_per_call, queue.attempts_per_entered),
        aht_seconds=or_else(aht, queue.aht_seconds),
        notices=forecast.notices,
    )


def _work(
    settings: Settings, queue: Queue, days: Horizon, public_holidays: Mapping[date, str], arrivals: _Arrivals
) -> Work:
    """A deferrable queue's work as it arrives."""
    assert queue.deadline_minutes is not None  # the settings insist on it
    is_open = is_within(queue.open, days, public_holidays)
    hour_class = classify(settings.hour_classes, is_open, days, public_holidays)
    per_agent = np.ones(days.n_intervals)
    for name in HOUR_CLASSES:
        per_agent[hour_class == name] = targets_in(queue, name).max_occupancy or 1.0
    return Work(
        erlangs=arrivals.calls * arrivals.aht_seconds / (days.interval_minutes * 60.0),
        is_open=is_open,
        deadline_intervals=max(1, queue.deadline_minutes // days.interval_minutes),
        agents_per_erlang=1.0 / (per_agent * (1.0 - settings.shrinkage.total)),
    )


def _plan_queue(
    settings: Settings,
    queue: Queue,
    days: Horizon,
    public_holidays: Mapping[date, str],
    arrivals: _Arrivals,
    placed_erlangs: NDArray[np.float64] | None = None,
) -> QueueDemand:
    """The demand of a queue of calls, or of deferrable work that has been placed."""
    is_open = is_within(queue.open, days, public_holidays)
    seconds = days.interval_minutes * 60.0
    deferrable = placed_erlangs is not None
    # What comes while the lines are closed belongs to somebody else; work that may wait arrives at any time.
    counts = np.where(is_open | deferrable, 1.0, 0.0)
    calls, aht_seconds = arrivals.calls * counts, arrivals.aht_seconds
    erlangs = calls * aht_seconds / seconds if placed_erlangs is None else placed_erlangs
    hour_class = classify(settings.hour_classes, is_open, days, public_holidays)
    shrinkage = settings.shrinkage.total
    rows_of = {name: np.flatnonzero(hour_class == name) for name in HOUR_CLASSES}
    weight = np.ones(days.n_intervals, dtype=np.int64)

    def agents_for(felt: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
        """Agents on the queue for so many calls, or for the work that was placed, and what asks for them."""
        agents = np.zeros(days.n_intervals)
        names = np.full(days.n_intervals, "none", dtype=NAME_TYPE)
        for name, rows in rows_of.items():
            targets = targets_in(queue, name)
            if deferrable:
                agents[rows], names[rows] = agents_for_work(erlangs[rows], targets)
            else:
                agents[rows], names[rows] = agents_for_calls(
                    felt[rows] / seconds, aht_seconds[rows], arrivals.attempts_per_call[rows], queue, targets
                )
        return agents, names

    agents, binding = agents_for(calls)
    if settings.interval_dependence == "lagged" and not deferrable:
        # With this staff hardly anybody is left waiting; what is handed on are calls in progress.
        felt = np.maximum(calls, lagged_calls(calls, aht_seconds, agents, seconds))
        agents, binding = agents_for(np.where(is_open, felt, 0.0))
    required = agents / (1.0 - shrinkage)
    for name, rows in rows_of.items():
        least = float(targets_in(queue, name).minimum_agents)
        binding[rows[required[rows] < least]] = "minimum"
        required[rows] = np.maximum(required[rows], least)
        weight[rows] = getattr(queue.hour_weights, name)
    return QueueDemand(
        queue=queue.name,
        deferrable=deferrable,
        calls=calls,
        aht_seconds=aht_seconds,
        erlangs=erlangs,
        required=required,
        binding_target=binding,
        hour_class=hour_class,
        shrinkage=np.full(days.n_intervals, shrinkage),
        shortfall_weight=weight,
        attempts=calls * arrivals.attempts_per_call,
        calls_low=arrivals.low * counts,
        calls_high=arrivals.high * counts,
    )


def _cut(needs: QueueDemand, inside: slice) -> QueueDemand:
    """The demand of the planned days alone."""
    values: dict[str, Any] = {field.name: getattr(needs, field.name) for field in fields(needs)}
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            values[name] = value[inside]
    return QueueDemand(**values)
