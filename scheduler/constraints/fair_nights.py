"""R23 - nights are shared fairly over the weeks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import ShiftCodes
from scheduler.domain.clock import as_shown, moment
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift

if TYPE_CHECKING:
    from scheduler.variables import Build


class FairNights(Rule):
    """R23: everybody works a fair share of the team's nights, the weeks before included: neither more nor fewer.

    `shifts` are the codes that count as nights. They are shared by the people who may work one of them: it is among
    their shifts, and they consent to night work if it lies between 22:00 and 06:00. A team's fair share, the same for
    all its people, is ::

        nights worked in the weeks before, the mean of the team's people who share them
        + nights that the horizon needs / people of all teams who share them

    where the horizon needs as many nights as the agent hours required by these people's queues, while one of these
    shifts runs, divided by the mean paid hours of such a shift. It depends on the facts alone, never on the roster.
    Nobody can work a part of a night: the whole numbers on either side of the share are free.

    Nights before the horizon use the share up; they are not charged themselves. Nor is it charged that somebody is
    behind by more nights than can be worked in the horizon: on days on which the person is not absent and may work
    one of these shifts, and in a week no more than the days of the contract. Soft unit: steps: the first night above
    the share, or below it, counts 1, the second 2, and so on. Hard: nobody works a night above the share.
    """

    number: ClassVar[str] = "R23"
    title_ko: ClassVar[str] = "야간 근무 공평 배분"
    title_en: ClassVar[str] = "Fair share of nights"
    couples_people: ClassVar[bool] = True

    rule: Literal["fair_nights"] = "fair_nights"
    shifts: ShiftCodes = Field(min_length=1, description="shift codes that count as nights")

    def apply(self, build: Build) -> None:
        """Fill, for each person, the free share; what is above and below it in steps, each dearer than the last."""
        problem = build.problem
        sharing = [person for person in problem.employees if self._may_work_one(problem, person)]
        if not sharing:
            return
        shares = self._shares_by_team(problem, sharing)
        for person in sharing:
            employee = person.employee_id
            least, most = (max(0, share - problem.history_of[employee].nights) for share in shares[person.team])
            nights = [
                [var for code, var in build.works.on_day(employee, day).items() if code in self.shifts]
                for day in range(problem.horizon.days)
            ]
            count = build.sum([var for choices in nights for var in choices])
            possible = sum(map(bool, nights))
            if self.weight is None:
                if possible > most:
                    build.model.add(count <= most)
                continue
            least = min(least, self._could_work(problem, person))
            build.in_steps(self.number, self.weight, count, least, most, possible, employee=employee)

    def _may_work_one(self, problem: Problem, person: Employee) -> bool:
        return any(
            code in person.shifts and (person.may_work_nights or not problem.shifts[code].night_minutes)
            for code in self.shifts
            if code in problem.shifts
        )

    def _could_work(self, problem: Problem, person: Employee) -> int:
        """Nights that the person could work by absences, consents and contract."""
        contract = problem.contract_of(person)
        codes = [code for code in self.shifts if code in problem.shifts and code in person.shifts]
        nights = 0
        for week in problem.horizon.weeks():
            days = 0
            for day in week:
                on = problem.horizon.date_of(day)
                may_work = on.weekday() in contract.weekdays and on not in problem.absent_dates[person.employee_id]
                if problem.is_public_holiday(on) and not (contract.works_public_holidays and person.may_work_holidays):
                    may_work = False
                days += may_work and any(
                    on.weekday() in problem.shifts[code].weekdays
                    and (person.may_work_nights or not problem.shifts[code].night_minutes)
                    for code in codes
                )
            nights += min(days, contract.days_per_week)
        return nights

    def _shares_by_team(self, problem: Problem, sharing: list[Employee]) -> dict[str, tuple[int, int]]:
        """The fair share of each team, rounded down and up, in whole numbers throughout: thousandths, and minutes."""
        counted = [shift for code, shift in problem.shifts.items() if code in self.shifts]
        queues = {queue for person in sharing for queue in person.queues} & problem.demand.queues.keys()
        running = sorted(
            {
                interval
                for day in range(problem.horizon.days)
                for shift in (problem.shifts_on(day)[each.code] for each in counted)
                if problem.horizon.weekday(day) in shift.weekdays
                for interval in problem.horizon.intervals_between(day, shift.start_minute, shift.end_minute)
            }
        )
        required = sum(int(problem.demand.queues[queue].required_permille[running].sum()) for queue in queues)
        # Nights needed = required / 1000 * interval_minutes / (paid / len(counted)), over one denominator.
        needed = required * problem.horizon.interval_minutes * len(counted)
        per_person = 1000 * sum(shift.paid_minutes for shift in counted) * len(sharing)
        people = Counter(person.team for person in sharing)
        before: Counter[str] = Counter()
        for person in sharing:
            before[person.team] += problem.history_of[person.employee_id].nights
        shares = {team: (before[team] * per_person + needed * size, size * per_person) for team, size in people.items()}
        return {team: (share // unit, -(-share // unit)) for team, (share, unit) in shares.items()}

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's nights and set them beside the share that hours and clock times give."""
        shifts = [problem.shifts[code] for code in dict.fromkeys(self.shifts) if code in problem.shifts]
        sharing = {
            person.employee_id: person
            for person in problem.employees
            for shift in shifts
            if shift.code in person.shifts and (person.may_work_nights or shift.night_minutes == 0)
        }
        if not sharing:
            return []
        zone = problem.horizon.zone
        spans = [
            tuple(
                moment(as_shown(midnight + timedelta(minutes=minute), zone), zone)
                for minute in (shift.start_minute, shift.end_minute)
            )
            for midnight in (datetime.combine(on, time()) for on in problem.horizon.dates())
            for shift in shifts
            if midnight.weekday() in shift.weekdays
        ]
        served = {queue for person in sharing.values() for queue in person.queues}
        agent_minutes = Fraction(0)
        for interval in range(problem.horizon.n_intervals):
            at = moment(problem.horizon.interval_start(interval), zone)
            if any(start <= at < end for start, end in spans):
                for queue, needs in problem.demand.queues.items():
                    if queue in served:
                        agent_minutes += Fraction(int(needs.required_permille[interval]), 1000) * (
                            problem.horizon.interval_minutes
                        )
        mean_paid_minutes = Fraction(sum(shift.paid_minutes for shift in shifts), len(shifts))
        before = {employee: problem.history_of[employee].nights for employee in sharing}
        share: dict[str, Fraction] = {}
        for team in {person.team for person in sharing.values()}:
            of_team = [before[employee] for employee, person in sharing.items() if person.team == team]
            share[team] = Fraction(sum(of_team), len(of_team)) + agent_minutes / mean_paid_minutes / len(sharing)
        found: list[Violation] = []
        nights = Counter(row.employee_id for row in roster.assignments if row.shift in self.shifts)
        for employee, person in sharing.items():
            count, fair = nights[employee], share[person.team]
            above = min(count, before[employee] + count - ceil(fair))
            below = min(floor(fair) - before[employee], self._open_nights(problem, person, shifts)) - count
            missed = max(above, 0 if self.weight is None else below)
            if missed > 0:
                share_text = f"{floor(fair)} to {ceil(fair)}" if floor(fair) < ceil(fair) else f"{ceil(fair)}"
                found.append(
                    self.violation(
                        f"{employee} works {count} nights after {before[employee]} in the weeks before; "
                        f"a fair share is {share_text}",
                        korean=f"{employee}: 야간 이번 {count}회, 이전 {before[employee]}회; 공평한 몫은 "
                        f"{share_text.replace(' to ', '~')}회",
                        amount=missed,
                        unit="nights above the fair share" if above > 0 else "nights below the fair share",
                        employee=employee,
                        points=None if self.weight is None else self.weight * sum(range(1, missed + 1)),
                    )
                )
        return found

    @staticmethod
    def _open_nights(problem: Problem, person: Employee, shifts: list[Shift]) -> int:
        """Dates on which nothing keeps the person from a night, by week no more than the contract's days."""
        contract = problem.contracts[person.contract]
        absent = {
            on for absence in problem.absences if absence.employee_id == person.employee_id for on in absence.days()
        }
        by_week: Counter[tuple[int, int]] = Counter()
        for on in problem.horizon.dates():
            works_holidays = contract.works_public_holidays and person.may_work_holidays
            if on in absent or (on in (problem.public_holidays or {}) and not works_holidays):
                continue
            for shift in shifts:
                consents = shift.night_minutes == 0 or person.may_work_nights
                if shift.code in person.shifts and consents and on.weekday() in shift.weekdays & contract.weekdays:
                    by_week[on.isocalendar()[:2]] += 1
                    break
        return sum(min(dates, contract.days_per_week) for dates in by_week.values())
