"""The history of arrivals, hour by hour, and the events that were declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.base import Frozen
from scheduler.domain.limits import LAST_YEAR, Day, EndHour, Factor, Name, StartHour


@dataclass(frozen=True, slots=True, eq=False)
class QueueInflow:
    """Hourly history of one queue; arrays have shape (n_days, 24), nan where the file has no row.

    An hour that the clock shows twice has the figures of both together.

    Attributes
    ----------
    calls
        Arrivals that entered the queue.
    aht_seconds
        Average handling time, nan where the file gives none.
    attempts
        Calls attempted, those that never entered the queue included; nan where the file gives none.
    """

    calls: NDArray[np.float64]
    aht_seconds: NDArray[np.float64]
    attempts: NDArray[np.float64]


class CountedDays(NamedTuple):
    """The days of a queue that were counted by the phone system.

    Attributes
    ----------
    dates
        In order.
    unknown
        Open days in the history of which nothing is known, neither counted nor from the file.
    """

    dates: tuple[date, ...]
    unknown: tuple[date, ...] = ()

    def before(self, day: date) -> CountedDays:
        """Those before a day."""
        return CountedDays(*(tuple(on for on in dates if on < day) for dates in self))


class Event(Frozen):
    """Something out of the ordinary that was declared: heavy rain, a new policy.

    Attributes
    ----------
    first_day, last_day
        Both included.
    from_hour, to_hour
        Hours of each of these days, the end excluded.
    queue
        The queue concerned; None: all.
    factor
        Multiplies the arrivals of an ordinary day.
    name
        What people call it.
    """

    first_day: Day
    last_day: Day
    from_hour: StartHour = 0
    to_hour: EndHour = 24
    queue: str | None = None
    factor: Factor
    name: Name = ""


@dataclass(frozen=True, slots=True, eq=False)
class Inflow:
    """Hourly history of every queue over consecutive days from `first_day`.

    Attributes
    ----------
    until
        Up to which day each queue is known; empty: all of them to the last day.
    counted
        By queue, the days that were counted by the phone system and stand in the place of the file's.
    """

    first_day: date
    queues: Mapping[str, QueueInflow]
    until: Mapping[str, date] = field(default_factory=dict)
    counted: Mapping[str, CountedDays] = field(default_factory=dict)

    @classmethod
    def nothing(cls) -> Inflow:
        """That of a centre without queues; it would begin after all that can be planned."""
        return cls(date(LAST_YEAR, 12, 31), {})

    @property
    def n_days(self) -> int:
        """Days of history."""
        return next((len(queue.calls) for queue in self.queues.values()), 0)

    @property
    def last_day(self) -> date:
        """The last day of history."""
        return self.first_day + timedelta(days=self.n_days - 1)

    @property
    def known_until(self) -> date:
        """The last day on which the arrivals of every queue are known."""
        return min(self.until.values(), default=self.last_day)

    def counted_before(self, day: date) -> dict[str, CountedDays]:
        """Those of the counted days that lie before a day, of the queues that have any."""
        before = {queue: counted.before(day) for queue, counted in self.counted.items()}
        return {queue: counted for queue, counted in before.items() if counted.dates}

    def of_queue(self, name: str) -> Inflow:
        """The history of one queue, up to the last day on which it is known."""
        queue = self.queues[name]
        n_days = (self.until.get(name, self.last_day) - self.first_day).days + 1
        arrays = (array[:n_days] for array in (queue.calls, queue.aht_seconds, queue.attempts))
        return replace(self, queues={name: QueueInflow(*arrays)})
