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

from scheduler.domain.limits import FIRST_YEAR, LARGEST_NUMBER, LAST_YEAR, LONGEST_ID
from scheduler.domain.written import SMALLEST, not_a_date
from scheduler.formats.workspace_files import LIST_JOINER
from scheduler.identifiers import plain_name
from scheduler.messages import AnyText, Message, has_controls
from scheduler.readers.faults import SAME_KIND_LIMIT, did_you_mean, nearest_name

T = TypeVar("T")

_DATE = re.compile(r"(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[.일]?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DATETIME = re.compile(r"(\d.*?)[ T]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?")
_HOUR = re.compile(r"(\d{1,2})(?:\.0|:(\d{2})(?::(\d{2}(?:\.\d+)?))?)?")
_NUMBER = re.compile(r"[-+]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[-+]?0+,\d+")
_ONE_MARK = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
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

    def __init__(self, message: AnyText, remedy: AnyText = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.remedy = remedy


class NumberError(CellError):
    """A cell holds a number, but none that may stand there."""


def refuse_spreadsheet_residue(text: str) -> None:
    """Refuse error values and formulas, which a spreadsheet leaves where a value was meant.

    Raises
    ------
    CellError
        The cell holds one.
    """
    if text.startswith("="):
        raise CellError(Message("'{found}' is a formula", found=text), "put the value itself there (paste as values)")
    if text.upper().startswith(_EXCEL_ERRORS):
        raise CellError(
            Message("'{found}' is an error value of the spreadsheet", found=text), "put the value itself there"
        )


def refuse_controls(text: str) -> None:
    """Refuse characters that command a terminal or turn the direction of writing, and lines within a cell.

    Raises
    ------
    CellError
        The cell holds one.
    """
    if has_controls(text):
        raise CellError(
            Message("'{found}' holds a control character or a line break", found=text),
            "type it again; what cannot be seen was probably copied along",
        )


def parse_text(text: str) -> str:
    """Any text."""
    return text


def parse_id(text: str) -> str:
    """An identifier, without what nobody sees of it: see `plain_name`.

    Raises
    ------
    CellError
        The spreadsheet has turned it into a rounded number such as 1.23E+11, or nothing of it can be seen.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise CellError(
            Message("'{found}' is a rounded number", found=text), "format the column as text and enter the id again"
        )
    plain = plain_name(text)
    if not plain:
        raise CellError("holds invisible characters only", "fill it in")
    return no_longer(LONGEST_ID)(plain)


def no_longer(most: int) -> Callable[[str], str]:
    """Any text of at most so many characters."""

    def parse_short(text: str) -> str:
        if len(text) > most:
            raise CellError(
                Message("'{found}' is too long", found=text), Message("write at most {most} characters", most=most)
            )
        return text

    return parse_short


def either_mark(text: str) -> CellError | None:
    """The fault of ``1,250`` and ``1.250`` where nothing tells which of the marks is that of the decimals."""
    if not _ONE_MARK.fullmatch(text):
        return None
    whole, decimal = re.sub("[.,]", "", text), text.replace(",", ".")
    return CellError(
        Message(
            "'{found}' may be {decimal:g} or {whole}: nothing tells which mark is that of the decimals",
            found=text,
            decimal=float(decimal),
            whole=whole,
        ),
        Message("write {whole}, or {decimal}0 with a fourth decimal", whole=whole, decimal=decimal),
    )


def _make_date(text: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise CellError(
            Message("'{found}' is not a date: there is no such day", found=text), "write it as 2023-11-06"
        ) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(
            Message("'{found}' lies outside the years {first} to {last}", found=text, first=FIRST_YEAR, last=LAST_YEAR),
            "correct the year",
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
            "write local time without a zone as 2023-11-06T09:00",
        )
    on = parse_date(match[1].strip())
    hour, minute, seconds = int(match[2]), int(match[3]), float(match[4] or 0)
    if hour > 23 or minute > 59 or seconds >= 60:
        raise CellError(
            Message("'{found}' is not a time of day", found=text),
            "hours go from 0 to 23; 24:00 is 00:00 of the next day: 2023-11-07T00:00",
        )
    return datetime(on.year, on.month, on.day) + timedelta(minutes=60 * hour + nearest_minute(minute, seconds))


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
            Message("'{found}' is not an hour", found=text), "write the hour at which the count begins, 0 to 23"
        )
    hours, minutes = divmod(60 * int(match[1]) + nearest_minute(int(match[2] or 0), float(match[3] or 0)), 60)
    if minutes:
        raise CellError(Message("'{found}' does not begin on the hour", found=text), "add the calls up by whole hours")
    if hours == 24:
        raise CellError("hour 24 does not exist", "hours go from 0 to 23; 24 is hour 0 of the next day")
    if hours > 23:
        raise CellError(Message("hour {found} does not exist", found=text), "hours go from 0 to 23")
    return hours


@lru_cache(maxsize=65536)
def parse_number(text: str) -> float:
    """A number, thousands separators allowed: ``1,234.5``. No thousands are counted from 0: ``0,250`` is refused.

    Raises
    ------
    CellError
        It is not.
    """
    if _DECIMAL_COMMA.fullmatch(text):
        raise CellError(
            Message("'{found}' has a comma for its decimals", found=text),
            Message("write {point}", point=text.replace(",", ".")),
        )
    if not _NUMBER.fullmatch(text):
        raise CellError(Message("'{found}' is not a number", found=text), "write it as 1234 or 1234.5")
    number = float(text.replace(",", ""))
    if abs(number) > LARGEST_NUMBER:
        raise NumberError(Message("'{found}' is too large", found=text), "correct the number")
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
        raise NumberError(Message("'{found}' is not a whole number", found=text), "write it without decimals")
    return int(number)


N = TypeVar("N", int, float)


def within(parse: Callable[[str], N], least: N, most: N, smallest: float = SMALLEST) -> Callable[[str], N]:
    """`parse`, which then refuses values outside of `least` to `most`, both included, and nearly 0 but not 0."""

    def parse_within(text: str) -> N:
        number = parse(text)
        if least <= number and 0 < abs(number) < smallest:
            remedy = Message("write 0, or {smallest:g} or more", smallest=smallest)
            raise NumberError(Message("'{found}' is too small", found=text), remedy)
        if number < least:
            message = "'{found}' is negative" if number < 0 and least == 0 else "'{found}' is too small"
            raise NumberError(Message(message, found=text), Message("write {least:,} or more", least=least))
        if number > most:
            raise NumberError(
                Message("'{found}' is too large", found=text), Message("write {most:,} or less", most=most)
            )
        return number

    return parse_within


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
    raise CellError(Message("'{found}' is neither yes nor no", found=text), "write yes or no")


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
        # Names are the same that look the same; where two known ones do, that is a fault of its own.
        self._known = None if known is None else {plain_name(name): name for name in known}
        self._exact = frozenset(known or ())
        self._in_any_case = {name.casefold() for name in self._known or ()}
        self._remedies: dict[str, AnyText] = {}
        self._are_listed = False

    def _find(self, text: str) -> str | None:
        """The known name that looks like this; the text itself where nothing is known."""
        if self._known is None or text in self._exact:
            return text
        return self._known.get(plain_name(text))

    def __contains__(self, text: str) -> bool:
        return self._find(text) is not None

    def has(self, text: str) -> bool:
        """Whether this is one of the names, in any case."""
        return plain_name(text).casefold() in self._in_any_case

    def __call__(self, text: str) -> str:
        """The name itself.

        Raises
        ------
        CellError
            There is no such name.
        """
        found = self._find(text)
        if found is not None:
            return found
        assert self._known is not None
        parse_id(text)
        # Comparing with every name is slow where there are 40,000: later faults are only counted anyway.
        if text not in self._remedies and len(self._remedies) < SAME_KIND_LIMIT:
            names = self._known.values()
            # Which names exist is said once: it is as long as twenty names.
            is_guess = nearest_name(text, names) is not None
            self._remedies[text] = did_you_mean(text, names) if is_guess else ""
            if not is_guess and not self._are_listed:
                self._are_listed = True
                raise CellError(self._unknown(text), did_you_mean(text, names))
        raise CellError(self._unknown(text), self._remedies.get(text, ""))

    def _unknown(self, text: str) -> Message:
        return Message("{what} '{found}' is unknown", what=self._what, found=text)

    def listed(self, text: str) -> tuple[str, ...]:
        """Several names, joined with ``|``.

        Raises
        ------
        CellError
            A name is unknown, or stands twice.
        """
        names: list[str] = []
        for part in text.split(LIST_JOINER):
            name = part.strip()
            if not name:
                raise CellError(Message("'{found}' has an empty place", found=text), "write one | between two names")
            if self._find(name) is None and re.search(r"[,;/\s]", name):
                raise CellError(self._unknown(name), "put | between several names, as in A|B")
            found = self(name)
            if found in names:
                raise CellError(Message("{what} '{found}' stands twice", what=self._what, found=name), "name it once")
            names.append(found)
        return tuple(names)
