"""Work that today's absences and staff list rule out: it would be paid beside its leave, or by no contract.

Files change after a roster was published. What the checks of rules R08 and R18 find then is what `verify` says of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Violation
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.shift_times import ShiftTimes
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.base import clock_text
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand
from scheduler.domain.employment import latest, with_dates
from scheduler.domain.known_days import KnownRoster
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.errors import Fault
from scheduler.inputs import Workspace
from scheduler.messages import Message

_NEAR = timedelta(days=2)


def work_that_cannot_be(workspace: Workspace, known: KnownRoster, first: date, last: date) -> Iterator[Fault]:
    """Rows of people who are absent on the day, or not employed, or away for a part that the row does not leave out.

    Rows of unknown people and shifts are passed over.

    Parameters
    ----------
    workspace
        With everybody who stands in the roster.
    known
        The roster.
    first, last
        The days that are looked at, both included.
    """
    settings = workspace.settings
    horizon = Horizon(first, (last - first).days + 1, settings.interval_minutes, settings.centre.zone)
    problem = Problem(
        horizon=horizon,
        shifts={shift.code: shift for shift in settings.shifts},
        contracts={contract.name: contract for contract in settings.contracts},
        employees=latest(workspace.employees),
        employments=with_dates(workspace.employees),
        demand=Demand(horizon, {}),
        absences=workspace.absences,
        shortened_shifts=settings.shortened_shifts,
        absence_kinds=settings.kinds_of_absence,
    )
    staff, parts = StaffByDate(problem), PartsOfDays(problem)
    of_each: dict[str, list[Absence]] = {}
    for absence in workspace.absences:
        of_each.setdefault(absence.employee_id, []).append(absence)
    gone: list[Assignment] = []
    here: list[Assignment] = []
    for row in known.roster.between(first, last).assignments:
        if row.employee_id in problem.employee and row.shift in problem.shifts:
            (gone if staff.on(row.employee_id, row.date) is None else here).append(row)
    for found in ShiftTimes().check(problem, Roster.of(gone)):
        yield Fault(
            workspace.sources.get("staff", "staff.csv"),
            0,
            "to",
            found.said,
            Message("correct from and to of this person, or {again}", again=_again(known, found, ())),
        )
    shortened = [row for row in here if parts.left(row.employee_id, row.date, problem.shifts[row.shift]) is not None]
    for found in (*Absences().check(problem, Roster.of(here)), *ShiftTimes().check(problem, Roster.of(shortened))):
        assert found.employee is not None
        assert found.date is not None
        of_person = of_each[found.employee]
        # A part of the evening before may cut a shift as well, or one that runs into the shift of the next day.
        own = [one for one in of_person if one.first_day <= found.date <= one.last_day] or [
            one for one in of_person if one.is_partial and one.first_day - _NEAR <= found.date <= one.last_day + _NEAR
        ]
        yield Fault(
            workspace.sources.get("absences", "absences.csv"),
            min((workspace.absence_rows.get(one, 0) for one in own), default=0),
            "",
            found.said,
            Message("{again}, or take the row out where the shift was worked", again=_again(known, found, own)),
        )


def _again(known: KnownRoster, found: Violation, absences: Sequence[Absence]) -> Message:
    """How a roster comes to be without work that was not done."""
    if not known.is_published:
        return Message("correct {roster}", roster=known.source)
    assert found.date is not None
    days = [min(max(found.date, one.first_day), one.last_day) for one in absences]
    parts = [f"{on}{_part(one)}" for on, one in zip(days, absences, strict=True)] or [str(found.date)]
    return Message(
        "make the day anew with `scheduler repair WORKSPACE published {absences} --today {day} --output FOLDER`, "
        "then `scheduler publish WORKSPACE FOLDER`",
        absences=" ".join(f"--absence {found.employee}:{part}" for part in parts),
        day=found.date,
    )


def _part(absence: Absence) -> str:
    """The part of a day as ``--absence`` takes it; empty for the whole day."""
    if absence.times is None:
        return "" if absence.part is None else f":{absence.part}"
    return ":" + "-".join(clock_text(minute) for minute in absence.times)
