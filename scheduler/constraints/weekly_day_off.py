"""R05 - a day off in every week."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.limits import MinutesPerWeek, Whole
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.variables import Build


class WeeklyDayOff(Rule):
    """R05: at least `days_off` days without a shift in each calendar week, Monday to Sunday (LSA Art. 55).

    A day off is a day on which no shift starts, a day of absence included. Contracts of fewer than
    `exempt_below_minutes` paid minutes a week are exempt (LSA Art. 18(3)). Days before the horizon count as the
    roster before says, days after it as free. What was worked before the horizon cannot be undone: if it leaves too
    few days off, no further day may be worked, and only such days are charged. Soft unit: each day off that is
    missing. Counts on R01.
    """

    number: ClassVar[str] = "R05"
    title_ko: ClassVar[str] = "주휴일"
    title_en: ClassVar[str] = "Weekly day off"

    rule: Literal["weekly_day_off"] = "weekly_day_off"
    days_off: Whole = Field(default=1, ge=1, le=7, description="days without a shift in a calendar week")
    exempt_below_minutes: MinutesPerWeek = Field(
        default=15 * 60, description="contracts below so many paid minutes a week are exempt (LSA Art. 18(3))"
    )

    def apply(self, build: Build) -> None:
        """Hold the days worked in each week at seven less the days off."""
        problem = build.problem
        horizon = problem.horizon
        weeks = horizon.weeks()
        bound = {name for name, c in problem.contracts.items() if c.paid_minutes_per_week >= self.exempt_below_minutes}
        for person in problem.employees:
            if person.contract not in bound:
                continue
            for week in weeks:
                limit = 7 - self.days_off
                if horizon.weekday(week.start):
                    before = range(week.start - horizon.weekday(week.start), week.start)
                    rows = problem.previous.of_employee(person.employee_id)
                    limit = max(0, limit - sum(horizon.day_of(row.date) in before for row in rows))
                if len(week) > limit:
                    build.at_most(
                        self.number,
                        self.weight,
                        build.works.count_on_days(person.employee_id, week),
                        limit,
                        len(week) - limit,
                        employee=person.employee_id,
                        date=horizon.date_of(week.start),
                    )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's assignments by calendar week."""
        first = problem.horizon.first_day
        found: list[Violation] = []
        for person in problem.employees:
            contract = problem.contracts[person.contract]
            if contract.paid_minutes_per_week < self.exempt_below_minutes:
                continue
            before = [row.date for row in problem.previous.of_employee(person.employee_id) if row.date < first]
            planned = [row.date for row in roster.of_employee(person.employee_id)]
            worked_before = Counter(on - timedelta(days=on.weekday()) for on in before)
            worked = Counter(on - timedelta(days=on.weekday()) for on in planned)
            for monday, count in worked.items():
                in_all = count + worked_before[monday]
                missing = min(count, in_all - (7 - self.days_off))
                if missing > 0:
                    found.append(
                        self.violation(
                            f"{person.employee_id} works {in_all} days in the week of {monday}; "
                            f"{self.days_off} must be off",
                            korean=f"{person.employee_id}: {monday} 주 {in_all}일 근무; {self.days_off}일은 쉬어야 함",
                            amount=missing,
                            unit="days",
                            employee=person.employee_id,
                            date=max(monday, first),
                        )
                    )
        return found
