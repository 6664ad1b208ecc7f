"""How the callers fare with a finished roster: per interval and queue, and added up over any part of it.

Each interval is taken in its steady state, as if its load and staff had lasted: by default, what a short-staffed
interval hands on to the next is not counted; the lagged variant counts it (`scheduler.staffing.carry_over`). Work that
may wait is followed through the whole horizon instead.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.coverage import Coverage
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import PERMILLE, Demand, QueueDemand
from scheduler.staffing.carry_over import lagged_calls
from scheduler.staffing.erlang import queue_performance

FloatArray = NDArray[np.float64]
Dependence = Literal["independent", "lagged"]
"""Whether intervals are taken on their own, or with what the one before hands on."""


@dataclass(frozen=True, slots=True, eq=False)
class QueueService:
    """One queue with a finished roster; arrays have shape (n_intervals,).

    Service level, wait and occupancy are nan where the queue is closed; for work that may wait, service level and
    wait are nan where none arrives.

    Attributes
    ----------
    queue, deferrable
        As in the demand.
    hour_class
        prime, vulnerable, other or closed.
    calls
        Arrivals that the demand expects to enter the queue.
    attempts
        Calls attempted: `calls`, and those that the history or the settings add to them, since they never entered.
    entered
        `calls` less those that find no waiting place with this roster: these are attempts that do not enter.
    answered
        Arrivals that are answered. Deferrable work: that are done by the end of one more horizon as long.
    heads
        People present for the queue.
    required, effective
        Reference agents that the demand asks for, and that the roster brings, shrinkage included in both.
    shortfall, surplus
        Reference agents missing, and beyond the requirement; 0 where closed.
    service_level
        Share of `calls` answered within the queue's answer time: the lost ones count as not answered. Deferrable
        work: share of what arrives in the interval that is done within the deadline.
    asa_seconds
        Average wait of the answered calls. Deferrable work: average time from arrival until it is done, infinite if
        some is not.
    occupancy
        Busy share of the agents' time on the queue; deferrable work: nan without agents.
    answer_rate_entered, answer_rate_total
        Answered of those that entered, and of those attempted; nan where nobody calls.
    """

    queue: str
    deferrable: bool
    hour_class: NDArray[np.str_]
    calls: FloatArray
    attempts: FloatArray
    entered: FloatArray
    answered: FloatArray
    heads: NDArray[np.int64]
    required: FloatArray
    effective: FloatArray
    shortfall: FloatArray
    surplus: FloatArray
    service_level: FloatArray
    asa_seconds: FloatArray
    occupancy: FloatArray

    @property
    def answer_rate_entered(self) -> FloatArray:
        """Answered of those that entered the queue: the rate that the centre reports."""
        return _ratio(self.answered, self.entered)

    @property
    def answer_rate_total(self) -> FloatArray:
        """Answered of all attempts: the rate that the council's audit asks for."""
        return _ratio(self.answered, self.attempts)


@dataclass(frozen=True, slots=True)
class Totals:
    """Some queues and intervals added up, each call counting alike; nan where there is no call.

    Attributes
    ----------
    calls, attempts, entered, answered
        Sums.
    service_level
        Share of the calls answered in time.
    asa_seconds
        Average wait of the answered calls.
    answer_rate_entered, answer_rate_total
        Answered of the calls that entered, and of the attempts.
    shortfall_agent_hours, surplus_agent_hours
        Reference agents missing, and beyond the requirement, times hours. One does not offset the other.
    """

    calls: float
    attempts: float
    entered: float
    answered: float
    service_level: float
    asa_seconds: float
    answer_rate_entered: float
    answer_rate_total: float
    shortfall_agent_hours: float
    surplus_agent_hours: float


Part = Sequence[tuple[QueueService, NDArray[np.bool_]]]
"""Queues, each with a mask over its intervals."""


@dataclass(frozen=True, slots=True, eq=False)
class ServiceReport:
    """The service of every queue over one horizon."""

    horizon: Horizon
    queues: Mapping[str, QueueService]

    def totals(self, queues: Collection[str] | None = None, intervals: NDArray[np.bool_] | None = None) -> Totals:
        """Add up some queues over some intervals.

        The service is that of the phone queues among them, or of the deferrable ones where there is no phone
        queue: a text done in time and a call answered in 20 s are not alike. The agent hours are of all of them.

        Parameters
        ----------
        queues
            Names; None: all. All of them is the headline of a run.
        intervals
            Mask of shape (n_intervals,), or a mask per queue of shape (queues, n_intervals); None: all.

        Raises
        ------
        KeyError
            If a queue is unknown.
        """
        chosen = [self.queues[name] for name in (self.queues if queues is None else queues)]
        masks = np.broadcast_to(True if intervals is None else intervals, (len(chosen), self.horizon.n_intervals))
        everything = list(zip(chosen, masks, strict=True))
        served = [(queue, mask) for queue, mask in everything if not queue.deferrable] or everything

        def add(amount: Callable[[QueueService], FloatArray], to: Part = served) -> float:
            return sum(float(amount(queue)[mask].sum()) for queue, mask in to)

        calls = add(lambda queue: queue.calls)
        attempts = add(lambda queue: queue.attempts)
        entered = add(lambda queue: queue.entered)
        answered = add(lambda queue: queue.answered)
        in_time = add(lambda queue: _product(queue.calls, queue.service_level))
        waited_seconds = add(lambda queue: _product(queue.answered, queue.asa_seconds))
        hours_per_interval = self.horizon.interval_minutes / 60
        return Totals(
            calls=calls,
            attempts=attempts,
            entered=entered,
            answered=answered,
            service_level=in_time / calls if calls else np.nan,
            asa_seconds=waited_seconds / answered if answered else np.nan,
            answer_rate_entered=answered / entered if entered else np.nan,
            answer_rate_total=answered / attempts if attempts else np.nan,
            shortfall_agent_hours=hours_per_interval * add(lambda queue: queue.shortfall, everything),
            surplus_agent_hours=hours_per_interval * add(lambda queue: queue.surplus, everything),
        )

    def by_queue(self) -> dict[str, Totals]:
        """The whole horizon of each queue."""
        return {name: self.totals([name]) for name in self.queues}

    def by_day(self, queues: Collection[str] | None = None) -> list[Totals]:
        """Each planned day."""
        day = self.horizon.day_of_interval()
        return [self.totals(queues, day == number) for number in range(self.horizon.days)]

    def by_weekday(self, queues: Collection[str] | None = None) -> dict[str, Totals]:
        """Mondays to Sundays, each over all weeks."""
        day = self.horizon.day_of_interval()
        weekday = (day + self.horizon.weekday(0)) % len(WEEKDAYS)
        return {name: self.totals(queues, weekday == number) for number, name in enumerate(WEEKDAYS)}

    def by_hour_of_day(self, queues: Collection[str] | None = None) -> list[Totals]:
        """Hours 0 to 23 of all days together."""
        hour = self.horizon.clock_minute_of_interval() // 60
        return [self.totals(queues, hour == number) for number in range(24)]

    def by_hour_class(self, queues: Collection[str] | None = None) -> dict[str, Totals]:
        """The prime, vulnerable and other hours in which each queue is open."""
        names = list(self.queues if queues is None else queues)
        classes = np.array([self.queues[name].hour_class for name in names])
        return {name: self.totals(names, classes == name) for name in ("prime", "vulnerable", "other")}


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


def _serve_queue(
    queue: Queue, needs: QueueDemand, horizon: Horizon, coverage: Coverage, dependence: Dependence
) -> QueueService:
    effective = coverage.effective_permille[queue.name] / PERMILLE
    required = needs.required_permille / PERMILLE
    agents = effective * (1.0 - needs.shrinkage)
    if needs.deferrable:
        answered, level, wait, occupancy = _serve_work(queue, needs, horizon, np.where(needs.is_open, agents, 0.0))
        entered = needs.calls
    else:
        entered, answered, level, wait, occupancy = _serve_calls(queue, needs, horizon, agents, dependence)
    closed = ~needs.is_open
    if not needs.deferrable:
        level, wait = np.where(closed, np.nan, level), np.where(closed, np.nan, wait)
    return QueueService(
        queue=queue.name,
        deferrable=needs.deferrable,
        hour_class=needs.hour_class,
        calls=needs.calls,
        attempts=needs.calls * queue.attempts_per_entered if needs.attempts is None else needs.attempts,
        entered=entered,
        answered=answered,
        heads=coverage.heads[queue.name],
        required=required,
        effective=effective,
        shortfall=np.where(closed, 0.0, np.maximum(required - effective, 0.0)),
        surplus=np.where(closed, 0.0, np.maximum(effective - required, 0.0)),
        service_level=level,
        asa_seconds=wait,
        occupancy=np.where(closed, np.nan, occupancy),
    )


_Measures = tuple[FloatArray, FloatArray, FloatArray, FloatArray]
"""Answered arrivals, service level, average wait in seconds, occupancy."""


def _serve_calls(
    queue: Queue, needs: QueueDemand, horizon: Horizon, agents: FloatArray, dependence: Dependence
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Calls that enter, then as `_Measures`."""
    answer_within = np.full(horizon.n_intervals, queue.targets.answer_within_seconds)
    for name, targets in queue.targets_by_hour.items():
        answer_within[needs.hour_class == name] = targets.answer_within_seconds
    seconds = horizon.interval_minutes * 60.0
    calls = needs.calls
    if dependence == "lagged":
        limits = [limit for limit in (queue.patience_seconds, queue.cut_off_seconds) if limit is not None]
        calls = lagged_calls(
            calls,
            needs.aht_seconds,
            agents,
            seconds,
            patience_seconds=min(limits) if limits else None,
            waiting_places=queue.waiting_places,
        )
    result = queue_performance(
        calls / seconds,
        needs.aht_seconds,
        agents,
        patience_seconds=queue.patience_seconds,
        patience=queue.patience,
        waiting_places=queue.waiting_places,
        answer_within_seconds=answer_within,
        cut_off_seconds=queue.cut_off_seconds,
    )
    erlangs = calls * needs.aht_seconds / seconds
    handled = np.divide(agents, erlangs, out=np.ones_like(agents), where=erlangs > 0)
    answered = needs.calls * np.minimum(result.answered_of_offered, handled)
    entered = needs.calls * (1.0 - result.block_probability)
    return entered, answered, result.service_level, result.asa_served_seconds, result.occupancy


def _serve_work(queue: Queue, needs: QueueDemand, horizon: Horizon, agents: FloatArray) -> _Measures:
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
    occupancy = _ratio(worked, agents * minutes * 60.0)
    answered = needs.calls * is_done.reshape(-1, minutes).mean(axis=1)
    return answered, per_interval(in_time.astype(np.float64)), per_interval(wait), occupancy


def _product(weights: FloatArray, values: FloatArray) -> FloatArray:
    """`weights * values`, 0 where the weight is, whatever the value."""
    return np.multiply(weights, values, out=np.zeros_like(weights), where=weights > 0)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
