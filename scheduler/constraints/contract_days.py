"""R02 - as many days a week as the contract says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation, WeekAmount
from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.constraints.owed_weeks import OwedWeek, owed_weeks
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.constraints.wording import days_text
from scheduler.constraints.worked_weeks import WorkedWeek, worked_weeks
from scheduler.domain.people import Contract, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, joined, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class ContractDays(Rule):
    """R02: in each calendar week, Monday to Sunday, people work exactly the days of their contract less its credits.

    Credits, at most `days_per_week` together: each day of absence on a weekday of the contract that counts as work, by
    its kind (`counts_as_work`, `on_duty`) and the contract (`absence_counts_as_work`), or is not owed; each public
    holiday on a weekday of the contract that is not a day of absence, where `public_holidays_paid_off`. A day of
    absence that does not count as work is not owed either, unless its kind is `owed_again`: then it has to be made good
    on other days of the week.
    `required_weekdays` are worked unless they are a day of absence or a public holiday. So are days of which somebody
    takes a half or a quarter off, as many as are owed: leave is a part of a day that is worked.

    Who has a contract for a part of a week, by joining, leaving, or another contract from a day on, owes that part:
    `days_per_week` times the share of the contract's weekdays on which it holds, to the nearest whole day, a half up.
    The contracts of a week together ask for no more days or minutes than the one of them that asks for most; a later
    one gives way. Each counts the days on which it holds alone.

    Days before and after the horizon count as the rosters there say, if anybody has a row on them. A week with other
    days outside the horizon is only judged by what is too much. More days than the contract's outside the horizon
    cannot be undone: then no further day may be worked. Soft unit: each day missing or too many, and each
    required weekday missed. Counts on R01.
    """

    number: ClassVar[str] = "R02"
    title_en: ClassVar[str] = msgid("Contract days a week")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("day", "days"),)
    is_weekly: ClassVar[bool] = True
    blame_points: ClassVar[int] = 1_000
    unit_of_conflict: ClassVar[Literal["day"]] = "day"
    credits_absences: ClassVar[bool] = True

    rule: Literal["contract_days"] = "contract_days"

    def week_demand(self, contract: Contract) -> WeekAmount:
        """The days of the contract."""
        return WeekAmount(days=contract.days_per_week)

    def apply(self, build: Build) -> None:
        """Fix the number of shifts in each week, and hold each required weekday at one."""
        problem, horizon = build.problem, build.problem.horizon
        for person, contract, week in owed_weeks(problem):
            owed = week.owed_days
            worked = build.works.count_on_days(person.employee_id, week.days)
            on = horizon.date_of(week.first_planned)
            if self.weight is None and week.is_known_whole:
                build.model.add(worked == owed)
            else:
                most = len(week.days) - owed
                if most > 0:
                    build.at_most(self.number, self.weight, worked, owed, most, employee=person.employee_id, date=on)
                if week.is_known_whole:
                    build.at_least(self.number, self.weight, worked, owed, employee=person.employee_id, date=on)
            if contract.required_weekdays:
                self._require(build, person, contract, week.days)
            in_part = problem.dates_in_part(person)
            if in_part:
                self._require_parts(build, person, week, in_part)

    def _require(self, build: Build, person: Employee, contract: Contract, days: Sequence[int]) -> None:
        """Hold the required weekdays among these days at one shift, unless absent or a public holiday."""
        problem = build.problem
        absent = problem.absent_dates[person.employee_id]
        for day in days:
            on = problem.horizon.date_of(day)
            if on.weekday() in contract.required_weekdays and on not in absent and not problem.is_public_holiday(on):
                worked = build.works.count_on_day(person.employee_id, day)
                build.at_least(self.number, self.weight, worked, 1, employee=person.employee_id, date=on)

    def _require_parts(self, build: Build, person: Employee, week: OwedWeek, in_part: Collection[date]) -> None:
        """Hold the days of which somebody takes a part off at one shift, as many as the contract still asks for."""
        problem = build.problem
        days = [
            day
            for day in week.days
            if (on := problem.horizon.date_of(day)) in in_part and not problem.is_public_holiday(on)
        ]
        least = min(len(days), week.owed_days)
        if least:
            worked = build.works.count_on_days(person.employee_id, days)
            on = problem.horizon.date_of(days[0])
            build.at_least(self.number, self.weight, worked, least, employee=person.employee_id, date=on)

    def meaning(self, conflict: Conflict) -> Message:
        """How many days the contract asks for."""
        problem = conflict.problem
        contract = problem.contract_of(conflict.person)
        in_part = [
            on
            for on in problem.dates_in_part(conflict.person)
            if not problem.is_public_holiday(on)
            and (conflict.on is None or on.isocalendar()[:2] == conflict.on.isocalendar()[:2])
        ]
        more = [Message(", some of them required")] if contract.required_weekdays else []
        if in_part:
            more.append(Message(", of {days} a part off and the rest worked", days=days_text(in_part)))
        return self.numbered(
            Message(
                "contract {contract} asks for {count} day a week{more}",
                "contract {contract} asks for {count} days a week{more}",
                contract=contract.name,
                count=contract.days_per_week,
                more=joined("", more),
            )
        )

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """Other days in that week, if this is the rule that gives way."""
        if conflict.broken is self:
            yield Remedy(
                Effort.AGREE_ON_DAYS,
                Message(
                    "agree to {count} day fewer in that week",
                    "agree to {count} days fewer in that week",
                    count=conflict.amount,
                )
                if conflict.is_lack
                else Message(
                    "agree to {count} day more in that week",
                    "agree to {count} days more in that week",
                    count=conflict.amount,
                ),
            )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's rows by week and compare with the contract, saying what changed the number of days."""
        found: list[Violation] = []
        parts_of_days = PartsOfDays(problem)
        for person, contract, week in worked_weeks(problem, roster):
            owed = max(0, week.contract_days - len(week.credited) - len(week.outside))
            worked = len(week.planned)
            if worked > owed or (worked < owed and week.is_known_whole):
                because = week.explanation
                found.append(
                    self.violation(
                        Message(
                            "{employee} works {count} day in the week of {monday}; contract {contract} asks for "
                            "{owed}{because}",
                            "{employee} works {count} days in the week of {monday}; contract {contract} asks for "
                            "{owed}{because}",
                            employee=person.employee_id,
                            count=worked,
                            monday=week.monday,
                            contract=contract.name,
                            owed=owed if week.is_known_whole else Message("at most {number}", number=owed),
                            because=because
                            and Message(" ({days} a week; {why})", days=contract.days_per_week, why=because),
                        ),
                        amount=abs(worked - owed),
                        employee=person.employee_id,
                        date=week.first_planned,
                    )
                )
            found += self._missed_parts(
                problem, parts_of_days.in_part(person.employee_id), (person, contract), week, owed
            )
        return found + self._missed_weekdays(problem, roster)

    def _missed_parts(
        self,
        problem: Problem,
        in_part: Collection[date],
        employed: tuple[Employee, Contract],
        week: WorkedWeek,
        owed: int,
    ) -> list[Violation]:
        """Days of which somebody takes a part off, without a row."""
        person, contract = employed
        dates = [
            on
            for on in sorted(in_part)
            if week.first_planned <= on <= week.last_planned
            and on in week.employed
            and on.weekday() in contract.weekdays
            and on not in (problem.public_holidays or {})
        ]
        missed = [on for on in dates if on not in {row.date for row in week.planned}]
        missing = len(missed) - max(0, len(dates) - owed)
        if missing <= 0:
            return []
        return [
            self.violation(
                Message(
                    "{employee} is off on {days}, of which a part was to be taken off and the rest worked",
                    employee=person.employee_id,
                    days=", ".join(map(str, missed)),
                ),
                amount=missing,
                employee=person.employee_id,
                date=dates[0],
            )
        ]

    def _missed_weekdays(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Required weekdays without a row."""
        found: list[Violation] = []
        holidays = problem.public_holidays or {}
        starts = Counter((row.employee_id, row.date) for row in roster.assignments)
        parts_of_days = PartsOfDays(problem)
        staff = StaffByDate(problem)
        requires = any(contract.required_weekdays for contract in problem.contracts.values())
        for person in problem.employees if requires else ():
            absent = parts_of_days.whole_days(person.employee_id)
            for on in problem.horizon.dates():
                as_on = staff.on(person.employee_id, on)
                if as_on is None:
                    continue
                contract = problem.contracts[as_on.contract]
                place = person.employee_id, on
                if (
                    on.weekday() in contract.required_weekdays
                    and not starts[place]
                    and on not in absent
                    and on not in holidays
                ):
                    found.append(
                        self.violation(
                            Message(
                                "{employee} is off on {on}; contract {contract} requires every {on:%A} to be worked",
                                employee=person.employee_id,
                                on=on,
                                contract=contract.name,
                            ),
                            employee=person.employee_id,
                            date=on,
                        )
                    )
        return found
