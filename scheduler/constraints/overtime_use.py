"""R27 - overtime has its price."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import Whole
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build

MINUTES_PER_HOUR = 60


class OvertimeUse(Rule):
    """R27: overtime is worked only where it is worth its price, by volunteers first.

    Soft unit: an hour of overtime; people who volunteer pay `volunteer_percent` of the weight. A part of a point
    counts as a whole one for each shift. The hour that a shift gains when the clock is put back is overtime. Hard:
    nobody works overtime.
    """

    number: ClassVar[str] = "R27"
    title_en: ClassVar[str] = msgid("Overtime use")
    units: ClassVar[tuple[Unit, ...]] = (Unit("minute of overtime", "minutes of overtime"),)
    has_personal_price: ClassVar[bool] = False

    rule: Literal["overtime_use"] = "overtime_use"
    volunteer_percent: Whole = Field(default=50, ge=0, le=100, description="share of the weight for volunteers, %")

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the shift has overtime."""
        return shift.overtime_minutes > 0

    def is_offered_by(self, person: Employee) -> bool:
        """Whether the person volunteers for overtime."""
        return person.overtime_volunteer

    def apply(self, build: Build) -> None:
        """Charge each choice of a shift with overtime, without any further variable."""
        if self.weight is None:
            return  # forbids() kept the variables from being made
        for person in build.problem.employees:
            for day in range(build.problem.horizon.days):
                on = build.problem.horizon.date_of(day)
                as_on = build.problem.employee_on(person.employee_id, on) or person
                percent = self.volunteer_percent if as_on.overtime_volunteer else 100
                shifts = build.problem.shifts_of(person.employee_id, day)
                for code, choice in build.works.on_day(person.employee_id, day).items():
                    if shifts[code].overtime_minutes:
                        build.ledger.charge(
                            self.number,
                            -(-self.weight * shifts[code].overtime_minutes * percent // (100 * MINUTES_PER_HOUR)),
                            choice,
                            employee=person.employee_id,
                            date=on,
                        )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Measure how much longer each assignment is, its break apart, than the shift's regular time."""
        found: list[Violation] = []
        staff = StaffByDate(problem)
        for row in roster.assignments:
            shift, person = problem.shifts.get(row.shift), staff.on(row.employee_id, row.date)
            if shift is None or person is None:
                continue
            worked_minutes = minutes_between(row.start, row.end, problem.horizon.zone)
            if row.break_start is not None and row.break_end is not None:
                worked_minutes -= minutes_between(row.break_start, row.break_end, problem.horizon.zone)
            overtime_minutes = worked_minutes - (shift.paid_minutes - shift.overtime_minutes)
            if overtime_minutes <= 0:
                continue
            points = None
            if self.weight is not None:
                hundredths = self.weight * (self.volunteer_percent if person.overtime_volunteer else 100)
                points = (hundredths * overtime_minutes + 5999) // 6000
            found.append(
                self.violation(
                    Message(
                        "{employee} works {hours:g} h of overtime on {on} ({shift}, volunteer)"
                        if person.overtime_volunteer
                        else "{employee} works {hours:g} h of overtime on {on} ({shift}, not a volunteer)",
                        employee=row.employee_id,
                        hours=overtime_minutes / 60,
                        on=row.date,
                        shift=row.shift,
                    ),
                    amount=overtime_minutes,
                    employee=row.employee_id,
                    date=row.date,
                    points=points,
                )
            )
        return found
