"""R24 - weekend days are shared fairly over the weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from scheduler.constraints.base import Rule
from scheduler.constraints.fair_share import CountedTurns, FairShare, SharedTurns, agent_minutes, required_permille
from scheduler.constraints.wording import Wording
from scheduler.domain.base import WEEKEND
from scheduler.domain.limits import TrueOrFalse
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift


def counts_public_holidays(rules: Iterable[Rule]) -> bool:
    """Whether public holidays count like weekend days."""
    return any(isinstance(rule, FairWeekends) and rule.public_holidays for rule in rules)


class FairWeekends(FairShare):
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
    turns: ClassVar[Wording] = Wording("weekend days", "주말")
    turn_ko: ClassVar[str] = "일"

    rule: Literal["fair_weekends"] = "fair_weekends"
    public_holidays: TrueOrFalse = Field(default=False, description="public holidays count like weekend days")

    def _shared(self, problem: Problem) -> SharedTurns | None:
        horizon = problem.horizon
        days = [
            day
            for day in range(horizon.days)
            if horizon.is_weekend(day) or (self.public_holidays and problem.is_public_holiday(horizon.date_of(day)))
        ]
        sharing: dict[str, list[str]] = {}
        for person in problem.employees:
            contract = problem.contract_of(person)
            possible = frozenset() if contract.weekend_days_per_week else WEEKEND & contract.weekdays
            codes = [code for code in person.shifts if code in problem.shifts]
            if any(possible & problem.shifts[code].weekdays for code in codes):
                sharing[person.employee_id] = codes
        if not sharing or not days:
            return None
        known = {code for codes in sharing.values() for code in codes}
        paid = [problem.shifts[code].paid_minutes for code in known if problem.shifts[code].weekdays & WEEKEND]
        queues = {queue for employee in sharing for queue in problem.employee[employee].queues}
        queues &= problem.demand.queues.keys()
        promised = sum(
            min(problem.contract_of(person).weekend_days_per_week, sum(map(horizon.is_weekend, week)))
            for person in problem.employees
            if queues.intersection(person.queues)
            for week in horizon.weeks()
        )
        required = required_permille(problem, sharing, np.flatnonzero(np.isin(horizon.day_of_interval(), days)))
        # required / 1000 * interval_minutes / (sum(paid) / len(paid)) - promised, over one denominator.
        per_day = 1000 * sum(paid)
        return SharedTurns(
            days,
            problem.shifts.keys(),
            sharing,
            {employee: problem.history_of[employee].weekend_days for employee in sharing},
            needed=max(0, required * horizon.interval_minutes * len(paid) - promised * per_day),
            per_turn=per_day,
        )

    def _counted(self, problem: Problem, roster: Roster) -> CountedTurns | None:
        holidays = (problem.public_holidays or {}) if self.public_holidays else {}
        dates = {on for on in problem.horizon.dates() if on.isoweekday() > 5 or on in holidays}
        sharing: dict[str, list[Shift]] = {}
        for person in problem.employees:
            contract = problem.contracts[person.contract]
            own = [problem.shifts[code] for code in person.shifts if code in problem.shifts]
            if contract.weekend_days_per_week == 0 and any(
                weekday in shift.weekdays and weekday in contract.weekdays for shift in own for weekday in (5, 6)
            ):
                sharing[person.employee_id] = own
        if not sharing or not dates:
            return None
        paid_by_code = {
            shift.code: shift.paid_minutes
            for own in sharing.values()
            for shift in own
            if 5 in shift.weekdays or 6 in shift.weekdays
        }
        people = [person for person in problem.employees if person.employee_id in sharing]
        served = {queue for person in people for queue in person.queues if queue in problem.demand.queues}
        weekend_days_of_week = Counter(on.isocalendar()[:2] for on in problem.horizon.dates() if on.isoweekday() > 5)
        promised = sum(
            min(problem.contracts[person.contract].weekend_days_per_week, there_are)
            for person in problem.employees
            if not served.isdisjoint(person.queues)
            for there_are in weekend_days_of_week.values()
        )
        mean_paid_minutes = Fraction(sum(paid_by_code.values()), len(paid_by_code))
        needed = agent_minutes(problem, people, lambda at: at.date() in dates) / mean_paid_minutes - promised
        return CountedTurns(
            dates,
            sharing,
            before={employee: problem.history_of[employee].weekend_days for employee in sharing},
            taken=Counter(row.employee_id for row in roster.assignments if row.date in dates),
            needed=max(Fraction(0), needed),
        )
