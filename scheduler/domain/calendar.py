"""The planned days and their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.base import MINUTES_PER_DAY, WEEKEND
from scheduler.domain.clock import ClockChange, clock_changes, minutes_between
from scheduler.messages import Message

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)

_DAYS_AROUND = 14
"""Days before and after the horizon whose changes of the clock are known: rest, and shifts past midnight."""


def monday_of(on: date) -> date:
    """The first day of a date's calendar week."""
    return on - on.weekday() * ONE_DAY


@dataclass(frozen=True, slots=True)
class Horizon:
    """Consecutive days, cut into intervals of equal length.

    Days and times of day are those of the clock; how far they lie apart is counted in minutes that pass. Where the
    zone changes its clock, a day has fewer or more intervals than others. A time of day that the clock shows twice is
    the first of the two (RFC 5545), one that it skips is the moment at which it does.

    Parameters
    ----------
    first_day
        The first planned day.
    days
        How many days are planned, at least 1.
    interval_minutes
        Length of a coverage interval; divides a day.
    zone
        The time zone; None: one that never changes its clock.

    Attributes
    ----------
    clock_changes
        Of the planned days and of two weeks before and after.
    start
        Midnight at the start of the first day.
    """

    first_day: date
    days: int
    interval_minutes: int = 30
    zone: tzinfo | None = None
    clock_changes: tuple[ClockChange, ...] = field(init=False, repr=False, compare=False)
    start: datetime = field(init=False, repr=False, compare=False)
    _changes: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(Message("a horizon has at least 1 day, not {days}", days=self.days))
        if self.interval_minutes < 1 or MINUTES_PER_DAY % self.interval_minutes:
            raise ValueError(
                Message("{interval_minutes} minutes do not divide a day", interval_minutes=self.interval_minutes)
            )
        object.__setattr__(self, "start", datetime.combine(self.first_day, time()))
        first = date.fromordinal(max(1, self.first_day.toordinal() - _DAYS_AROUND))
        last = date.fromordinal(min(date.max.toordinal(), self.first_day.toordinal() + self.days - 1 + _DAYS_AROUND))
        changes = clock_changes(self.zone, first, last)
        by_minute = tuple((int((c.at - self.start).total_seconds() // 60), c.minutes) for c in changes)
        object.__setattr__(self, "clock_changes", changes)
        object.__setattr__(self, "_changes", by_minute)

    @property
    def skipped_minutes(self) -> int:
        """Minutes that the clock skips around the horizon: so much nearer than days of 24 hours can two days be."""
        return sum(max(0, change.minutes) for change in self.clock_changes)

    @property
    def last_day(self) -> date:
        """The last of its days."""
        return self.date_of(self.days - 1)

    @property
    def n_intervals(self) -> int:
        """Intervals in the whole horizon."""
        return self.midnight(self.days) // self.interval_minutes

    def midnight(self, day: int) -> int:
        """Minutes from the start of the horizon to that of day number `day`; negative before it."""
        return self.elapsed(day, 0)

    def elapsed(self, day: int, clock_minute: int) -> int:
        """Minutes that pass from the start of the horizon to a time of day number `day`.

        Parameters
        ----------
        day
            Number of the day; it may lie outside the horizon.
        clock_minute
            The time as the clock shows it, in minutes; past 1440 it lies on the day after.
        """
        minute = day * MINUTES_PER_DAY + clock_minute
        return self._passed(minute) - self._passed(0) if self._changes else minute

    def _passed(self, minute: int) -> int:
        passed = minute
        for at, by in self._changes:
            passed -= min(max(minute - at, 0), by) if by > 0 else by * (minute >= at)
        return passed

    def elapsed_at(self, local: datetime) -> float:
        """Minutes that pass from the start of the horizon to a local time; negative before it."""
        if not self._changes:
            return (local - self.start).total_seconds() / 60
        return minutes_between(self.start, local, self.zone)

    def local(self, elapsed_minute: int) -> datetime:
        """The local time when so many minutes have passed since the start of the horizon."""
        passed = elapsed_minute + self._passed(0)
        put, fold = 0, 0
        for at, by in self._changes:
            if passed < at - put:
                break
            fold = int(passed < at - put - by)
            put += by
        return (self.start + timedelta(minutes=passed + put)).replace(fold=fold)

    @property
    def end(self) -> datetime:
        """Midnight after the last day."""
        return self.start + timedelta(days=self.days)

    def date_of(self, day: int) -> date:
        """The date of day number `day` (0 is the first; negative days lie before the horizon)."""
        return self.first_day + timedelta(days=day)

    def day_of(self, on: date) -> int:
        """The day number of a date; outside 0..days-1 when the date is not planned."""
        return (on - self.first_day).days

    def weekday(self, day: int) -> int:
        """Weekday of a day number, Monday 0."""
        return self.date_of(day).weekday()

    def is_weekend(self, day: int) -> bool:
        """Whether the day is a Saturday or a Sunday."""
        return self.weekday(day) in WEEKEND

    def dates(self) -> Iterator[date]:
        """The planned dates in order."""
        return (self.date_of(day) for day in range(self.days))

    def interval_start(self, interval: int) -> datetime:
        """The local time at which interval number `interval` begins."""
        return self.local(interval * self.interval_minutes)

    def intervals_of_day(self, day: int) -> range:
        """The intervals of a planned day."""
        return range(self.midnight(day) // self.interval_minutes, self.midnight(day + 1) // self.interval_minutes)

    def intervals_between(self, day: int, start_minute: int, end_minute: int) -> range:
        """Intervals of a span given in minutes that pass from midnight of `day`, clipped to the horizon.

        The span's ends lie on the interval grid. A shift of `Problem.shifts_on` counts in such minutes.
        """
        midnight = self.midnight(day)
        first = (midnight + start_minute) // self.interval_minutes
        last = (midnight + end_minute) // self.interval_minutes
        return range(max(first, 0), min(last, self.n_intervals))

    def intervals_within(self, day: int, from_minute: int, to_minute: int) -> range:
        """Intervals that begin in a span of times of day, in minutes of the clock from `day` on, clipped as above."""
        first, last = (-(-self.elapsed(day, minute) // self.interval_minutes) for minute in (from_minute, to_minute))
        return range(max(first, 0), min(last, self.n_intervals))

    def day_of_interval(self) -> NDArray[np.int64]:
        """The day number of each interval, shape (n_intervals,)."""
        return np.repeat(np.arange(self.days), [len(self.intervals_of_day(day)) for day in range(self.days)])

    def clock_minute_of_interval(self) -> NDArray[np.int64]:
        """The time of day at which each interval begins, in minutes of the clock, shape (n_intervals,)."""
        minutes = np.arange(self.n_intervals) * self.interval_minutes
        if self._changes:
            starts = [self.local(minute) for minute in minutes.tolist()]
            return np.array([start.hour * 60 + start.minute for start in starts], dtype=np.int64)
        return minutes % MINUTES_PER_DAY

    def by_interval(self, hourly: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each interval the figure of the hour of the clock in which it begins.

        Parameters
        ----------
        hourly
            Shape (days, 24).
        """
        return hourly[self.day_of_interval(), self.clock_minute_of_interval() // 60]

    def times_of_day(self, days: range) -> list[tuple[str, list[int | None]]]:
        """A row for each time of day at which an interval begins, as tables of days side by side have them.

        Returns
        -------
        The time, ``02:00``, or ``02:00 (2)`` when the clock shows it for the second time that day; and the interval of
        each of the days, None where the day has none.
        """
        rows: dict[tuple[int, int, int], list[int | None]] = {}
        for column, day in enumerate(days):
            for interval in self.intervals_of_day(day):
                start = self.interval_start(interval)
                minute = start.hour * 60 + start.minute
                since_start = int((start - self.start).total_seconds() // 60)
                # The second pass stands after the whole of the first.
                until_change = next((at - since_start for at, by in self._changes if 0 < at - since_start <= -by), 0)
                after = minute + until_change - 1 if start.fold else minute
                row = rows.setdefault((after, start.fold, minute), [None] * len(days))
                row[column] = interval
        return [
            (f"{minute // 60:02}:{minute % 60:02}" + (" (2)" if fold else ""), row)
            for (_, fold, minute), row in sorted(rows.items())
        ]

    def weeks(self) -> list[range]:
        """Day numbers of each calendar week, Monday to Sunday, that the horizon touches."""
        weeks = []
        day = 0
        while day < self.days:
            end = min(day + 7 - self.weekday(day), self.days)
            weeks.append(range(day, end))
            day = end
        return weeks

    def week_of(self, day: int) -> tuple[int, ...]:
        """All seven day numbers of the calendar week of `day`, days outside the horizon included."""
        monday = day - self.weekday(day)
        return tuple(range(monday, monday + 7))
