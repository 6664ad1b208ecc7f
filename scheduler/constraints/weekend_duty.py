"""R16 - contracts with weekend duty work at weekends."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.owed_weeks import owed_weeks
from scheduler.constraints.worked_weeks import worked_weeks
from scheduler.domain.base import WEEKEND
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, joined, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class WeekendDuty(Rule):
    """R16: at least the contract's `weekend_days_per_week` Saturdays and Sundays are worked in each calendar week.

    The least is never more than the weekend days of the week on which the person can work (not absent, on a weekday
    of the contract, and no public holiday unless contract and person work on those), nor more than the contract days
    that R02 leaves after its credits. Days outside the horizon count as in R02; a week that is not known whole is not
    judged. Soft unit: each weekend day missing. Counts on R01.
    """

    number: ClassVar[str] = "R16"
    title_en: ClassVar[str] = msgid("Weekend duty")
    units: ClassVar[tuple[Unit, ...]] = (Unit("weekend day", "weekend days"),)
    is_weekly: ClassVar[bool] = True
    blame_points: ClassVar[int] = 1_500
    unit_of_conflict: ClassVar[Literal["day"]] = "day"

    rule: Literal["weekend_duty"] = "weekend_duty"

    def apply(self, build: Build) -> None:
        """Hold the shifts on Saturdays and Sundays at the least."""
        horizon = build.problem.horizon
        for person, contract, week in owed_weeks(build.problem):
            if not contract.weekend_days_per_week or not week.is_known_whole:
                continue
            least = min(
                contract.weekend_days_per_week - sum(row.date.weekday() in WEEKEND for row in week.worked_outside),
                sum(day in week.days for day in week.available_weekend_days),
                week.share.contract_days - week.credited_days - len(week.worked_outside),
            )
            if least > 0:
                weekend = [day for day in week.days if horizon.is_weekend(day)]
                build.at_least(
                    self.number,
                    self.weight,
                    build.works.count_on_days(person.employee_id, weekend),
                    least,
                    employee=person.employee_id,
                    date=horizon.date_of(week.first_planned),
                )

    def meaning(self, conflict: Conflict) -> Message:
        """How many weekend days the contract asks for."""
        n = conflict.problem.contract_of(conflict.person).weekend_days_per_week
        return self.numbered(
            Message("{count} weekend day a week must be worked", "{count} weekend days a week must be worked", count=n)
        )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's rows on Saturdays and Sundays."""
        found: list[Violation] = []
        for person, contract, week in worked_weeks(problem, roster):
            if not contract.weekend_days_per_week or not week.is_known_whole:
                continue
            worked = sum(row.date.isoweekday() >= 6 for row in week.planned)
            worked_outside = sum(row.date.isoweekday() >= 6 for row in week.outside)
            planned_days = {on for on in problem.horizon.dates() if on in week.employed}
            barred = {day.on for day in week.weekend_free_of_work}
            possible = sum(on.isoweekday() >= 6 and on not in barred for on in planned_days)
            days_left = week.contract_days - len(week.credited) - len(week.outside)
            least = min(contract.weekend_days_per_week - worked_outside, possible, days_left)
            if worked < least:
                days = joined(", ", (day.said for day in week.weekend_free_of_work))
                found.append(
                    self.violation(
                        Message(
                            "{employee} works {count} weekend day in the week of {monday}; contract {contract} asks "
                            "for {owed}{because}",
                            "{employee} works {count} weekend days in the week of {monday}; contract {contract} asks "
                            "for {owed}{because}",
                            employee=person.employee_id,
                            count=worked,
                            monday=week.monday,
                            contract=contract.name,
                            owed=least,
                            because=Message(" (cannot work on {days})", days=days) if week.weekend_free_of_work else "",
                        ),
                        amount=least - worked,
                        employee=person.employee_id,
                        date=week.first_planned,
                    )
                )
        return found
