"""R07 - not too much work in a day and a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation, WeekAmount
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.known_rows import given_rows
from scheduler.constraints.outside_rows import outside_rows
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.constraints.worked_weeks import AskedFor, limit_of_week
from scheduler.domain.calendar import monday_of
from scheduler.domain.limits import MinutesOfShift, MinutesPerWeek
from scheduler.domain.people import Contract, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class OvertimeCap(Rule):
    """R07: overtime, and work without it, stay within their limits in each calendar week, Monday to Sunday.

    The workspace says which: in Korea 12 h of overtime and 40 h besides (LSA Art. 53 and 50). A shift belongs wholly to
    the week of the day on which it starts. Who is employed for a part of a week has that part of the limits, by the
    days that R02 asks for, or with two contracts in a week the sum of their parts, never more than the whole. Days of
    the week before and after the horizon count as the rosters there say; what they spent beyond a limit is not held
    against the days planned here. Contracts of fewer than `no_overtime_below_minutes` paid minutes a week have no
    overtime at all; what a change of the clock adds to a shift is some. Soft unit: each minute beyond a limit. Counts
    on R01.
    """

    number: ClassVar[str] = "R07"
    title_en: ClassVar[str] = msgid("Overtime cap")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("minute", "minutes"),)
    is_weekly: ClassVar[bool] = True
    blame_points: ClassVar[int] = 3
    unit_of_conflict: ClassVar[Literal["minute"]] = "minute"

    rule: Literal["overtime_cap"] = "overtime_cap"
    max_overtime_minutes_per_week: MinutesPerWeek = Field(description="in Korea 720 (LSA Art. 53)")
    max_regular_minutes_per_week: MinutesPerWeek = Field(description="without overtime; in Korea 2400 (LSA Art. 50)")
    max_paid_minutes_per_day: MinutesOfShift | None = Field(
        default=None, description="overtime included, breaks excluded; null: no limit by the day"
    )
    no_overtime_below_minutes: MinutesPerWeek = Field(
        default=0, description="contracts of fewer paid minutes a week have no overtime; 900: those below 15 h"
    )

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the shift alone is longer than a day of work may be, or has overtime that the contract has not."""
        limit = self.max_paid_minutes_per_day
        return (limit is not None and shift.paid_minutes > limit) or (
            shift.overtime_minutes > 0
            and problem.contract_of(person).paid_minutes_per_week < self.no_overtime_below_minutes
        )

    def week_limit(self, contract: Contract) -> WeekAmount:
        """The regular minutes that it allows."""
        return WeekAmount(minutes=self.max_regular_minutes_per_week)

    def apply(self, build: Build) -> None:
        """Hold the overtime and the regular minutes of each week; charge shifts that are too long while soft."""
        regular = {code: shift.regular_minutes for code, shift in build.problem.shifts.items()}
        for person in build.problem.employees:
            for week in build.problem.horizon.weeks():
                overtime_outside, regular_outside = self._spent_outside(
                    build.problem, person.employee_id, week, regular
                )
                share = self._share(build.problem, person, week)
                overtime_left = max(0, floor(self.max_overtime_minutes_per_week * share) - overtime_outside)
                regular_left = max(0, floor(self.max_regular_minutes_per_week * share) - regular_outside)
                self._cap(build, person.employee_id, week, attrgetter("overtime_minutes"), overtime_left)
                self._cap(build, person.employee_id, week, attrgetter("regular_minutes"), regular_left)
            if self.weight is not None:
                self._charge_days(build, person.employee_id, self.weight)

    def _cap(self, build: Build, employee: str, week: range, minutes: Callable[[Shift], int], limit: int) -> None:
        """Hold the sum of `minutes` over the person's shifts of the week at or below `limit`."""
        horizon, works = build.problem.horizon, build.works
        amounts = {
            day: {code: minutes(build.problem.shifts_of(employee, day)[code]) for code in works.on_day(employee, day)}
            for day in week
        }
        most = sum(max(of_day.values(), default=0) for of_day in amounts.values())
        if most > limit:
            build.at_most(
                self.number,
                self.weight,
                build.weighted_sum(
                    [var for day in week for var in works.on_day(employee, day).values()],
                    [amount for of_day in amounts.values() for amount in of_day.values()],
                ),
                limit,
                most - limit,
                employee=employee,
                date=horizon.date_of(week.start),
            )

    @staticmethod
    def _share(problem: Problem, person: Employee, week: range) -> Fraction:
        """Which share of a week's limits the person has."""
        if problem.stays_the_same(person.employee_id):
            return Fraction(1)
        shares = problem.week_shares(person, problem.horizon.date_of(problem.horizon.week_of(week.start)[0]))
        return min(Fraction(1), sum((one.of_week for one in shares), Fraction(0)))

    @staticmethod
    def _spent_outside(problem: Problem, employee: str, week: range, regular: dict[str, int]) -> tuple[int, int]:
        """Overtime and regular minutes of the days of the week that lie before and after the horizon."""
        whole_week = problem.horizon.week_of(week.start)
        if len(week) == len(whole_week):
            return 0, 0
        rows = [row for day, row in outside_rows(problem, employee) if day in whole_week]
        regular_minutes = sum(min(row.paid_minutes, regular.get(row.shift, row.paid_minutes)) for row in rows)
        return sum(row.paid_minutes for row in rows) - regular_minutes, regular_minutes

    def _charge_days(self, build: Build, employee: str, weight: int) -> None:
        """Charge what is out of a single day: minutes beyond its limit, and overtime of whom has none."""
        limit = self.max_paid_minutes_per_day
        for day in range(build.problem.horizon.days):
            on, shifts = build.problem.horizon.date_of(day), build.problem.shifts_of(employee, day)
            contract = build.problem.contract_on(employee, on)
            is_barred = contract is not None and contract.paid_minutes_per_week < self.no_overtime_below_minutes
            for code, choice in build.works.on_day(employee, day).items():
                beyond = 0 if limit is None else max(0, shifts[code].paid_minutes - limit)
                beyond += shifts[code].overtime_minutes if is_barred else 0
                if beyond:
                    build.ledger.charge(self.number, weight * beyond, choice, employee=employee, date=on)

    def meaning(self, conflict: Conflict) -> Message:
        """The limit of a day where a shift is out by itself, else those of a week."""
        for on in conflict.days_of(self):
            out = self._out_of_a_day(conflict, on)
            if out is not None:
                return self.numbered(out)
        overtime, regular = self.max_overtime_minutes_per_week, self.max_regular_minutes_per_week
        return self.numbered(
            Message("at most {regular} regular and {overtime} overtime min a week", regular=regular, overtime=overtime)
        )

    def _out_of_a_day(self, conflict: Conflict, on: date) -> Message | None:
        """Why each shift that is decided on a date, or that could be chosen where none is, is out by itself."""
        problem, employee = conflict.problem, conflict.person.employee_id
        as_on = problem.employee_on(employee, on)
        if as_on is None:
            return None
        shifts = problem.shifts_of(employee, problem.horizon.day_of(on))
        decided = [
            *(lock.shift for lock in problem.locks if lock.date == on),
            *(wish.shift for wish in problem.requests if wish.date == on and wish.is_must),
        ]
        asked = [shifts[code] for code in decided or as_on.shifts if code in shifts]
        least = self.no_overtime_below_minutes
        if not asked or not all(self.forbids(problem, as_on, 0, shift) for shift in asked):
            return None
        if all(shift.overtime_minutes for shift in asked) and problem.contract_of(as_on).paid_minutes_per_week < least:
            return Message("a contract of fewer than {least} paid min a week has no overtime", least=least)
        return Message("at most {most} paid min a day", most=self.max_paid_minutes_per_day or 0)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Add up the paid minutes of each person's rows by day and by week.

        Overtime are a row's paid minutes beyond the regular ones of its shift; of an unknown shift none.
        """
        found: list[Violation] = []
        staff, asked_for = StaffByDate(problem), AskedFor(problem)
        for employee, rows in roster.by_employee.items():
            weeks: defaultdict[date, list[Assignment]] = defaultdict(list)
            for row in rows:
                weeks[monday_of(row.date)].append(row)
                if self.max_paid_minutes_per_day is not None and row.paid_minutes > self.max_paid_minutes_per_day:
                    found.append(
                        self.violation(
                            Message(
                                "{employee} works {minutes} paid min on {on} ({shift}); at most {most}",
                                employee=employee,
                                minutes=row.paid_minutes,
                                on=row.date,
                                shift=row.shift,
                                most=self.max_paid_minutes_per_day,
                            ),
                            amount=row.paid_minutes - self.max_paid_minutes_per_day,
                            employee=employee,
                            date=row.date,
                        )
                    )
                contract = problem.contract_on(employee, row.date)
                overtime = self._overtime(problem, [row])
                if overtime and contract and contract.paid_minutes_per_week < self.no_overtime_below_minutes:
                    found.append(
                        self.violation(
                            Message(
                                "{employee} works {minutes} overtime min on {on} ({shift}); none are allowed below "
                                "{least} paid min a week",
                                employee=employee,
                                minutes=overtime,
                                on=row.date,
                                shift=row.shift,
                                least=self.no_overtime_below_minutes,
                            ),
                            amount=overtime,
                            employee=employee,
                            date=row.date,
                        )
                    )
            for monday, planned in weeks.items():
                next_monday = monday + timedelta(days=7)
                outside = [row for row in given_rows(problem, employee) if monday <= row.date < next_monday]
                overtime, overtime_outside = self._overtime(problem, planned), self._overtime(problem, outside)
                regular = sum(row.paid_minutes for row in planned) - overtime
                regular_outside = sum(row.paid_minutes for row in outside) - overtime_outside
                share = (
                    limit_of_week(asked_for, staff, employee, monday) if employee in problem.employee else Fraction(1)
                )
                for is_overtime, minutes, earlier, limit_of_all in (
                    (True, overtime, overtime_outside, self.max_overtime_minutes_per_week),
                    (False, regular, regular_outside, self.max_regular_minutes_per_week),
                ):
                    limit = floor(limit_of_all * share)
                    beyond = min(minutes, minutes + earlier - limit)
                    if beyond > 0:
                        found.append(
                            self.violation(
                                Message(
                                    "{employee} works {minutes} overtime min in the week of {monday}; at most {most}"
                                    if is_overtime
                                    else "{employee} works {minutes} regular min in the week of {monday}; at most "
                                    "{most}",
                                    employee=employee,
                                    minutes=minutes + earlier,
                                    monday=monday,
                                    most=limit,
                                ),
                                amount=beyond,
                                employee=employee,
                                date=max(monday, problem.horizon.first_day),
                            )
                        )
        return found

    @staticmethod
    def _overtime(problem: Problem, rows: list[Assignment]) -> int:
        """Paid minutes beyond the regular ones of each row's shift."""
        return sum(
            max(0, row.paid_minutes - problem.shifts[row.shift].regular_minutes)
            for row in rows
            if row.shift in problem.shifts
        )
