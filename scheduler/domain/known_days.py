"""What is known of the days around the planned ones, and from where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from scheduler.domain.base import Frozen
from scheduler.domain.roster import Roster

PreviousFrom = Literal["published", "file", "none"]
"""Where the day before the planned ones is known from; ``none``: nobody worked then, as was declared."""


class HeldDays(Frozen):
    """Days on which one published version holds, both ends included.

    The fingerprint of its roster tells it from versions of that number in other stores; empty: not recorded.
    """

    first_day: date
    last_day: date
    version: int
    roster_sha256: str = ""


def days_of(held: Sequence[HeldDays]) -> dict[date, int]:
    """The version that holds on each day."""
    return {
        days.first_day + timedelta(days=n): days.version
        for days in held
        for n in range((days.last_day - days.first_day).days + 1)
    }


@dataclass(frozen=True)
class KnownRoster:
    """A roster that is taken as known, with the days that it speaks of.

    Attributes
    ----------
    roster
        Its assignments.
    first_day, last_day
        On each day between them whoever has no assignment was off.
    source
        The file or folder that it was read from, as people call it; ``published``: the store.
    is_published
        Whether it comes from the store.
    silent_between
        The first and the last of the days between of which it does not speak; None: it speaks of all.
    """

    roster: Roster
    first_day: date
    last_day: date
    source: str
    is_published: bool = False
    silent_between: tuple[date, date] | None = None

    def covers(self, on: date) -> bool:
        """Whether it speaks of a day."""
        if self.silent_between is not None and self.silent_between[0] <= on <= self.silent_between[1]:
            return False
        return self.first_day <= on <= self.last_day


@dataclass(frozen=True)
class LastPublished:
    """The roster that was published last before a plan.

    Attributes
    ----------
    version, first_day, last_day
        Which it is, and its days.
    summary
        Its figures, as the ``summary.json`` of its run has them.
    """

    version: int
    first_day: date
    last_day: date
    summary: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DaysAround:
    """What a plan takes as the days before it and after it.

    Attributes
    ----------
    previous_from
        Where the day before the plan is known from.
    sources
        The files and folders that speak of days before.
    known_from, known_until
        The first and the last day before the plan that is known; None where none is.
    is_first_week
        Whether it was declared that nobody worked on the days that are not known.
    taken_as_free
        The first and the last of the days, latest before the plan, that follow known ones and are not known themselves:
        that nobody worked on them is declared, not known. None where there are no such days.
    following_until
        The last day after the plan that is already published; None where none is.
    """

    previous_from: PreviousFrom
    sources: tuple[str, ...] = ()
    known_from: date | None = None
    known_until: date | None = None
    is_first_week: bool = False
    taken_as_free: tuple[date, date] | None = None
    following_until: date | None = None
