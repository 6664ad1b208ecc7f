"""Numbers, dates and truth values as people write them: text that must be what a field wants.

A file's values arrive as text, and each field reads its own by the rules of YAML 1.2: digits are a number, ``true`` and
``false`` are the truth values, a date is ``2023-11-06``. What only one program reads as a number (``1:30``, ``1_0``,
``0x7f``, ``yes``) is refused. Values that are no text pass, as records are also made from other records.
"""

from __future__ import annotations

import math
import re
from datetime import date

from pydantic_core import PydanticKnownError

from scheduler.messages import AnyText, Message

MOST_DIGITS = 30
"""Longer numbers are not read at all: the time of reading one grows with the square of its length."""

SMALLEST = 1e-12
"""A number that is nearer to 0 than this, and is not 0, is a slip."""

EXAMPLE_DATE = date(2023, 11, 6)
"""What a remedy shows; its field is called ``written``, so that offices see it as they write dates."""

_WHOLE = re.compile(r"([-+]?[0-9]+)(?:\.0*)?")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_SHOWN_NUMBER = re.compile(r"[-+]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})\.?")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def as_whole(value: object) -> object:
    """``12``; a fraction of 0 is left out.

    Raises
    ------
    PydanticKnownError
        The text is not a whole number.
    """
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    if not isinstance(value, str):
        return value
    match = _WHOLE.fullmatch(value.strip())
    if not match:
        has_decimals = "." in value and _NUMBER.fullmatch(value.strip())
        raise PydanticKnownError("int_from_float" if has_decimals else "int_parsing")
    if len(match[1]) > MOST_DIGITS:
        raise PydanticKnownError("int_parsing_size")
    return int(match[1])


def as_number(value: object) -> object:
    """``12``, ``12.5`` or ``1.25e2``.

    Raises
    ------
    PydanticKnownError
        The text is not a number.
    ValueError
        It is so near to 0 that something else must be meant.
    """
    if isinstance(value, bool):
        raise PydanticKnownError("float_type")
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value.strip()):
            raise PydanticKnownError("float_parsing")
        value = float(value)
    if isinstance(value, float) and 0 < abs(value) < SMALLEST:
        raise ValueError(
            Message("'{value:g}' is too near to 0; write 0, or {smallest:g} or more", value=value, smallest=SMALLEST)
        )
    return value


def without_marks(text: str) -> str | None:
    """A number as a spreadsheet shows it, such as ``1,234.5``, without the marks between thousands; None: it is none.

    No thousands are counted from 0: ``0,250`` is none.
    """
    return text.replace(",", "") if _SHOWN_NUMBER.fullmatch(text) else None


def as_true_or_false(value: object) -> object:
    """``true`` or ``false``.

    Raises
    ------
    PydanticKnownError
        It is neither.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _TRUTH:
        return _TRUTH[value]
    raise PydanticKnownError("bool_parsing")


def is_day_first(text: str) -> bool:
    """Whether this is a date with its year at the end, such as ``06.11.2023``."""
    return _DAY_FIRST.fullmatch(text.strip()) is not None


def not_a_date(text: str) -> tuple[AnyText, AnyText]:
    """What to say of a text that is no date as we read them, and how to write it.

    A date that has its year at the end is written out; with slashes either number may be the month.
    """
    match = _DAY_FIRST.fullmatch(text)
    if not match:
        return Message("'{found}' is not a date", found=text), Message(
            "write year, month and day as {written}", written=EXAMPLE_DATE
        )
    readings = []
    day_first, month_first = (match[3], match[1]), (match[1], match[3])
    for month, day in dict.fromkeys((day_first,) if match[2] == "." else (day_first, month_first)):
        try:
            readings.append(date(int(match[4]), int(month), int(day)))
        except ValueError:
            continue
    message = Message("'{found}' is not a date", found=text)
    match readings:
        case []:
            none = Message("'{found}' is not a date: there is no such day", found=text)
            return none, Message("write year, month and day as {written}", written=EXAMPLE_DATE)
        case [only]:
            return message, Message("write {written} if {only.day} {only:%B %Y} is meant", written=only, only=only)
        case _:
            one, other = readings
            return message, Message(
                "write {one} if {one.day} {one:%B} is meant, {other} if {other.day} {other:%B}", one=one, other=other
            )


def as_date(value: object) -> object:
    """``2023-11-06``.

    Raises
    ------
    PydanticKnownError
        It is not written so.
    ValueError
        There is no such day.
    """
    if isinstance(value, date):
        return value
    if isinstance(value, str) and is_day_first(value):
        message, remedy = not_a_date(value.strip())
        raise ValueError(Message("{message}; {remedy}", message=message, remedy=remedy))
    if not isinstance(value, str) or not _DATE.fullmatch(value.strip()):
        raise PydanticKnownError("date_parsing", {"error": ""})
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(Message("'{value}' is not a date: there is no such day", value=value)) from None


def json_number(value: float | None, decimals: int = 6) -> float | None:
    """A number for other programs; None for what is unknown or without end, which JSON cannot write."""
    return None if value is None or not math.isfinite(value) else round(value, decimals)
