"""The sheet of people and days in ``roster.xlsx``: what shift stands in each cell, edited by hand or not.

``scheduler/formats/roster_sheet.py`` says how the sheet is found and what its cells hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from scheduler.domain.shifts import OFF
from scheduler.formats.roster_sheet import (
    CODE_JOINER,
    DATA_SHEET,
    DAY_OFF_WORDS,
    GRID_NAME,
    GRID_SHEETS,
    HEADER_WITHIN_ROWS,
    ID_HEADERS,
    LANGUAGES,
)
from scheduler.identifiers import plain_name
from scheduler.labels import absence_label
from scheduler.messages import Message
from scheduler.readers.cells import CellError, parse_date
from scheduler.readers.faults import Faults, Sheet, did_you_mean
from scheduler.readers.workbook import Book, Marks, cell_text

_MOST_DAYS = 400
"""A header with days further apart has a wrong year."""

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


def grid_title(book: Book, data: str, faults: Faults) -> str | None:
    """Title of the sheet of people and days: by its mark, which follows a renamed sheet, or by its usual names.

    None where there is none, which is a fault if the workbook ever had one.
    """
    known = {name.casefold() for name in GRID_SHEETS}
    others = [title for title in book.titles if title != data]
    titles = book.sheets_called(GRID_NAME) or [title for title in others if title.strip().casefold() in known]
    if not titles:
        # Some programs drop the mark; a single sheet with ids and days can be no other.
        titles = [title for title in others if has_days(book, title)]
        titles = titles if len(titles) == 1 else []
    if not titles and data == DATA_SHEET:
        faults.add(
            book.file,
            0,
            "",
            "has no sheet of people and days, so nobody can tell what was edited",
            Message("call that sheet '{korean}' or '{english}'", korean=GRID_SHEETS[0], english=GRID_SHEETS[1]),
        )
    return titles[0] if titles else None


def has_days(book: Book, title: str) -> bool:
    """Whether the sheet has a header of ids and days."""
    rows = book.rows(title, at_most=HEADER_WITHIN_ROWS) or []
    header = _find_header(rows)
    return header is not None and bool(_read_dates(rows[header[0]], header[1]))


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
            Message("has no header with '{korean}' or '{english}'", korean=ID_HEADERS[0], english=ID_HEADERS[1]),
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
    _refuse_wrong_days(dates, place, header_row + 1, faults)
    people = _read_people(rows, header_row, id_column, employees, shifts, place, faults)
    _refuse_merged(marks, set(people), dates, id_column, place, faults)
    of_code = {plain_name(code).casefold(): code for code in shifts}
    _refuse_stray_shifts(rows, header_row, people, dates, of_code, place, faults)
    labels = (absence_label(kind, language) for kind in kinds_of_absence for language in LANGUAGES)
    off = {word.casefold() for word in (*DAY_OFF_WORDS, *kinds_of_absence, *labels)}
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
                codes[employee, on] = () if not text or text.casefold() in off else _parse_codes(text, of_code)
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
        text = cell_text(value)
        if column > id_column and text and not isinstance(value, int | float):
            try:
                dates[column] = parse_date(text)
            except CellError:
                continue
    return dates


def _refuse_wrong_days(dates: Mapping[int, date], place: str, row: int, faults: Faults) -> None:
    """Two columns of one day, and days too far apart."""
    seen: set[date] = set()
    for column, on in dates.items():
        if on in seen:
            faults.add(
                place,
                row,
                str(on),
                Message("{on} stands twice", on=on),
                "delete one of the two columns",
                letter=get_column_letter(column + 1),
            )
        seen.add(on)
    first, last = min(seen), max(seen)
    if (last - first).days > _MOST_DAYS:
        faults.add(
            place, row, "", Message("the days go from {first} to {last}", first=first, last=last), "correct the dates"
        )


def _refuse_stray_shifts(
    rows: Sequence[tuple[Any, ...]],
    header_row: int,
    people: Mapping[int, str],
    dates: Mapping[int, date],
    shifts: Mapping[str, str],
    place: str,
    faults: Faults,
) -> None:
    """Shifts in a row without a person, or in a column without a name, would be left out in silence."""

    def is_shift(row: int, column: int) -> bool:
        text = cell_text(rows[row][column]) if column < len(rows[row]) else ""
        return plain_name(text).casefold() in shifts if text else False

    unnamed = [column for column in range(max(dates) + 2) if not cell_text(_at(rows[header_row], column))]
    for row in range(header_row + 1, len(rows)):
        if row in people:
            for column in unnamed:
                if is_shift(row, column):
                    faults.add(
                        place,
                        row + 1,
                        "",
                        "a shift stands in a column without a date",
                        "put the date into the header, or empty the cell",
                        letter=get_column_letter(column + 1),
                    )
        elif not cell_text(_at(rows[row], 0)) and any(is_shift(row, column) for column in dates):
            faults.add(
                place, row + 1, "employee_id", "the row has shifts but no id", "write the person's id, or empty the row"
            )


def _at(values: tuple[Any, ...], column: int) -> Any:
    return values[column] if column < len(values) else None


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
        employee = plain_name(cell_text(_at(rows[row], id_column)))
        has_ended = has_ended or not employee
        if not employee or (has_ended and (employee not in employees or employee in shifts)):
            continue
        if employee not in employees:
            faults.add(
                place,
                row + 1,
                "employee_id",
                Message("employee '{employee}' is unknown", employee=employee),
                did_you_mean(employee, employees),
            )
        elif employee in row_of:
            faults.add(
                place,
                row + 1,
                "employee_id",
                Message(
                    "employee '{employee}' stands twice, first in row {row}", employee=employee, row=row_of[employee]
                ),
                "delete one of the two rows",
            )
        else:
            row_of[employee] = row + 1
            people[row] = employee
    return people


def _parse_codes(text: str, shifts: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the shifts in a cell; `shifts` has them by their names without case."""
    codes = []
    for part in text.split(CODE_JOINER):
        code = shifts.get(plain_name(part).casefold())
        if code is None:
            known = list(shifts.values())
            raise CellError(
                Message("'{found}' is neither a shift nor a word for a day off", found=text),
                Message(
                    "{remedy}; empty the cell or write {off} for a day off, join two shifts with {joiner}",
                    remedy=did_you_mean(part.strip(), known) or f"use one of {', '.join(known)}",
                    off=OFF,
                    joiner=CODE_JOINER,
                ),
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
                place,
                row + 1,
                name,
                Message("the cells {area} are merged", area=area),
                "unmerge them and write a shift in each cell",
            )
