"""The sheet of people and days in ``roster.xlsx``: what shift stands in each cell, edited by hand or not.

``scheduler/formats/roster_sheet.py`` says how the sheet is found and what its cells hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from scheduler.domain.roster import PersonDay
from scheduler.domain.shifts import OFF
from scheduler.formats.roster_sheet import (
    CODE_JOINER,
    DATA_SHEET,
    DAY_OFF_WORDS,
    GRID_NAME,
    GRID_SHEETS,
    HEADER_WITHIN_ROWS,
    ID_HEADERS,
)
from scheduler.identifiers import plain_name
from scheduler.messages import Message
from scheduler.readers.cell_text import cell_text
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import CellNames, Faults, did_you_mean
from scheduler.readers.name_parser import Names
from scheduler.readers.workbook import Marks, WorkbookReader

_MOST_DAYS = 400
"""A header with days further apart has a wrong year."""


@dataclass(frozen=True, slots=True)
class RosterGrid:
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
    codes: Mapping[PersonDay, tuple[str, ...]]
    cells: Mapping[PersonDay, str]
    people: Collection[str]
    dates: Collection[date]

    def name(self, place: PersonDay) -> str:
        """The cell with its sheet, such as ``Roster!F12``."""
        return f"{self.title}!{self.cells[place]}"


def grid_title(book: WorkbookReader, data: str, faults: Faults) -> str | None:
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
        faults.of(
            book.file,
            Message("has no sheet of people and days, so nobody can tell what was edited"),
            Message("call that sheet '{korean}' or '{english}'", korean=GRID_SHEETS[0], english=GRID_SHEETS[1]),
        )
    return titles[0] if titles else None


def has_days(book: WorkbookReader, title: str) -> bool:
    """Whether the sheet has a header of ids and days."""
    rows = book.rows(title, at_most=HEADER_WITHIN_ROWS) or []
    header = _find_header(rows)
    if header is None:
        return False
    header_row, id_column = header
    return bool(_read_dates(rows[header_row], id_column))


def read_grid(
    book: WorkbookReader,
    title: str,
    employee: Names,
    shifts: Collection[str],
    kinds_of_absence: Collection[str],
    faults: Faults,
) -> RosterGrid | None:
    """Read the sheet.

    Parameters
    ----------
    book, title
        The workbook, and the sheet in it.
    employee
        Knows which ids exist.
    shifts
        Codes that exist.
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
        faults.of(
            place,
            Message("has no header with '{korean}' or '{english}'", korean=ID_HEADERS[0], english=ID_HEADERS[1]),
            Message("put the row with the ids' name and the dates back"),
        )
        return None
    header_row, id_column = header
    dates = _read_dates(rows[header_row], id_column)
    letters = {str(on): get_column_letter(column + 1) for column, on in dates.items()}
    letters["employee_id"] = get_column_letter(id_column + 1)
    marks = book.marks(title)
    faults.call_cells(place, CellNames(letters, marks.hidden_rows))
    if not dates:
        faults.add(
            place, header_row + 1, "", Message("the header has no dates"), Message("put the dates of the days back")
        )
        return None
    of_code = {plain_name(code).casefold(): code for code in shifts}
    sheet = _Cells(rows, header_row, id_column, dates, place, faults)
    sheet.refuse_wrong_days()
    people = sheet.read_people(employee, shifts)
    sheet.refuse_merged(marks, people)
    sheet.refuse_stray_shifts(people, of_code)
    off = {word.casefold() for word in (*DAY_OFF_WORDS, *kinds_of_absence)}
    codes: dict[PersonDay, tuple[str, ...]] = {}
    cells: dict[PersonDay, str] = {}
    for row, person in people.items():
        for column, on in dates.items():
            text = sheet.text(row, column)
            cells[person, on] = f"{get_column_letter(column + 1)}{row + 1}"
            if not text and (row + 1, column + 1) in marks.empty_formulas:
                faults.add(
                    place,
                    row + 1,
                    str(on),
                    Message("the formula has no stored value"),
                    Message("open and save the workbook in the spreadsheet, or type the shift itself"),
                )
                continue
            try:
                codes[person, on] = () if not text or text.casefold() in off else _parse_codes(text, of_code)
            except CellError as error:
                faults.add(place, row + 1, str(on), error.message, error.remedy)
    return RosterGrid(title, codes, cells, set(people.values()), set(dates.values()))


def read_marked(book: WorkbookReader, grid: RosterGrid) -> frozenset[PersonDay]:
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


@dataclass(frozen=True, slots=True)
class _Cells:
    """The values of the sheet, and what is wrong with where they stand; rows and columns count from 0.

    Attributes
    ----------
    dates
        The days by column.
    place
        The sheet as faults name it.
    """

    rows: Sequence[tuple[Any, ...]]
    header_row: int
    id_column: int
    dates: Mapping[int, date]
    place: str
    faults: Faults

    def text(self, row: int, column: int) -> str:
        """What stands in a cell; empty beyond the last one."""
        values = self.rows[row]
        return cell_text(values[column]) if column < len(values) else ""

    def refuse_wrong_days(self) -> None:
        """Two columns of one day, and days too far apart."""
        seen: set[date] = set()
        for column, on in self.dates.items():
            if on in seen:
                self.faults.add(
                    self.place,
                    self.header_row + 1,
                    str(on),
                    Message("{on} stands twice", on=on),
                    Message("delete one of the two columns"),
                    letter=get_column_letter(column + 1),
                )
            seen.add(on)
        first, last = min(seen), max(seen)
        if (last - first).days > _MOST_DAYS:
            message = Message("the days go from {first} to {last}", first=first, last=last)
            self.faults.add(self.place, self.header_row + 1, "", message, Message("correct the dates"))

    def read_people(self, known: Names, shifts: Collection[str]) -> dict[int, str]:
        """Row and id of each person.

        The first row without an id ends the people; below stand counts, by shift. Rows of people that somebody has
        moved further down are found all the same.
        """
        people: dict[int, str] = {}
        row_of: dict[str, int] = {}
        has_ended = False
        for row in range(self.header_row + 1, len(self.rows)):
            employee = plain_name(self.text(row, self.id_column))
            has_ended = has_ended or not employee
            if not employee or (has_ended and (employee not in known or employee in shifts)):
                continue
            try:
                employee = known(employee)
            except CellError as error:
                self.faults.add(self.place, row + 1, "employee_id", error.message, error.remedy)
                continue
            if employee in row_of:
                message = Message(
                    "employee '{employee}' stands twice, first in row {row}", employee=employee, row=row_of[employee]
                )
                self.faults.add(self.place, row + 1, "employee_id", message, Message("delete one of the two rows"))
            else:
                row_of[employee] = row + 1
                people[row] = employee
        return people

    def refuse_merged(self, marks: Marks, people: Collection[int]) -> None:
        """Merged cells hide all but their first cell; titles and legend may be merged as anybody likes."""
        for area in marks.merged:
            columns = range(area.left - 1, area.right)
            touched = [column for column in columns if column in self.dates or column == self.id_column]
            row = next((row for row in range(area.top - 1, area.bottom) if row in people), None)
            if row is not None and touched:
                self.faults.add(
                    self.place,
                    row + 1,
                    str(self.dates.get(touched[0], "employee_id")),
                    Message("the cells {area} are merged", area=area.name),
                    Message("unmerge them and write a shift in each cell"),
                )

    def refuse_stray_shifts(self, people: Collection[int], shifts: Collection[str]) -> None:
        """Shifts in a row without a person, or in a column without a name, would be left out in silence."""

        def is_shift(row: int, column: int) -> bool:
            return plain_name(self.text(row, column)).casefold() in shifts

        unnamed = [column for column in range(max(self.dates) + 2) if not self.text(self.header_row, column)]
        for row in range(self.header_row + 1, len(self.rows)):
            if row in people:
                for column in unnamed:
                    if is_shift(row, column):
                        self.faults.add(
                            self.place,
                            row + 1,
                            "",
                            Message("a shift stands in a column without a date"),
                            Message("put the date into the header, or empty the cell"),
                            letter=get_column_letter(column + 1),
                        )
            elif not self.text(row, 0) and any(is_shift(row, column) for column in self.dates):
                message = Message("the row has shifts but no id")
                self.faults.add(
                    self.place, row + 1, "employee_id", message, Message("write the person's id, or empty the row")
                )


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
                    remedy=did_you_mean(part.strip(), known) or Message("use one of {known}", known=", ".join(known)),
                    off=OFF,
                    joiner=CODE_JOINER,
                ),
            )
        codes.append(code)
    return tuple(codes)
