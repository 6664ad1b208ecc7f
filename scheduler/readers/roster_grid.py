"""The sheet of people and days in ``roster.xlsx``: what shift stands in each cell, edited by hand or not.

``scheduler/writers/roster_sheet.py`` says how the sheet is found and what its cells hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from scheduler.domain.shifts import OFF
from scheduler.readers.cells import CellError, parse_date
from scheduler.readers.faults import Faults, Sheet, did_you_mean
from scheduler.readers.workbook import Book, Marks, cell_text
from scheduler.writers.roster_sheet import (
    CODE_JOINER,
    DAY_OFF_WORDS,
    GRID_SHEETS,
    HEADER_WITHIN_ROWS,
    ID_HEADERS,
)

Place = tuple[str, date]
"""Employee and day."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of the sheet.

    Attributes
    ----------
    codes
        Shift codes by employee and day; none on a day off.
    cells
        Name of each cell, such as ``F12``.
    people, dates
        Those that have a row and a column.
    title
        Of the sheet.
    """

    title: str
    codes: Mapping[Place, tuple[str, ...]]
    cells: Mapping[Place, str]
    people: Collection[str]
    dates: Collection[date]

    def name(self, place: Place) -> str:
        """The cell with its sheet, such as ``Roster!F12``."""
        return f"{self.title}!{self.cells[place]}"


def grid_title(book: Book) -> str | None:
    """Title of the sheet of people and days; None: there is none."""
    known = {name.casefold() for name in GRID_SHEETS}
    return next((title for title in book.titles if title.strip().casefold() in known), None)


def read_grid(
    book: Book,
    title: str,
    shifts: Collection[str],
    employees: Collection[str],
    kinds_of_absence: Collection[str],
    faults: Faults,
) -> Grid | None:
    """Read the sheet.

    Parameters
    ----------
    book, title
        The workbook, and the sheet in it.
    shifts, employees
        Codes and ids that exist.
    kinds_of_absence
        Words that may stand on a day off, besides the usual ones.
    faults
        Takes what is wrong: cells that hold neither a shift nor a day off, merged cells, ids that are unknown or
        stand twice, days that stand twice.

    Returns
    -------
    Grid or None
        None where the sheet as a whole cannot be read.
    """
    place = book.place(title)
    rows = book.rows(title)
    if rows is None:
        return None
    header = _find_header(rows)
    if header is None:
        faults.add(
            place,
            0,
            "",
            f"has no header with '{ID_HEADERS[0]}' or '{ID_HEADERS[1]}'",
            "put the row with the ids' name and the dates back",
        )
        return None
    header_row, id_column = header
    dates = _read_dates(rows[header_row], id_column)
    letters = {str(on): get_column_letter(column + 1) for column, on in dates.items()}
    letters["employee_id"] = get_column_letter(id_column + 1)
    marks = book.marks(title)
    faults.call_cells(place, Sheet(letters, marks.hidden_rows))
    if not dates:
        faults.add(place, header_row + 1, "", "the header has no dates", "put the dates of the days back")
        return None
    for column, on in dates.items():
        if list(dates.values()).index(on) != list(dates).index(column):
            faults.add(place, header_row + 1, str(on), f"{on} stands twice", "delete one of the two columns")
    people = _read_people(rows, header_row, id_column, employees, shifts, place, faults)
    _refuse_merged(marks, set(people), dates, id_column, place, faults)
    off = {word.casefold() for word in (*DAY_OFF_WORDS, *kinds_of_absence)}
    codes: dict[Place, tuple[str, ...]] = {}
    cells: dict[Place, str] = {}
    for row, employee in people.items():
        values = rows[row]
        for column, on in dates.items():
            text = cell_text(values[column]) if column < len(values) else ""
            cells[employee, on] = f"{get_column_letter(column + 1)}{row + 1}"
            if not text and (row + 1, column + 1) in marks.empty_formulas:
                faults.add(
                    place,
                    row + 1,
                    str(on),
                    "the formula has no stored value",
                    "open and save the workbook in the spreadsheet, or type the shift itself",
                )
                continue
            try:
                codes[employee, on] = () if not text or text.casefold() in off else _parse_codes(text, shifts)
            except CellError as error:
                faults.add(place, row + 1, str(on), error.message, error.remedy)
    return Grid(title, codes, cells, set(people.values()), set(dates.values()))


def read_marked(book: Book, grid: Grid) -> frozenset[Place]:
    """Employees and days whose cells are marked to be kept."""
    marked = book.marked_cells(grid.title)
    return frozenset(place for place, cell in grid.cells.items() if cell in marked)


def _find_header(rows: Sequence[tuple[Any, ...]]) -> tuple[int, int] | None:
    """Row and column of the ids' header, both from 0."""
    known = {name.casefold() for name in ID_HEADERS}
    for row, values in enumerate(rows[:HEADER_WITHIN_ROWS]):
        for column, value in enumerate(values):
            if isinstance(value, str) and value.strip().casefold() in known:
                return row, column
    return None


def _read_dates(values: tuple[Any, ...], id_column: int) -> dict[int, date]:
    """The days by column; a header that is no date is none of a day's."""
    dates: dict[int, date] = {}
    for column, value in enumerate(values):
        if column <= id_column:
            continue
        if isinstance(value, datetime):
            dates[column] = value.date()
        elif isinstance(value, date):
            dates[column] = value
        elif isinstance(value, str):
            try:
                dates[column] = parse_date(value.strip())
            except CellError:
                continue
    return dates


def _read_people(
    rows: Sequence[tuple[Any, ...]],
    header_row: int,
    id_column: int,
    employees: Collection[str],
    shifts: Collection[str],
    place: str,
    faults: Faults,
) -> dict[int, str]:
    """Row and id of each person.

    The first row without an id ends the people; below stand counts. Rows of people that somebody has moved further
    down are found all the same.
    """
    people: dict[int, str] = {}
    row_of: dict[str, int] = {}
    has_ended = False
    for row in range(header_row + 1, len(rows)):
        employee = cell_text(rows[row][id_column]) if id_column < len(rows[row]) else ""
        has_ended = has_ended or not employee
        if not employee or (has_ended and (employee not in employees or employee in shifts)):
            continue
        if employee not in employees:
            faults.add(
                place, row + 1, "employee_id", f"employee '{employee}' is unknown", did_you_mean(employee, employees)
            )
        elif employee in row_of:
            faults.add(
                place,
                row + 1,
                "employee_id",
                f"employee '{employee}' stands twice, first in row {row_of[employee]}",
                "delete one of the two rows",
            )
        else:
            row_of[employee] = row + 1
            people[row] = employee
    return people


def _parse_codes(text: str, shifts: Collection[str]) -> tuple[str, ...]:
    codes = []
    for part in text.split(CODE_JOINER):
        code = part.strip().upper()
        if code not in shifts:
            raise CellError(
                f"'{text}' is neither a shift nor a word for a day off",
                (did_you_mean(code, shifts) or f"use one of {', '.join(shifts)}")
                + f"; empty the cell or write {OFF} for a day off, join two shifts with {CODE_JOINER}",
            )
        codes.append(code)
    return tuple(codes)


def _refuse_merged(
    marks: Marks, people: Collection[int], dates: Mapping[int, date], id_column: int, place: str, faults: Faults
) -> None:
    """Merged cells hide all but their first cell; titles and legend may be merged as anybody likes."""
    for area in marks.merged:
        left, top, right, bottom = range_boundaries(area)
        if left is None or top is None or right is None or bottom is None:
            continue
        touched = [column for column in range(left - 1, right) if column in dates or column == id_column]
        row = next((row for row in range(top - 1, bottom) if row in people), None)
        if row is not None and touched:
            name = str(dates[touched[0]]) if touched[0] in dates else "employee_id"
            faults.add(
                place, row + 1, name, f"the cells {area} are merged", "unmerge them and write a shift in each cell"
            )
