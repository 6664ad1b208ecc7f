"""How the callers fare with a finished roster, in each interval of each queue.

Each interval is taken in its steady state, as if its load and staff had lasted: by default, what a short-staffed
interval hands on to the next is not counted; the lagged variant counts it (`scheduler.staffing.carry_over`). Work that
may wait is followed through the whole horizon instead.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.coverage import Coverage
from scheduler.domain.arrays import FloatArray
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import PERMILLE, Demand, QueueDemand
from scheduler.staffing.carry_over import lagged_calls
from scheduler.staffing.erlang import queue_performance
from scheduler.staffing.service_report import QueueService, ServiceReport
from scheduler.staffing.shares import product, share_of

Dependence = Literal["independent", "lagged"]
"""Whether intervals are taken on their own, or with what the one before hands on."""


_NO_LOAD = 1e-9
LAGGED_STEPS = 6
"""Steps of an interval that are looked at one by one in the lagged view: load that rises or falls within an interval is
felt where it is highest, and its mean would be too kind."""


def measure_service(
    settings: Settings, demand: Demand, coverage: Coverage, *, dependence: Dependence | None = None
) -> ServiceReport:
    """Put a roster's coverage against the demand.

    Parameters
    ----------
    settings
        Patience, waiting places, answer times and deadlines of the queues.
    demand
        What the callers need; its queues are among those of the settings.
    coverage
        What the roster brings.
    dependence
        Whether an interval of calls inherits from the one before; None: as the settings say.

    Notes
    -----
    Calls: the queue's own model (`queue_performance` with its patience and places) with the agents that shrinkage
    leaves, fractions included. No more calls count as answered than these agents can handle, which tells only
    for a queue without patience that is overloaded.

    Deferrable work: first come, first served, at the pace that the agents allow. The days before and after are taken
    to have the same arrivals, and the staff that they require: the horizon begins with the work of an ordinary night.
    """
    by_name = {queue.name: queue for queue in settings.queues}
    queues = {
        name: _serve_queue(by_name[name], needs, demand.horizon, coverage, dependence or settings.interval_dependence)
        for name, needs in demand.queues.items()
    }
    return ServiceReport(demand.horizon, queues)


def answer_within_seconds(queue: Queue, hour_class: NDArray[np.str_]) -> FloatArray:
    """The queue's answer time in each interval, by the interval's class."""
    seconds = np.full(len(hour_class), queue.targets.answer_within_seconds)
    for name, targets in queue.targets_by_hour.items():
        seconds[hour_class == name] = targets.answer_within_seconds
    return seconds


def _serve_queue(
    queue: Queue, needs: QueueDemand, horizon: Horizon, coverage: Coverage, dependence: Dependence
) -> QueueService:
    effective = coverage.effective_permille[queue.name] / PERMILLE
    required = needs.required_permille / PERMILLE
    agents = effective * (1.0 - needs.shrinkage)
    if needs.deferrable:
        served = _serve_work(queue, needs, horizon, np.where(needs.is_open, agents, 0.0))
    else:
        served = _serve_calls(queue, needs, horizon, agents, dependence)
    closed = ~needs.is_open
    level, wait = served.service_level, served.asa_seconds
    if not needs.deferrable:
        level, wait = np.where(closed, np.nan, level), np.where(closed, np.nan, wait)
    return QueueService(
        queue=queue.name,
        deferrable=needs.deferrable,
        hour_class=needs.hour_class,
        calls=needs.calls,
        attempts=needs.calls * queue.attempts_per_entered if needs.attempts is None else needs.attempts,
        entered=served.entered,
        answered=served.answered,
        heads=coverage.heads[queue.name],
        required=required,
        effective=effective,
        shortfall=np.where(closed, 0.0, np.maximum(required - effective, 0.0)),
        surplus=np.where(closed, 0.0, np.maximum(effective - required, 0.0)),
        service_level=level,
        asa_seconds=wait,
        occupancy=np.where(closed, np.nan, served.occupancy),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Served:
    """Arrivals that enter and are answered, service level, average wait and occupancy, as in `QueueService`."""

    entered: FloatArray
    answered: FloatArray
    service_level: FloatArray
    asa_seconds: FloatArray
    occupancy: FloatArray


def _serve_calls(
    queue: Queue, needs: QueueDemand, horizon: Horizon, agents: FloatArray, dependence: Dependence
) -> _Served:
    """Give each interval's calls to the queue's own model."""
    steps = LAGGED_STEPS if dependence == "lagged" else 1

    def stepped(values: FloatArray) -> FloatArray:
        return np.repeat(values, steps)

    seconds = horizon.interval_minutes * 60.0 / steps
    calls, aht_seconds, agents = stepped(needs.calls) / steps, stepped(needs.aht_seconds), stepped(agents)
    felt = calls
    if dependence == "lagged":
        # Those who hang up or are cut off wait for minutes: each step has them in its own queue, and hands none on.
        leaves = queue.patience_seconds is not None or queue.cut_off_seconds is not None
        places = 0 if leaves else queue.waiting_places
        felt = lagged_calls(calls, aht_seconds, agents, seconds, waiting_places=places)
    result = queue_performance(
        felt / seconds,
        aht_seconds,
        agents,
        patience_seconds=queue.patience_seconds,
        patience=queue.patience,
        waiting_places=queue.waiting_places,
        answer_within_seconds=stepped(answer_within_seconds(queue, needs.hour_class)),
        cut_off_seconds=queue.cut_off_seconds,
    )
    erlangs = felt * aht_seconds / seconds
    # What is left of a load hours later is smaller than any number of agents can be divided by.
    handled = np.divide(agents, erlangs, out=np.ones_like(agents), where=erlangs > _NO_LOAD)
    answered = calls * np.minimum(result.answered_of_offered, handled)
    entered = calls * (1.0 - result.block_probability)

    def together(values: FloatArray) -> FloatArray:
        found: FloatArray = values.reshape(-1, steps).sum(axis=1)
        return found

    waited = together(product(answered, result.asa_served_seconds))
    answered_each = together(answered)
    mean_wait = together(result.asa_served_seconds) / steps
    return _Served(
        together(entered),
        answered_each,
        together(result.service_level) / steps,
        np.divide(waited, answered_each, out=mean_wait, where=answered_each > 0),
        together(result.occupancy) / steps,
    )


def _serve_work(queue: Queue, needs: QueueDemand, horizon: Horizon, agents: FloatArray) -> _Served:
    """Follow each minute's arrivals until they are done."""
    assert queue.deadline_minutes is not None  # the settings insist on it
    minutes = horizon.interval_minutes
    n_minutes = horizon.n_intervals * minutes
    ordinary = needs.required * (1.0 - needs.shrinkage)
    # Three horizons in a row; the one in the middle is measured. In units of agent seconds.
    arriving = np.tile(np.repeat(needs.calls * needs.aht_seconds / minutes, minutes), 3)
    possible = np.repeat(np.concatenate([ordinary, agents, ordinary]) * 60.0, minutes)
    arrived = np.concatenate([[0.0], np.cumsum(arriving)])
    capacity = np.concatenate([[0.0], np.cumsum(possible)])
    # Work done up to each minute: all possible work, less what was idle because nothing waited.
    done = np.maximum.accumulate(capacity + np.minimum.accumulate(arrived - capacity))

    clock = np.arange(3.0 * n_minutes + 1)
    open_clock = np.concatenate([[0.0], np.cumsum(np.tile(np.repeat(needs.is_open, minutes), 3))])
    middle = slice(n_minutes, 2 * n_minutes)
    came = clock[middle] + 0.5
    waiting_for = 0.5 * (arrived[:-1] + arrived[1:])[middle]
    # The first moment at which this much work is done; where no work is done, time passes and the count stands.
    after = np.searchsorted(done, waiting_for * (1 - 1e-12), side="left").clip(1, len(done) - 1)
    pace = done[after] - done[after - 1]
    left = waiting_for - done[after - 1]
    finished = clock[after - 1] + np.clip(np.divide(left, pace, out=np.ones_like(left), where=pace > 0), 0.0, 1.0)
    is_done = waiting_for <= done[-1] * (1 + 1e-12)
    # A minute of arrivals stands for its middle.
    open_minutes = np.interp(finished, clock, open_clock) - np.interp(came, clock, open_clock)
    in_time = is_done & (open_minutes <= queue.deadline_minutes + 1e-6)
    wait = np.where(is_done, np.maximum(finished - came, 0.0) * 60.0, np.inf)

    def per_interval(values: FloatArray) -> FloatArray:
        return np.where(needs.calls > 0, values.reshape(-1, minutes).mean(axis=1), np.nan)

    worked = np.diff(done)[middle].reshape(-1, minutes).sum(axis=1)
    occupancy = share_of(worked, agents * minutes * 60.0)
    answered = needs.calls * is_done.reshape(-1, minutes).mean(axis=1)
    level = per_interval(in_time.astype(np.float64))
    return _Served(needs.calls, answered, level, per_interval(wait), occupancy)
