"""How an office writes dates and numbers in its csv files, turned into the one way in which cells are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.config import Files
from scheduler.domain.written import is_day_first
from scheduler.messages import Message
from scheduler.readers.cells import CellError

_DATE = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(.*)", re.DOTALL)
_WITH_COMMA = re.compile(r"([-+]?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+))(?:,([0-9]+))?")
_ANY_COMMA = re.compile(r"[-+]?[0-9]+(?:\.[0-9]{3})*,[0-9]+")


_EXCHANGED = str.maketrans(",.", ".,")


class _OwnWhole(int):
    """A whole number with points between its thousands."""

    def __format__(self, spec: str) -> str:
        return format(int(self), spec).translate(_EXCHANGED)


class _OwnNumber(float):
    """A number with a comma for its decimals."""

    def __format__(self, spec: str) -> str:
        return format(float(self), spec).translate(_EXCHANGED)


@dataclass(frozen=True, slots=True)
class Written:
    """How dates with the year at their end and decimals are written.

    Attributes
    ----------
    dates
        Whether day or month is first; by ``year_first`` such dates are refused.
    mark
        The mark of decimals; None: numbers that may be read in two ways are refused.
    """

    dates: Literal["year_first", "day_first", "month_first"] = "year_first"
    mark: Literal["point", "comma"] | None = None

    @classmethod
    def of(cls, files: Files) -> Written:
        """As the settings say."""
        return cls(files.dates, files.decimals)

    def plain(self, text: str, *, is_number: bool) -> str:
        """A cell as all others are written: dates with the year first, decimals with a point and no thousands.

        Parameters
        ----------
        text
            The cell.
        is_number
            Whether numbers stand in its column: an id or a name is never changed.

        Raises
        ------
        CellError
            The number has another mark than that of the office.
        """
        if self.dates != "year_first" and (match := _DATE.fullmatch(text)):
            first, _, second, year, rest = match.groups()
            day, month = (first, second) if self.dates == "day_first" else (second, first)
            if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
                return f"{year}-{int(month):02}-{int(day):02}{rest}"
        if self.mark == "comma" and is_number:
            if (number := _WITH_COMMA.fullmatch(text)) is None and "." in text:
                raise CellError(
                    Message("'{found}' has a point where files.decimals has a comma", found=text),
                    Message("write {comma}", comma=text.replace(".", ",")),
                )
            if number is not None:
                return number[1].replace(".", "") + (f".{number[2]}" if number[2] else "")
        return text

    def in_own_form(self, text: str, plain: str, fault: CellError) -> CellError:
        """A fault of a cell in which values, and what would be right, are written as the office writes them.

        Parameters
        ----------
        text, plain
            The cell as it stands there, and as it was read: see `plain`.
        fault
            What is wrong with the latter.
        """

        def own(value: object) -> object:
            if isinstance(value, str) and value == plain:
                return text
            if self.mark == "comma" and isinstance(value, int | float):
                return _OwnWhole(value) if isinstance(value, int) else _OwnNumber(value)
            return value

        message, remedy = (
            said.with_fields({name: own(value) for name, value in said.fields.items()}) if said else said
            for said in (fault.message, fault.remedy)
        )
        meant = remedy.fields.get("written") if remedy else None
        if remedy and isinstance(meant, date) and self.dates != "year_first":
            shown = f"{meant:%d.%m.%Y}" if self.dates == "day_first" else f"{meant:%m/%d/%Y}"
            has_reading = len(remedy.fields) > 1
            fields = {**remedy.fields, "written": shown}
            remedy = remedy.with_fields(fields) if has_reading else Message("write it as {written}", written=shown)
        return CellError(message, remedy)

    def with_hint(self, text: str, fault: CellError, *, has_commas_between: bool) -> CellError:
        """A fault of a cell, with the setting that would settle it.

        Parameters
        ----------
        text, fault
            The cell, and what is wrong with it.
        has_commas_between
            Whether commas part the cells: nobody who writes decimals with a comma does that.
        """
        if self.dates == "year_first" and is_day_first(text):
            return CellError(
                fault.message, Message("{remedy}; or set files.dates to how all dates are written", remedy=fault.remedy)
            )
        if not has_commas_between and self.mark is None and _ANY_COMMA.fullmatch(text):
            remedy = Message("{remedy}; or set files.decimals to how all numbers are written", remedy=fault.remedy)
            return CellError(fault.message, remedy)
        return fault


AS_THIS_PROGRAM = Written()
"""Nothing is said: only what can be read in one way is read."""
