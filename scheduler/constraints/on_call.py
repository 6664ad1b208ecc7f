"""R40 - on-call duty: people who can be called on a day without being at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.conflict import Misses
from scheduler.constraints.known_rows import known_rows
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.domain.base import ALL_WEEK, EmployeeIds, TeamNames, Weekdays
from scheduler.domain.clock import as_shown, minutes_between
from scheduler.domain.limits import SomeHeads, Whole
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Duty, Roster
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar, LinearExpr

    from scheduler.variables import Build

_MOST_DAYS = 4
"""So many days away a shift may be too near: two days of rest, and one that runs into the day after the next."""
_MOST_NAMED = 5
"""People who are named as examples."""
_MOST_BY_PERSON = 60
"""People who take turns, of whom the model knows who has rested. It does not know it of more, since the fast search for
a week does not know such rows, and some of so many have days off in a row."""


def still_on_call(rules: Iterable[Rule], problem: Problem, roster: Roster) -> Roster:
    """The roster with others on call in place of those in it who cannot be; as it is where no rule says who can."""
    for rule in rules:
        if isinstance(rule, OnCall):
            return rule.named(problem, roster, roster.on_call or ())
    return roster


class OnCall(Rule):
    """R40: on each day so many people are named who can be called, and who are not at work on it.

    It may be who is employed, not absent, and has no work from midnight to midnight of the day, nor `rest_hours`
    before and after it; with `rest_hours: null` work that began the day before may end on it. The search keeps as
    many free on each day (of more than 60 people who take turns without looking at `rest_hours`); who it is, is named
    once the roster is found, and counts neither as work nor as rest. Whoever had fewest days on call in the plan is
    next, and of several the one whose turn it is: turns go round by the date, so that over many weeks everybody has
    as many, whatever was planned before. A roster of which nobody says who is on call is not judged. Always hard.
    Soft unit: each fault.
    """

    number: ClassVar[str] = "R40"
    title_en: ClassVar[str] = msgid("On-call duty")
    couples_people: ClassVar[bool] = True
    has_personal_price: ClassVar[bool] = False

    rule: Literal["on_call"] = "on_call"
    weight: None = None
    heads: SomeHeads = Field(default=1, description="people on call on a day")
    teams: TeamNames = Field(default=(), description="teams whose people take turns; none: those of all")
    people: EmployeeIds = Field(default=(), description="only these of them take turns; none: everybody")
    weekdays: Weekdays = Field(default=ALL_WEEK, description="days on which somebody is on call")
    rest_hours: Whole | None = Field(
        default=0,
        ge=0,
        le=48,
        description="hours without work before and after the day; 0: on the day alone; null: no shift starts on it",
    )

    def marks(self, problem: Problem) -> Mapping[str, str]:
        """Those who take turns, apart from those who take none."""
        if not (self.teams or self.people):
            return {}
        return {person.employee_id: self.rule for person in problem.employees if self._takes_turns(person)}

    def beyond_staff(self, people: Sequence[Employee]) -> Iterable[tuple[Message, Message]]:
        """More people on call than take turns."""
        able = {row.employee_id for row in people if self._takes_turns(row)}
        if len(able) < self.heads:
            yield (
                Message(
                    "{rule} asks for {heads} heads, and {count} person of staff.csv takes turns",
                    "{rule} asks for {heads} heads, and {count} people of staff.csv take turns",
                    rule=self.name(),
                    heads=self.heads,
                    count=len(able),
                ),
                Message("ask for at most so many heads, or let more people take turns"),
            )

    def apply(self, build: Build) -> None:
        """Let no more of those who can be on call be at work, or too near to it, than leaves enough of them."""
        problem, horizon = build.problem, build.problem.horizon
        rows = self._rows(problem, Roster())
        turns = sum(map(self._takes_turns, problem.employees))
        rule = self if turns <= _MOST_BY_PERSON else self.model_copy(update={"rest_hours": None})
        for on in self._dates(problem):
            day = horizon.day_of(on)
            able = [person for person in problem.employees if rule._is_able(problem, person, on, rows)]
            busy: list[LinearExpr | IntVar] = []
            for person in able:
                works = rule._choices_against(build, person.employee_id, day)
                if len(works) > 1:
                    is_busy = build.model.new_bool_var(f"not_on_call[{person.employee_id},{day}]")
                    for one in works:
                        build.model.add(one <= is_busy)
                    busy.append(is_busy)
                else:
                    busy += works
            room = len(able) - self.heads
            if len(busy) > room:
                build.at_most(self.number, self.weight, build.sum(busy), room, len(busy) - room, date=on)

    def _choices_against(self, build: Build, employee: str, day: int) -> list[LinearExpr]:
        """Of each day the sum, 0 or 1 by R01, of the choices with which somebody could not be on call on `day`."""
        problem, horizon = build.problem, build.problem.horizon
        before, after = (0, 1) if self.rest_hours is None else (_MOST_DAYS, _MOST_DAYS + 1)
        rest = 60 * (self.rest_hours or 0)
        found = []
        for other in range(max(0, day - before), min(day + after, horizon.days)):
            shifts, midnight = problem.shifts_of(employee, other), horizon.midnight(other)
            against = [
                choice
                for code, choice in build.works.on_day(employee, other).items()
                if other == day
                or (
                    midnight + shifts[code].start_minute < horizon.midnight(day + 1) + rest
                    and midnight + shifts[code].end_minute > horizon.midnight(day) - rest
                )
            ]
            if against:
                found.append(build.sum(against))
        return found

    def named(self, problem: Problem, roster: Roster, known: Sequence[Duty] = ()) -> Roster:
        """The roster with who is on call; whoever was named before stays named where that is still possible.

        Where fewer people than `heads` can be on call, those who can are.
        """
        rows = self._rows(problem, roster)
        turns: Counter[str] = Counter()
        duties: list[Duty] = []
        for on in self._dates(problem):
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

    def shortages(self, problem: Problem, roster: Roster) -> Iterator[Message]:
        """On which days too few people can be on call, and what would help."""
        rows = self._rows(problem, roster)
        without_rest = self.model_copy(update={"rest_hours": None})
        for on in self._dates(problem):
            able = sum(self._is_able(problem, person, on, rows) for person in problem.employees)
            if able >= self.heads:
                continue
            short = Message(
                "{count} person can be on call on {day}; {asked} asked for",
                "{count} people can be on call on {day}; {asked} asked for",
                count=able,
                day=on,
                asked=self.heads,
            )
            near = sum(without_rest._is_able(problem, person, on, rows) for person in problem.employees) - able
            idle: dict[str, list[Assignment]] = {
                employee: [row for row in known if row.date != on or row not in roster.assignments]
                for employee, known in rows.items()
            }
            at_work = [
                person.employee_id
                for person in problem.employees
                if not self._is_able(problem, person, on, rows) and self._is_able(problem, person, on, idle)
            ]
            if at_work:
                short = Message(
                    "{short} ({names} could, with that day off)",
                    short=short,
                    names=", ".join(at_work[:_MOST_NAMED]) + (", ..." if len(at_work) > _MOST_NAMED else ""),
                )
            if near:
                yield (
                    Message(
                        "{short}, and {count} more but for work that ends on the day. What would help: rest_hours: "
                        "null, more people or teams who take turns, or fewer heads",
                        short=short,
                        count=near,
                    )
                    if not self.rest_hours
                    else Message(
                        "{short}, and {count} more but for rest_hours {hours}. What would help: fewer rest_hours, more "
                        "people or teams who take turns, or fewer heads",
                        short=short,
                        count=near,
                        hours=self.rest_hours,
                    )
                )
            else:
                yield Message(
                    "{short}. What would help: more people or teams who take turns, or fewer heads", short=short
                )

    def blame(self, misses: Misses) -> list[Message]:
        """Days on which too few can be on call."""
        certainty = misses.certainty()
        return [
            Message("{rule}: {what}.{certainty}", rule=self.name(), what=what, certainty=certainty)
            for what in self.shortages(misses.problem, misses.roster)
        ]

    def _dates(self, problem: Problem) -> list[date]:
        """The planned days on which somebody is on call."""
        return [on for on in problem.horizon.dates() if on.weekday() in self.weekdays]

    @staticmethod
    def _rows(problem: Problem, roster: Roster) -> dict[str, list[Assignment]]:
        """What everybody works, and what is known of the days around."""
        return {employee: known_rows(problem, roster, employee) for employee in problem.employee}

    def _takes_turns(self, person: Employee) -> bool:
        return (not self.teams or person.team in self.teams) and (not self.people or person.employee_id in self.people)

    def _is_able(self, problem: Problem, person: Employee, on: date, rows: Mapping[str, Sequence[Assignment]]) -> bool:
        as_on = problem.employee_on(person.employee_id, on)
        if as_on is None or not self._takes_turns(as_on) or on in problem.absent_dates[person.employee_id]:
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
        for row in known_rows(problem, roster, employee):
            if row.date == on:
                return Message("works {shift}", shift=row.shift)
            if self.rest_hours is not None:
                before, after = minutes_between(row.end, begins, zone), minutes_between(ends, row.start, zone)
                if max(before, after) < 60 * self.rest_hours:
                    return Message("works {shift} on {day}, too near", shift=row.shift, day=row.date)
        return None
