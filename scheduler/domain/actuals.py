"""What happened: the calls that were counted, who was there, and who was missing. Every moment is one of UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from scheduler.domain.base import Frozen

ActualsKind = Literal["calls", "attendance", "absences"]
"""What a file says: counts of calls, check-ins and check-outs, or who was missing after the fact."""

ACTUALS_KINDS: tuple[ActualsKind, ...] = ("calls", "attendance", "absences")


@dataclass(frozen=True, slots=True)
class CountedCalls:
    """What a phone system counted of one queue over one stretch of time; None: it did not say.

    Attributes
    ----------
    start, minutes
        When the count begins, and how long it lasts.
    entered
        Calls that entered the queue.
    attempts
        Calls attempted, those that never entered included.
    answered, answered_in_time
        Of those that entered; in time: within the answer time of the queue.
    asa_seconds
        Average wait of the answered calls.
    aht_seconds
        Average handling time of the answered calls.
    abandoned, abandoned_wait_seconds
        Of those that entered, the callers who hung up while they waited, and how long they had on average; those whom
        the line cut off are none of them.
    redials
        Of those that came, the calls of callers who had entered the queue before and were lost.
    answered_home, aht_home_seconds
        Of the answered calls, those that people at home took, and their average handling time.
    """

    queue: str
    start: datetime
    minutes: int
    entered: float
    attempts: float | None = None
    answered: float | None = None
    answered_in_time: float | None = None
    asa_seconds: float | None = None
    aht_seconds: float | None = None
    abandoned: float | None = None
    abandoned_wait_seconds: float | None = None
    redials: float | None = None
    answered_home: float | None = None
    aht_home_seconds: float | None = None

    @property
    def whose(self) -> str:
        """The queue."""
        return self.queue

    @property
    def end(self) -> datetime:
        """When the count ends."""
        return self.start + timedelta(minutes=self.minutes)


class CountedTo(Frozen):
    """Up to which file of counted calls a forecast has taken its history from the store.

    Attributes
    ----------
    file
        The number of the newest one; 0: none, only the history of the workspace.
    sha256, taken_at
        Its fingerprint, which tells it from a file of that number in another store, and when it was taken in.
    """

    file: int = 0
    sha256: str = ""
    taken_at: datetime | None = None


NOTHING_COUNTED = CountedTo()


@dataclass(frozen=True, slots=True, order=True)
class PresentSpan:
    """A person was there from a check-in to a check-out; to which shift that belongs is asked of the roster.

    Where it is open, no file has the check-out yet, and the end is that of the shift.
    """

    employee_id: str
    start: datetime
    end: datetime
    is_open: bool = False

    @property
    def whose(self) -> str:
        """The person."""
        return self.employee_id


@dataclass(frozen=True, slots=True)
class MissedWork:
    """A person was missing from the shift that starts on a day, from `start` to `end`; None: all the time."""

    employee_id: str
    date: date
    start: datetime | None = None
    end: datetime | None = None


Fact = CountedCalls | PresentSpan | MissedWork
"""One row of what happened."""
