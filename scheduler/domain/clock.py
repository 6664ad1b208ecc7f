"""The clock on the wall and the time that passes: they part where a time zone changes its clock.

Local times are datetimes without a zone, whose ``fold`` tells the second pass of an hour that the clock shows twice
(PEP 495). The records of a roster have such times; how much time lies between two of them, only the zone knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_KEPT_SPANS = 1 << 16


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A change of the clock.

    Attributes
    ----------
    at
        When it happens, by the clock before the change.
    minutes
        By how much the clock is put forward; negative: back.
    """

    at: datetime
    minutes: int


def moment(local: datetime, zone: tzinfo | None) -> datetime:
    """The moment of a local time, in UTC; without a zone the clock never changes."""
    return local.replace(tzinfo=zone or UTC).astimezone(UTC)


def minutes_between(first: datetime, second: datetime, zone: tzinfo | None) -> int:
    """Minutes that pass from one local time to another."""
    # Times are equal whatever their fold is, so that it has to be asked for by itself.
    return _minutes_between(first, first.fold, second, second.fold, zone)


@lru_cache(maxsize=_KEPT_SPANS)
def _minutes_between(first: datetime, _fold: int, second: datetime, _second_fold: int, zone: tzinfo | None) -> int:
    """The same, kept: checks ask again and again about the few times at which shifts and meals begin and end."""
    return round((moment(second, zone) - moment(first, zone)).total_seconds() / 60)


def exists(local: datetime, zone: tzinfo | None) -> bool:
    """Whether the clock ever shows this time: it skips some when it is put forward."""
    return zone is None or moment(local, zone).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def as_shown(local: datetime, zone: tzinfo | None) -> datetime:
    """The time that the clock shows at this time of day: where it skips it, the first one that it shows after it."""
    return _as_shown(local, local.fold, zone)


@lru_cache(maxsize=_KEPT_SPANS)
def _as_shown(local: datetime, _fold: int, zone: tzinfo | None) -> datetime:
    """The same, kept as spans are."""
    while not exists(local, zone):
        local += timedelta(minutes=1)
    return local


def is_repeated(local: datetime, zone: tzinfo | None) -> bool:
    """Whether the clock shows this time twice, as it does when it is put back."""
    first, second = (moment(local.replace(fold=fold), zone) for fold in (0, 1))
    return first < second


def local_text(local: datetime, zone: tzinfo | None) -> str:
    """A local time as files have it: ``2024-10-27T09:00``, with its offset only where it comes for the second time.

    References
    ----------
    RFC 5545, section 3.3.5: a local time that occurs twice is the first of the two.
    """
    text = local.isoformat(timespec="minutes")
    if zone is None or not (local.fold and is_repeated(local, zone)):
        return text
    return text + local.replace(tzinfo=zone).isoformat(timespec="minutes")[len(text) :]


def clock_changes(zone: tzinfo | None, first_day: date, last_day: date) -> tuple[ClockChange, ...]:
    """The changes of the clock from the first day to the last, both included, in order.

    Parameters
    ----------
    zone
        The time zone; None: none.
    first_day, last_day
        Days around which the calendar ends are cut off at its ends.
    """
    if zone is None:
        return ()
    changes = []
    # The days of UTC before and after hold the ends of the local days; the calendar itself has two ends.
    first = max(first_day.toordinal() - 1, date.min.toordinal() + 2)
    last = min(last_day.toordinal() + 2, date.max.toordinal() - 2)
    before = _at_midnight(first)
    for day in range(first + 1, last + 1):
        after = _at_midnight(day)
        was, becomes = _offset(before, zone), _offset(after, zone)
        if was != becomes:
            early, late = 0, 24 * 60
            while late - early > 1:
                middle = (early + late) // 2
                if _offset(before + timedelta(minutes=middle), zone) == was:
                    early = middle
                else:
                    late = middle
            at = (before + timedelta(minutes=late) + was).replace(tzinfo=None)
            if first_day <= (at - timedelta(minutes=1)).date() and at.date() <= last_day:
                changes.append(ClockChange(at, round((becomes - was).total_seconds() / 60)))
        before = after
    return tuple(changes)


def hours_shown(zone: tzinfo | None, first_day: date, n_days: int) -> NDArray[np.float64]:
    """How long the clock shows each hour of each day, in hours, shape (n_days, 24).

    1 as a rule; 0 for an hour that the clock skips, 2 for one that it shows twice.
    """
    shown = np.ones(n_days * 24)
    midnight = datetime.combine(first_day, time())
    last_day = date.fromordinal(first_day.toordinal() + n_days - 1)
    for change in clock_changes(zone, first_day, last_day):
        at = (change.at - midnight).total_seconds() / 3600
        # Put forward, the clock skips the hours after; put back, it shows those before once more.
        first, last = sorted((at, at + change.minutes / 60))
        for hour in range(max(0, int(first)), min(len(shown), -int(-last // 1))):
            part = min(last, hour + 1) - max(first, hour)
            shown[hour] += -part if change.minutes > 0 else part
    return shown.reshape(n_days, 24)


def _at_midnight(ordinal: int) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), time(), UTC)


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
