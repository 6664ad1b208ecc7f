"""``roster.csv``, ``previous_roster.csv`` and ``roster.xlsx``: one row per person and worked day.

In a workbook the sheet of people and days is what people edit; where it differs from the sheet of rows, it counts, and
a changed day has the shift's own times, its usual meal break, and the place and queue of the person on that day.

Whatever can be read of a roster that is to be checked is read: whether times fit their shift, or a person may work it,
is for the rules to judge. Nobody judges one that is taken as known, so what cannot have been is a fault there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.limits import LONGEST_SHIFT_MINUTES
from scheduler.domain.people import Absence, Employee
from scheduler.domain.problem import queues_of, work_mode_of
from scheduler.domain.roster import Assignment, Roster, WorkMode, assignment_of
from scheduler.domain.shifts import Shift
from scheduler.formats.headers import column_named
from scheduler.formats.roster_sheet import DATA_SHEET
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.frame import read_frame
from scheduler.readers.known_roster import refuse_far_rows, refuse_impossible_rows
from scheduler.readers.local_times import local_times
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_whole, within
from scheduler.readers.roster_grid import Grid, grid_title, has_days, read_grid, read_marked
from scheduler.readers.sheet_table import read_sheet
from scheduler.readers.table import Column, Table, read_bytes, read_csv, records
from scheduler.readers.workbook import Book

if TYPE_CHECKING:
    import pandas as pd


def roster_columns(known: Known) -> Mapping[str, Column]:
    """The columns of a roster."""
    parse_local = local_times(known.zone)
    return {
        "employee_id": Column(known.employee),
        "date": Column(parse_date),
        "shift": Column(known.shift),
        "start": Column(parse_local),
        "end": Column(parse_local),
        "break_start": Column(parse_local, empty=None),
        "break_end": Column(parse_local, empty=None),
        "work_mode": Column(parse_work_mode),
        "queue": Column(known.queue, empty=""),
        "paid_minutes": Column(within(parse_whole, 0, LONGEST_SHIFT_MINUTES)),
    }


def parse_work_mode(text: str) -> WorkMode:
    """``office`` or ``remote``, in any case.

    Raises
    ------
    CellError
        It is neither.
    """
    if text.casefold() == "office":
        return "office"
    if text.casefold() == "remote":
        return "remote"
    raise CellError(Message("work mode '{found}' is unknown", found=text), did_you_mean(text, ("office", "remote")))


def read_assignments(
    table: Table, known: Known, faults: Faults, shifts: Mapping[str, Shift] | None = None
) -> list[Assignment]:
    """The rows of a roster that can be read.

    Parameters
    ----------
    table, known
        The rows, and the names that may stand there.
    faults
        Takes what is wrong; a row whose date is far from all others is.
    shifts
        By code, for a roster that is taken as known: other times than those of the shift are then a fault. None: the
        roster is to be checked by the rules, which say more.
    """
    rows = [
        (record.row, Assignment(**record.values))
        for record in records(table, roster_columns(known), faults)
        if record.is_good
    ]
    refuse_far_rows(table.file, rows, faults)
    if shifts is not None:
        refuse_impossible_rows(table.file, rows, shifts, known.zone, faults)
    return [row for _, row in rows]


def read_roster(
    path: Path, settings: Settings, employees: Sequence[Employee], absences: Sequence[Absence] = ()
) -> Roster:
    """Read a roster file as it stands now.

    Parameters
    ----------
    path, settings, employees, absences
        As of `read_edited_roster`, which raises the same errors.
    """
    return read_edited_roster(path, settings, employees, absences).roster


def read_edited_roster(
    path: Path,
    settings: Settings,
    employees: Sequence[Employee],
    absences: Sequence[Absence] = (),
    *,
    is_known: bool = False,
) -> EditedRoster:
    """Read a roster file, and what people have changed in it.

    Parameters
    ----------
    path
        A csv file with the columns of ``roster.csv``, in any order, or a ``roster.xlsx``.
    settings
        Say which shifts and queues exist, and what a changed day is like.
    employees
        The people who may stand there.
    absences
        Their kinds may stand in a workbook's cell on a day off.
    is_known
        The roster is taken as known and not checked by the rules: rows that nobody can have worked are faults.

    Raises
    ------
    InputError
        With every fault: the file is missing or cannot be read, a column is missing, an employee, shift or queue is
        unknown, a date, time or number is wrong.
    """
    faults = Faults()
    known = Known.of_settings(settings, [person.employee_id for person in employees])
    shifts = {shift.code: shift for shift in settings.shifts} if is_known else None
    content = read_bytes(path, str(path), faults)
    edited = EditedRoster(Roster(), Roster())
    if content is not None and (content.startswith(_ZIP) or path.suffix.casefold() in _WORKBOOKS):
        kinds = {absence.kind for absence in absences}
        edited = _read_workbook(Book(content, str(path), faults), known, settings, employees, kinds, faults, shifts)
    elif content is not None:
        table = read_csv(content, str(path), roster_columns(known), faults)
        roster = Roster.of(read_assignments(table, known, faults, shifts) if table is not None else ())
        edited = EditedRoster(roster, roster, cells=_codes_of(roster))
    faults.raise_if_any()
    return edited


def read_roster_frame(frame: pd.DataFrame, settings: Settings, employees: Sequence[Employee]) -> Roster:
    """Read a roster from a frame with the columns of ``roster.csv``.

    Parameters
    ----------
    frame
        Times without a zone are local; those with one must have the offset that the centre's clock has then.
    settings, employees
        As of `read_edited_roster`.

    Raises
    ------
    InputError
        With every fault; row 2 is the frame's first.
    """
    faults = Faults()
    known = Known.of_settings(settings, [person.employee_id for person in employees])
    table = read_frame(frame, "roster", roster_columns(known), faults)
    roster = Roster.of(read_assignments(table, known, faults) if table is not None else ())
    faults.raise_if_any()
    return roster


_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")


def _codes_of(roster: Roster) -> dict[tuple[str, date], tuple[str, ...]]:
    codes: dict[tuple[str, date], tuple[str, ...]] = {}
    for row in roster.assignments:
        codes[row.employee_id, row.date] = (*codes.get((row.employee_id, row.date), ()), row.shift)
    return codes


def _read_workbook(
    book: Book,
    known: Known,
    settings: Settings,
    employees: Sequence[Employee],
    kinds_of_absence: Collection[str],
    faults: Faults,
    known_shifts: Mapping[str, Shift] | None,
) -> EditedRoster:
    """The roster of a workbook; what is wrong goes to the faults."""
    columns = roster_columns(known)
    nothing = EditedRoster(Roster(), Roster())
    if not book.opens:
        return nothing
    data = _data_title(book, columns)
    if data is None:
        faults.add(
            book.file,
            0,
            "",
            Message("has no sheet '{data}', which holds times, breaks and queues of the shifts", data=DATA_SHEET),
            "take the workbook as it was written, and make the changes there again",
        )
        return nothing
    table = read_sheet(book, data, columns)
    before = Roster.of(read_assignments(table, known, faults, known_shifts) if table is not None else ())
    title = grid_title(book, data, faults)
    if title is None:
        return EditedRoster(before, before, cells=_codes_of(before))
    codes = [shift.code for shift in settings.shifts]
    grid = read_grid(book, title, known.employee, codes, kinds_of_absence, faults)
    if grid is None or faults:
        return nothing
    written = _codes_of(before)
    _refuse_losses(book.place(title), grid, written, faults)
    for other in book.titles:
        if other not in (title, data) and has_days(book, other):
            copy = read_grid(book, other, known.employee, codes, kinds_of_absence, Faults())
            _refuse_edited_copy(book.place(other), copy, grid, written, faults)
    edits = tuple(
        Edit(employee, on, written.get((employee, on), ()), worked, grid.name((employee, on)))
        for (employee, on), worked in sorted(grid.codes.items())
        if Counter(worked) != Counter(written.get((employee, on), ()))
    )
    roster = _edited(before, edits, settings, employees) if edits else before
    return EditedRoster(before, roster, edits, grid.codes, read_marked(book, grid))


def _data_title(book: Book, columns: Mapping[str, Column]) -> str | None:
    """The sheet with a roster's rows; a csv file that was saved as a workbook has one as well, under its own name."""
    if DATA_SHEET in book.titles:
        return DATA_SHEET
    for title in book.titles:
        first = next((row for row in book.rows(title) or () if any(value is not None for value in row)), ())
        if set(columns) <= {column_named(str(value), columns) for value in first if value is not None}:
            return title
    return None


def _refuse_losses(place: str, grid: Grid, written: Mapping[tuple[str, date], object], faults: Faults) -> None:
    """A row or column that somebody has deleted is no edit: shifts would go in silence."""
    for employee in sorted({employee for employee, _ in written} - set(grid.people)):
        faults.add(
            place,
            0,
            "employee_id",
            Message(
                "employee '{employee}' has shifts in the sheet '{data}' but no row here",
                employee=employee,
                data=DATA_SHEET,
            ),
            "put the row back; empty its cells to take the shifts away",
        )
    known = {on for _, on in written}.union(grid.dates)
    between = {min(known) + timedelta(days=n) for n in range((max(known) - min(known)).days)}
    for on in sorted(between - known):
        faults.add(
            place,
            0,
            "date",
            Message("{on} has no column, though days before and after it have", on=on),
            "put its date back into the header",
        )
    for on in sorted({on for _, on in written} - set(grid.dates)):
        faults.add(
            place,
            0,
            "date",
            Message("{on} has shifts in the sheet '{data}' but no column here", on=on, data=DATA_SHEET),
            "put the column back; empty its cells to take the shifts away",
        )


def _refuse_edited_copy(
    place: str, copy: Grid | None, grid: Grid, written: Mapping[tuple[str, date], tuple[str, ...]], faults: Faults
) -> None:
    """The sheets of teams, and copies that somebody made, do not count: an edit there would be lost in silence."""
    for where in sorted(copy.cells) if copy is not None else ():
        assert copy is not None
        there, here = copy.codes.get(where), grid.codes.get(where)
        # What cannot be read was not written by us. A copy made of the edited sheet says the same as that one.
        if there is None or Counter(there) not in (Counter(written.get(where, ())), Counter(here or ())):
            faults.add(
                place,
                0,
                "",
                Message(
                    "cell {cell} was edited, but the sheet '{grid}' alone counts",
                    cell=copy.cells[where],
                    grid=grid.title,
                ),
                "make the change there; delete this sheet if it is a copy of your own",
            )


def _edited(before: Roster, edits: Sequence[Edit], settings: Settings, employees: Sequence[Employee]) -> Roster:
    """The roster after the edits; shifts that a changed day still has stay as they were."""
    people = {person.employee_id: person for person in employees}
    access = {(entry.team, entry.queue): entry.weekdays for entry in settings.queue_access}
    shifts = {shift.code: shift for shift in settings.shifts}
    meals = _usual_meals(before, settings)
    wanted = {(edit.employee_id, edit.date): Counter(edit.new) for edit in edits}
    kept = []
    for row in before.assignments:
        codes = wanted.get((row.employee_id, row.date))
        if codes is None or codes[row.shift]:
            kept.append(row)
            if codes is not None:
                codes[row.shift] -= 1
    for (employee, on), codes in wanted.items():
        person = people[employee]
        mode = work_mode_of(settings.remote, person, on)
        queue = next(iter(queues_of(access, person, on)), "")
        kept += [
            _usual(shifts[code], settings, employee, on, meals.get(code), mode, queue) for code in codes.elements()
        ]
    return Roster.of(kept)


def _usual_meals(roster: Roster, settings: Settings) -> dict[str, int]:
    """When most people of a shift begin their meal break, in minutes from midnight; without any, the earliest."""
    meals = {
        shift.code: starts[0] for shift in settings.shifts if (starts := shift.meal_starts(settings.interval_minutes))
    }
    counts: dict[str, Counter[int]] = {}
    for row in roster.assignments:
        if row.break_start is not None and row.shift in meals:
            minute = round((row.break_start - datetime.combine(row.date, time())).total_seconds() / 60)
            counts.setdefault(row.shift, Counter())[minute] += 1
    for code, found in counts.items():
        meals[code] = min(found, key=lambda minute: (-found[minute], minute))
    return meals


def _usual(
    shift: Shift, settings: Settings, employee: str, on: date, meal_minute: int | None, mode: WorkMode, queue: str
) -> Assignment:
    horizon = Horizon(on, 1, settings.interval_minutes, settings.centre.zone)
    runs = shift.as_it_runs(partial(horizon.elapsed, 0))
    if meal_minute is not None and runs != shift:  # the clock changes: the start nearest the usual one
        passed = horizon.elapsed(0, meal_minute)
        starts = runs.meal_starts(settings.interval_minutes)
        meal_minute = min(starts, key=lambda start: abs(start - passed), default=None)
    return assignment_of(horizon, 0, runs, employee, meal_minute=meal_minute, work_mode=mode, queue=queue)
