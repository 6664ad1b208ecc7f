"""R01 - nobody starts two shifts on one day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class OneShiftADay(Rule):
    """R01: at most one shift starts for a person on a day.

    Part of what a roster is: it holds without being listed, and is always hard. Soft unit of the check: each shift
    beyond the first.
    """

    number: ClassVar[str] = "R01"
    title_en: ClassVar[str] = msgid("One shift a day")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    holds_unlisted: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["one_shift_a_day"] = "one_shift_a_day"
    weight: None = None

    def apply(self, build: Build) -> None:
        """Hold the sum of a day's choices at 1."""
        for person in build.problem.employees:
            for day in range(build.problem.horizon.days):
                choices = build.works.on_day(person.employee_id, day)
                if len(choices) > 1:
                    build.model.add_at_most_one(choices.values())

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's assignments by date."""
        starts = Counter((assignment.employee_id, assignment.date) for assignment in roster.assignments)
        return [
            self.violation(
                Message("{employee} has {count} shifts on {on}; one is allowed", employee=employee, count=count, on=on),
                amount=count - 1,
                employee=employee,
                date=on,
            )
            for (employee, on), count in starts.items()
            if count > 1
        ]
