"""R04 - not too many days of work in a row."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.days_before import known_days, too_few_for, worked_throughout
from scheduler.constraints.known_rows import given_rows
from scheduler.constraints.outside_rows import outside_rows
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.domain.limits import DayCount
from scheduler.domain.people import Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class MaximumConsecutiveDays(Rule):
    """R04: nobody works on more than `max_days` days in a row, known days around the horizon included.

    Worked are days on which a shift starts, and days of absence that are `on_duty`: training is work. Soft unit: each
    window of `max_days` + 1 days that is all worked and has a planned shift; eight days in a row with at most six are
    two windows. Counts on R01.
    """

    number: ClassVar[str] = "R04"
    title_en: ClassVar[str] = msgid("Maximum consecutive days")
    units: ClassVar[tuple[Unit, ...]] = (Unit("window of days", "windows of days"),)
    blame_points: ClassVar[int] = 3_000

    rule: Literal["maximum_consecutive_days"] = "maximum_consecutive_days"
    max_days: DayCount = Field(default=6, description="days of work in a row")

    def broken_by_duty(self, employee: str, dates: Collection[date], contracts: Collection[Contract]) -> list[Message]:
        """Days in a row that are too many without any shift."""
        runs = {on: _in_a_row(set(dates), on - timedelta(days=1), 1) for on in dates}
        return [
            Message(
                "{employee} has {duty} days of training or other duty in a row from {day} on by the absences, and "
                "{rule} allows {most}: no roster can mend that; change the absences.",
                employee=employee,
                duty=runs[on],
                day=on,
                rule=self.name(),
                most=self.max_days,
            )
            for on in sorted(runs)
            if runs[on] > self.max_days and on - timedelta(days=1) not in runs
        ]

    def apply(self, build: Build) -> None:
        """Leave a day off in every window of `max_days` + 1 days."""
        horizon = build.problem.horizon
        for person in build.problem.employees:
            worked_outside = {day for day, _ in outside_rows(build.problem, person.employee_id)}
            on_duty = {horizon.day_of(on) for on in build.problem.on_duty_dates(person.employee_id)}
            for last in range(horizon.days + self.max_days):
                window = range(last - self.max_days, last + 1)
                # A day off outside the horizon already keeps the rule for the windows that hold it.
                if any(not 0 <= day < horizon.days and day not in worked_outside | on_duty for day in window):
                    continue
                planned = range(max(window.start, 0), min(window.stop, horizon.days))
                undecided = [day for day in planned if day not in on_duty]
                if not undecided:
                    continue
                build.at_most(
                    self.number,
                    self.weight,
                    build.works.count_on_days(person.employee_id, undecided),
                    len(undecided) - 1,
                    1,
                    employee=person.employee_id,
                    date=horizon.date_of(planned[-1]),
                )

    def meaning(self, conflict: Conflict) -> Message:
        """The limit, and what of it is used up before the horizon, or else after it."""
        problem, employee = conflict.problem, conflict.person.employee_id
        first, after = problem.horizon.first_day, problem.horizon.end.date()
        last = after - timedelta(days=1)
        on_duty = problem.on_duty_dates(employee)
        before = _in_a_row(on_duty | {row.date for row in problem.previous.of_employee(employee)}, first, -1)
        published = _in_a_row(on_duty | {row.date for row in problem.following.of_employee(employee)}, last, 1)
        if before:
            return self.numbered(
                Message(
                    "at most {most} days in a row, and {count} day was worked before {first}",
                    "at most {most} days in a row, and {count} days in a row were worked before {first}",
                    most=self.max_days,
                    count=before,
                    first=first,
                )
            )
        if published:
            return self.numbered(
                Message(
                    "at most {most} days in a row, and {count} day is published after {last}",
                    "at most {most} days in a row, and {count} days in a row are published after {last}",
                    most=self.max_days,
                    count=published,
                    last=last,
                )
            )
        return self.numbered(Message("at most {most} days in a row", most=self.max_days))

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Whoever worked on every known day may have worked before, and how often decides when a day off is due."""
        known = known_days(problem, known_from)
        if known >= self.max_days:
            return None
        everyday = [
            employee
            for employee in (person.employee_id for person in problem.employees)
            if worked_throughout(problem, employee, known, problem.on_duty_dates(employee))
        ]
        if not everyday:
            return None
        why = Message("of those who worked on all of these nobody says since when")
        return too_few_for(self.number, problem, known_from, self.max_days, why, everyday)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count how many days in a row each day of work ends, as far as a planned shift is among the last of them."""
        first, after = problem.horizon.first_day, problem.horizon.end.date()
        found: list[Violation] = []
        parts_of_days = PartsOfDays(problem)
        for employee, rows in roster.by_employee.items():
            given = {row.date for row in given_rows(problem, employee)}
            in_a_row: dict[date, int] = {}
            on_duty = parts_of_days.on_duty(employee)
            worked = {row.date for row in rows}
            planned = {on for on in worked - on_duty if first <= on < after}
            for on in sorted(given | worked | on_duty):
                in_a_row[on] = in_a_row.get(on - timedelta(days=1), 0) + 1
                last_days = {on - timedelta(days=n) for n in range(self.max_days + 1)}
                if in_a_row[on] > self.max_days and last_days & planned:
                    found.append(
                        self.violation(
                            Message(
                                "{employee} works {count} days in a row up to {on}; at most {most}",
                                employee=employee,
                                count=in_a_row[on],
                                on=on,
                                most=self.max_days,
                            ),
                            employee=employee,
                            date=min(on, after - timedelta(days=1)),
                        )
                    )
        return found


def _in_a_row(worked: AbstractSet[date], on: date, step: int) -> int:
    """How many days in a row are worked from the day beside `on`, later or earlier by `step`."""
    days = 0
    while on + timedelta(days=step * (days + 1)) in worked:
        days += 1
    return days
