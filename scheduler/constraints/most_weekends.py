"""R34 - most weekends worked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import EmployeeId
from scheduler.domain.limits import Times
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class MostWeekends(Rule):
    """R34: nobody works more weekends in the horizon than `most`; a Saturday or a Sunday makes it a worked one.

    `most` holds for all, null setting no bound; `most_by_employee` replaces it for a person. A weekend of which the
    horizon has only one day counts by that day. Soft unit: each weekend beyond the most.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014), "MaxWeekends".
    """

    number: ClassVar[str] = "R34"
    title_en: ClassVar[str] = msgid("Most weekends worked")
    counts_over_horizon: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("weekend", "weekends"),)
    limits: ClassVar[Mapping[str, int | None]] = {"most": None, "most_by_employee": None}

    rule: Literal["most_weekends"] = "most_weekends"
    most: Times | None = Field(default=None, description="weekends in the horizon")
    most_by_employee: dict[EmployeeId, Times] = Field(
        default_factory=dict, description="weekends by employee_id, instead of `most`"
    )

    def apply(self, build: Build) -> None:
        """Let a variable stand for each weekend, held up by either of its days."""
        horizon = build.problem.horizon
        weekends = [[day for day in week if horizon.is_weekend(day)] for week in horizon.weeks()]
        for person in build.problem.employees:
            employee = person.employee_id
            most = self.most_by_employee.get(employee, self.most)
            possible = [
                days for weekend in weekends if (days := [d for d in weekend if build.works.on_day(employee, d)])
            ]
            if most is None or len(possible) <= most:
                continue
            worked = []
            for days in possible:
                if len(days) == 1:
                    worked.append(build.works.count_on_day(employee, days[0]))
                    continue
                weekend_worked = build.model.new_bool_var(f"weekend_worked[{employee},{days[0]}]")
                worked.append(weekend_worked)
                for day in days:
                    build.model.add(build.works.count_on_day(employee, day) <= weekend_worked)
            build.at_most(
                self.number,
                self.weight,
                build.sum(worked),
                most,
                len(possible) - most,
                employee=employee,
            )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Collect the Saturdays of each person's weekends with work."""
        found: list[Violation] = []
        for employee, rows in roster.by_employee.items():
            most = self.most_by_employee.get(employee, self.most)
            saturdays: set[date] = {
                row.date - timedelta(days=row.date.isoweekday() - 6) for row in rows if row.date.isoweekday() >= 6
            }
            if most is not None and len(saturdays) > most:
                found.append(
                    self.violation(
                        Message(
                            "{employee} works {count} weekend; at most {most} in the horizon",
                            "{employee} works {count} weekends; at most {most} in the horizon",
                            employee=employee,
                            count=len(saturdays),
                            most=most,
                        ),
                        amount=len(saturdays) - most,
                        employee=employee,
                    )
                )
        return found
