"""R05 - a day off in every week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation, WeekAmount
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.days_before import too_few_for
from scheduler.constraints.free_spans import FreeSpans
from scheduler.constraints.known_rows import given_rows
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.base import MINUTES_PER_DAY, WEEKDAYS
from scheduler.domain.calendar import ONE_DAY, monday_of
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import MinutesPerWeek, Whole
from scheduler.domain.people import Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, joined, msgid

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr

    from scheduler.variables import Build

MINUTES_PER_HOUR = 60


class WeeklyDayOff(Rule):
    """R05: at least `days_off` days without a shift in each calendar week, Monday to Sunday.

    A day off is a day on which no shift starts, a day of absence included unless it is `on_duty`, as training is, in a
    span of at least `least_hours` on end without work: from the latest end of the shifts of all days before to the
    earliest start of those after. Contracts of fewer than `exempt_below_minutes` paid minutes a week are exempt, unless
    another one holds in the same week. Days on which somebody is not employed are off. Days before and after the
    horizon count as the rosters there say, others as free. What is worked outside the horizon cannot be undone: if it
    leaves too few days off, the plan may not take another one, in the weeks beside the horizon either. Soft unit: each
    day off that the plan takes from those that a week must have. Counts on R01.
    """

    number: ClassVar[str] = "R05"
    title_en: ClassVar[str] = msgid("Weekly day off")
    units: ClassVar[tuple[Unit, ...]] = (Unit("day", "days"),)
    is_weekly: ClassVar[bool] = True
    blame_points: ClassVar[int] = 3_000
    unit_of_conflict: ClassVar[Literal["day"]] = "day"

    rule: Literal["weekly_day_off"] = "weekly_day_off"
    days_off: Whole = Field(default=1, ge=1, le=7, description="days without a shift in a calendar week")
    least_hours: Whole = Field(
        default=0, ge=0, le=72, description="hours on end without work that a day off is a part of; 0: any"
    )
    exempt_below_minutes: MinutesPerWeek = Field(
        default=0,
        description="contracts below so many paid minutes a week are exempt; in Korea 900 (LSA Art. 18(3)); 0: none",
    )

    def week_limit(self, contract: Contract) -> WeekAmount:
        """The days that are not off."""
        is_exempt = contract.paid_minutes_per_week < self.exempt_below_minutes
        return WeekAmount() if is_exempt else WeekAmount(days=len(WEEKDAYS) - self.days_off)

    def broken_by_duty(self, employee: str, dates: Collection[date], contracts: Collection[Contract]) -> list[Message]:
        """Calendar weeks in which they alone leave too few days off."""
        if all(contract.paid_minutes_per_week < self.exempt_below_minutes for contract in contracts):
            return []
        in_week = Counter(monday_of(on) for on in dates)
        return [
            Message(
                "{employee} has {duty} days of training or other duty in the week of {monday} by the absences, and "
                "{rule} asks for {count} day off: no roster can mend that; change the absences.",
                "{employee} has {duty} days of training or other duty in the week of {monday} by the absences, and "
                "{rule} asks for {count} days off: no roster can mend that; change the absences.",
                employee=employee,
                duty=duty,
                monday=monday,
                rule=self.name(),
                count=self.days_off,
            )
            for monday, duty in sorted(in_week.items())
            if duty > len(WEEKDAYS) - self.days_off
        ]

    def apply(self, build: Build) -> None:
        """Hold the days of each week that are worked, or off for too short, at seven less the days off."""
        problem = build.problem
        horizon = problem.horizon
        bound = {name for name, c in problem.contracts.items() if c.paid_minutes_per_week >= self.exempt_below_minutes}
        for person in problem.employees:
            employee = person.employee_id
            is_same = problem.stays_the_same(employee)
            if is_same and person.contract not in bound:
                continue
            spans = FreeSpans(build, employee, self.least_hours * MINUTES_PER_HOUR)
            for week in self._weeks(build.problem):
                held = () if is_same else (problem.contract_on(employee, horizon.date_of(day)) for day in week)
                if not is_same and not any(contract is not None and contract.name in bound for contract in held):
                    continue
                # What is not off if nobody works on any planned day; the plan can only add to it.
                on_duty = problem.on_duty_dates(employee)
                given = [day for day in week if spans.is_given(day) or horizon.date_of(day) in on_duty]
                taken: list[LinearExpr] = []
                most = 0
                for day in week:
                    if day in given:
                        continue
                    choices = build.works.on_day(employee, day)
                    too_short = spans.off_too_short(day)
                    taken += choices.values()
                    if too_short is not None:
                        taken.append(too_short)
                    most += bool(choices) or too_short is not None
                limit = max(0, 7 - self.days_off - len(given))
                if most > limit:
                    on = horizon.date_of(min(max(week.start, 0), horizon.days - 1))
                    build.at_most(
                        self.number,
                        self.weight,
                        build.sum(taken),
                        limit,
                        most - limit,
                        employee=employee,
                        date=on,
                    )

    def _weeks(self, problem: Problem) -> Iterator[range]:
        """Day numbers of the calendar weeks that the horizon touches, and of those before and after if spans count."""
        beside = 7 if self.least_hours else 0
        monday = -problem.horizon.weekday(0) - beside
        while monday < problem.horizon.days + beside:
            yield range(monday, monday + 7)
            monday += 7

    def meaning(self, conflict: Conflict) -> Message:
        """The days off of a week."""
        return self.numbered(
            Message(
                "{count} day off a week{on_end}",
                "{count} days off a week{on_end}",
                count=self.days_off,
                on_end=Message(", {hours:g} h on end", hours=self.least_hours) if self.least_hours else "",
            )
        )

    def gap(self, conflict: Conflict) -> Message:
        """Days off are always what is missing."""
        return Message(", {count} day off missing", ", {count} days off missing", count=conflict.amount)

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Days of the week are worked or not, and with `least_hours` a shift before them says how long they are off."""
        first, reach = problem.horizon.first_day, self._reach_days(problem)
        weekday = first.weekday()
        if known_from <= first - (weekday + 7 + reach) * ONE_DAY:
            return None
        people = [
            person.employee_id
            for person in problem.employees
            if any(
                problem.contracts[row.contract].paid_minutes_per_week >= self.exempt_below_minutes
                for row in (person, *problem.employments)
                if row.employee_id == person.employee_id
            )
            and self._is_undecided(problem, person.employee_id, known_from, reach)
        ]
        if not people:
            return None
        days = weekday + reach + (7 if reach > weekday else 0)
        why = Message("what was worked before decides whether a day counts as off")
        return too_few_for(self.number, problem, known_from, days, why, people)

    def _reach_days(self, problem: Problem) -> int:
        """How many days before a day off a shift can begin that leaves it too short, whatever the shift after it."""
        if not self.least_hours or not problem.shifts:
            return 0
        latest = max(shift.end_minute for shift in problem.shifts.values())
        earliest = min(shift.start_minute for shift in problem.shifts.values())
        minutes = self.least_hours * MINUTES_PER_HOUR + latest - earliest + problem.horizon.skipped_minutes
        return max(0, (minutes - 1) // MINUTES_PER_DAY - 1)

    def _is_undecided(self, problem: Problem, employee: str, known_from: date, reach: int) -> bool:
        """Whether unknown work can decide on a day of a week that the plan can still take a day off from."""
        first, zone = problem.horizon.first_day, problem.horizon.zone
        rows = [row for row in problem.previous.of_employee(employee) if known_from <= row.date < first]
        worked = {row.date for row in rows}
        latest = max((shift.end_minute for shift in problem.shifts.values()), default=0)
        earliest = min((shift.start_minute for shift in problem.shifts.values()), default=0)
        unknown_end = datetime.combine(known_from - ONE_DAY, time()) + timedelta(minutes=latest)
        monday = monday_of(first)
        for week in (monday - 7 * ONE_DAY, monday, monday + 7 * ONE_DAY):
            if week < monday and first.weekday() >= reach:
                continue  # no planned shift comes near enough
            surely_off, doubtful = 0, False
            for on in (week + n * ONE_DAY for n in range(7)):
                if on in worked or on in problem.on_duty_dates(employee):
                    continue
                if on < known_from:
                    doubtful = True
                    continue
                planned = datetime.combine(max(first, on + ONE_DAY), time()) + timedelta(minutes=earliest)
                start = min([planned, *(row.start for row in rows if row.date > on)])
                end = max((row.end for row in rows if row.date < on), default=None)
                least = self.least_hours * MINUTES_PER_HOUR + problem.horizon.skipped_minutes
                if (end is None or unknown_end > end) and minutes_between(unknown_end, start, zone) < least:
                    doubtful = True
                elif on < first and (end is None or minutes_between(end, start, zone) >= least):
                    surely_off += 1
            if doubtful and surely_off < self.days_off:
                return True
        return False

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count the days off of each calendar week, and measure the time without work around them."""
        first, last, zone = problem.horizon.start.date(), problem.horizon.end.date() - ONE_DAY, problem.horizon.zone
        found: list[Violation] = []
        staff, parts_of_days = StaffByDate(problem), PartsOfDays(problem)
        for person in problem.employees:
            on_duty = parts_of_days.on_duty(person.employee_id)
            planned = roster.of_employee(person.employee_id)
            if not planned:
                continue
            given = given_rows(problem, person.employee_id)
            monday = first - timedelta(days=first.weekday() + 7)
            while monday <= last + timedelta(days=7):
                week = [monday + n * ONE_DAY for n in range(7)]
                may_be_off = [on for on in week if on not in on_duty]
                missing = self.days_off - len(self._days_off(may_be_off, [*given, *planned], zone))
                if missing > 0:
                    missing -= max(0, self.days_off - len(self._days_off(may_be_off, given, zone)))
                held = (problem.contracts[row.contract] for on in week if (row := staff.on(person.employee_id, on)))
                if missing > 0 and any(one.paid_minutes_per_week >= self.exempt_below_minutes for one in held):
                    found.append(self._missing(problem, person.employee_id, week, [*given, *planned], on_duty, missing))
                monday += 7 * ONE_DAY
        return found

    def _days_off(self, week: Sequence[date], rows: Sequence[Assignment], zone: tzinfo | None) -> list[date]:
        """The days of the week on which nobody starts and around which the time without work is long enough."""
        worked = {row.date for row in rows}
        return [
            on
            for on in week
            if on not in worked
            and ((hours := _hours_without_work(on, rows, zone)) is None or hours >= self.least_hours)
        ]

    def _missing(
        self,
        problem: Problem,
        employee: str,
        week: Sequence[date],
        rows: Sequence[Assignment],
        on_duty: set[date],
        missing: int,
    ) -> Violation:
        zone = problem.horizon.zone
        worked = ({row.date for row in rows} | on_duty) & set(week)
        too_short = [
            (on, hours)
            for on in week
            if on not in worked
            and (hours := _hours_without_work(on, rows, zone)) is not None
            and hours < self.least_hours
        ]
        but = (
            Message(
                "; off on {on}, but only {hours:g} h on end of {least:g}", on=on, hours=hours, least=self.least_hours
            )
            for on, hours in too_short
        )
        return self.violation(
            Message(
                "{employee} works {count} days in the week of {monday}; {off} must be off{but}",
                employee=employee,
                count=len(worked),
                monday=week[0],
                off=self.days_off,
                but=joined("", but),
            ),
            amount=missing,
            employee=employee,
            date=min(max(week[0], problem.horizon.first_day), problem.horizon.end.date() - ONE_DAY),
        )


def _hours_without_work(on: date, rows: Sequence[Assignment], zone: tzinfo | None) -> float | None:
    """Hours from the last end of what started before a day to the next start after it; None: no end to them."""
    ends = [row.end for row in rows if row.date < on]
    starts = [row.start for row in rows if row.date > on]
    return minutes_between(max(ends), min(starts), zone) / MINUTES_PER_HOUR if ends and starts else None
