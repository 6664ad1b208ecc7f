"""From inflow to requirement: how many agents each queue needs in each interval, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings, Targets
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand, Notice, QueueDemand, ShortfallTier
from scheduler.domain.inflow import Event, Inflow
from scheduler.errors import Fault, InputError
from scheduler.staffing.erlang import required_agents
from scheduler.staffing.forecast import expected_aht_seconds, forecast_calls, spread_over_intervals
from scheduler.staffing.hours import classify, is_within
from scheduler.staffing.levelling import level_work

_NAME_TYPE = "<U13"  # long enough for every binding target


def plan_demand(
    settings: Settings,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    events: Sequence[Event] = (),
) -> Demand:
    """Forecast the horizon's inflow and turn it into required agents.

    *Calls* are staffed per interval and class of hour for the highest of the queue's targets. Service level,
    average wait and occupancy are asked of Erlang C, in which nobody gives up: those who hang up or are cut off
    relieve the rest, so the queue as it really runs is at least as good. The answer rate means nothing where nobody
    is lost, and is asked of the queue's own patience and waiting places. Calls that arrive while the queue is closed
    belong to somebody else (the partner centre): they are not counted. A queue without any target requires its
    minimum and no more.

    *Deferrable work* is staffed by workload, spread over the open hours as evenly as its deadline allows (rounded
    down to whole intervals, at least one). The days around the horizon are taken to be what the forecast expects of
    them, so the work that waits when the horizon begins is that of an ordinary night.

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

    Raises
    ------
    InputError
        If a queue has no history before the horizon, or shrinkage leaves nobody on the queues.
    """
    faults = [
        Fault("inflow.csv", 0, "queue", f"has no row for queue '{queue.name}'", "add its arrivals or drop the queue")
        for queue in settings.queues
        if queue.name not in inflow.queues
    ]
    if settings.shrinkage.total >= 1.0:
        faults.append(Fault("workspace.yaml", 0, "shrinkage", "leaves nobody on the queues", "keep its parts below 1"))
    if faults:
        raise InputError(faults)
    queues = {}
    notices: tuple[Notice, ...] = ()
    for queue in settings.queues:
        weeks = _weeks_around(queue)
        arrivals = _arrivals(settings, queue, inflow, horizon, public_holidays, events, weeks)
        queues[queue.name] = _plan_queue(settings, queue, horizon, public_holidays, arrivals, weeks)
        notices += arrivals.notices
    tiers = tuple(ShortfallTier(tier.from_share, tier.multiplier) for tier in settings.shortfall_tiers)
    return Demand(horizon, queues, tiers, settings.surplus_free_share, notices)


@dataclass(frozen=True, slots=True, eq=False)
class _Arrivals:
    """What comes to one queue; arrays per interval, the intervals around the horizon included."""

    calls: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    attempts_per_call: NDArray[np.float64]
    aht_seconds: NDArray[np.float64]
    notices: tuple[Notice, ...]


def _weeks_around(queue: Queue) -> int:
    """Weeks to plan before and after the horizon, so that all work that reaches into it is known."""
    if queue.deadline_minutes is None or queue.kind == "calls":
        return 0
    a_week = Horizon(date(2001, 1, 1), 7)  # any week without holidays
    open_minutes = int(is_within(queue.open, a_week, {}).sum()) * a_week.interval_minutes
    return 1 + -(-queue.deadline_minutes // open_minutes) if open_minutes else 1


def _around(horizon: Horizon, weeks: int) -> Horizon:
    return Horizon(horizon.first_day - timedelta(weeks=weeks), horizon.days + 14 * weeks, horizon.interval_minutes)


def _arrivals(
    settings: Settings,
    queue: Queue,
    inflow: Inflow,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    events: Sequence[Event],
    weeks: int,
) -> _Arrivals:
    """What comes to the queue over the horizon and the weeks around it."""
    inflow = replace(inflow, queues={queue.name: inflow.queues[queue.name]})
    days = _around(horizon, weeks)
    minutes = horizon.interval_minutes
    first_day = horizon.first_day
    forecast = forecast_calls(
        settings.forecast, inflow, days, public_holidays, events=events, history_before=first_day
    )[queue.name]
    aht = expected_aht_seconds(inflow, days, public_holidays, history_before=first_day)[queue.name]

    def or_else(hourly: NDArray[np.float64], usual: float) -> NDArray[np.float64]:
        return np.repeat(np.where(np.isnan(hourly), usual, hourly).ravel(), 60 // minutes)

    return _Arrivals(
        calls=spread_over_intervals(forecast.planned, minutes),
        low=spread_over_intervals(forecast.low, minutes),
        high=spread_over_intervals(forecast.high, minutes),
        attempts_per_call=or_else(forecast.attempts_per_call, queue.attempts_per_entered),
        aht_seconds=or_else(aht, queue.aht_seconds),
        notices=forecast.notices,
    )


def _plan_queue(
    settings: Settings,
    queue: Queue,
    horizon: Horizon,
    public_holidays: Mapping[date, str],
    arrivals: _Arrivals,
    weeks: int,
) -> QueueDemand:
    days = _around(horizon, weeks)
    calls, aht_seconds = arrivals.calls, arrivals.aht_seconds
    is_open = is_within(queue.open, days, public_holidays)
    seconds = horizon.interval_minutes * 60.0
    deferrable = queue.kind == "deferrable"
    if deferrable:
        assert queue.deadline_minutes is not None  # the settings insist on it
        deadline_intervals = max(1, queue.deadline_minutes // horizon.interval_minutes)
        erlangs = level_work(calls * aht_seconds, is_open, deadline_intervals) / seconds
    else:
        calls = np.where(is_open, calls, 0.0)
        erlangs = calls * aht_seconds / seconds
    inside = slice(weeks * 7 * horizon.intervals_per_day, weeks * 7 * horizon.intervals_per_day + horizon.n_intervals)
    calls, aht_seconds, erlangs, is_open = calls[inside], aht_seconds[inside], erlangs[inside], is_open[inside]
    hour_class = classify(settings.hour_classes, is_open, horizon, public_holidays)
    shrinkage = settings.shrinkage.total
    required = np.zeros(horizon.n_intervals)
    binding = np.full(horizon.n_intervals, "none", dtype=_NAME_TYPE)
    weight = np.ones(horizon.n_intervals, dtype=np.int64)
    for name in ("prime", "vulnerable", "other"):
        rows = np.flatnonzero(hour_class == name)
        targets = queue.targets_by_hour.get(name, queue.targets)
        if deferrable:
            agents, names = _agents_for_work(erlangs[rows], targets)
        else:
            agents, names = _agents_for_calls(calls[rows] / seconds, aht_seconds[rows], queue, targets)
        required[rows] = np.maximum(agents / (1.0 - shrinkage), targets.minimum_agents)
        binding[rows] = np.where(required[rows] > agents / (1.0 - shrinkage), "minimum", names)
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
        shrinkage=np.full(horizon.n_intervals, shrinkage),
        shortfall_weight=weight,
        attempts=calls * arrivals.attempts_per_call[inside],
        # What comes while the lines are closed belongs to somebody else; work that may wait arrives at any time.
        calls_low=np.where(is_open | deferrable, arrivals.low[inside], 0.0),
        calls_high=np.where(is_open | deferrable, arrivals.high[inside], 0.0),
    )


def _agents_for_work(erlangs: NDArray[np.float64], targets: Targets) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Agents on deferrable work, fractions included, and the name of what asks for them."""
    names = np.where(erlangs > 0, "workload" if targets.max_occupancy is None else "occupancy", "none")
    return erlangs / (targets.max_occupancy or 1.0), names


def _agents_for_calls(
    calls_per_second: NDArray[np.float64], aht_seconds: NDArray[np.float64], queue: Queue, targets: Targets
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Whole agents on calls, and the name of the target that asks for them."""
    patient = required_agents(
        calls_per_second,
        aht_seconds,
        service_level=targets.service_level,
        answer_within_seconds=targets.answer_within_seconds,
        asa_seconds=targets.asa_seconds,
        max_occupancy=targets.max_occupancy,
    )
    if targets.answer_rate is None:
        return patient.agents.astype(np.float64), patient.binding_target
    impatient = required_agents(
        calls_per_second,
        aht_seconds,
        answer_rate=targets.answer_rate,
        patience_seconds=queue.patience_seconds,
        patience=queue.patience,
        waiting_places=queue.waiting_places,
    )
    return (
        np.maximum(patient.agents, impatient.agents).astype(np.float64),
        np.where(impatient.agents > patient.agents, impatient.binding_target, patient.binding_target),
    )
