"""R28 - a published roster changes as little as possible."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr

    from scheduler.variables import Build


class LeastChange(Rule):
    """R28: people keep the shifts and the days off that were published.

    It speaks of the days that were published, a file of those from its first to its last assignment: whoever has no
    shift on one of them was published as off. Without a published roster the rule asks for nothing. Soft unit: each
    person and day whose shift differs. Hard: nothing changes.
    """

    number: ClassVar[str] = "R28"
    title_en: ClassVar[str] = msgid("Least change of a published roster")
    units: ClassVar[tuple[Unit, ...]] = (Unit("changed day", "changed days"),)
    prices_changes: ClassVar[bool] = True

    rule: Literal["least_change"] = "least_change"

    def apply(self, build: Build) -> None:
        """Charge leaving the published choice, or working at all where a day off was published."""
        problem = build.problem
        if problem.published is None:
            return
        horizon = problem.horizon
        published = {(row.employee_id, horizon.day_of(row.date)): row.shift for row in problem.published.assignments}
        worked = [day for _, day in published]
        days = (
            range(max(0, min(worked, default=0)), min(horizon.days, max(worked, default=-1) + 1))
            if problem.published_days is None
            else sorted(map(horizon.day_of, problem.published_days))
        )
        for person in problem.employees:
            employee = person.employee_id
            for day in days:
                on = horizon.date_of(day)
                code = published.get((employee, day))
                choice = None if code is None else build.works.choice(employee, day, code)
                changed: LinearExpr | int
                if code is None:
                    changed = build.works.count_on_day(employee, day)
                else:
                    # A published shift that the person cannot choose any more changes in every roster.
                    changed = 1 if choice is None else 1 - choice
                if self.weight is None:
                    build.model.add(build.sum([changed]) == 0)
                else:
                    build.ledger.charge(self.number, self.weight, changed, employee=employee, date=on)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare the roster with the published one, date by date."""
        if problem.published is None:
            return []
        dates = {row.date for row in problem.published.assignments}

        def was_published(on: date) -> bool:
            if problem.published_days is not None:
                return on in problem.published_days
            return bool(dates) and min(dates) <= on <= max(dates)

        def shifts_by_place(of: Roster) -> dict[tuple[str, date], str]:
            return {
                (row.employee_id, row.date): row.shift
                for row in of.assignments
                if row.employee_id in problem.employee
                and was_published(row.date)
                and problem.horizon.start.date() <= row.date < problem.horizon.end.date()
            }

        was, becomes = shifts_by_place(problem.published), shifts_by_place(roster)
        return [
            self.violation(
                Message(
                    "{employee} {does} on {on}; published was {before}",
                    employee=employee,
                    does=Message("works {shift}", shift=becomes[employee, on])
                    if (employee, on) in becomes
                    else Message("is off"),
                    on=on,
                    before=was.get((employee, on)) or Message("a day off"),
                ),
                employee=employee,
                date=on,
            )
            for employee, on in sorted(was.keys() | becomes.keys())
            if was.get((employee, on)) != becomes.get((employee, on))
        ]
