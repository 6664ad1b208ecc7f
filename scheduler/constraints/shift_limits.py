"""R30 - most shifts of a kind in the horizon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import EmployeeId, ShiftCode
from scheduler.domain.limits import Times
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class ShiftLimits(Rule):
    """R30: nobody works a shift more often in the horizon than its limit.

    `most` gives the limits by shift code, `most_by_employee` replaces single ones of them for a person; a shift
    without a limit is free. Soft unit: each shift beyond the limit.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014), "MaxShifts".
    """

    number: ClassVar[str] = "R30"
    title_en: ClassVar[str] = msgid("Most shifts of a kind")
    counts_over_horizon: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    limits: ClassVar[Mapping[str, int | None]] = {"most": None, "most_by_employee": None}

    rule: Literal["shift_limits"] = "shift_limits"
    most: dict[ShiftCode, Times] = Field(default_factory=dict, description="shifts in the horizon, by shift code")
    most_by_employee: dict[EmployeeId, dict[ShiftCode, Times]] = Field(
        default_factory=dict, description="a person's own limits by shift code, by employee_id"
    )

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the person may never work this shift."""
        own = self.most_by_employee.get(person.employee_id, {})
        return own.get(shift.code, self.most.get(shift.code)) == 0

    def apply(self, build: Build) -> None:
        """Hold the sum of a person's choices of a shift at its limit."""
        for person in build.problem.employees:
            employee = person.employee_id
            for code, limit in {**self.most, **self.most_by_employee.get(employee, {})}.items():
                choices = [
                    choice
                    for day in range(build.problem.horizon.days)
                    if (choice := build.works.choice(employee, day, code)) is not None
                ]
                if len(choices) > limit:
                    build.at_most(
                        self.number,
                        self.weight,
                        build.sum(choices),
                        limit,
                        len(choices) - limit,
                        employee=employee,
                    )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's shifts by code."""
        found: list[Violation] = []
        for (employee, code), count in Counter((row.employee_id, row.shift) for row in roster.assignments).items():
            limit = self.most_by_employee.get(employee, {}).get(code, self.most.get(code))
            if limit is not None and count > limit:
                found.append(
                    self.violation(
                        Message(
                            "{employee} works {shift} {count} time; at most {most} in the horizon",
                            "{employee} works {shift} {count} times; at most {most} in the horizon",
                            employee=employee,
                            shift=code,
                            count=count,
                            most=limit,
                        ),
                        amount=count - limit,
                        employee=employee,
                    )
                )
        return found
