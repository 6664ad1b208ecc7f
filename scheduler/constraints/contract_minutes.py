"""R06 - as many paid minutes a week as the contract says."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation, WeekAmount
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.owed_weeks import owed_weeks
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.worked_weeks import worked_weeks
from scheduler.domain.clock import as_shown, minutes_between
from scheduler.domain.limits import MinutesPerWeek
from scheduler.domain.people import Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class ContractMinutes(Rule):
    """R06: regular paid minutes, overtime left out, equal the contract's in each calendar week, less its credits.

    A day that R02 credits is worth the contract's average day, `paid_minutes_per_week` / `days_per_week`; what is
    owed is rounded down to a whole minute. Where the shifts of a contract differ in length no set of them need equal
    an average, so a week with credits, or of which somebody is employed for a part, may miss
    it by `credit_tolerance_minutes`; any other is exact.
    A shift that an absence of a part of the day shortens counts whole: what is not worked of it is credited, or not
    owed.

    A shift that is shorter because the clock is put forward counts as long as ever: nobody owes the hour. What the
    clock adds to a shift when it is put back is overtime.

    Days outside the horizon count as in R02, and a week that is not known whole is only judged by what is too much.
    Soft unit: each minute missing or too many. Counts on R01.
    """

    number: ClassVar[str] = "R06"
    title_en: ClassVar[str] = msgid("Contract minutes a week")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("minute", "minutes"),)
    is_weekly: ClassVar[bool] = True
    blame_points: ClassVar[int] = 1
    unit_of_conflict: ClassVar[Literal["minute"]] = "minute"
    credits_absences: ClassVar[bool] = True

    rule: Literal["contract_minutes"] = "contract_minutes"
    credit_tolerance_minutes: MinutesPerWeek = Field(
        default=30, description="how far a week with absence or holiday credits may miss its average"
    )

    def week_demand(self, contract: Contract) -> WeekAmount:
        """The minutes of the contract."""
        return WeekAmount(minutes=contract.paid_minutes_per_week)

    def apply(self, build: Build) -> None:
        """Fix the regular minutes of each week."""
        problem = build.problem
        regular = {code: shift.regular_minutes for code, shift in problem.shifts.items()}
        for person, contract, week in owed_weeks(problem):
            due = week.share.contract_minutes
            if contract.days_per_week:
                left = week.share.contract_days - week.credited_days
                due = contract.paid_minutes_per_week * left // contract.days_per_week
            tolerance = self.credit_tolerance_minutes if week.credited_days or not week.share.is_whole else 0
            due -= sum(self._counted(problem, row) for row in week.worked_outside)
            least, limit = max(0, due - tolerance), max(0, due + tolerance)
            minutes = build.works.weighted(person.employee_id, week.days, regular.__getitem__)
            on = problem.horizon.date_of(week.first_planned)
            if self.weight is None and week.is_known_whole and least == limit:
                build.model.add(minutes == limit)
                continue
            most = sum(
                max((regular[code] for code in build.works.on_day(person.employee_id, day)), default=0)
                for day in week.days
            )
            if most > limit:
                excess = most - limit
                build.at_most(self.number, self.weight, minutes, limit, excess, employee=person.employee_id, date=on)
            if week.is_known_whole:
                build.at_least(self.number, self.weight, minutes, least, employee=person.employee_id, date=on)

    @staticmethod
    def _counted(problem: Problem, row: Assignment) -> int:
        """What a row from outside the horizon counts."""
        shift, day = problem.shifts.get(row.shift), problem.horizon.day_of(row.date)
        if shift is None:
            return row.paid_minutes
        as_it_runs = problem.shifts_on(day)[row.shift]
        if problem.is_shortened(row):
            return shift.regular_minutes
        taken_by_clock = shift.regular_minutes - as_it_runs.regular_minutes
        return min(row.paid_minutes + taken_by_clock, shift.regular_minutes)

    @classmethod
    def follows_from(cls) -> tuple[type[Rule], ...]:
        """A day missing is also its minutes missing."""
        return (ContractDays,)

    def meaning(self, conflict: Conflict) -> Message:
        """How many minutes the contract asks for."""
        contract = conflict.problem.contract_of(conflict.person)
        return self.numbered(
            Message(
                "contract {contract} asks for {minutes} paid min a week",
                contract=contract.name,
                minutes=contract.paid_minutes_per_week,
            )
        )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Add up the paid minutes of each person's rows by week, beyond a shift's regular ones left out."""
        found: list[Violation] = []
        parts_of_days = PartsOfDays(problem)
        for person, contract, week in worked_weeks(problem, roster):
            average_day = Fraction(contract.paid_minutes_per_week, max(1, contract.days_per_week))
            due = floor(week.contract_minutes - len(week.credited) * average_day)
            due -= self._regular_minutes(problem, parts_of_days, week.outside)
            tolerance = self.credit_tolerance_minutes if week.credited or week.is_cut else 0
            worked = self._regular_minutes(problem, parts_of_days, week.planned)
            too_many = worked - max(0, due + tolerance)
            missing = max(0, due - tolerance) - worked if week.is_known_whole else 0
            if too_many > 0 or missing > 0:
                because, asked = week.explanation, max(0, due)
                found.append(
                    self.violation(
                        Message(
                            "{employee} has {minutes} regular paid min in the week of {monday}; contract {contract} "
                            "asks for {owed}{within}{because}",
                            employee=person.employee_id,
                            minutes=worked,
                            monday=week.monday,
                            contract=contract.name,
                            owed=asked if week.is_known_whole else Message("at most {number}", number=asked),
                            within=Message(", give or take {minutes}", minutes=tolerance) if tolerance else "",
                            because=because
                            and Message(
                                " ({minutes} a week; {why})", minutes=contract.paid_minutes_per_week, why=because
                            ),
                        ),
                        amount=max(too_many, missing),
                        employee=person.employee_id,
                        date=week.first_planned,
                    )
                )
        return found

    @staticmethod
    def _regular_minutes(problem: Problem, parts_of_days: PartsOfDays, rows: tuple[Assignment, ...]) -> int:
        """Paid minutes of the rows without overtime, and what the clock and absences of a part took from their shifts.

        Overtime is what lies beyond the regular minutes of a row's shift.
        """
        minutes = 0
        for row in rows:
            shift = problem.shifts.get(row.shift)
            if shift is not None and parts_of_days.left(row.employee_id, row.date, shift) is not None:
                minutes += shift.regular_minutes  # worked, and away
                continue
            overtime = 0 if shift is None else max(0, row.paid_minutes - shift.regular_minutes)
            minutes += row.paid_minutes - overtime
            if shift is not None:
                zone, midnight = problem.horizon.zone, datetime.combine(row.date, time())
                start, end = (midnight + timedelta(minutes=m) for m in (shift.start_minute, shift.end_minute))
                passed = minutes_between(as_shown(start, zone), as_shown(end, zone), zone)
                # Never more than the shift, so that a row which pays more by mistake gains nothing.
                taken_by_clock = max(0, shift.end_minute - shift.start_minute - passed)
                minutes += min(taken_by_clock, max(0, shift.regular_minutes - row.paid_minutes))
        return minutes
