"""What stands in one cell: text to date, hour, number, yes or no, list of names.

A spreadsheet program rewrites what people type: dates with slashes or dots, hours as clock times, thousands
separators. Whatever can be read in one way only is read; everything else is a `CellError` with a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from scheduler.domain.limits import FIRST_YEAR, LAST_YEAR
from scheduler.readers.faults import SAME_KIND_LIMIT, did_you_mean

T = TypeVar("T")

LARGEST_NUMBER = 1e12
"""No count of calls, minutes or points comes near."""

_DATE = re.compile(r"(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[.일]?(?:[ T]0{1,2}:00(?::00)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DATETIME = re.compile(r"(\d{4}.*?)[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?")
_HOUR = re.compile(r"(\d{1,2})(?:\.0|:(\d{2})(?::\d{2})?)?")
_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "##")
_EXCEL_DAY_ZERO = date(1899, 12, 30)

_YES = {"yes", "y", "true", "1", "예", "네"}
_NO = {"no", "n", "false", "0", "아니오", "아니요"}


class CellError(ValueError):
    """A cell cannot be read.

    Parameters
    ----------
    message
        What is wrong, with the value found.
    remedy
        What to write instead.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def refuse_spreadsheet_residue(text: str) -> None:
    """Refuse error values and formulas, which a spreadsheet leaves where a value was meant.

    Raises
    ------
    CellError
        The cell holds one.
    """
    if text.startswith("="):
        raise CellError(f"'{text}' is a formula", "put the value itself there (paste as values)")
    if text.upper().startswith(_EXCEL_ERRORS):
        raise CellError(f"'{text}' is an error value of the spreadsheet", "put the value itself there")


def parse_text(text: str) -> str:
    """Any text."""
    return text


def parse_id(text: str) -> str:
    """An identifier as it stands.

    Raises
    ------
    CellError
        The spreadsheet has turned it into a rounded number such as 1.23E+11.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise CellError(f"'{text}' is a rounded number", "format the column as text and enter the id again")
    return text


def _make_date(text: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise CellError(f"'{text}' is not a date: there is no such day", "write it as 2023-11-06") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(f"'{text}' lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "correct the year")
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
            f"'{text}' is not a date", f"format the column as a date ({text} is the spreadsheet's number for {meant})"
        )
    raise CellError(f"'{text}' is not a date", "write year, month and day as 2023-11-06")


@lru_cache(maxsize=65536)
def parse_datetime(text: str) -> datetime:
    """A local date and time: ``2023-11-06T09:00``, seconds allowed, a space allowed for the T.

    Raises
    ------
    CellError
        It is not, or names a time zone.
    """
    match = _DATETIME.fullmatch(text)
    if not match:
        raise CellError(f"'{text}' is not a date with a time", "write local time without a zone as 2023-11-06T09:00")
    on = parse_date(match[1].strip())
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise CellError(
            f"'{text}' is not a time of day", "hours go from 0 to 23; 24:00 is 00:00 of the next day: 2023-11-07T00:00"
        )
    return datetime(on.year, on.month, on.day, hour, minute, second)


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
        raise CellError(f"'{text}' is not an hour", "write the hour at which the count begins, 0 to 23")
    if int(match[2] or 0):
        raise CellError(f"'{text}' does not begin on the hour", "add the calls up by whole hours")
    if int(match[1]) == 24:
        raise CellError("hour 24 does not exist", "hours go from 0 to 23; 24 is hour 0 of the next day")
    if int(match[1]) > 23:
        raise CellError(f"hour {text} does not exist", "hours go from 0 to 23")
    return int(match[1])


@lru_cache(maxsize=65536)
def parse_number(text: str) -> float:
    """A number, thousands separators allowed: ``1,234.5``.

    Raises
    ------
    CellError
        It is not.
    """
    if not _NUMBER.fullmatch(text):
        raise CellError(f"'{text}' is not a number", "write it as 1234 or 1234.5")
    number = float(text.replace(",", ""))
    if abs(number) > LARGEST_NUMBER:
        raise CellError(f"'{text}' is too large", "correct the number")
    return number


def parse_whole(text: str) -> int:
    """A whole number, which may be negative.

    Raises
    ------
    CellError
        It is not.
    """
    number = parse_number(text)
    if number != int(number):
        raise CellError(f"'{text}' is not a whole number", "write it without decimals")
    return int(number)


def not_negative(parse: Callable[[str], float]) -> Callable[[str], float]:
    """`parse`, which then refuses values below 0."""

    def parse_not_negative(text: str) -> float:
        number = parse(text)
        if number < 0:
            raise CellError(f"'{text}' is negative", "write 0 or more")
        return number

    return parse_not_negative


def parse_yes_no(text: str) -> bool:
    """Yes or no, in any case: yes/no, true/false, 1/0, 예/아니오.

    Raises
    ------
    CellError
        It is neither.
    """
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise CellError(f"'{text}' is neither yes nor no", "write yes or no")


class Names:
    """A parser that knows which names exist.

    Parameters
    ----------
    what
        What the names are, such as ``queue``.
    known
        The names; None when they could not be read: then any name passes, since its fault lies elsewhere.
    """

    def __init__(self, what: str, known: Collection[str] | None) -> None:
        self._what = what
        self._known = None if known is None else dict.fromkeys(known)
        self._remedies: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The name itself.

        Raises
        ------
        CellError
            There is no such name.
        """
        if self._known is None or text in self._known:
            return text
        parse_id(text)
        # Comparing with every name is slow where there are 40,000: later faults are only counted anyway.
        if text not in self._remedies and len(self._remedies) < SAME_KIND_LIMIT:
            self._remedies[text] = did_you_mean(text, self._known)
        raise CellError(f"{self._what} '{text}' is unknown", self._remedies.get(text, ""))

    def listed(self, text: str) -> tuple[str, ...]:
        """Several names, joined with ``|``.

        Raises
        ------
        CellError
            A name is unknown, or stands twice.
        """
        names = tuple(name.strip() for name in text.split("|"))
        for n, name in enumerate(names):
            if not name:
                raise CellError(f"'{text}' has an empty place", "write one | between two names")
            if name in names[:n]:
                raise CellError(f"{self._what} '{name}' stands twice", "name it once")
            if self._known is not None and name not in self._known and re.search(r"[,;/\s]", name):
                raise CellError(f"{self._what} '{name}' is unknown", "put | between several names, as in A|B")
            self(name)
        return names
