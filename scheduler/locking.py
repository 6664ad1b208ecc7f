"""From the cells of an edited roster to decisions that the next one must keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from scheduler.domain.calendar import Horizon
from scheduler.domain.choices import LockCells
from scheduler.domain.edits import EditedRoster
from scheduler.domain.people import Lock
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import OFF
from scheduler.errors import Fault, InputError
from scheduler.inputs import Workspace
from scheduler.messages import AnyText, Message
from scheduler.readers.faults import Faults


def locks_of(edited: EditedRoster, which: LockCells, horizon: Horizon, path: Path) -> tuple[Lock, ...]:
    """The cells of a roster file as locks.

    Parameters
    ----------
    edited
        The file's content.
    which
        Of ``all`` cells those of other days are left out; an edited or marked one there is a fault, since it was
        meant and cannot be kept.
    horizon
        The planned days.
    path
        The file, for its faults.

    Raises
    ------
    InputError
        There is no such cell, a cell holds two shifts, or an edited or marked cell lies on a day that is not planned.
    """
    places = {
        "edited": [(edit.employee_id, edit.date) for edit in edited.edits],
        "marked": sorted(edited.marked),
        "all": sorted(edited.cells),
    }[which]
    planned = set(horizon.dates())
    outside = [(employee, on) for employee, on in places if on not in planned]
    faults = []
    if which != "all":
        faults += [
            _fault(
                path,
                Message(
                    "the edited cell of {employee} on {on} lies outside the planned days"
                    if which == "edited"
                    else "the marked cell of {employee} on {on} lies outside the planned days",
                    employee=employee,
                    on=on,
                ),
                Message("plan its week as well"),
            )
            for employee, on in outside
        ]
    places = [(employee, on) for employee, on in places if on in planned]
    faults += [
        _fault(
            path,
            Message("{employee} has two shifts on {on}; a lock is one shift", employee=employee, on=on),
            Message("keep one of them"),
        )
        for employee, on in places
        if len(edited.cells[employee, on]) > 1
    ]
    if which == "all" and places:
        # In a csv file a day without a shift has no row: whoever stands there is off on all other days.
        people = sorted({employee for employee, _ in places})
        places = [(employee, on) for employee in people for on in sorted(planned & _days_of(edited))]
    if not places and not faults:
        message = (
            Message("has no cell of the planned days")
            if which == "all"
            else Message("no cell of the planned days is edited")
            if which == "edited"
            else Message("no cell of the planned days is marked")
        )
        faults.append(_fault(path, message, _REMEDY[which]))
    if faults:
        raise InputError(faults)
    return tuple(
        Lock(employee_id=employee, date=on, shift=next(iter(edited.cells.get((employee, on), ())), OFF))
        for employee, on in places
    )


_REMEDY = {
    "edited": Message("edit cells in the sheet of people and days, or choose --lock-cells all"),
    "marked": Message("make the cells bold or fill them with plain yellow, or choose --lock-cells edited"),
    "all": Message("name a roster of the same week"),
}


def _days_of(edited: EditedRoster) -> set[date]:
    """From the first day to the last one."""
    days = [on for _, on in edited.cells]
    return {min(days) + timedelta(days=n) for n in range((max(days) - min(days)).days + 1)} if days else set()


def _fault(path: Path, message: AnyText, remedy: Message) -> Fault:
    return Fault(str(path), 0, "", message, remedy)


def with_locks(problem: Problem, locks: Sequence[Lock], path: Path) -> Problem:
    """The problem with more locks.

    Raises
    ------
    InputError
        One contradicts a lock of the workspace.
    """
    known = {(lock.employee_id, lock.date): lock.shift for lock in problem.locks}
    faults = [
        _fault(
            path,
            Message(
                "{employee} has {shift} on {on}, but the workspace locks {other}",
                employee=lock.employee_id,
                shift=lock.shift,
                on=lock.date,
                other=known[place],
            ),
            Message("change one of the two"),
        )
        for lock in locks
        if (place := (lock.employee_id, lock.date)) in known and known[place] != lock.shift
    ]
    if faults:
        raise InputError(faults)
    new = tuple(lock for lock in locks if (lock.employee_id, lock.date) not in known)
    return problem.replace(locks=(*problem.locks, *new))


def with_notice(problem: Problem, first_open_day: date) -> Problem:
    """The problem in which the planned days before one stay as they are published, if they are.

    Locks of the workspace go before that, and so do absences and ends of employment that take a shift away: whoever is
    not there any more gets no other shift on that day.
    """
    if problem.published is None:
        return problem
    known = {(lock.employee_id, lock.date) for lock in problem.locks}
    rows = {(row.employee_id, row.date): row for row in problem.published.assignments}
    dates = [on for _, on in rows]
    closed = [
        on
        for on in problem.horizon.dates()
        if on < first_open_day
        and (
            on in problem.published_days
            if problem.published_days is not None
            else bool(dates) and min(dates) <= on <= max(dates)
        )
    ]
    locks = []
    for person in problem.employees:
        for on in closed:
            row = rows.get((person.employee_id, on))
            left = None if row is None else problem.as_worked(row)
            is_there = problem.employee_on(person.employee_id, on) is not None
            if (person.employee_id, on) not in known:
                shift = OFF if left is None or not is_there else left.shift
                locks.append(Lock(employee_id=person.employee_id, date=on, shift=shift))
    return problem.replace(locks=(*problem.locks, *locks))


def refuse_later_locks(workspace: Workspace, horizon: Horizon) -> None:
    """Make sure that no lock of the workspace is left out of a plan because it lies after it.

    Raises
    ------
    InputError
        With every lock after the planned days; those before are past and kept.
    """
    last_day = horizon.last_day
    faults = Faults()
    for lock in workspace.locks:
        if lock.date > last_day:
            faults.add(
                workspace.sources.get("locks", "locks.csv"),
                workspace.lock_rows.get((lock.employee_id, lock.date), 0),
                "date",
                Message(
                    "the lock of {employee} on {day} lies after the planned days, which end on {last}",
                    employee=lock.employee_id,
                    day=lock.date,
                    last=last_day,
                ),
                Message("plan its week as well, or take the lock out until then"),
            )
    faults.raise_if_any()
