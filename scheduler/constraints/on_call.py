"""R40 - on-call duty: people who can be called on a day without being at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.domain.base import ALL_WEEK, EmployeeIds, TeamNames, Weekdays
from scheduler.domain.clock import as_shown, minutes_between
from scheduler.domain.limits import SomeHeads, Whole
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Duty, Roster
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class OnCall(Rule):
    """R40: on each day so many people are named who can be called, and who are not at work on it.

    Who is on call is named once the roster is found, and moves no shift: it counts neither as work nor as rest. It may
    be who is employed, not absent, starts no shift on the day, and with `rest_hours` has no work so many hours before
    and after it, from midnight to midnight. Whoever had fewest days on call in the plan is next, and of several the one
    whose turn it is: turns go round by the date, so that over many weeks everybody has as many, whatever was planned
    before. A roster of which nobody says who is on call is not judged. Always hard. Soft unit: each fault.
    """

    number: ClassVar[str] = "R40"
    title_en: ClassVar[str] = msgid("On-call duty")
    couples_people: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["on_call"] = "on_call"
    weight: None = None
    heads: SomeHeads = Field(default=1, description="people on call on a day")
    teams: TeamNames = Field(default=(), description="teams whose people take turns; none: those of all")
    people: EmployeeIds = Field(default=(), description="only these of them take turns; none: everybody")
    weekdays: Weekdays = Field(default=ALL_WEEK, description="days on which somebody is on call")
    rest_hours: Whole | None = Field(
        default=None,
        ge=0,
        le=48,
        description="hours without work before and after the day; null: only no shift may start on it",
    )

    def apply(self, build: Build) -> None:
        """Add nothing: people are named in rosters that are finished."""

    def named(self, problem: Problem, roster: Roster, known: Sequence[Duty] = ()) -> Roster:
        """The roster with who is on call; whoever was named before stays named where that is still possible.

        Where fewer people than `heads` can be on call, those who can are.
        """
        rows = {
            employee: [row for of in (problem.previous, roster, problem.following) for row in of.of_employee(employee)]
            for employee in problem.employee
        }
        turns: Counter[str] = Counter()
        duties: list[Duty] = []
        for on in problem.horizon.dates():
            if on.weekday() not in self.weekdays:
                continue
            able = [person for person in problem.employees if self._is_able(problem, person, on, rows)]
            order = {
                person.employee_id: (place - on.toordinal() * self.heads) % len(able)
                for place, person in enumerate(able)
            }
            kept = [duty.employee_id for duty in known if duty.date == on and duty.employee_id in order]
            rest = sorted(order.keys() - set(kept), key=lambda employee: (turns[employee], order[employee]))
            chosen = [*dict.fromkeys(kept), *rest][: self.heads]
            turns.update(chosen)
            duties += (Duty(on, employee) for employee in sorted(chosen))
        return roster.with_on_call(duties)

    def _is_able(self, problem: Problem, person: Employee, on: date, rows: Mapping[str, Sequence[Assignment]]) -> bool:
        as_on = problem.employee_on(person.employee_id, on)
        if as_on is None or (self.teams and as_on.team not in self.teams):
            return False
        if (self.people and person.employee_id not in self.people) or on in problem.absent_dates[person.employee_id]:
            return False
        horizon = problem.horizon
        day = horizon.day_of(on)
        rest = 60 * (self.rest_hours or 0)
        return not any(
            row.date == on
            or (
                self.rest_hours is not None
                and horizon.elapsed_at(row.start) < horizon.midnight(day + 1) + rest
                and horizon.elapsed_at(row.end) > horizon.midnight(day) - rest
            )
            for row in rows[person.employee_id]
        )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count who is named on each date, and look at the rows and absences of each."""
        if roster.on_call is None:
            return []
        named: dict[date, list[str]] = {on: [] for on in problem.horizon.dates() if on.weekday() in self.weekdays}
        found: list[Violation] = []
        parts_of_days = PartsOfDays(problem)
        for duty in roster.on_call:
            if duty.date in named:
                named[duty.date].append(duty.employee_id)
            else:
                said = Message(
                    "{employee} is on call on {day}, on which nobody is to be", employee=duty.employee_id, day=duty.date
                )
                found.append(self.violation(said, employee=duty.employee_id, date=duty.date))
        for on, employees in named.items():
            if len(set(employees)) != self.heads:
                said = Message(
                    "{count} person is on call on {day}; {asked} asked for",
                    "{count} people are on call on {day}; {asked} asked for",
                    count=len(set(employees)),
                    day=on,
                    asked=self.heads,
                )
                found.append(self.violation(said, date=on))
            for employee, times in Counter(employees).items():
                why = self._why_not(problem, parts_of_days, roster, employee, on, times)
                if why is not None:
                    said = Message("{employee} is on call on {day}, but {why}", employee=employee, day=on, why=why)
                    found.append(self.violation(said, employee=employee, date=on))
        return found

    def _why_not(
        self, problem: Problem, parts_of_days: PartsOfDays, roster: Roster, employee: str, on: date, times: int
    ) -> Message | None:
        """Why somebody cannot be on call on a date; None where nothing stands against it."""
        person = problem.employee_on(employee, on) if employee in problem.employee else None
        if times > 1:
            return Message("stands there twice")
        if person is None:
            return Message("is not employed then")
        if (self.teams and person.team not in self.teams) or (self.people and employee not in self.people):
            return Message("takes no turns")
        if on in parts_of_days.whole_days(employee) or any(
            not absence.is_partial and absence.employee_id == employee and absence.first_day <= on <= absence.last_day
            for absence in problem.absences
        ):
            return Message("is absent")
        zone = problem.horizon.zone
        begins, ends = (as_shown(datetime.combine(on + timedelta(days=n), time()), zone) for n in (0, 1))
        for row in (one for of in (problem.previous, roster, problem.following) for one in of.of_employee(employee)):
            if row.date == on:
                return Message("works {shift}", shift=row.shift)
            if self.rest_hours is not None:
                before, after = minutes_between(row.end, begins, zone), minutes_between(ends, row.start, zone)
                if max(before, after) < 60 * self.rest_hours:
                    return Message("works {shift} on {day}, too near", shift=row.shift, day=row.date)
        return None
