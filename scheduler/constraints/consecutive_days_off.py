"""R33 - fewest days off in a row."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import ClassVar, Literal

from ortools.sat.python import cp_model
from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import EmployeeId
from scheduler.domain.limits import Days
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.variables import Build


class ConsecutiveDaysOff(Rule):
    """R33: days off come at least `fewest` in a row.

    A block of days off that touches either end of the horizon may be shorter, since it may go on outside. `fewest`
    holds for all; `fewest_by_employee` replaces it for a person. Soft unit: each block that is too short.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014),
    "MinConsecutiveDaysOff".
    D. Rajan, S. Takriti: Minimum up/down polytopes of the unit commitment problem with start-up costs, IBM Research
    Report (2005).
    """

    number: ClassVar[str] = "R33"
    title_ko: ClassVar[str] = "연속 휴무일 하한"
    title_en: ClassVar[str] = "Days off in a row"

    rule: Literal["consecutive_days_off"] = "consecutive_days_off"
    fewest: Days = Field(default=1, description="days in a row")
    fewest_by_employee: dict[EmployeeId, Days] = Field(
        default_factory=dict, description="days by employee_id, instead of `fewest`"
    )

    def apply(self, build: Build) -> None:
        """Let no block of work start soon after work."""
        for person in build.problem.employees:
            employee = person.employee_id
            fewest = self.fewest_by_employee.get(employee, self.fewest)
            if fewest == 1:
                continue
            if self.weight is None:
                self._hold(build, employee, fewest)
            else:
                self._charge(build, employee, fewest)

    def _hold(self, build: Build, employee: str, fewest: int) -> None:
        """A block that starts within `fewest` days has days off before it, back to the start of the horizon.

        The minimum down times of Rajan and Takriti: far tighter than a row for each pair of days.
        """
        starts = build.block_starts.of(employee)
        for day in range(1, build.problem.horizon.days):
            started = cp_model.LinearExpr.sum(starts[max(0, day - fewest) : day])
            build.model.add(started + build.works.count_on_day(employee, max(0, day - fewest)) <= 1)

    def _charge(self, build: Build, employee: str, fewest: int) -> None:
        horizon = build.problem.horizon
        works = [build.works.count_on_day(employee, day) for day in range(horizon.days)]
        for day in range(1, horizon.days - 1):
            stops = works[day - 1] - works[day]
            # One variable a block: whichever of its days is missing, the block is too short once.
            too_short = build.model.new_bool_var(f"days_off_too_short[{employee},{day}]")
            for back in works[day + 1 : day + fewest]:
                build.model.add(stops + back - too_short <= 1)
            build.ledger.charge(self.number, self.weight or 0, too_short, employee=employee, date=horizon.date_of(day))

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Measure the days between each person's consecutive worked dates."""
        found: list[Violation] = []
        for employee, rows in roster.by_employee.items():
            fewest = self.fewest_by_employee.get(employee, self.fewest)
            for before, after in pairwise(sorted({row.date for row in rows})):
                days_off = (after - before).days - 1
                if 0 < days_off < fewest:
                    found.append(
                        self.violation(
                            f"{employee} has only {days_off} days off in a row from {before + timedelta(days=1)}; "
                            f"at least {fewest}",
                            unit="blocks",
                            employee=employee,
                            date=before + timedelta(days=1),
                        )
                    )
        return found
