"""R32 - most and fewest shifts in a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.days_before import days_with_rows, known_days, too_few_for, worked_throughout
from scheduler.constraints.known_rows import known_rows
from scheduler.constraints.two_limits import refuse_crossed
from scheduler.domain.base import EmployeeId
from scheduler.domain.limits import DayCount
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class ConsecutiveShifts(Rule):
    """R32: whoever works does so for a least and a most number of days in a row.

    Days before the horizon are known from the first day of the roster before on, those after it up to the last day of
    a roster that is published there; what was decided there alone is not judged. A block of worked days that touches
    either end of the known days may be shorter than the fewest, since it may go on. `most` and `fewest` hold for all,
    null setting no bound; the maps by employee_id replace them for a person. Soft unit: each
    day in a row beyond the most, and each block that is too short. Counts on R01.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014),
    "MaxConsecutiveShifts" and "MinConsecutiveShifts".
    D. Rajan, S. Takriti: Minimum up/down polytopes of the unit commitment problem with start-up costs, IBM Research
    Report (2005).
    """

    number: ClassVar[str] = "R32"
    title_en: ClassVar[str] = msgid("Shifts in a row")
    units: ClassVar[tuple[Unit, ...]] = (Unit("day", "days"), Unit("block", "blocks"))
    limits: ClassVar[Mapping[str, int | None]] = {
        "most": None,
        "fewest": 1,
        "most_by_employee": None,
        "fewest_by_employee": 1,
    }

    rule: Literal["consecutive_shifts"] = "consecutive_shifts"
    most: DayCount | None = Field(default=None, description="days in a row")
    fewest: DayCount | None = Field(default=None, description="days in a row")
    most_by_employee: dict[EmployeeId, DayCount] = Field(
        default_factory=dict, description="days by employee_id, instead of `most`"
    )
    fewest_by_employee: dict[EmployeeId, DayCount] = Field(
        default_factory=dict, description="days by employee_id, instead of `fewest`"
    )

    @model_validator(mode="after")
    def _something_lies_between(self) -> Self:
        refuse_crossed(self.fewest, self.most, self.fewest_by_employee, self.most_by_employee, ("fewest", "most"))
        return self

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
        """Who started to work within `fewest` days works; who works started to within `most`, or before what is known.

        The minimum up times of Rajan and Takriti: far tighter than a row for each pair of days.
        """
        days = build.worked_days.while_working(employee)
        for day in days[1:]:
            works = build.worked_days.on(employee, day)
            recent = [build.block_starts.on(employee, start) for start in days[1:] if day - fewest < start <= day]
            # Numbers alone can break this where what stands on both sides leaves a short horizon no way out.
            build.model.add(build.sum([*recent, -works]) <= 0)
            if most is not None and day - most >= days.start:
                starts = [build.block_starts.on(employee, start) for start in range(day - most + 1, day + 1)]
                # Numbers alone are days in a row of one side, too many or not.
                if not all(isinstance(term, int) for term in (works, *starts)):
                    build.model.add(build.sum([works, *(-start for start in starts)]) <= 0)

    def _charge(self, build: Build, employee: str, most: int | None, fewest: int) -> None:
        horizon = build.problem.horizon
        days = build.worked_days.while_working(employee)
        works = {day: build.worked_days.on(employee, day) for day in days}
        for last in range(days.start + most, days.stop) if most is not None else ():
            window = range(last - most, last + 1) if most is not None else range(0)
            planned = [day for day in window if 0 <= day < horizon.days]
            if planned and all(works[day] == 1 for day in window if day not in planned):
                build.at_most(
                    self.number,
                    self.weight,
                    build.works.count_on_days(employee, planned),
                    len(planned) - 1,
                    1,
                    employee=employee,
                    date=horizon.date_of(planned[-1]),
                )
        for day in days[1:-1] if fewest > 1 else ():
            starts = works[day] - works[day - 1]
            goes_on = [works[later] for later in range(day + 1, min(day + fewest, days.stop))]
            if all(isinstance(worked, int) for worked in (starts, *goes_on)):
                continue
            # One variable a block: whichever of its days is missing, the block is too short once.
            too_short = build.model.new_bool_var(f"block_too_short[{employee},{day}]")
            for worked in goes_on:
                build.model.add(starts - worked <= too_short)
            on = horizon.date_of(min(max(day, 0), horizon.days - 1))
            build.ledger.charge(self.number, self.weight or 0, too_short, employee=employee, date=on)

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Whoever worked on every known day may have worked before, and since when decides how long is still right."""
        known, with_rows = known_days(problem, known_from), days_with_rows(problem, known_from)
        days: dict[str, int] = {}
        for person in problem.employees:
            employee = person.employee_id
            most = self.most_by_employee.get(employee, self.most) or 0
            fewest = self.fewest_by_employee.get(employee, self.fewest) or 0
            if known < most and worked_throughout(problem, employee, known):
                days[employee] = most
            if with_rows < fewest and fewest > 1 and worked_throughout(problem, employee, with_rows):
                days[employee] = max(fewest, days.get(employee, 0))
        if not days:
            return None
        why = Message("of those who worked on all of these nobody says since when")
        return too_few_for(self.number, problem, known_from, max(days.values()), why, [*days])

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Cut each person's worked dates into blocks and measure those that a planned day belongs to or adjoins."""
        found: list[Violation] = []
        one_day = timedelta(days=1)
        first, last = problem.horizon.first_day, problem.horizon.end.date() - one_day
        outside = [*problem.previous.assignments, *problem.following.assignments]
        known_first, known_last = (end([first, last, *(row.date for row in outside)]) for end in (min, max))
        for person in problem.employees:
            employee = person.employee_id
            most = self.most_by_employee.get(employee, self.most)
            fewest = self.fewest_by_employee.get(employee, self.fewest)
            worked = {row.date for row in known_rows(problem, roster, employee)}
            for start in sorted(on for on in worked if on - one_day not in worked):
                end = start
                while end + one_day in worked:
                    end += one_day
                if end < first - one_day or start > last + one_day:
                    continue
                length = (end - start).days + 1
                # Days that are one too many, as far as a planned day is among those that make them so.
                beyond = (
                    (min(end - most * one_day, last) - max(start, first - most * one_day)).days + 1
                    if most is not None
                    else 0
                )
                if beyond > 0 and end >= first and start <= last:
                    found.append(
                        self.violation(
                            Message(
                                "{employee} works {count} days in a row from {since}; at most {most}",
                                employee=employee,
                                count=length,
                                since=start,
                                most=most,
                            ),
                            amount=beyond,
                            unit=self.units[0],
                            employee=employee,
                            date=max(start, first),
                        )
                    )
                if fewest is not None and length < fewest and start > known_first and end < known_last:
                    found.append(
                        self.violation(
                            Message(
                                "{employee} works only {count} day in a row from {since}; at least {fewest}",
                                "{employee} works only {count} days in a row from {since}; at least {fewest}",
                                employee=employee,
                                count=length,
                                since=start,
                                fewest=fewest,
                            ),
                            unit=self.units[1],
                            employee=employee,
                            date=min(max(start, first), last),
                        )
                    )
        return found
