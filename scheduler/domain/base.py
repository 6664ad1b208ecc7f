"""What every record of the domain shares: frozen, and no unknown fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

MINUTES_PER_DAY = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Frozen(BaseModel):
    """A record that cannot change and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def parse_clock(value: object) -> object:
    """Turn ``"18:00"`` into minutes since midnight; hours past 24 belong to the day after.

    Parameters
    ----------
    value
        Text ``HH:MM`` with hours 0 to 47, or minutes as a whole number.

    Raises
    ------
    ValueError
        The text is not a clock time.
    """
    if not isinstance(value, str):
        return value
    hours, colon, minutes = value.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError(f"'{value}' is not a clock time; write it as 09:00, and 01:00 of the next day as 25:00")
    if int(hours) > 47 or int(minutes) > 59:
        raise ValueError(f"'{value}' is not a clock time; hours go from 0 to 47, minutes from 0 to 59")
    return int(hours) * 60 + int(minutes)


def parse_weekdays(value: object) -> object:
    """Turn ``["mon", "fri"]`` into weekday numbers, Monday being 0.

    Raises
    ------
    ValueError
        A name is not one of mon, tue, wed, thu, fri, sat, sun.
    """
    if not isinstance(value, list | tuple | set | frozenset):
        return value
    numbers = set()
    for day in value:
        if isinstance(day, int):
            numbers.add(day)
        elif isinstance(day, str) and day.lower() in WEEKDAYS:
            numbers.add(WEEKDAYS.index(day.lower()))
        else:
            raise ValueError(f"'{day}' is not a weekday; use {', '.join(WEEKDAYS)}")
    return frozenset(numbers)


ClockMinute = Annotated[int, BeforeValidator(parse_clock)]
"""Minutes since midnight of the day on which a shift starts; 1500 is 01:00 on the day after."""

WeekdaySet = Annotated[frozenset[int], BeforeValidator(parse_weekdays)]
"""Weekday numbers, Monday 0 to Sunday 6."""

ALL_WEEK: frozenset[int] = frozenset(range(7))
WEEKEND: frozenset[int] = frozenset({5, 6})
