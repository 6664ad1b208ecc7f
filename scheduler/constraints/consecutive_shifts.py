"""R32 - most and fewest shifts in a row."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Literal

from ortools.sat.python import cp_model
from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import EmployeeId
from scheduler.domain.limits import Days
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.variables import Build


class ConsecutiveShifts(Rule):
    """R32: whoever works does so for a least and a most number of days in a row.

    Only days of the horizon count. A block of worked days that touches either end of it may be shorter than the
    fewest, since it may go on outside. `most` and `fewest` hold for all, null setting no bound; the maps by
    employee_id replace them for a person. Soft unit: each day in a row beyond the most, and each block that is too
    short.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014),
    "MaxConsecutiveShifts" and "MinConsecutiveShifts".
    D. Rajan, S. Takriti: Minimum up/down polytopes of the unit commitment problem with start-up costs, IBM Research
    Report (2005).
    """

    number: ClassVar[str] = "R32"
    title_ko: ClassVar[str] = "연속 근무일 상한·하한"
    title_en: ClassVar[str] = "Shifts in a row"

    rule: Literal["consecutive_shifts"] = "consecutive_shifts"
    most: Days | None = Field(default=None, description="days in a row")
    fewest: Days | None = Field(default=None, description="days in a row")
    most_by_employee: dict[EmployeeId, Days] = Field(
        default_factory=dict, description="days by employee_id, instead of `most`"
    )
    fewest_by_employee: dict[EmployeeId, Days] = Field(
        default_factory=dict, description="days by employee_id, instead of `fewest`"
    )

    def apply(self, build: Build) -> None:
        """Let each block last, and leave a day off in every window too long."""
        for person in build.problem.employees:
            employee = person.employee_id
            most = self.most_by_employee.get(employee, self.most)
            fewest = self.fewest_by_employee.get(employee, self.fewest) or 1
            if self.weight is not None:
                self._charge(build, employee, most, fewest)
            elif most is not None or fewest > 1:
                self._hold(build, employee, most, fewest)

    def _hold(self, build: Build, employee: str, most: int | None, fewest: int) -> None:
        """Who started to work within `fewest` days works; who works started to within `most`, or on the first day.

        The minimum up times of Rajan and Takriti: far tighter than a row for each pair of days.
        """
        starts = build.block_starts.of(employee)
        for day in range(1, build.problem.horizon.days):
            works = build.works.count_on_day(employee, day)
            build.model.add(cp_model.LinearExpr.sum(starts[max(0, day - fewest) : day]) <= works)
            if most is not None and day >= most:
                build.model.add(works <= cp_model.LinearExpr.sum(starts[day - most : day]))

    def _charge(self, build: Build, employee: str, most: int | None, fewest: int) -> None:
        horizon = build.problem.horizon
        if most is None:
            most = horizon.days
        for last in range(most, horizon.days):
            build.at_most(
                self.number,
                self.weight,
                build.works.count_on_days(employee, range(last - most, last + 1)),
                most,
                1,
                employee=employee,
                date=horizon.date_of(last),
            )
        works = [build.works.count_on_day(employee, day) for day in range(horizon.days)]
        for day in range(1, horizon.days - 1) if fewest > 1 else ():
            starts = works[day] - works[day - 1]
            # One variable a block: whichever of its days is missing, the block is too short once.
            too_short = build.model.new_bool_var(f"block_too_short[{employee},{day}]")
            for goes_on in works[day + 1 : day + fewest]:
                build.model.add(starts - goes_on <= too_short)
            build.ledger.charge(self.number, self.weight or 0, too_short, employee=employee, date=horizon.date_of(day))

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Cut each person's worked dates into blocks and measure them."""
        found: list[Violation] = []
        one_day = timedelta(days=1)
        first, last = problem.horizon.first_day, problem.horizon.end.date() - one_day
        for employee, rows in roster.by_employee.items():
            most = self.most_by_employee.get(employee, self.most)
            fewest = self.fewest_by_employee.get(employee, self.fewest)
            worked = {row.date for row in rows}
            for start in sorted(on for on in worked if on - one_day not in worked):
                end = start
                while end + one_day in worked:
                    end += one_day
                length = (end - start).days + 1
                if most is not None and length > most:
                    found.append(
                        self.violation(
                            f"{employee} works {length} days in a row from {start}; at most {most}",
                            amount=length - most,
                            unit="days",
                            employee=employee,
                            date=start,
                        )
                    )
                if fewest is not None and length < fewest and start > first and end < last:
                    found.append(
                        self.violation(
                            f"{employee} works only {length} days in a row from {start}; at least {fewest}",
                            unit="blocks",
                            employee=employee,
                            date=start,
                        )
                    )
        return found
