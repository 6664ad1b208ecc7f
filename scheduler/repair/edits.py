"""What somebody has written by hand over a published roster: decisions that its repair keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from scheduler.domain.attended import without_activities
from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, PersonDay, Roster
from scheduler.errors import Fault, InputError
from scheduler.inputs import Workspace
from scheduler.locking import locks_of, with_locks
from scheduler.messages import AnyText, Message
from scheduler.readers.roster_rows import codes_of
from scheduler.run.reading import read_known_roster


@dataclass(frozen=True)
class Edits:
    """Days that were written over.

    Attributes
    ----------
    path
        The file in which they stand; None: nothing was edited.
    found
        What stood there, and what stands there now.
    rows
        What people work there now; nothing for a day off.
    """

    path: Path | None = None
    found: tuple[Edit, ...] = ()
    rows: Mapping[PersonDay, Sequence[Assignment]] = field(default_factory=lambda: MappingProxyType({}))
    edited: EditedRoster | None = None


def read_edits(path: Path | None, workspace: Workspace) -> Edits:
    """The edits in a roster's workbook.

    Raises
    ------
    InputError
        The file has faults, or does not say what was edited.
    """
    if path is None:
        return Edits()
    edited = read_known_roster(path, workspace)
    if not edited.edits:
        raise InputError.of(
            path,
            Message("no cell is edited"),
            Message("edit cells in the sheet of people and days of a roster.xlsx that this program wrote"),
        )
    rows: dict[PersonDay, list[Assignment]] = {(edit.employee_id, edit.date): [] for edit in edited.edits}
    for row in without_activities(edited.roster).assignments:
        if (row.employee_id, row.date) in rows:
            rows[row.employee_id, row.date].append(row)
    return Edits(path, edited.edits, rows, edited)


def with_edits(problem: Problem, published: Roster, edits: Edits, today: date) -> Problem:
    """The problem in which the edits are locked.

    Parameters
    ----------
    problem, published
        The facts, and the roster that was edited.
    edits
        What somebody has written over it.
    today
        Days before it are past.

    Raises
    ------
    InputError
        With every edit that cannot be kept: on a past day or one of another roster, two shifts on one day, a shift of
        somebody who is absent all day, a cell that had been changed otherwise since the file was written, or that a
        lock contradicts.
    """
    if edits.path is None or edits.edited is None:
        return problem
    codes = codes_of(published)
    faults = [
        Fault(str(edits.path), 0, "", message, remedy)
        for edit in edits.found
        for message, remedy in _faults_of(edit, problem, codes, today)
    ]
    if faults:
        raise InputError(faults)
    return with_locks(problem, locks_of(edits.edited, "edited", problem.horizon, edits.path), edits.path)


def _faults_of(
    edit: Edit, problem: Problem, published: Mapping[PersonDay, tuple[str, ...]], today: date
) -> Iterator[tuple[AnyText, AnyText]]:
    employee, on = edit.employee_id, edit.date
    if on not in set(problem.horizon.dates()):
        return  # which is a fault of its own
    now = published.get((employee, on), ())
    if on < today:
        yield (
            Message("the edit of {employee} on {on} is past; past days stay as they are", employee=employee, on=on),
            Message("undo it, or say with --today which day it is"),
        )
    elif now not in (edit.old, edit.new):
        yield (
            Message(
                "the cell of {employee} on {on} was written as {old}, but the roster has {now} there by now",
                employee=employee,
                on=on,
                old=_codes(edit.old),
                now=_codes(now),
            ),
            Message("write the roster's workbook anew with scheduler export, and edit that one"),
        )
    if edit.new and on in problem.absent_dates.get(employee, ()):
        yield (
            Message(
                "{employee} is absent on {on}, and the edited cell has {new}",
                employee=employee,
                on=on,
                new=_codes(edit.new),
            ),
            Message("shorten the absence, or undo the edit"),
        )


def _codes(codes: Sequence[str]) -> object:
    return "+".join(codes) or Message("a day off")
