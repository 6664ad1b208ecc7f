"""Numbers in a cell, as a spreadsheet shows them; a mark that may be that of decimals or of thousands is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TypeVar
from weakref import WeakSet

from scheduler.domain.limits import LARGEST_NUMBER
from scheduler.domain.written import SMALLEST, without_marks
from scheduler.messages import Message
from scheduler.readers.cells import CellError

_DECIMAL_COMMA = re.compile(r"[-+]?0+,\d+")
_ONE_MARK = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")


class NumberError(CellError):
    """A cell holds a number, but none that may stand there."""


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
    plain = without_marks(text)
    if plain is None:
        raise CellError(
            Message("'{found}' is not a number", found=text), Message("write it as 1234 or {written}", written=1234.5)
        )
    number = float(plain)
    if abs(number) > LARGEST_NUMBER:
        raise NumberError(Message("'{found}' is too large", found=text), Message("correct the number"))
    return number


def parse_whole(text: str) -> int:
    """A whole number, which may be negative.

    Raises
    ------
    CellError
        It is not.
    """
    if without_marks(text) is None and not _DECIMAL_COMMA.fullmatch(text):
        raise CellError(Message("'{found}' is not a whole number", found=text), Message("write it as 1234"))
    number = parse_number(text)
    if number != int(number):
        raise NumberError(Message("'{found}' is not a whole number", found=text), Message("write it without decimals"))
    return int(number)


N = TypeVar("N", int, float)


def within(parse: Callable[[str], N], least: N, most: N, smallest: float = SMALLEST) -> Callable[[str], N]:
    """`parse`, which then refuses values out of bounds, and those nearly 0 but not 0.

    Parameters
    ----------
    parse
        Reads a number.
    least, most
        Of the values that may stand there, both included.
    smallest
        Nearest to 0 of all values but 0 itself.
    """

    def parse_within(text: str) -> N:
        """A number of these bounds."""
        number = parse(text)
        if least <= number and 0 < abs(number) < smallest:
            remedy = Message("write 0, or {smallest:g} or more", smallest=smallest)
            raise NumberError(Message("'{found}' is too small", found=text), remedy)
        if number < least:
            is_negative = number < 0 and least == 0
            raise NumberError(
                Message("'{found}' is negative" if is_negative else "'{found}' is too small", found=text),
                Message("write {least:,} or more", least=least),
            )
        if number > most:
            raise NumberError(
                Message("'{found}' is too large", found=text), Message("write {most:,} or less", most=most)
            )
        return number

    _WITHIN.add(parse_within)
    return parse_within


def or_word(parse: Callable[[str], N], words: Collection[str]) -> Callable[[str], N | None]:
    """`parse` for a column in which one of these words, in small letters, may stand in the place of a number: None."""

    def parse_or_word(text: str) -> N | None:
        return None if text.strip().casefold() in words else parse(text)

    _WITHIN.add(parse_or_word)
    return parse_or_word


_WITHIN: WeakSet[Callable[[str], float | None]] = WeakSet()


def is_of_numbers(parse: Callable[[str], object]) -> bool:
    """Whether what reads a cell reads numbers."""
    return parse in (parse_number, parse_whole) or parse in _WITHIN
