"""How callers fare with a roster: figures per interval and queue, and added up over any part of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.arrays import FloatArray
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.calendar import Horizon
from scheduler.staffing.shares import product, share_of


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
        return share_of(self.answered, self.entered)

    @property
    def answer_rate_total(self) -> FloatArray:
        """Answered of all attempts: the rate that the council's audit asks for."""
        return share_of(self.answered, self.attempts)


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


Selection = Sequence[tuple[QueueService, NDArray[np.bool_]]]
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

        def add(amount: Callable[[QueueService], FloatArray], to: Selection = served) -> float:
            return sum(float(amount(queue)[mask].sum()) for queue, mask in to)

        calls = add(lambda queue: queue.calls)
        attempts = add(lambda queue: queue.attempts)
        entered = add(lambda queue: queue.entered)
        answered = add(lambda queue: queue.answered)
        in_time = add(lambda queue: product(queue.calls, queue.service_level))
        waited_seconds = add(lambda queue: product(queue.answered, queue.asa_seconds))
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

    def by_weekday(self) -> dict[str, Totals]:
        """Mondays to Sundays, each over all weeks."""
        day = self.horizon.day_of_interval()
        weekday = (day + self.horizon.weekday(0)) % len(WEEKDAYS)
        return {name: self.totals(None, weekday == number) for number, name in enumerate(WEEKDAYS)}

    def by_hour_of_day(self, queues: Collection[str] | None = None) -> list[Totals]:
        """Hours 0 to 23 of all days together."""
        hour = self.horizon.clock_minute_of_interval() // 60
        return [self.totals(queues, hour == number) for number in range(24)]

    def by_hour_class(self) -> dict[str, Totals]:
        """The prime, vulnerable and other hours in which each queue is open."""
        classes = np.array([queue.hour_class for queue in self.queues.values()])
        return {name: self.totals(None, classes == name) for name in ("prime", "vulnerable", "other")}
