"""R31 - least and most paid time in the horizon."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor, gcd
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.constraints.two_limits import refuse_crossed
from scheduler.domain.base import EmployeeId
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import Minutes
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class HorizonMinutes(Rule):
    """R31: everybody's paid minutes in the horizon lie between a least and a most.

    `least_minutes` and `most_minutes` hold for all, null setting no bound; the maps by employee_id replace them for a
    person. Who is employed on a part of the days has that part of the bounds for all, the least rounded down and the
    most rounded up. Soft unit: each paid minute below the least or above the most.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014), "MinTotalMinutes"
    and "MaxTotalMinutes".
    """

    number: ClassVar[str] = "R31"
    title_en: ClassVar[str] = msgid("Paid time in the horizon")
    counts_over_horizon: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("paid minute", "paid minutes"),)
    unit_of_conflict: ClassVar[Literal["minute"]] = "minute"
    limits: ClassVar[Mapping[str, int | None]] = {
        "least_minutes": 0,
        "most_minutes": None,
        "least_minutes_by_employee": 0,
        "most_minutes_by_employee": None,
    }

    rule: Literal["horizon_minutes"] = "horizon_minutes"
    least_minutes: Minutes | None = Field(default=None, description="paid minutes in the horizon")
    most_minutes: Minutes | None = Field(default=None, description="paid minutes in the horizon")
    least_minutes_by_employee: dict[EmployeeId, Minutes] = Field(
        default_factory=dict, description="paid minutes by employee_id, instead of `least_minutes`"
    )
    most_minutes_by_employee: dict[EmployeeId, Minutes] = Field(
        default_factory=dict, description="paid minutes by employee_id, instead of `most_minutes`"
    )

    @model_validator(mode="after")
    def _something_lies_between(self) -> Self:
        refuse_crossed(
            self.least_minutes,
            self.most_minutes,
            self.least_minutes_by_employee,
            self.most_minutes_by_employee,
            ("least_minutes", "most_minutes"),
        )
        return self

    def apply(self, build: Build) -> None:
        """Bound the sum of paid minutes over a person's choices."""
        shifts_of = build.problem.shifts_of
        days = range(build.problem.horizon.days)
        for person in build.problem.employees:
            employee = person.employee_id
            as_on = (build.problem.employee_on(employee, on) for on in build.problem.horizon.dates())
            employed = sum(row is not None for row in as_on)
            least = most = None
            if self.least_minutes is not None:
                least = self.least_minutes * employed // len(days)
            if self.most_minutes is not None:
                most = -(-self.most_minutes * employed // len(days))
            least = self.least_minutes_by_employee.get(employee, least)
            most = self.most_minutes_by_employee.get(employee, most)
            choices = [
                (choice, shifts_of(employee, day)[code].paid_minutes)
                for day in days
                for code, choice in build.works.on_day(employee, day).items()
            ]
            minutes = [amount for _, amount in choices]
            # Counted in the largest unit that divides every shift, bounds round inwards and the relaxation tightens.
            unit = 1 if self.weight is not None else gcd(*minutes) or 1
            paid = build.weighted_sum([choice for choice, _ in choices], [amount // unit for amount in minutes])
            most_possible = sum(
                max(
                    (shifts_of(employee, day)[code].paid_minutes for code in build.works.on_day(employee, day)),
                    default=0,
                )
                for day in days
            )
            if least is not None:
                build.at_least(self.number, self.weight, paid, -(-least // unit), employee=employee)
            if most is not None and most_possible > most:
                build.at_most(self.number, self.weight, paid, most // unit, most_possible - most, employee=employee)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Add up each person's time between start and end, breaks left out."""
        found: list[Violation] = []
        staff = StaffByDate(problem)
        for person in problem.employees:
            employee = person.employee_id
            minutes = 0
            for row in roster.of_employee(employee):
                minutes += minutes_between(row.start, row.end, problem.horizon.zone)
                if row.break_start is not None and row.break_end is not None:
                    minutes -= minutes_between(row.break_start, row.break_end, problem.horizon.zone)
            dates = list(problem.horizon.dates())
            share = Fraction(sum(staff.on(employee, on) is not None for on in dates), len(dates))
            least = None if self.least_minutes is None else floor(self.least_minutes * share)
            most = None if self.most_minutes is None else ceil(self.most_minutes * share)
            least = self.least_minutes_by_employee.get(employee, least)
            most = self.most_minutes_by_employee.get(employee, most)
            for outside, allowed in (
                (0 if least is None else least - minutes, Message("at least {number}", number=least)),
                (0 if most is None else minutes - most, Message("at most {number}", number=most)),
            ):
                if outside > 0:
                    found.append(
                        self.violation(
                            Message(
                                "{employee} has {minutes} paid minutes in the horizon; {allowed}",
                                employee=employee,
                                minutes=minutes,
                                allowed=allowed,
                            ),
                            amount=outside,
                            employee=employee,
                        )
                    )
        return found
