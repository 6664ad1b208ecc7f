"""Sheets of a workbook as tables: the same rows of named cells that a csv file gives, and the same faults.

What a spreadsheet keeps as a date, a time, a number or a truth value becomes the text that a csv file would have, so
that each column is read in one way, wherever it stands. A formula counts by the value that was stored with it; rows
hidden by a filter count as well, since a filter is no deletion.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from scheduler.errors import FaultKind
from scheduler.formats.headers import column_named
from scheduler.formats.roster_sheet import MARK_COLOUR
from scheduler.messages import AnyText, Message
from scheduler.readers.cells import nearest_minute
from scheduler.readers.faults import Faults, Sheet
from scheduler.readers.table import Column, Table, read_header

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_IS_ENCRYPTED = 0x1
"""Flag of a zip archive's part."""
_TITLE_ROWS = 10
"""A header may have so many rows above it that hold titles and remarks."""

_MOST_CELLS = 30_000_000
"""Cells of a sheet, empty ones between others included; ten years of hourly arrivals have far fewer."""
_MOST_BYTES = 512_000_000
"""Of all parts of a workbook when unpacked."""
_LARGEST_RATIO = 200
"""By which a workbook's parts are packed at most; text of spreadsheets stays below 50, a bomb is at 1,000."""
_SMALL_BYTES = 10_000_000
"""Below, nobody minds the ratio."""

# What openpyxl and zipfile raise on files that are damaged in one of many ways; they have no class of their own for
# them. RuntimeError is how zipfile asks for a password, OSError how bz2 tells of wrong bytes.
DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    InvalidFileException,
    ElementTree.ParseError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_SAVE_AGAIN = "open it in the spreadsheet and save it as 'Excel Workbook (.xlsx)', without a password"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the values of a sheet do not tell.

    Attributes
    ----------
    merged
        Ranges such as ``A2:B3``.
    hidden_rows
        Row numbers.
    empty_formulas
        Cells with a formula but without a stored value, as (row, column), both from 1.
    """

    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    empty_formulas: set[tuple[int, int]] = field(default_factory=set)


class Book:
    """A workbook that is read sheet by sheet; what is wrong goes to the faults."""

    def __init__(self, content: bytes, file: str, faults: Faults) -> None:
        self.file = file
        self._content = content
        self._faults = faults

    @cached_property
    def _book(self) -> Any:
        """The opened workbook; None, and a fault, where it cannot be opened."""
        if self._content.startswith(_OLD_FORMAT):
            self._does_not_open("is protected by a password, or an old .xls file")
            return None
        try:
            if (message := _refusal(self._content)) is not None:
                self._does_not_open(message)
                return None
            with _no_warnings():
                reader = ExcelReader(io.BytesIO(self._content), read_only=True, data_only=True, keep_links=False)
                reader.read()
        except DAMAGED:
            self._does_not_open("is not a workbook, or is damaged")
            return None
        for sheet in reader.parser.sheets:
            if sheet.name not in reader.wb.sheetnames:
                # The library leaves such a sheet out, as if it had never been there.
                self._faults.add(
                    self.place(sheet.name), 0, "", "the file has lost the content of the sheet", _SAVE_AGAIN
                )
        return reader.wb

    def _does_not_open(self, message: AnyText) -> None:
        self._faults.add(self.file, 0, "", message, _SAVE_AGAIN, kind=FaultKind.WORKBOOK_DOES_NOT_OPEN)

    @property
    def opens(self) -> bool:
        """Whether the file is a workbook at all."""
        return self._book is not None

    @property
    def titles(self) -> list[str]:
        """Titles of the sheets that hold cells, in order."""
        return [] if self._book is None else [sheet.title for sheet in self._book.worksheets]

    def sheets_called(self, name: str) -> list[str]:
        """Titles of the sheets to which a defined name of the workbook leads."""
        found = None if self._book is None else self._book.defined_names.get(name)
        try:
            return [title for title, _ in found.destinations if title in self.titles] if found is not None else []
        except DAMAGED:
            return []  # a name that leads nowhere

    def place(self, title: str) -> str:
        """The sheet as faults name it: file and title."""
        return f"{self.file} {title}"

    def rows(self, title: str, at_most: int | None = None) -> list[tuple[Any, ...]] | None:
        """The values of a sheet, its first row first; None, and a fault, where the sheet is damaged.

        `at_most` is the number of rows that are wanted.
        """
        sheet = self._book[title]
        # The size that a file states is often wrong; what stands there counts.
        sheet.reset_dimensions()
        rows: list[tuple[Any, ...]] = []
        cells = 0
        try:
            with _no_warnings():
                for row in sheet.iter_rows(1, at_most, min_col=1, values_only=True):
                    rows.append(row)
                    cells += 1 + len(row)
                    if cells > _MOST_CELLS:
                        self._faults.add(
                            self.place(title),
                            0,
                            "",
                            Message("has more than {most:,} cells", most=_MOST_CELLS),
                            "delete the rows and columns that nobody needs, empty ones far to the right as well",
                        )
                        return None
                return rows
        except DAMAGED:
            self._faults.add(self.place(title), 0, "", "the sheet is damaged", _SAVE_AGAIN)
            return None

    def marked_cells(self, title: str) -> set[str]:
        """Names of the cells that people have marked to be kept, in bold or in `MARK_COLOUR`; none, and a fault, where
        the sheet's formats are damaged."""
        try:
            return self._marked_cells(title)
        except DAMAGED:
            self._faults.add(self.place(title), 0, "", "the formats of the sheet are damaged", _SAVE_AGAIN)
            return set()

    def _marked_cells(self, title: str) -> set[str]:
        sheet = self._book[title]
        sheet.reset_dimensions()
        marked = set()
        with _no_warnings():
            for row in sheet.iter_rows(min_row=1, min_col=1):
                for cell in row:
                    if not isinstance(cell, ReadOnlyCell):
                        continue  # nothing stands there, not even a format
                    fill = cell.fill
                    # A theme's colour has no rgb of its own.
                    colour = fill.fgColor.rgb if isinstance(fill, PatternFill) and fill.fill_type == "solid" else None
                    if cell.font.bold or (isinstance(colour, str) and colour[-6:] == MARK_COLOUR[1:]):
                        marked.add(cell.coordinate)
        return marked

    def marks(self, title: str) -> Marks:
        """Merged ranges, hidden rows, and formulas that were never calculated; a fault where they cannot be read."""
        try:
            return self._marks(title)
        except DAMAGED:
            self._faults.add(self.place(title), 0, "", "the sheet is damaged", _SAVE_AGAIN)
            return Marks()

    def _marks(self, title: str) -> Marks:
        # Nothing public gives these without loading every cell as an object, ten times slower.
        with self._book[title]._get_source() as source:
            content = source.read()
        marks = Marks()
        if not re.search(rb"mergeCell |hidden=|<(?:\w+:)?f[ >/]", content):
            return marks
        for _, element in ElementTree.iterparse(io.BytesIO(content)):
            tag = element.tag.rpartition("}")[2]
            if tag == "mergeCell":
                marks.merged.append(element.get("ref", ""))
            elif tag == "c":
                formula, value = (element.find(element.tag[:-1] + name) for name in "fv")
                if formula is not None and element.get("t") != "str" and not (value is not None and value.text):
                    column, row, *_ = range_boundaries(element.get("r", "A1"))
                    if row is not None and column is not None:
                        marks.empty_formulas.add((row, column))
            elif tag == "row":
                if element.get("hidden") in ("1", "true"):
                    marks.hidden_rows.add(int(element.get("r", "0")))
                element.clear()
        return marks

    def table(self, title: str, columns: Mapping[str, Column], *, needs_rows: bool = False) -> Table | None:
        """A sheet as a table; None where the sheet as a whole cannot be used. Faults say why.

        Parameters
        ----------
        title
            Of a sheet that is there.
        columns
            The columns that may stand there. The header is the first row that names half of those that must.
        needs_rows
            Whether a header alone is a fault.
        """
        place = self.place(title)
        values = self.rows(title)
        if values is None:
            return None
        rows = [(n, [cell_text(value) for value in row]) for n, row in enumerate(values, start=1)]
        rows = [(n, cells) for n, cells in rows if any(cells)]
        if not rows:
            self._faults.add(place, 0, "", "is empty", "put the names of the columns in its first row")
            return None
        start = _header_position([cells for _, cells in rows[:_TITLE_ROWS]], columns)
        number, header = rows[start]
        marks = self.marks(title)
        filled = [n for n, cell in enumerate(header) if cell]
        letters = {header[n]: get_column_letter(n + 1) for n in filled}
        letters |= {column_named(header[n], columns): get_column_letter(n + 1) for n in reversed(filled)}
        self._faults.call_cells(place, Sheet(letters, marks.hidden_rows))
        if self._refuse_merged_header(place, marks, number, header):
            return None
        names = read_header(
            [header[n] for n in filled],
            number,
            place,
            columns,
            self._faults,
            letters=[get_column_letter(n + 1) for n in filled],
        )
        if names is None:
            return None
        if needs_rows and start + 1 == len(rows):
            self._faults.add(place, 0, "", "has a header but no rows", "add the rows")
        self._refuse_unnamed(place, rows[start + 1 :], set(filled))
        # Of a column that stands twice, which is a fault, the first counts, as its letter does.
        of_column = {
            column: name for n, (column, name) in enumerate(zip(filled, names, strict=True)) if name not in names[:n]
        }
        unusable = self._refuse_merged(place, marks, number) | self._refuse_empty_formulas(place, marks, of_column)
        good: list[tuple[int, Mapping[str, str]]] = []
        broken: list[tuple[int, Mapping[str, str]]] = []
        for n, cells in rows[start + 1 :]:
            named = {name: cells[c] if c < len(cells) else "" for c, name in of_column.items()}
            if not any(named.values()):
                continue
            (broken if n in unusable else good).append((n, named))
        numbers = {
            (n, name)
            for n, row in enumerate(values[number:], start=number + 1)
            for c, name in of_column.items()
            if c < len(row) and isinstance(row[c], float)
        }
        return Table(place, tuple(names), good, broken, has_commas_between=False, numbers=numbers)

    def _refuse_unnamed(self, place: str, rows: Sequence[tuple[int, list[str]]], named: set[int]) -> None:
        """Cells in a column without a name would be left out in silence."""
        first: dict[int, int] = {}
        for n, cells in rows:
            for column, cell in enumerate(cells):
                if cell and column not in named:
                    first.setdefault(column, n)
        for column, n in first.items():
            letter = get_column_letter(column + 1)
            self._faults.add(
                place,
                n,
                "",
                Message("column {letter} has cells but no name", letter=letter),
                "name the column in the header, or empty it",
            )

    def _refuse_merged_header(self, place: str, marks: Marks, row: int, header: Sequence[str]) -> bool:
        """A name that spans columns leaves all but the first without one, which would look like missing columns."""
        is_merged = False
        for area in marks.merged:
            left, top, right, bottom = range_boundaries(area)
            if left is None or top is None or right is None or bottom is None:
                continue
            if not (top <= row <= bottom and left < right and left <= len(header)):
                continue
            is_merged = True
            first, last = get_column_letter(left), get_column_letter(right)
            self._faults.add(
                place,
                row,
                "",
                Message(
                    "the header cell '{name}' is merged over the columns {first} to {last}",
                    name=next((cell for cell in header[left - 1 : right] if cell), ""),
                    first=first,
                    last=last,
                ),
                "unmerge it, and name each of these columns",
                letter=first,
            )
        return is_merged

    def _refuse_merged(self, place: str, marks: Marks, header: int) -> set[int]:
        """Rows of merged cells; of these only the first cell has a value."""
        rows: set[int] = set()
        for area in marks.merged:
            _, top, _, bottom = range_boundaries(area)
            if top is not None and bottom is not None and bottom >= header:
                rows.update(range(top, bottom + 1))
                self._faults.add(
                    place,
                    max(top, header),
                    "",
                    Message("the cells {area} are merged", area=area),
                    "unmerge them and fill in each cell",
                )
        return rows

    def _refuse_empty_formulas(self, place: str, marks: Marks, names: Mapping[int, str]) -> set[int]:
        """Rows with a formula whose value was never stored: it would look like an empty cell."""
        rows: set[int] = set()
        for row, column in sorted(marks.empty_formulas):
            if column - 1 in names:
                rows.add(row)
                self._faults.add(
                    place,
                    row,
                    names[column - 1],
                    "the formula has no stored value",
                    "open and save the workbook in the spreadsheet, or paste the value itself",
                )
        return rows


def _header_position(rows: Sequence[Sequence[str]], columns: Mapping[str, Column]) -> int:
    """The first row that names half of the columns that must be there; failing that, the one that names most."""
    needed = [name for name, column in columns.items() if not column.optional]
    named = [len({column_named(cell, columns) for cell in cells if cell}.intersection(needed)) for cells in rows]
    return next((n for n, number in enumerate(named) if 2 * number >= len(needed)), named.index(max(named)))


def _refusal(content: bytes) -> AnyText | None:
    """Why a zip archive is not unpacked at all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        return "is protected by a password"
    size, packed = sum(part.file_size for part in parts), max(1, len(content))
    if size > _MOST_BYTES or (size > _SMALL_BYTES and size / packed > _LARGEST_RATIO):
        return Message("is no workbook of a usual size: it unpacks to {size:,.0f} MB", size=size / 1e6)
    return None


@contextmanager
def _no_warnings() -> Iterator[None]:
    """openpyxl warns of charts, drop-downs and styles that it does not keep; only cells are read here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


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
