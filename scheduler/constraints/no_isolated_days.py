"""R26 - no single days of work, and no single days off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.days_before import days_with_rows, too_few_for, worked_dates
from scheduler.constraints.known_rows import known_rows
from scheduler.domain.limits import TrueOrFalse
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class NoIsolatedDays(Rule):
    """R26: nobody works a single day between two days off, nor, with `days_off_too`, is off between two worked days.

    A day counts as worked when a shift starts on it; any other day, of absence too, counts as off. Days before the
    horizon are known from the first day of the previous roster on, those after it up to the last day of a roster that
    is published there. A single day just before or after the horizon counts as well: only now is it decided. Nothing
    is assumed of days that are not known. Soft unit: each
    single day.
    """

    number: ClassVar[str] = "R26"
    title_en: ClassVar[str] = msgid("No isolated days")
    units: ClassVar[tuple[Unit, ...]] = (Unit("single day", "single days"),)

    rule: Literal["no_isolated_days"] = "no_isolated_days"
    days_off_too: TrueOrFalse = Field(default=True, description="single days off count like single worked days")

    def apply(self, build: Build) -> None:
        """Let a middle day differ from both its neighbours only at a charge."""
        problem = build.problem
        horizon = problem.horizon
        known = build.worked_days.known
        for person in problem.employees:
            employee = person.employee_id
            for day in range(max(known.start + 1, -1), min(known.stop - 1, horizon.days + 1)):
                works = build.worked_days.on(employee, day)
                around = build.worked_days.on(employee, day - 1) + build.worked_days.on(employee, day + 1)
                alone = []
                if build.worked_days.is_possible(employee, day):
                    alone.append(works - around)
                if self.days_off_too and all(
                    build.worked_days.is_possible(employee, other) for other in (day - 1, day + 1)
                ):
                    alone.append(around - works - 1)
                if self.weight is not None and alone:
                    # A day cannot be alone in both ways at once: one variable serves for both.
                    is_alone = build.model.new_bool_var(f"is_alone[{employee},{day}]")
                    alone = [amount - is_alone for amount in alone]
                    build.ledger.charge(
                        self.number, self.weight, is_alone, employee=employee, date=horizon.date_of(day)
                    )
                for amount in alone:
                    build.model.add(amount <= 0)

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """The day before the plan may be alone, between the one before it and the first planned one."""
        known = days_with_rows(problem, known_from)
        if known >= 2:
            return None
        day_before = problem.horizon.first_day - timedelta(days=1)
        people = [
            person.employee_id
            for person in problem.employees
            if self.days_off_too or known == 0 or day_before in worked_dates(problem, person.employee_id)
        ]
        if not people:
            return None
        why = Message("the day before the plan may be alone between two others")
        return too_few_for(self.number, problem, known_from, 2, why, people)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Look at each known day with the day before and the day after."""
        found: list[Violation] = []
        one_day = timedelta(days=1)
        known = [row.date for row in (*problem.previous.assignments, *problem.following.assignments)]
        first = min([problem.horizon.first_day, *known])
        planned_last = problem.horizon.end.date() - one_day
        last = min(max([planned_last, *known]), planned_last + 2 * one_day)
        for person in problem.employees:
            employee = person.employee_id
            worked = {row.date for row in known_rows(problem, roster, employee)}
            on = max(first, problem.horizon.first_day - 2 * one_day) + one_day
            while on < last:
                is_worked = on in worked
                if (is_worked or self.days_off_too) and (
                    (on - one_day in worked) != is_worked and (on + one_day in worked) != is_worked
                ):
                    found.append(
                        self.violation(
                            Message(
                                "{employee} works on {on} alone, between two days off"
                                if is_worked
                                else "{employee} is off on {on} alone, between two worked days",
                                employee=employee,
                                on=on,
                            ),
                            employee=employee,
                            date=on,
                        )
                    )
                on += one_day
        return found
