"""What a spreadsheet keeps in a cell as the text that a csv file would have, so that each column is read in one way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from scheduler.readers.dates import nearest_minute


def cell_text(value: object) -> str:
    """A cell's value as a csv file would have it, trimmed.

    Dates are ``2023-11-06 00:00`` with the time they have, times ``09:00``, both to the nearest minute; whole numbers
    have no decimals.
    """
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case datetime():
            # A spreadsheet counts days in binary fractions: 10:00 can be a few milliseconds off.
            return (value + timedelta(seconds=30)).isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return _clock_text(60 * value.hour + value.minute, value.second + value.microsecond / 1e6)
        case timedelta():
            minutes, seconds = divmod(value.total_seconds(), 60)
            return _clock_text(int(minutes), seconds)
        case float():
            # Fifteen digits are what a spreadsheet keeps; 0.1 + 0.2 is 0.3 there.
            return f"{Decimal(f'{value:.15g}'):f}"
        case _:
            return str(value)


def _clock_text(minutes: int, seconds: float) -> str:
    hours, minutes = divmod(nearest_minute(minutes, seconds), 60)
    return f"{hours:02}:{minutes:02}"
