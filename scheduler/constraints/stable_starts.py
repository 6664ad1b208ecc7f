"""R25 - starts do not jump within a week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.known_rows import given_rows
from scheduler.constraints.outside_rows import outside_rows
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.calendar import monday_of
from scheduler.domain.clock import exists
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from scheduler.variables import Build


class StableStarts(Rule):
    """R25: within a calendar week, Monday to Sunday, a person starts work at one time of day.

    In a week that begins before the horizon or ends after it, the starts of its days there are given: they are not
    charged, and starting at one of them again is free. A shift that an absence of a part of the day shortens starts
    when it would without. Soft unit: each start time in a week beyond the first. Hard:
    none.
    """

    number: ClassVar[str] = "R25"
    title_en: ClassVar[str] = msgid("Stable starts within a week")
    units: ClassVar[tuple[Unit, ...]] = (Unit("start time beyond the first", "start times beyond the first"),)
    is_weekly: ClassVar[bool] = True

    rule: Literal["stable_starts"] = "stable_starts"

    def apply(self, build: Build) -> None:
        """Give each possible start of a person's week a variable that any day's start at that time holds up."""
        problem = build.problem
        for week in problem.horizon.weeks():
            outside = [day for day in problem.horizon.week_of(week[0]) if day not in week]
            for person in problem.employees:
                given = {
                    self._minute(problem, row)
                    for day, row in (outside_rows(problem, person.employee_id) if outside else ())
                    if day in outside
                }
                self._hold_week(build, person.employee_id, week, given)

    @staticmethod
    def _minute(problem: Problem, row: Assignment) -> int:
        """When a row from outside the horizon starts, by the clock; by its shift where the clock skips that time."""
        shift, horizon = problem.shifts.get(row.shift), problem.horizon
        if shift is not None:
            day = horizon.day_of(row.date)
            if problem.is_shortened(row) or horizon.elapsed_at(row.start) == horizon.elapsed(day, shift.start_minute):
                return shift.start_minute % MINUTES_PER_DAY
        return row.start.hour * 60 + row.start.minute

    def _hold_week(self, build: Build, employee: str, week: range, given: set[int]) -> None:
        starting: dict[int, dict[int, list[IntVar]]] = {}
        for day in week:
            for code, choice in build.works.on_day(employee, day).items():
                minute = build.problem.shifts[code].start_minute % MINUTES_PER_DAY
                if minute not in given:
                    starting.setdefault(minute, {}).setdefault(day, []).append(choice)
        free = 0 if given else 1
        if len(starting) <= free:
            return
        used = []
        for minute, by_day in starting.items():
            start_used = build.model.new_bool_var(f"start_used[{employee},{week[0]},{minute}]")
            used.append(start_used)
            for choices in by_day.values():
                build.model.add(build.sum(choices) <= start_used)
        starts = build.sum(used)
        if self.weight is None:
            build.model.add(starts <= free)
            return
        if free:
            # A person who does not work has one start as well, which makes the charge linear.
            build.model.add(starts >= 1)
        build.ledger.charge(
            self.number,
            self.weight,
            starts - free,
            employee=employee,
            date=build.problem.horizon.date_of(week[0]),
        )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Collect the times of day at which each person starts, by calendar week."""
        found: list[Violation] = []
        parts_of_days = PartsOfDays(problem)
        weeks: dict[tuple[str, date], set[str]] = {}
        for row in roster.assignments:
            monday = monday_of(row.date)
            weeks.setdefault((row.employee_id, monday), set()).add(self._start(problem, parts_of_days, row))
        for (employee, monday), starts in weeks.items():
            given = {
                self._start(problem, parts_of_days, row)
                for row in given_rows(problem, employee)
                if monday <= row.date < monday + timedelta(days=7)
            }
            beyond = len(starts | given) - max(1, len(given))
            if beyond:
                found.append(
                    self.violation(
                        Message(
                            "{employee} starts at {times} in the week of {monday}; one start a week is meant",
                            employee=employee,
                            times=", ".join(sorted(starts | given)),
                            monday=monday,
                        ),
                        amount=beyond,
                        employee=employee,
                        date=max(monday, problem.horizon.start.date()),
                    )
                )
        return found

    @staticmethod
    def _start(problem: Problem, parts_of_days: PartsOfDays, row: Assignment) -> str:
        """The time of day at which a row starts; that of its shift where the clock skips it, or an absence cuts it."""
        shift = problem.shifts.get(row.shift)
        if shift is not None:
            meant = datetime.combine(row.date, time()) + timedelta(minutes=shift.start_minute)
            is_shortened = parts_of_days.left(row.employee_id, row.date, shift) is not None
            if is_shortened or not exists(meant, problem.horizon.zone):
                return f"{meant:%H:%M}"
        return f"{row.start:%H:%M}"
