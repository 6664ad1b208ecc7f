"""Shifts that may not follow one another from day to day: what rules of successions share."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.days_before import too_few
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from scheduler.variables import Build


class Successions(Rule):
    """A rule on which shifts may not start on the day after which."""

    units: ClassVar[tuple[Unit, ...]] = (Unit("succession", "successions"),)

    def out_after(self, problem: Problem) -> Mapping[str, Collection[str]]:
        """For a shift, those that may not start on the day after."""
        raise NotImplementedError

    def said(self, later: Assignment, earlier: Assignment) -> Message:
        """What is wrong with a shift on the day after another."""
        raise NotImplementedError

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the shift may not follow the last day before the horizon, or precede the first after it."""
        employee = person.employee_id
        return (day == 0 and self._may_not_follow(problem, employee, shift.code)) or (
            day == problem.horizon.days - 1 and self._may_not_precede(problem, employee, shift.code)
        )

    def _may_not_follow(self, problem: Problem, employee: str, code: str) -> bool:
        return any(
            code in self.out_after(problem).get(row.shift, ())
            for row in problem.previous.of_employee(employee)[-2:]
            if problem.horizon.day_of(row.date) == -1
        )

    def _may_not_precede(self, problem: Problem, employee: str, code: str) -> bool:
        out = self.out_after(problem).get(code, ())
        return bool(out) and any(
            row.shift in out
            for row in problem.following.of_employee(employee)[:2]
            if problem.horizon.day_of(row.date) == problem.horizon.days
        )

    def apply(self, build: Build) -> None:
        """Let at most one of each set of choices stand of which every earlier one forbids every later one."""
        problem = build.problem
        for person in problem.employees:
            employee = person.employee_id
            for day in range(1, problem.horizon.days):
                if self.weight is None:
                    for clashing in self._clashing(build, employee, day):
                        build.model.add_at_most_one(clashing)
                else:
                    self._charge(build, employee, day)
            if self.weight is not None:
                self._charge_at_the_edges(build, employee)

    def _charge_at_the_edges(self, build: Build, employee: str) -> None:
        problem = build.problem
        for day, is_out in ((0, self._may_not_follow), (problem.horizon.days - 1, self._may_not_precede)):
            for code, choice in build.works.on_day(employee, day).items():
                if is_out(problem, employee, code):
                    on = problem.horizon.date_of(day)
                    build.ledger.charge(self.number, self.weight or 0, choice, employee=employee, date=on)

    def _charge(self, build: Build, employee: str, day: int) -> None:
        clashing = list(self._clashing(build, employee, day))
        if not clashing:
            return
        # One variable for the two days: several of the sets can hold the same pair.
        broken = build.model.new_bool_var(f"succession_broken[{employee},{day}]")
        for choices in clashing:
            build.model.add(build.sum(choices) - broken <= 1)
        build.ledger.charge(
            self.number, self.weight or 0, broken, employee=employee, date=build.problem.horizon.date_of(day)
        )

    def _clashing(self, build: Build, employee: str, day: int) -> Iterator[list[IntVar]]:
        """For each list of forbidden followers, its choices on `day` and those of the day before that forbid them all.

        Nobody has two shifts on a day, so that at most one of such a set can stand: far tighter than pairs.
        """
        today, yesterday = build.works.on_day(employee, day), build.works.on_day(employee, day - 1)
        out_after = self.out_after(build.problem)
        followers = {code: frozenset(today.keys() & set(out_after[code])) for code in yesterday if code in out_after}
        for out in dict.fromkeys(followers.values()):
            if out:
                yield [
                    *(yesterday[code] for code, also_out in followers.items() if also_out >= out),
                    *(choice for code, choice in today.items() if code in out),
                ]

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """The shift of the day before says which may follow."""
        return too_few(self.number, problem, known_from, 1 if any(self.out_after(problem).values()) else 0)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Look at each two assignments on consecutive dates, those around the horizon included."""
        after = problem.horizon.end.date()
        found: list[Violation] = []
        out_after = self.out_after(problem)
        for employee, rows in roster.by_employee.items():
            before = [row for row in problem.previous.of_employee(employee) if row.date < rows[0].date]
            following = [row for row in problem.following.of_employee(employee) if row.date >= after]
            for earlier, later in pairwise((*before[-1:], *rows, *following[:1])):
                if later.date - earlier.date == timedelta(days=1) and later.shift in out_after.get(earlier.shift, ()):
                    found.append(
                        self.violation(
                            self.said(later, earlier),
                            employee=employee,
                            date=later.date if later.date < after else earlier.date,
                        )
                    )
        return found
