"""A workbook's sheets, their values and marks; what is damaged, protected or far too large is a fault.

A formula counts by the value that was stored with it; rows hidden by a filter count as well, since a filter is no
deletion.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from xml.etree import ElementTree

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import PatternFill
from openpyxl.utils import range_boundaries

from scheduler.errors import FaultKind
from scheduler.formats.damaged import DAMAGED
from scheduler.formats.roster_sheet import MARK_COLOUR
from scheduler.messages import AnyText, Message
from scheduler.readers.faults import Faults

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_IS_ENCRYPTED = 0x1
"""Flag of a zip archive's part."""
_MOST_CELLS = 30_000_000
"""Cells of a sheet, empty ones between others included; ten years of hourly arrivals have far fewer."""
_MOST_BYTES = 512_000_000
"""All parts of a workbook together have no more when unpacked."""
_LARGEST_RATIO = 200
"""A workbook's parts are packed by no more; text of spreadsheets stays below 50, a bomb is at 1,000."""
_SMALL_BYTES = 10_000_000
"""Below, nobody minds the ratio."""

_SAVE_AGAIN = Message("open it in the spreadsheet and save it as 'Excel Workbook (.xlsx)', without a password")


class Area(NamedTuple):
    """Cells of a rectangle, `name` being such as ``A2:B3``; rows and columns count from 1, the last ones included."""

    name: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What the values of a sheet do not tell.

    Attributes
    ----------
    merged
        Merged cells, by their areas.
    hidden_rows
        Row numbers.
    empty_formulas
        Cells with a formula but without a stored value, as (row, column), both from 1.
    """

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    empty_formulas: set[tuple[int, int]] = field(default_factory=set)


class WorkbookReader:
    """A workbook that is read sheet by sheet; what is wrong goes to the faults."""

    def __init__(self, content: bytes, file: str, faults: Faults) -> None:
        self.file = file
        self._content = content
        self.faults = faults

    @cached_property
    def _book(self) -> Any:
        """The opened workbook; None, and a fault, where it cannot be opened."""
        if self._content.startswith(_OLD_FORMAT):
            self._does_not_open(Message("is protected by a password, or an old .xls file"))
            return None
        try:
            if (message := _refusal(self._content)) is not None:
                self._does_not_open(message)
                return None
            with _no_warnings():
                reader = ExcelReader(io.BytesIO(self._content), read_only=True, data_only=True, keep_links=False)
                reader.read()
        except DAMAGED:
            self._does_not_open(Message("is not a workbook, or is damaged"))
            return None
        for sheet in reader.parser.sheets:
            if sheet.name not in reader.wb.sheetnames:
                # The library leaves such a sheet out, as if it had never been there.
                self.faults.add(
                    self.place(sheet.name), 0, "", Message("the file has lost the content of the sheet"), _SAVE_AGAIN
                )
        return reader.wb

    def _does_not_open(self, message: AnyText) -> None:
        self.faults.of(self.file, message, _SAVE_AGAIN, kind=FaultKind.WORKBOOK_DOES_NOT_OPEN)

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
                        self.faults.of(
                            self.place(title),
                            Message("has more than {most:,} cells", most=_MOST_CELLS),
                            Message(
                                "delete the rows and columns that nobody needs, empty ones far to the right as well"
                            ),
                        )
                        return None
                return rows
        except DAMAGED:
            self.faults.of(self.place(title), Message("the sheet is damaged"), _SAVE_AGAIN)
            return None

    def marked_cells(self, title: str) -> set[str]:
        """Names of the cells that people have marked to be kept, in bold or in `MARK_COLOUR`; none, and a fault, where
        the sheet's formats are damaged."""
        try:
            return self._marked_cells(title)
        except DAMAGED:
            self.faults.of(self.place(title), Message("the formats of the sheet are damaged"), _SAVE_AGAIN)
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
            self.faults.of(self.place(title), Message("the sheet is damaged"), _SAVE_AGAIN)
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
                name = element.get("ref", "")
                left, top, right, bottom = range_boundaries(name)
                if left is not None and top is not None and right is not None and bottom is not None:
                    marks.merged.append(Area(name, left, top, right, bottom))
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


def _refusal(content: bytes) -> AnyText | None:
    """Why a zip archive is not unpacked at all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        return Message("is protected by a password")
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
