"""Dates, times and hours in a cell, in every way in which they can be read in one way only."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from scheduler.domain.limits import FIRST_YEAR, LAST_YEAR
from scheduler.domain.written import EXAMPLE_DATE, not_a_date
from scheduler.messages import Message
from scheduler.readers.cells import CellError

_DATE = re.compile(
    r"(\d{4})\s*[-/.년年]\s*(\d{1,2})\s*[-/.월月]\s*(\d{1,2})\s*[.일日]?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DATETIME = re.compile(r"(\d.*?)[ T]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?")
_HOUR = re.compile(r"(\d{1,2})(?:\.0|:(\d{2})(?::(\d{2}(?:\.\d+)?))?)?")
_EXCEL_DAY_ZERO = date(1899, 12, 30)


def _make_date(text: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise CellError(
            Message("'{found}' is not a date: there is no such day", found=text),
            Message("write it as {written}", written=EXAMPLE_DATE),
        ) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(
            Message("'{found}' lies outside the years {first} to {last}", found=text, first=FIRST_YEAR, last=LAST_YEAR),
            Message("correct the year"),
        )
    return found


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date:
    """A date: ``2023-11-06``, ``2023/11/06``, ``2023.11.06``, ``2023. 11. 6.``, ``2023년 11월 6일`` or ``20231106``.

    Raises
    ------
    CellError
        It is none of these, or no day of the calendar.
    """
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if match:
        return _make_date(text, match[1], match[2], match[3])
    if re.fullmatch(r"\d{5}", text):
        # Excel counts days; show which day the number stands for, but do not guess that it was meant.
        meant = _EXCEL_DAY_ZERO + timedelta(days=int(text))
        raise CellError(
            Message("'{found}' is not a date", found=text),
            Message(
                "format the column as a date ({found} is the spreadsheet's number for {meant})", found=text, meant=meant
            ),
        )
    raise CellError(*not_a_date(text))


@lru_cache(maxsize=65536)
def parse_datetime(text: str) -> datetime:
    """A local date and time: ``2023-11-06T09:00``, a space allowed for the T, seconds rounded to the minute.

    Raises
    ------
    CellError
        It is not, or names a time zone.
    """
    match = _DATETIME.fullmatch(text)
    if not match:
        raise CellError(
            Message("'{found}' is not a date with a time", found=text),
            Message("write local time without a zone as 2023-11-06T09:00"),
        )
    on = parse_date(match[1].strip())
    hour, minute, seconds = int(match[2]), int(match[3]), float(match[4] or 0)
    if hour > 23 or minute > 59 or seconds >= 60:
        raise CellError(
            Message("'{found}' is not a time of day", found=text),
            Message("hours go from 0 to 23; 24:00 is 00:00 of the next day: 2023-11-07T00:00"),
        )
    return datetime(on.year, on.month, on.day) + timedelta(minutes=60 * hour + nearest_minute(minute, seconds))


_CLOCK_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?")


def parse_time(text: str) -> int:
    """A time of day in minutes: ``13:00``; past midnight on the day after ``25:00``.

    Raises
    ------
    CellError
        It is none.
    """
    match = _CLOCK_TIME.fullmatch(text)
    minute = 60 * int(match[1]) + nearest_minute(int(match[2]), float(match[3] or 0)) if match else 0
    if not match or int(match[2]) > 59 or minute > 48 * 60:
        raise CellError(
            Message("'{found}' is not a time of day", found=text),
            Message("write it as 13:00, and 01:00 of the next day as 25:00"),
        )
    return minute


def nearest_minute(minutes: int, seconds: float) -> int:
    """The minute next to a time: spreadsheets count days in fractions, so that 10:00 can be 09:59:59.995."""
    return minutes + (1 if seconds >= 30 else 0)


@lru_cache(maxsize=256)
def parse_hour(text: str) -> int:
    """An hour of the day, 0 to 23: ``9``, ``09`` or ``09:00``.

    Raises
    ------
    CellError
        It is not, or does not begin on the hour.
    """
    match = _HOUR.fullmatch(text)
    if not match:
        raise CellError(
            Message("'{found}' is not an hour", found=text),
            Message("write the hour at which the count begins, 0 to 23"),
        )
    hours, minutes = divmod(60 * int(match[1]) + nearest_minute(int(match[2] or 0), float(match[3] or 0)), 60)
    if minutes:
        raise CellError(
            Message("'{found}' does not begin on the hour", found=text), Message("add the calls up by whole hours")
        )
    if hours == 24:
        raise CellError(
            Message("hour 24 does not exist"), Message("hours go from 0 to 23; 24 is hour 0 of the next day")
        )
    if hours > 23:
        raise CellError(Message("hour {found} does not exist", found=text), Message("hours go from 0 to 23"))
    return hours
