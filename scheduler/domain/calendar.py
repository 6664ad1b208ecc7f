"""The planned days and their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.domain.base import MINUTES_PER_DAY, WEEKEND


@dataclass(frozen=True, slots=True)
class Horizon:
    """Consecutive days, cut into intervals of equal length.

    Parameters
    ----------
    first_day
        The first planned day.
    days
        How many days are planned, at least 1.
    interval_minutes
        Length of a coverage interval; divides a day.
    """

    first_day: date
    days: int
    interval_minutes: int = 30

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"a horizon has at least 1 day, not {self.days}")
        if self.interval_minutes < 1 or MINUTES_PER_DAY % self.interval_minutes:
            raise ValueError(f"{self.interval_minutes} minutes do not divide a day")

    @property
    def intervals_per_day(self) -> int:
        """Intervals in one day."""
        return MINUTES_PER_DAY // self.interval_minutes

    @property
    def n_intervals(self) -> int:
        """Intervals in the whole horizon."""
        return self.days * self.intervals_per_day

    @property
    def start(self) -> datetime:
        """Midnight at the start of the first day."""
        return datetime.combine(self.first_day, time())

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
        """When interval number `interval` begins."""
        return self.start + timedelta(minutes=interval * self.interval_minutes)

    def intervals_between(self, day: int, start_minute: int, end_minute: int) -> range:
        """Intervals of a span given in minutes from midnight of `day`, clipped to the horizon.

        The span's ends lie on the interval grid.
        """
        first = day * self.intervals_per_day + start_minute // self.interval_minutes
        last = day * self.intervals_per_day + end_minute // self.interval_minutes
        return range(max(first, 0), min(last, self.n_intervals))

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
