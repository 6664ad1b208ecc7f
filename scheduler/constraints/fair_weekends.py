"""R24 - weekend days are shared fairly over the weeks."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import WEEKEND
from scheduler.domain.limits import TrueOrFalse
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster

if TYPE_CHECKING:
    from scheduler.variables import Build


class FairWeekends(Rule):
    """R24: everybody works a fair share of the team's weekend days, the weeks before included: neither more nor fewer.

    Weekend days are Saturdays and Sundays, with `public_holidays` also public holidays; a shift belongs to the day on
    which it starts. They are shared by the people whose contract and shifts allow a Saturday or a Sunday; those whose
    contract asks for weekend days anyway are left out. A team's fair share, the same for all its people, is ::

        weekend days worked in the weeks before, the mean of the team's people who share them
        + weekend days that the horizon needs / people of all teams who share them

    where the horizon needs as many as the agent hours required on these days by these people's queues, divided by the
    mean paid hours of their weekend shifts, less the weekend days that contracts promise. It depends on the facts
    alone, never on the roster. Nobody can work a part of a day: the whole numbers on either side of the share are free.

    Days before the horizon use the share up; they are not charged themselves. Nor is it charged that somebody is
    behind by more days than can be worked in the horizon: those on which the person is not absent and has a shift to
    work, and in a week no more than the days of the contract. Soft unit: steps: the first day above the share, or
    below it, counts 1, the second 2, and so on. Hard: nobody works a day above the share.
    """

    number: ClassVar[str] = "R24"
    title_ko: ClassVar[str] = "주말 근무 공평 배분"
    title_en: ClassVar[str] = "Fair share of weekend days"
    couples_people: ClassVar[bool] = True

    rule: Literal["fair_weekends"] = "fair_weekends"
    public_holidays: TrueOrFalse = Field(default=False, description="public holidays count like weekend days")

    def apply(self, build: Build) -> None:
        """Fill, for each person, the free share; what is above and below it in steps, each dearer than the last."""
        problem = build.problem
        horizon = problem.horizon
        days = [
            day
            for day in range(horizon.days)
            if horizon.is_weekend(day) or (self.public_holidays and problem.is_public_holiday(horizon.date_of(day)))
        ]
        sharing = [person for person in problem.employees if self._may_work_one(problem, person)]
        if not sharing or not days:
            return
        shares = self._shares_by_team(problem, sharing, days)
        for person in sharing:
            employee = person.employee_id
            least, most = (max(0, share - problem.history_of[employee].weekend_days) for share in shares[person.team])
            possible = [day for day in days if build.works.on_day(employee, day)]
            count = build.works.count_on_days(employee, possible)
            if self.weight is None:
                if len(possible) > most:
                    build.model.add(count <= most)
                continue
            least = min(least, self._could_work(problem, person, days))
            build.in_steps(self.number, self.weight, count, least, most, len(possible), employee=employee)

    def _may_work_one(self, problem: Problem, person: Employee) -> bool:
        contract = problem.contract_of(person)
        possible = WEEKEND & contract.weekdays
        return not contract.weekend_days_per_week and any(
            possible & problem.shifts[code].weekdays for code in person.shifts if code in problem.shifts
        )

    def _could_work(self, problem: Problem, person: Employee, days: list[int]) -> int:
        """Which of these days the person could work by absences, consents and contract, counted."""
        contract = problem.contract_of(person)
        shifts = [problem.shifts[code] for code in person.shifts if code in problem.shifts]
        could = 0
        for week in problem.horizon.weeks():
            open_days = 0
            for day in days:
                on = problem.horizon.date_of(day)
                if day not in week or on in problem.absent_dates[person.employee_id]:
                    continue
                if problem.is_public_holiday(on) and not (contract.works_public_holidays and person.may_work_holidays):
                    continue
                open_days += on.weekday() in contract.weekdays and any(
                    on.weekday() in shift.weekdays and (person.may_work_nights or not shift.night_minutes)
                    for shift in shifts
                )
            could += min(open_days, contract.days_per_week)
        return could

    def _shares_by_team(self, problem: Problem, sharing: list[Employee], days: list[int]) -> dict[str, tuple[int, int]]:
        """The fair share of each team, rounded down and up, in whole numbers throughout: thousandths, and minutes."""
        horizon = problem.horizon
        queues = {queue for person in sharing for queue in person.queues} & problem.demand.queues.keys()
        codes = {code for person in sharing for code in person.shifts if code in problem.shifts}
        paid = [problem.shifts[code].paid_minutes for code in codes if problem.shifts[code].weekdays & WEEKEND]
        on_days = np.isin(horizon.day_of_interval(), days)
        required = sum(int(problem.demand.queues[queue].required_permille[on_days].sum()) for queue in queues)
        promised = sum(
            min(problem.contract_of(person).weekend_days_per_week, sum(map(horizon.is_weekend, week)))
            for person in problem.employees
            if queues.intersection(person.queues)
            for week in horizon.weeks()
        )
        # Days needed = required / 1000 * interval_minutes / (sum(paid) / len(paid)), over one denominator.
        per_day = 1000 * sum(paid)
        needed = max(0, required * horizon.interval_minutes * len(paid) - promised * per_day)
        per_person = per_day * len(sharing)
        people = Counter(person.team for person in sharing)
        before: Counter[str] = Counter()
        for person in sharing:
            before[person.team] += problem.history_of[person.employee_id].weekend_days
        shares = {team: (before[team] * per_person + needed * size, size * per_person) for team, size in people.items()}
        return {team: (share // unit, -(-share // unit)) for team, (share, unit) in shares.items()}

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's weekend days and set them beside the share that hours and dates give."""
        counted = {on for on in problem.horizon.dates() if self._counts(problem, on)}
        sharing: dict[str, Employee] = {}
        paid_by_code: dict[str, int] = {}
        for person in problem.employees:
            contract = problem.contract_of(person)
            known = [problem.shifts[code] for code in person.shifts if code in problem.shifts]
            for shift in known:
                for weekday in (5, 6):
                    if (
                        weekday in shift.weekdays
                        and weekday in contract.weekdays
                        and contract.weekend_days_per_week == 0
                    ):
                        sharing[person.employee_id] = person
            if person.employee_id in sharing:
                paid_by_code |= {
                    shift.code: shift.paid_minutes for shift in known if 5 in shift.weekdays or 6 in shift.weekdays
                }
        if not sharing or not counted:
            return []
        served = {queue for person in sharing.values() for queue in person.queues}
        agent_minutes = Fraction(0)
        for interval in range(problem.horizon.n_intervals):
            if problem.horizon.interval_start(interval).date() in counted:
                for queue, needs in problem.demand.queues.items():
                    if queue in served:
                        agent_minutes += Fraction(int(needs.required_permille[interval]), 1000) * (
                            problem.horizon.interval_minutes
                        )
        mean_paid_minutes = Fraction(sum(paid_by_code.values()), len(paid_by_code))
        weekend_days_of_week = Counter(on.isocalendar()[:2] for on in problem.horizon.dates() if on.isoweekday() > 5)
        promised = sum(
            min(problem.contract_of(person).weekend_days_per_week, there_are)
            for person in problem.employees
            if any(queue in served and queue in problem.demand.queues for queue in person.queues)
            for there_are in weekend_days_of_week.values()
        )
        needed = max(Fraction(0), agent_minutes / mean_paid_minutes - promised)
        before = {employee: problem.history_of[employee].weekend_days for employee in sharing}
        share: dict[str, Fraction] = {}
        for team in {person.team for person in sharing.values()}:
            of_team = [before[employee] for employee, person in sharing.items() if person.team == team]
            share[team] = Fraction(sum(of_team), len(of_team)) + needed / len(sharing)
        found: list[Violation] = []
        worked = Counter(row.employee_id for row in roster.assignments if row.date in counted)
        for employee, person in sharing.items():
            count, fair = worked[employee], share[person.team]
            above = min(count, before[employee] + count - ceil(fair))
            below = min(floor(fair) - before[employee], self._open_days(problem, person, counted)) - count
            missed = max(above, 0 if self.weight is None else below)
            if missed > 0:
                share_text = f"{floor(fair)} to {ceil(fair)}" if floor(fair) < ceil(fair) else f"{ceil(fair)}"
                found.append(
                    self.violation(
                        f"{employee} works {count} weekend days after {before[employee]} in the weeks before; "
                        f"a fair share is {share_text}",
                        korean=f"{employee}: 주말 이번 {count}일, 이전 {before[employee]}일; 공평한 몫은 "
                        f"{share_text.replace(' to ', '~')}일",
                        amount=missed,
                        unit="weekend days above the fair share" if above > 0 else "weekend days below the fair share",
                        employee=employee,
                        points=None if self.weight is None else self.weight * sum(range(1, missed + 1)),
                    )
                )
        return found

    @staticmethod
    def _open_days(problem: Problem, person: Employee, counted: set[date]) -> int:
        """Dates on which nothing keeps the person from working, by week no more than the contract's days."""
        contract = problem.contracts[person.contract]
        absent = {
            on for absence in problem.absences if absence.employee_id == person.employee_id for on in absence.days()
        }
        by_week: Counter[tuple[int, int]] = Counter()
        for on in counted - absent:
            works_holidays = contract.works_public_holidays and person.may_work_holidays
            if on in (problem.public_holidays or {}) and not works_holidays:
                continue
            known = [problem.shifts[code] for code in person.shifts if code in problem.shifts]
            if any(
                on.weekday() in shift.weekdays & contract.weekdays
                and (shift.night_minutes == 0 or person.may_work_nights)
                for shift in known
            ):
                by_week[on.isocalendar()[:2]] += 1
        return sum(min(dates, contract.days_per_week) for dates in by_week.values())

    def _counts(self, problem: Problem, on: date) -> bool:
        return on.isoweekday() > 5 or (
            self.public_holidays and problem.public_holidays is not None and on in problem.public_holidays
        )
