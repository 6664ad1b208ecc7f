"""R03 - enough rest between two shifts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, Literal

from ortools.sat.python import cp_model
from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.limits import Whole
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.variables import Build


class MinimumRest(Rule):
    """R03: at least `min_rest_minutes` between the end of one shift and the start of the next.

    Soft unit: each pair of consecutive shifts with too little rest between them.
    """

    number: ClassVar[str] = "R03"
    title_ko: ClassVar[str] = "근무 사이 최소 휴식"
    title_en: ClassVar[str] = "Minimum rest between shifts"

    rule: Literal["minimum_rest"] = "minimum_rest"
    min_rest_minutes: Whole = Field(
        default=660, ge=0, lt=MINUTES_PER_DAY, description="least minutes from an end to the next start"
    )

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the shift starts too soon after one that was worked before the horizon."""
        end = problem.end_before.get(person.employee_id)
        return end is not None and day * MINUTES_PER_DAY + shift.start_minute - end < self.min_rest_minutes

    def apply(self, build: Build) -> None:
        """Let at most one of every set of choices stand that are pairwise too close."""
        for person in build.problem.employees:
            for day in range(build.problem.horizon.days):
                if self.weight is None:
                    for too_close in self._cliques(build, person.employee_id, day):
                        build.model.add_at_most_one(too_close)
                else:
                    self._charge(build, person, day)

    def _cliques(self, build: Build, employee: str, day: int) -> Iterator[list[cp_model.IntVar]]:
        """Choices of this day and of the next, each of the first too close to each of the second.

        Whoever ends at `end` or later clashes with whoever starts before `end` plus the rest: one such set for each
        end, instead of a clause a pair, and the linear relaxation is as tight as it can be.
        """
        shifts = build.problem.shifts
        today, tomorrow = build.works.on_day(employee, day), build.works.on_day(employee, day + 1)
        known: set[tuple[int, int]] = set()
        for end in sorted({shifts[code].end_minute for code in today}):
            earlier = [var for code, var in today.items() if shifts[code].end_minute >= end]
            later = [
                var
                for code, var in tomorrow.items()
                if shifts[code].start_minute + MINUTES_PER_DAY < end + self.min_rest_minutes
            ]
            if later and (len(earlier), len(later)) not in known:
                known.add((len(earlier), len(later)))
                yield [*earlier, *later]

    def _charge(self, build: Build, person: Employee, day: int) -> None:
        assert self.weight is not None
        problem = build.problem
        for code, var in build.works.on_day(person.employee_id, day).items():
            on = problem.horizon.date_of(day)
            if self.forbids(problem, person, day, problem.shifts[code]):
                build.ledger.charge(self.number, self.weight, var, employee=person.employee_id, date=on)
            for earlier, earlier_var in build.works.on_day(person.employee_id, day - 1).items():
                rest_minutes = problem.shifts[code].start_minute + MINUTES_PER_DAY - problem.shifts[earlier].end_minute
                if rest_minutes < self.min_rest_minutes:
                    build.at_most(
                        self.number,
                        self.weight,
                        earlier_var + var,
                        1,
                        1,
                        employee=person.employee_id,
                        date=on,
                    )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Measure the time between consecutive assignments, those before the horizon included."""
        found: list[Violation] = []
        for employee, worked in roster.by_employee.items():
            before = [row for row in problem.previous.of_employee(employee) if row.start < worked[0].start]
            for earlier, later in pairwise((*before[-1:], *worked)):
                rest_minutes = round((later.start - earlier.end).total_seconds() / 60)
                if rest_minutes < self.min_rest_minutes:
                    found.append(
                        self.violation(
                            f"{employee} rests {rest_minutes / 60:g} h before {later.shift} on {later.date} "
                            f"(after {earlier.shift} on {earlier.date}); at least {self.min_rest_minutes / 60:g} h",
                            korean=f"{employee}: {earlier.date} {earlier.shift} 뒤 {later.date} {later.shift} 전 휴식 "
                            f"{rest_minutes / 60:g}시간; 최소 {self.min_rest_minutes / 60:g}시간",
                            unit="pairs of shifts",
                            employee=employee,
                            date=later.date,
                        )
                    )
        return found
