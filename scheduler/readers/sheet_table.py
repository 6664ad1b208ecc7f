"""A sheet of a workbook as a table: the same rows of named cells that a csv file gives, and the same faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter

from scheduler.formats.headers import column_named
from scheduler.messages import Message
from scheduler.readers.cell_text import cell_text
from scheduler.readers.faults import CellNames, Faults
from scheduler.readers.table import Column, Table, read_header
from scheduler.readers.workbook import Marks, WorkbookReader

_TITLE_ROWS = 10
"""A header may have so many rows above it that hold titles and remarks."""


def read_sheet(
    book: WorkbookReader, title: str, columns: Mapping[str, Column], *, needs_rows: bool = False
) -> Table | None:
    """A sheet as a table; None where the sheet as a whole cannot be used. Faults say why.

    Parameters
    ----------
    book, title
        The workbook, and the title of a sheet that is there.
    columns
        The columns that may stand there. The header is the first row that names half of those that must.
    needs_rows
        Whether a header alone is a fault.
    """
    place, faults = book.place(title), book.faults
    values = book.rows(title)
    if values is None:
        return None
    rows = [(n, [cell_text(value) for value in row]) for n, row in enumerate(values, start=1)]
    rows = [(n, cells) for n, cells in rows if any(cells)]
    if not rows:
        faults.of(place, Message("is empty"), Message("put the names of the columns in its first row"))
        return None
    start = _header_position([cells for _, cells in rows[:_TITLE_ROWS]], columns)
    number, header = rows[start]
    marks = book.marks(title)
    filled = [n for n, cell in enumerate(header) if cell]
    letters = {header[n]: get_column_letter(n + 1) for n in filled}
    letters |= {column_named(header[n], columns): get_column_letter(n + 1) for n in reversed(filled)}
    faults.call_cells(place, CellNames(letters, marks.hidden_rows))
    if _refuse_merged_header(faults, place, marks, number, header):
        return None
    names = read_header(
        [header[n] for n in filled],
        number,
        place,
        columns,
        faults,
        letters=[get_column_letter(n + 1) for n in filled],
    )
    if names is None:
        return None
    if needs_rows and start + 1 == len(rows):
        faults.of(place, Message("has a header but no rows"), Message("add the rows"))
    _refuse_unnamed(faults, place, rows[start + 1 :], set(filled))
    # Of a column that stands twice, which is a fault, the first counts, as its letter does.
    of_column = {
        column: name for n, (column, name) in enumerate(zip(filled, names, strict=True)) if name not in names[:n]
    }
    unusable = _refuse_merged(faults, place, marks, number) | _refuse_empty_formulas(faults, place, marks, of_column)
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


def _refuse_unnamed(faults: Faults, place: str, rows: Sequence[tuple[int, list[str]]], named: set[int]) -> None:
    """Cells in a column without a name would be left out in silence."""
    first: dict[int, int] = {}
    for n, cells in rows:
        for column, cell in enumerate(cells):
            if cell and column not in named:
                first.setdefault(column, n)
    for column, n in first.items():
        letter = get_column_letter(column + 1)
        faults.add(
            place,
            n,
            "",
            Message("column {letter} has cells but no name", letter=letter),
            Message("name the column in the header, or empty it"),
        )


def _refuse_merged_header(faults: Faults, place: str, marks: Marks, row: int, header: Sequence[str]) -> bool:
    """A name that spans columns leaves all but the first without one, which would look like missing columns."""
    is_merged = False
    for area in marks.merged:
        if not (area.top <= row <= area.bottom and area.left < area.right and area.left <= len(header)):
            continue
        is_merged = True
        first, last = get_column_letter(area.left), get_column_letter(area.right)
        faults.add(
            place,
            row,
            "",
            Message(
                "the header cell '{name}' is merged over the columns {first} to {last}",
                name=next((cell for cell in header[area.left - 1 : area.right] if cell), ""),
                first=first,
                last=last,
            ),
            Message("unmerge it, and name each of these columns"),
            letter=first,
        )
    return is_merged


def _refuse_merged(faults: Faults, place: str, marks: Marks, header: int) -> set[int]:
    """Rows of merged cells; of these only the first cell has a value."""
    rows: set[int] = set()
    for area in marks.merged:
        if area.bottom >= header:
            rows.update(range(area.top, area.bottom + 1))
            faults.add(
                place,
                max(area.top, header),
                "",
                Message("the cells {area} are merged", area=area.name),
                Message("unmerge them and fill in each cell"),
            )
    return rows


def _refuse_empty_formulas(faults: Faults, place: str, marks: Marks, names: Mapping[int, str]) -> set[int]:
    """Rows with a formula whose value was never stored: it would look like an empty cell."""
    rows: set[int] = set()
    for row, column in sorted(marks.empty_formulas):
        if column - 1 in names:
            rows.add(row)
            faults.add(
                place,
                row,
                names[column - 1],
                Message("the formula has no stored value"),
                Message("open and save the workbook in the spreadsheet, or paste the value itself"),
            )
    return rows


def _header_position(rows: Sequence[Sequence[str]], columns: Mapping[str, Column]) -> int:
    """The first row that names half of the columns that must be there; failing that, the one that names most."""
    needed = [name for name, column in columns.items() if not column.optional]
    named = [len({column_named(cell, columns) for cell in cells if cell}.intersection(needed)) for cells in rows]
    return next((n for n, number in enumerate(named) if 2 * number >= len(needed)), named.index(max(named)))
