"""Stretches of work as arrays, and how many of their minutes lie in windows of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scheduler.domain.arrays import IntArray
from scheduler.frames.columns import local_times

_MICROSECONDS = 60_000_000
_WINDOWS_OF_DAYS = range(-1, 4)
"""Days from the one on which a shift starts whose windows it can touch: it lasts two days at most."""


def utc_minutes(times: pd.Series) -> IntArray:
    """Minutes since 1970 of moments in a zone."""
    return pd.DatetimeIndex(times).as_unit("us").asi8 // _MICROSECONDS


@dataclass(frozen=True)
class Windows:
    """A window of time for each of some days, in order.

    Attributes
    ----------
    first
        Where the windows of day number 0 stand in the arrays.
    starts, ends
        Moments, in minutes since 1970.
    """

    first: int
    starts: IntArray
    ends: IntArray

    @classmethod
    def of_days(cls, first_day: date, n_days: int, from_minute: int, to_minute: int, zone: tzinfo) -> Windows:
        """Windows between two times of the clock, on some days and a few around them.

        A time that the clock shows twice is the first of the two, one that it skips the moment at which it does.

        Parameters
        ----------
        first_day, n_days
            The days.
        from_minute, to_minute
            Minutes of the clock since midnight of the day; past 1440 they lie on the day after.
        zone
            The zone of the clock.
        """
        before, after = -_WINDOWS_OF_DAYS.start, _WINDOWS_OF_DAYS.stop
        midnights = [datetime.combine(first_day, time()) + timedelta(days=n) for n in range(-before, n_days + after)]
        starts, ends = (
            utc_minutes(local_times((midnight + timedelta(minutes=minute) for midnight in midnights), zone))
            for minute in (from_minute, to_minute)
        )
        return cls(before, starts, ends)


@dataclass(frozen=True)
class Stretches:
    """Work from a start to an end, less a break in between; moments in minutes since 1970.

    Attributes
    ----------
    day
        Number of the day on which the shift starts.
    """

    day: IntArray
    start: IntArray
    end: IntArray
    break_start: IntArray
    break_end: IntArray

    def minutes(self) -> IntArray:
        """Minutes that are worked."""
        return (self.end - self.start) - (self.break_end - self.break_start)

    def clipped(self, first: IntArray, last: IntArray) -> Stretches:
        """What of them lies between two moments."""
        start = np.maximum(self.start, first)
        end = np.maximum(np.minimum(self.end, last), start)
        return Stretches(
            self.day, start, end, np.clip(self.break_start, start, end), np.clip(self.break_end, start, end)
        )

    def last(self, minutes: IntArray) -> Stretches:
        """So many of their last minutes that are worked; no more than there are."""
        after_break = self.end - self.break_end
        reaches_back = minutes > after_break
        first = np.where(reaches_back, self.break_start - (minutes - after_break), self.end - minutes)
        return self.clipped(first, self.end)

    def within(self, windows: Windows) -> IntArray:
        """Worked minutes that lie in a window of any day."""
        return sum((part.minutes() for part in self._by_day(windows)), np.zeros(len(self.day), dtype=np.int64))

    def within_marked(self, windows: Windows, is_marked: NDArray[np.bool_], person: IntArray) -> tuple[Stretches, ...]:
        """The parts of them that lie in windows of marked days.

        Parameters
        ----------
        windows
            Of all days.
        is_marked
            Which of these days count for whom, shape (people, windows).
        person
            Whose each stretch is.
        """
        parts = []
        for offset, part in zip(_WINDOWS_OF_DAYS, self._by_day(windows), strict=True):
            counts = is_marked[person, self.day + offset + windows.first]
            parts.append(part.clipped(part.start, np.where(counts, part.end, part.start)))
        return tuple(parts)

    def _by_day(self, windows: Windows) -> tuple[Stretches, ...]:
        at = self.day + windows.first
        return tuple(
            self.clipped(windows.starts[at + offset], windows.ends[at + offset]) for offset in _WINDOWS_OF_DAYS
        )
