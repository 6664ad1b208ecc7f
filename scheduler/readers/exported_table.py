"""Tables as other systems export them: titles above the header, columns that nobody asks for, sums at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from scheduler.config import Files
from scheduler.identifiers import plain_name
from scheduler.messages import Message
from scheduler.readers.cell_text import cell_text
from scheduler.readers.faults import CellNames, Faults
from scheduler.readers.table import DELIMITERS, Table
from scheduler.readers.text_file import decode, read_bytes
from scheduler.readers.written import Written

_TITLE_ROWS = 30
"""A header may have so many rows above it."""


@dataclass(frozen=True, slots=True)
class TextGrid:
    """The cells of a csv file or a sheet as text, before anybody knows which of them is the header.

    Attributes
    ----------
    place
        What faults call it.
    rows
        Each with its number, those without any text left out.
    has_commas_between, numbers
        As of `Table`, numbers by row and column from 0.
    empty_formulas
        Cells whose formula has no stored value, by row and column from 0.
    hidden_rows
        Rows that somebody has hidden, which count as others do.
    written
        As of `Table`.
    """

    place: str
    rows: Sequence[tuple[int, Sequence[str]]]
    has_commas_between: bool = True
    numbers: Collection[tuple[int, int]] = ()
    empty_formulas: Collection[tuple[int, int]] = ()
    hidden_rows: Collection[int] = ()
    is_sheet: bool = False
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table whose columns are known.

    Attributes
    ----------
    table
        Its rows below the header, by the names that the file has for the columns.
    header
        The name in the file, by ours; columns that the file does not have are left out.
    """

    table: Table
    header: Mapping[str, str]


def read_grids(path: Path, faults: Faults, files: Files) -> list[TextGrid]:
    """The tables of a csv file or a workbook; none, and faults, where it cannot be read."""
    content = read_bytes(path, path.name, faults)
    if content is None:
        return []
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return list(_sheets(content, path.name, faults))
    text = decode(content, path.name, faults, encoding=files.encoding)
    if text is None:
        return []
    some = text.splitlines()[:_TITLE_ROWS]
    delimiter = max(DELIMITERS, key=lambda sign: max((line.count(sign) for line in some), default=0))
    rows = []
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                rows.append((number, stripped))
    except csv.Error:
        faults.add(
            path.name,
            number + 1,
            "",
            Message("cannot be split into cells"),
            Message("look for a double quote left open"),
        )
        return []
    return [TextGrid(path.name, rows, has_commas_between=delimiter == ",", written=Written.of(files))]


def _sheets(content: bytes, name: str, faults: Faults) -> Iterator[TextGrid]:
    from scheduler.readers.workbook import WorkbookReader

    book = WorkbookReader(content, name, faults)
    for title in book.titles:
        values = book.rows(title)
        if values is None:
            continue
        rows = [(n, [_exact_text(value) for value in row]) for n, row in enumerate(values, start=1)]
        marks = book.marks(title)
        yield TextGrid(
            book.place(title),
            [(n, cells) for n, cells in rows if any(cells)],
            has_commas_between=False,
            numbers={
                (n, c)
                for n, row in enumerate(values, start=1)
                for c, value in enumerate(row)
                if isinstance(value, float)
            },
            empty_formulas={(row, column - 1) for row, column in marks.empty_formulas},
            hidden_rows=marks.hidden_rows,
            is_sheet=True,
        )


def _exact_text(value: object) -> str:
    """A cell's text with the seconds of times, which are handling times and waits here."""
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).isoformat(sep=" ", timespec="seconds")
    return cell_text(value)


def found_in(
    grid: TextGrid, spellings: Mapping[str, Collection[str]], needed: Collection[str], faults: Faults
) -> ExportedTable | None:
    """The table of a grid, whose header is the first row that has all needed columns; None where no row has them.

    Parameters
    ----------
    grid
        The cells.
    spellings
        What each column may be called; case, spaces and underscores do not matter.
    needed
        Those that must be there.
    faults
        Takes formulas without a value.
    """
    plain = {name: {_plain(spelling) for spelling in called} for name, called in spellings.items()}
    for at, (number, cells) in enumerate(grid.rows[:_TITLE_ROWS]):
        names = [_plain(cell) for cell in cells]
        column = {
            name: next(n for n, cell in enumerate(names) if cell in called)
            for name, called in plain.items()
            if called.intersection(names)
        }
        if not set(needed) <= column.keys():
            continue
        header = {name: cells[n] for name, n in column.items()}
        if grid.is_sheet:
            from openpyxl.utils import get_column_letter

            letters = {cells[n]: get_column_letter(n + 1) for n in column.values()}
            faults.call_cells(grid.place, CellNames(letters, grid.hidden_rows))
        for row, n in sorted(grid.empty_formulas):
            if row > number and n in column.values():
                remedy = Message("open and save the workbook in the spreadsheet, or paste the value itself")
                faults.add(grid.place, row, cells[n], Message("the formula has no stored value"), remedy)
        rows = [
            (row, {header[name]: line[n] if n < len(line) else "" for name, n in column.items()})
            for row, line in grid.rows[at + 1 :]
        ]
        by_column = {n: header[name] for name, n in column.items()}
        table = Table(
            grid.place,
            tuple(header.values()),
            [(row, named) for row, named in rows if any(named.values())],
            has_commas_between=grid.has_commas_between,
            numbers={(row, by_column[n]) for row, n in grid.numbers if n in by_column},
            written=grid.written,
        )
        return ExportedTable(table, header)
    return None


def _plain(text: str) -> str:
    return plain_name(text).casefold().replace(" ", "").replace("_", "")
