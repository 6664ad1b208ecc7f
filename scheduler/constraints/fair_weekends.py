"""R24 - weekend days are shared fairly over the weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from scheduler.constraints.base import Rule
from scheduler.constraints.fair_share import CountedTurns, FairShare, SharedTurns, agent_minutes, required_permille
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.base import WEEKEND
from scheduler.domain.limits import TrueOrFalse
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import msgid


def counts_public_holidays(rules: Iterable[Rule]) -> bool:
    """Whether public holidays count like weekend days."""
    return any(isinstance(rule, FairWeekends) and rule.public_holidays for rule in rules)


class FairWeekends(FairShare):
    """R24: everybody works a fair share of the team's weekend days, the weeks before included: neither more nor fewer.

    Weekend days are Saturdays and Sundays, with `public_holidays` also public holidays; a shift belongs to the day on
    which it starts. They are shared by the people whose contract and shifts allow a Saturday or a Sunday; those whose
    contract asks for weekend days anyway are left out. A person's fair share is ::

        weekend days of the weeks before of the team's people who share them x days before / days before of these people
        + weekend days that the horizon needs x days asked / days asked of the people of all teams who share them

    where days before are those of the same weeks on which the person could have been asked (`days` of the history;
    alike for all people of a team of one of whom nobody knows them), and days asked those of these days on which the
    person is employed and not absent, so that the share is the same for all people of a team who are there on all of
    them;
    and the horizon needs as many as the agent hours required on these days by these people's queues, divided by the
    mean paid hours of their weekend shifts, less the weekend days that contracts promise. It depends on the facts
    alone, never on the roster. Nobody can work a part of a day: the whole numbers on either side of the share are free.

    Days before the horizon use the share up; they are not charged themselves. Nor is it charged that somebody is
    behind by more days than can be worked in the horizon: those on which the person is not absent and has a shift to
    work, and in a week no more than the days of the contract. Soft unit: steps: the first day above the share, or
    below it, counts 1, the second 2, and so on. Hard: nobody works a day above the share.
    """

    number: ClassVar[str] = "R24"
    title_en: ClassVar[str] = msgid("Fair share of weekend days")
    counts_over_horizon: ClassVar[bool] = True
    turns: ClassVar[str] = msgid("weekend days")
    units: ClassVar[tuple[Unit, ...]] = (
        Unit("weekend day above the fair share", "weekend days above the fair share"),
        Unit("weekend day below the fair share", "weekend days below the fair share"),
    )

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
            codes: dict[str, None] = {}
            for row in problem.planned_rows(person):
                contract = problem.contract_of(row)
                possible = frozenset() if contract.weekend_days_per_week else WEEKEND & contract.weekdays
                own = [code for code in row.shifts if code in problem.shifts]
                if any(possible & problem.shifts[code].weekdays for code in own):
                    codes.update(dict.fromkeys(own))
            if codes:
                sharing[person.employee_id] = list(codes)
        if not sharing or not days:
            return None
        known = {code for codes in sharing.values() for code in codes}
        paid = [problem.shifts[code].paid_minutes for code in known if problem.shifts[code].weekdays & WEEKEND]
        queues = {queue for employee in sharing for queue in problem.employee[employee].queues}
        queues &= problem.demand.queues.keys()
        promised = sum(
            min(share.contract.weekend_days_per_week, len(weekend))
            for person in problem.employees
            if queues.intersection(person.queues)
            for week in horizon.weeks()
            for share in problem.week_shares(person, horizon.date_of(horizon.week_of(week.start)[0]))
            for weekend in ([day for day in week if horizon.is_weekend(day) and horizon.weekday(day) in share.days],)
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

    def _counted(self, problem: Problem) -> CountedTurns | None:
        dates = {on for on in problem.horizon.dates() if self._has_turns(problem, on)}
        sharing: dict[str, list[Shift]] = {}
        staff = StaffByDate(problem)
        for person in problem.employees:
            for on in problem.horizon.dates():
                then = staff.on(person.employee_id, on)
                if then is None:
                    continue
                contract = problem.contracts[then.contract]
                own = [problem.shifts[code] for code in then.shifts if code in problem.shifts]
                if contract.weekend_days_per_week == 0 and any(
                    weekday in shift.weekdays and weekday in contract.weekdays for shift in own for weekday in (5, 6)
                ):
                    so_far = sharing.setdefault(person.employee_id, [])
                    so_far += [shift for shift in own if shift not in so_far]
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
        promised = 0
        for person in problem.employees:
            weekends: Counter[tuple[int, int, str]] = Counter()
            for on in problem.horizon.dates() if not served.isdisjoint(person.queues) else ():
                then = staff.on(person.employee_id, on)
                if then is not None and on.isoweekday() > 5:
                    weekends[*on.isocalendar()[:2], then.contract] += 1
            promised += sum(min(problem.contracts[name].weekend_days_per_week, n) for (*_, name), n in weekends.items())
        mean_paid_minutes = Fraction(sum(paid_by_code.values()), len(paid_by_code))
        needed = agent_minutes(problem, people, lambda at: at.date() in dates) / mean_paid_minutes - promised
        return CountedTurns(
            dates,
            sharing,
            before={employee: problem.history_of[employee].weekend_days for employee in sharing},
            needed=max(Fraction(0), needed),
        )

    def _has_turns(self, problem: Problem, on: date) -> bool:
        return on.isoweekday() > 5 or (self.public_holidays and on in (problem.public_holidays or {}))

    def _is_turn(self, problem: Problem, row: Assignment) -> bool:
        is_planned = problem.horizon.start.date() <= row.date < problem.horizon.end.date()
        return is_planned and self._has_turns(problem, row.date)
