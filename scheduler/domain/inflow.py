"""The history of arrivals, hour by hour, and the events that were declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Day, EndHour, Factor, Name, StartHour


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
    """Hourly history of every queue over consecutive days from `first_day`."""

    first_day: date
    queues: Mapping[str, QueueInflow]

    @property
    def n_days(self) -> int:
        """Days of history."""
        return next((len(queue.calls) for queue in self.queues.values()), 0)

    @property
    def last_day(self) -> date:
        """The last day of history."""
        return self.first_day + timedelta(days=self.n_days - 1)
