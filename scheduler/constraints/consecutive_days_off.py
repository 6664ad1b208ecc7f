"""R33 - fewest days off in a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.days_before import known_days, too_few_for, worked_dates
from scheduler.constraints.known_rows import known_rows
from scheduler.domain.base import EmployeeId
from scheduler.domain.limits import DayCount
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class ConsecutiveDaysOff(Rule):
    """R33: days off come at least `fewest` in a row.

    Days before the horizon are known from the first day of the roster before on, those after it up to the last day of
    a roster that is published there; what was decided there alone is not judged. A block of days off that touches
    either end of the known days may be shorter, since it may go on. `fewest` holds for all; `fewest_by_employee`
    replaces it for a person. Soft unit: each block that is too short. Counts on R01.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014),
    "MinConsecutiveDaysOff".
    D. Rajan, S. Takriti: Minimum up/down polytopes of the unit commitment problem with start-up costs, IBM Research
    Report (2005).
    """

    number: ClassVar[str] = "R33"
    title_en: ClassVar[str] = msgid("Days off in a row")
    units: ClassVar[tuple[Unit, ...]] = (Unit("block", "blocks"),)
    limits: ClassVar[Mapping[str, int | None]] = {"fewest": 1, "fewest_by_employee": 1}

    rule: Literal["consecutive_days_off"] = "consecutive_days_off"
    fewest: DayCount = Field(default=1, description="days in a row")
    fewest_by_employee: dict[EmployeeId, DayCount] = Field(
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
        """A block that starts within `fewest` days has days off before it, back to the first day that matters.

        The minimum down times of Rajan and Takriti: far tighter than a row for each pair of days.
        """
        days = build.worked_days.while_off(employee)
        for day in days[1:]:
            back = max(days.start, day - fewest)
            terms = [build.block_starts.on(employee, start) for start in range(back + 1, day + 1)]
            terms.append(build.worked_days.on(employee, back))
            # Numbers alone can break this where what stands on both sides leaves a short horizon no way out.
            build.model.add(build.sum(terms) <= 1)

    def _charge(self, build: Build, employee: str, fewest: int) -> None:
        horizon = build.problem.horizon
        days = build.worked_days.while_off(employee)
        works = {day: build.worked_days.on(employee, day) for day in days}
        for day in days[1:-1]:
            stops = works[day - 1] - works[day]
            back = [works[later] for later in range(day + 1, min(day + fewest, days.stop))]
            if all(isinstance(worked, int) for worked in (stops, *back)):
                continue
            # One variable a block: whichever of its days is missing, the block is too short once.
            too_short = build.model.new_bool_var(f"days_off_too_short[{employee},{day}]")
            for worked in back:
                build.model.add(stops + worked - too_short <= 1)
            on = horizon.date_of(min(max(day, 0), horizon.days - 1))
            build.ledger.charge(self.number, self.weight or 0, too_short, employee=employee, date=on)

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Whoever was off on every known day may have worked just before, or not."""
        known = known_days(problem, known_from)
        days = {
            person.employee_id: fewest
            for person in problem.employees
            if (fewest := self.fewest_by_employee.get(person.employee_id, self.fewest)) > max(1, known)
            and not any(on >= known_from for on in worked_dates(problem, person.employee_id))
        }
        if not days:
            return None
        why = Message("of those who were off on all of these nobody says since when")
        return too_few_for(self.number, problem, known_from, max(days.values()), why, [*days])

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Measure the days between each person's consecutive worked dates, where a planned day is among or beside them.

        A day beside them is the worked one that makes the block end, or the one that makes it begin.
        """
        one_day = timedelta(days=1)
        first, last = problem.horizon.first_day, problem.horizon.end.date() - one_day
        found: list[Violation] = []
        for person in problem.employees:
            employee = person.employee_id
            fewest = self.fewest_by_employee.get(employee, self.fewest)
            worked = {row.date for row in known_rows(problem, roster, employee)}
            for before, after in pairwise(sorted(worked)):
                days_off = (after - before).days - 1
                if 0 < days_off < fewest and after >= first and before <= last:
                    found.append(
                        self.violation(
                            Message(
                                "{employee} has only {count} day off in a row from {since}; at least {fewest}",
                                "{employee} has only {count} days off in a row from {since}; at least {fewest}",
                                employee=employee,
                                count=days_off,
                                since=before + one_day,
                                fewest=fewest,
                            ),
                            employee=employee,
                            date=min(max(before + one_day, first), last),
                        )
                    )
        return found
