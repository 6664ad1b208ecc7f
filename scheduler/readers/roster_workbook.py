"""``roster.xlsx``: people edit the sheet of people and days, which counts where the sheet of rows differs.

A changed day has the shift's own times, its usual meal break, and the place and queue of the person on that day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.employment import rows_by_person
from scheduler.domain.people import Absence, Employee
from scheduler.domain.problem import queues_of, work_mode_of
from scheduler.domain.roster import Assignment, Roster, WorkMode, assignment_of
from scheduler.formats.headers import column_named
from scheduler.formats.roster_sheet import DATA_SHEET, HIDDEN_SHEETS
from scheduler.messages import Message
from scheduler.readers.faults import Faults
from scheduler.readers.known_roster import KnownShifts
from scheduler.readers.names import Known
from scheduler.readers.roster_copies import refuse_edited_days
from scheduler.readers.roster_grid import RosterGrid, grid_title, has_days, read_grid, read_marked
from scheduler.readers.roster_rows import codes_of, read_assignments, roster_columns
from scheduler.readers.sheet_table import read_sheet
from scheduler.readers.table import Column
from scheduler.readers.workbook import WorkbookReader


def read_roster_workbook(
    book: WorkbookReader,
    known: Known,
    settings: Settings,
    employees: Sequence[Employee],
    kinds_of_absence: Collection[str],
    known_shifts: KnownShifts | None,
    absences: Iterable[Absence] = (),
) -> EditedRoster:
    """The roster of a workbook, and what people have changed in it.

    Parameters
    ----------
    book
        Its faults take what is wrong.
    known, settings, employees
        The names that may stand there, and what a changed day is like.
    kinds_of_absence
        Words that may stand on a day off.
    known_shifts
        As the shifts of `read_assignments`.
    absences
        Whose parts of days shorten the shifts of a changed day.
    """
    faults = book.faults
    columns = roster_columns(known)
    nothing = EditedRoster(Roster(), Roster())
    if not book.opens:
        return nothing
    data = _data_title(book, columns)
    if data is None:
        faults.of(
            book.file,
            Message("has no sheet '{data}', which holds times, breaks and queues of the shifts", data=DATA_SHEET),
            Message("take the workbook as it was written, and make the changes there again"),
        )
        return nothing
    table = read_sheet(book, data, columns)
    before = Roster.of(read_assignments(table, known, faults, known_shifts) if table is not None else ())
    title = grid_title(book, data, faults)
    if title is None:
        return EditedRoster(before, before, cells=codes_of(before))
    codes = [shift.code for shift in settings.shifts]
    grid = read_grid(book, title, known.employee, codes, kinds_of_absence, faults)
    if grid is None or faults:
        return nothing
    written = codes_of(before)
    _refuse_losses(book.place(title), grid, written, faults)
    others = [other for other in book.titles if other not in (title, data, *HIDDEN_SHEETS)]
    grids = [other for other in others if has_days(book, other)]
    refuse_edited_days(book, title, [other for other in others if other not in grids])
    for other in grids:
        copy = read_grid(book, other, known.employee, codes, kinds_of_absence, Faults())
        _refuse_edited_copy(book.place(other), copy, grid, written, faults)
    edits = tuple(
        Edit(employee, on, written.get((employee, on), ()), worked, grid.name((employee, on)))
        for (employee, on), worked in sorted(grid.codes.items())
        if Counter(worked) != Counter(written.get((employee, on), ()))
    )
    roster = _edited(before, edits, settings, employees, absences) if edits else before
    return EditedRoster(before, roster, edits, grid.codes, read_marked(book, grid))


def _data_title(book: WorkbookReader, columns: Mapping[str, Column]) -> str | None:
    """The sheet with a roster's rows; a csv file that was saved as a workbook has one as well, under its own name."""
    if DATA_SHEET in book.titles:
        return DATA_SHEET
    for title in book.titles:
        first = next((row for row in book.rows(title) or () if any(value is not None for value in row)), ())
        if set(columns) <= {column_named(str(value), columns) for value in first if value is not None}:
            return title
    return None


def _refuse_losses(place: str, grid: RosterGrid, written: Mapping[tuple[str, date], object], faults: Faults) -> None:
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
            Message("put the row back; empty its cells to take the shifts away"),
        )
    known = {on for _, on in written}.union(grid.dates)
    between = {min(known) + timedelta(days=n) for n in range((max(known) - min(known)).days)}
    for on in sorted(between - known):
        faults.add(
            place,
            0,
            "date",
            Message("{on} has no column, though days before and after it have", on=on),
            Message("put its date back into the header"),
        )
    for on in sorted({on for _, on in written} - set(grid.dates)):
        faults.add(
            place,
            0,
            "date",
            Message("{on} has shifts in the sheet '{data}' but no column here", on=on, data=DATA_SHEET),
            Message("put the column back; empty its cells to take the shifts away"),
        )


def _refuse_edited_copy(
    place: str,
    copy: RosterGrid | None,
    grid: RosterGrid,
    written: Mapping[tuple[str, date], tuple[str, ...]],
    faults: Faults,
) -> None:
    """Copies that somebody made do not count: an edit there would be lost in silence."""
    for where in sorted(copy.cells) if copy is not None else ():
        assert copy is not None
        there, here = copy.codes.get(where), grid.codes.get(where)
        # What cannot be read was not written by us. A copy made of the edited sheet says the same as that one.
        if there is None or Counter(there) not in (Counter(written.get(where, ())), Counter(here or ())):
            faults.of(
                place,
                Message(
                    "cell {cell} was edited, but the sheet '{grid}' alone counts",
                    cell=copy.cells[where],
                    grid=grid.title,
                ),
                Message("make the change there; delete this sheet if it is a copy of your own"),
            )


def _edited(
    before: Roster,
    edits: Sequence[Edit],
    settings: Settings,
    employees: Sequence[Employee],
    absences: Iterable[Absence],
) -> Roster:
    """The roster after the edits; shifts that a changed day still has stay as they were."""
    people = rows_by_person(employees)
    access = {(entry.team, entry.queue): entry.weekdays for entry in settings.queue_access}
    known = KnownShifts(settings, absences)
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
        rows = people[employee]
        person = next((row for row in rows if row.is_employed_on(on)), rows[-1])
        mode = work_mode_of(settings.remote, person, on)
        queue = next(iter(queues_of(access, person, on)), "")
        kept += [_usual(known, code, settings, employee, on, meals.get(code), mode, queue) for code in codes.elements()]
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
    known: KnownShifts,
    code: str,
    settings: Settings,
    employee: str,
    on: date,
    meal_minute: int | None,
    mode: WorkMode,
    queue: str,
) -> Assignment:
    horizon = Horizon(on, 1, settings.interval_minutes, settings.centre.zone)
    shift = known.by_code[code]
    runs = known.shortened(employee, on, code) or shift.as_it_runs(partial(horizon.elapsed, 0))
    if runs != shift:  # the clock changes, or an absence shortens it: the start nearest the usual one
        passed = horizon.elapsed(0, meal_minute or 0)
        starts = runs.meal_starts(settings.interval_minutes)
        meal_minute = min(starts, key=lambda start: abs(start - passed), default=None)
    return assignment_of(horizon, 0, runs, employee, meal_minute=meal_minute, work_mode=mode, queue=queue)
