"""What stands in one cell: text, ids, yes or no. Numbers, dates and names that must be known have files of their own.

A spreadsheet program rewrites what people type: dates with slashes or dots, hours as clock times, thousands
separators. Whatever can be read in one way only is read; everything else is a `CellError` with a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from scheduler.domain.limits import LONGEST_ID
from scheduler.identifiers import foreign_letters, plain_name
from scheduler.messages import AnyText, Message, has_controls

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "##")

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


def refuse_spreadsheet_residue(text: str) -> None:
    """Refuse error values and formulas, which a spreadsheet leaves where a value was meant.

    Raises
    ------
    CellError
        The cell holds one.
    """
    if text.startswith("="):
        raise CellError(
            Message("'{found}' is a formula", found=text), Message("put the value itself there (paste as values)")
        )
    if text.upper().startswith(_EXCEL_ERRORS):
        raise CellError(
            Message("'{found}' is an error value of the spreadsheet", found=text), Message("put the value itself there")
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
            Message("type it again; what cannot be seen was probably copied along"),
        )


def parse_text(text: str) -> str:
    """Any text."""
    return text


def parse_id(text: str) -> str:
    """An identifier, without what nobody sees of it: see `plain_name`.

    Raises
    ------
    CellError
        The spreadsheet has turned it into a rounded number such as 1.23E+11, nothing of it can be seen, or it mixes
        alphabets that look alike.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise CellError(
            Message("'{found}' is a rounded number", found=text),
            Message("format the column as text and enter the id again"),
        )
    plain = plain_name(text)
    if not plain:
        raise CellError(Message("holds invisible characters only"), Message("fill it in"))
    if letters := foreign_letters(plain):
        raise CellError(
            Message("'{found}' has '{letters}' of another alphabet than the rest", found=text, letters=letters),
            Message("type it again in one alphabet"),
        )
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
    raise CellError(Message("'{found}' is neither yes nor no", found=text), Message("write yes or no"))
