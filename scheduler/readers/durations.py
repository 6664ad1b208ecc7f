"""Times of day and durations in a cell, as phone systems and door readers write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from scheduler.config.actuals import Durations
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.limits import LARGEST_NUMBER
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.dates import nearest_minute, parse_date
from scheduler.readers.numbers import parse_number, within

_CLOCK = r"(\d{1,2})(?:시|:(\d{2})(?::(\d{2}(?:\.\d+)?))?)?"
_COUNTED = re.compile(rf"(?:(.*\d[.일]?)[ T]+)?{_CLOCK}(?:\s*[-~–]\s*{_CLOCK})?")
_STAMP = re.compile(rf"(?:(.*\d[.일]?)[ T]+)?{_CLOCK}")
_LATEST_MINUTE = 2 * MINUTES_PER_DAY
_H_M_S = re.compile(r"(\d+):(\d{2}):(\d{2}(?:\.\d+)?)")
_M_S = re.compile(r"(\d+):(\d{2}(?:\.\d+)?)")


class Counted(NamedTuple):
    """When a count begins: minute of the day; length and day where the cell has them; whether it is an hour."""

    minute: int
    length: int | None
    day: date | None
    is_hour: bool = False


def parse_counted(text: str) -> Counted:
    """When a count begins: ``9``, ``09시``, ``09:00``, ``09:00-09:30``, ``2023-11-06 09:00``.

    Raises
    ------
    CellError
        It is none of these.
    """
    match = _COUNTED.fullmatch(text)
    minute = None if match is None else _minute(match[2], match[3], match[4])
    if match is None or minute is None or minute >= MINUTES_PER_DAY:
        raise CellError(
            Message("'{found}' is no time at which a count begins", found=text),
            Message("write it as 9, 09:00, 09:00-09:30, or with the date before it; hours go from 0 to 23"),
        )
    length = None
    if match[5] is not None:
        end = _minute(match[5], match[6], match[7])
        # Some write the last minute of a count, and midnight as 0.
        end = None if end is None else end + (end % 10 == 9)
        length = None if end is None else (end or MINUTES_PER_DAY) - minute
        if length is None or length <= 0:
            raise CellError(Message("'{found}' ends before it begins", found=text), Message("correct the time"))
    day = None if match[1] is None else parse_date(match[1].strip())
    return Counted(minute, length, day, is_hour=match[3] is None)


def parse_stamp(text: str) -> datetime | timedelta:
    """When somebody came or left: a date with a time, or the time since the midnight of a day that stands elsewhere.

    Raises
    ------
    CellError
        It is neither.
    """
    match = _STAMP.fullmatch(text)
    minute = None if match is None or ":" not in text else _minute(match[2], match[3], match[4])
    if match is None or minute is None:
        raise CellError(
            Message("'{found}' is no time", found=text),
            Message("write it as 09:00, or with its date as 2023-11-06 09:00"),
        )
    if match[1] is None:
        return timedelta(minutes=minute)
    return datetime.combine(parse_date(match[1].strip()), time()) + timedelta(minutes=minute)


def _minute(hours: str, minutes: str | None, seconds: str | None) -> int | None:
    """The nearest minute of the day; None: there is no such time."""
    if int(minutes or 0) > 59 or float(seconds or 0) >= 60:
        return None
    minute = 60 * int(hours) + nearest_minute(int(minutes or 0), float(seconds or 0))
    return minute if minute <= _LATEST_MINUTE else None


def duration_parser(written: Durations) -> Callable[[str], float]:
    """A parser of durations that are written in one way; its values are seconds."""
    if written == "seconds":
        return within(parse_number, 0, LARGEST_NUMBER)
    if written == "minutes":
        return within(lambda text: 60 * parse_number(text), 0, LARGEST_NUMBER)

    def parse(text: str) -> float:
        # A spreadsheet shows minutes and seconds as 00:03:25.
        match = _H_M_S.fullmatch(text) or (_M_S.fullmatch(text) if written == "mm:ss" else None)
        parts = [] if match is None else [float(part) for part in match.groups()]
        if not parts or any(part >= 60 for part in parts[1:]):
            raise CellError(
                Message("'{found}' is no duration of the form {written}", found=text, written=written),
                Message("correct it, or say with 'durations' of the format in workspace.yaml how the file writes them"),
            )
        seconds = 0.0
        for part in parts:
            seconds = 60 * seconds + part
        return seconds

    return parse
