"""R18 - a row says what its shift and date say."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.clock import as_shown, local_text, minutes_between
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, joined, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class ShiftTimes(Rule):
    """R18: person and shift of an assignment exist, its date is planned, its times and paid minutes are the shift's.

    In the model they are so by construction; a roster edited by hand may differ. Part of what a roster is: the rule
    holds without being listed, and is always hard. Soft unit of the check: each row with a fault.
    """

    number: ClassVar[str] = "R18"
    title_en: ClassVar[str] = msgid("Rows agree with their shifts")
    units: ClassVar[tuple[Unit, ...]] = (Unit("row", "rows"),)
    holds_unlisted: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["shift_times"] = "shift_times"
    weight: None = None

    def apply(self, build: Build) -> None:
        """Add nothing: the model only knows shifts of the workspace on planned days."""

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each row with the shift that it names."""
        parts_of_days, staff = PartsOfDays(problem), StaffByDate(problem)
        return [
            self.violation(
                Message(
                    "{employee} with {shift} on {on}: {faults}",
                    employee=row.employee_id,
                    shift=row.shift,
                    on=row.date,
                    faults=joined("; ", faults),
                ),
                employee=row.employee_id,
                date=row.date,
            )
            for row in roster.assignments
            if (faults := self._faults(problem, parts_of_days, staff, row))
        ]

    @staticmethod
    def _faults(problem: Problem, parts_of_days: PartsOfDays, staff: StaffByDate, row: Assignment) -> list[Message]:
        """What is wrong with a row."""
        faults: list[Message] = []
        horizon = problem.horizon
        if row.employee_id not in staff:
            faults.append(Message("nobody on the staff has this number"))
        elif staff.on(row.employee_id, row.date) is None:
            last_day = staff.left_before(row.employee_id, row.date)
            if last_day is None:
                faults.append(Message("is not employed on this day"))
            else:
                faults.append(Message("is not employed on this day (last day {last})", last=last_day))
        if not horizon.start <= datetime.combine(row.date, time()) < horizon.end:
            faults.append(
                Message(
                    "the date is not planned ({first} and {days} days are)", first=horizon.first_day, days=horizon.days
                )
            )
        shift = problem.shifts.get(row.shift)
        if shift is None:
            faults.append(Message("there is no such shift; there are {shifts}", shifts=", ".join(problem.shifts)))
            return faults
        midnight, zone = datetime.combine(row.date, time()), horizon.zone
        start = as_shown(midnight + timedelta(minutes=shift.start_minute), zone)
        end = as_shown(midnight + timedelta(minutes=shift.end_minute), zone)
        pause_minutes = shift.meal_minutes
        left = parts_of_days.left(row.employee_id, row.date, shift)
        if left is not None:
            start, end, pause_minutes = left.start, left.end, left.pause_minutes
        for found, meant, text in (
            (row.start, start, msgid("starts {at} instead of {due}")),
            (row.end, end, msgid("ends {at} instead of {due}")),
        ):
            if minutes_between(found, meant, zone):
                at, due = (local_text(moment, zone).replace("T", " ") for moment in (found, meant))
                faults.append(Message(text, at=at, due=due))
        paid_minutes = minutes_between(start, end, zone) - pause_minutes
        if row.paid_minutes != paid_minutes:
            faults.append(Message("pays {minutes} min instead of {due}", minutes=row.paid_minutes, due=paid_minutes))
        return faults
