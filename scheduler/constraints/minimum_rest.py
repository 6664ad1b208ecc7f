"""R03 - enough rest between two shifts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.days_before import known_days
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import Whole
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, msgid

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from scheduler.variables import Build

_FAR = 10_000
"""A day number so late that all days before it that matter are planned."""


class MinimumRest(Rule):
    """R03: at least `min_rest_minutes` between the end of one shift and the start of the next.

    However many days lie between them: a long shift, or a long rest, reaches beyond the next day. Shifts before and
    after the horizon count where they are known. Soft unit: each shift that starts too soon after an earlier one;
    shifts before the horizon, or too close to each other after it, are not charged. Counts on R01.
    """

    number: ClassVar[str] = "R03"
    title_en: ClassVar[str] = msgid("Minimum rest between shifts")
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    blame_points: ClassVar[int] = 4_000

    rule: Literal["minimum_rest"] = "minimum_rest"
    min_rest_minutes: Whole = Field(
        default=660, ge=0, le=2 * MINUTES_PER_DAY, description="least minutes from an end to the next start"
    )

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the shift is too close to one that was worked before the horizon or is known after it."""
        employee, horizon = person.employee_id, problem.horizon
        return self._follows_too_soon(problem, employee, day, shift) or (
            employee in problem.start_after
            and problem.start_after[employee] - (horizon.midnight(day) + shift.end_minute) < self.min_rest_minutes
        )

    def _follows_too_soon(self, problem: Problem, employee: str, day: int, shift: Shift) -> bool:
        """Whether the shift starts too soon after one that was worked before the horizon."""
        end = problem.end_before.get(employee)
        return end is not None and problem.horizon.midnight(day) + shift.start_minute - end < self.min_rest_minutes

    def apply(self, build: Build) -> None:
        """Let at most one of every set of choices stand that are pairwise too close."""
        for person in build.problem.employees:
            for day in range(build.problem.horizon.days):
                if self.weight is None:
                    for too_close in self._cliques(build, person.employee_id, day):
                        build.model.add_at_most_one(too_close)
                else:
                    self._charge(build, person.employee_id, day)
            if self.weight is not None:
                self._charge_following(build, person.employee_id)

    def _cliques(self, build: Build, employee: str, day: int) -> Iterator[list[IntVar]]:
        """Choices of this day and of earlier ones, all of them too close to each other.

        At any time at most one shift is being worked or rested from. One set for each start on the day: whoever has
        started on it by then clashes with every choice of the days before that is not rested from by then, and these
        with each other. That is instead of a clause a pair, and the linear relaxation is as tight as it can be.
        """
        shifts, midnight = build.problem.shifts_of(employee, day), build.problem.horizon.midnight
        today = build.works.on_day(employee, day)
        earlier = [
            (midnight(before) + build.problem.shifts_of(employee, before)[code].end_minute + self.min_rest_minutes, var)
            for before in self._days_within_reach(build.problem, day)
            for code, var in build.works.on_day(employee, before).items()
        ]
        known = 0
        for start_minute in sorted({shifts[code].start_minute for code in today}, reverse=True):
            at = midnight(day) + start_minute
            clashing = [var for rested, var in earlier if rested > at]
            # The same choices with fewer of today are a part of the set before.
            if len(clashing) > known:
                known = len(clashing)
                yield [*clashing, *(var for code, var in today.items() if shifts[code].start_minute <= start_minute)]

    def _days_within_reach(self, problem: Problem, day: int) -> range:
        """The planned days before this one whose shifts can be too close to its own."""
        latest_end = max((shift.end_minute for shift in problem.shifts.values()), default=0)
        earliest_start = min((shift.start_minute for shift in problem.shifts.values()), default=0)
        reach_minutes = latest_end + self.min_rest_minutes - earliest_start + problem.horizon.skipped_minutes
        return range(max(0, day - max(0, reach_minutes - 1) // MINUTES_PER_DAY), day)

    def _charge(self, build: Build, employee: str, day: int) -> None:
        """Charge whoever starts on the day too soon after anything before; one variable, since it is one start."""
        problem = build.problem
        shifts, horizon = problem.shifts_of(employee, day), problem.horizon
        today = build.works.on_day(employee, day)
        too_close: list[list[IntVar]] = []
        for before in self._days_within_reach(problem, day):
            yesterday, ended = build.works.on_day(employee, before), problem.shifts_of(employee, before)
            for end in sorted({ended[code].end_minute for code in yesterday}):
                rested = horizon.midnight(before) + end + self.min_rest_minutes - horizon.midnight(day)
                later = [var for code, var in today.items() if shifts[code].start_minute < rested]
                if later:
                    too_close.append([var for code, var in yesterday.items() if ended[code].end_minute >= end] + later)
        given = [var for code, var in today.items() if self._follows_too_soon(problem, employee, day, shifts[code])]
        if too_close or given:
            short = build.model.new_bool_var(f"rest_too_short[{employee},{day}]")
            for choices in too_close:
                build.model.add(build.sum(choices) - short <= 1)
            if given:
                build.model.add(build.sum(given) <= short)
            build.ledger.charge(self.number, self.weight or 0, short, employee=employee, date=horizon.date_of(day))

    def _charge_following(self, build: Build, employee: str) -> None:
        """Charge each shift after the horizon that a planned one is too close to."""
        problem = build.problem
        horizon = problem.horizon
        for row in problem.following.of_employee(employee):
            too_close = [
                [
                    var
                    for code, var in build.works.on_day(employee, day).items()
                    if horizon.elapsed_at(row.start)
                    - (horizon.midnight(day) + problem.shifts_of(employee, day)[code].end_minute)
                    < self.min_rest_minutes
                ]
                for day in range(horizon.days)
            ]
            if any(too_close):
                short = build.model.new_bool_var(f"rest_too_short[{employee},{horizon.day_of(row.date)}]")
                for choices in too_close:
                    if choices:
                        build.model.add(build.sum(choices) <= short)
                build.ledger.charge(
                    self.number,
                    self.weight or 0,
                    short,
                    employee=employee,
                    date=horizon.date_of(max(day for day, choices in enumerate(too_close) if choices)),
                )

    def meaning(self, conflict: Conflict) -> Message:
        """How much rest, and after or before which shift outside the horizon if one is why a day is out."""
        problem, employee, days = conflict.problem, conflict.person.employee_id, conflict.days_of(self)
        hours = self.min_rest_minutes / 60
        before = [row for row in problem.previous.of_employee(employee) if row.date < problem.horizon.first_day]
        after = problem.following.of_employee(employee)
        if before and days:
            end = max(row.end for row in before)
            if min(days) <= (end + timedelta(minutes=self.min_rest_minutes)).date():
                return self.numbered(
                    Message("{hours:g} h of rest after working until {end:%Y-%m-%d %H:%M}", hours=hours, end=end)
                )
        if after and problem.horizon.end.date() - timedelta(days=1) in days:
            start = min(row.start for row in after)
            return self.numbered(
                Message(
                    "{hours:g} h of rest before the published shift at {start:%Y-%m-%d %H:%M}", hours=hours, start=start
                )
            )
        return self.numbered(Message("{hours:g} h of rest between shifts", hours=hours))

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """A shift that began before may still be running or rested from when the horizon begins."""
        reach = len(self._days_within_reach(problem, _FAR)) if problem.shifts else 0
        if reach <= known_days(problem, known_from):
            return None
        longest = max(shift.end_minute for shift in problem.shifts.values()) + self.min_rest_minutes
        return Message(
            "{rule} looks back {reach} days, since a shift and the rest after it end up to {hours:g} h after midnight",
            rule=self.number,
            reach=reach,
            hours=longest / 60,
        )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Measure the time from the latest end of all shifts before to each start, those around the horizon too."""
        first, after = problem.horizon.start.date(), problem.horizon.end.date()
        found: list[Violation] = []
        for employee, worked in roster.by_employee.items():
            before = [row for row in problem.previous.of_employee(employee) if row.date < first]
            latest = max(before, key=lambda row: row.end, default=None)
            for row in worked:
                if latest is not None:
                    found += self._too_close(problem, latest, row, row)
                if latest is None or row.end > latest.end:
                    latest = row
            latest = max(worked, key=lambda row: row.end)
            for row in problem.following.of_employee(employee):
                if row.date >= after:
                    found += self._too_close(problem, latest, row, latest)
        return found

    def _too_close(
        self, problem: Problem, earlier: Assignment, later: Assignment, planned: Assignment
    ) -> list[Violation]:
        """The violation, if any, between two rows, of which `planned` can be changed."""
        rest_minutes = minutes_between(earlier.end, later.start, problem.horizon.zone)
        if rest_minutes >= self.min_rest_minutes:
            return []
        rows = {
            "employee": later.employee_id,
            "shift": later.shift,
            "on": later.date,
            "before": earlier.shift,
            "day_before": earlier.date,
            "least": self.min_rest_minutes / 60,
        }
        if rest_minutes < 0:
            return [
                self.violation(
                    Message(
                        "{employee} works two shifts at once: {shift} on {on} begins {hours:g} h before the end of "
                        "{before} on {day_before}; at least {least:g} h of rest between them",
                        hours=-rest_minutes / 60,
                        **rows,
                    ),
                    employee=later.employee_id,
                    date=planned.date,
                )
            ]
        return [
            self.violation(
                Message(
                    "{employee} rests {hours:g} h before {shift} on {on} (after {before} on {day_before}); at least "
                    "{least:g} h",
                    hours=rest_minutes / 60,
                    **rows,
                ),
                employee=later.employee_id,
                date=planned.date,
            )
        ]
