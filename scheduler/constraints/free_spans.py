"""Spans without work that are too short for a day off, never for a `check`: that measures for itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.constraints.outside_rows import outside_rows
from scheduler.domain.base import MINUTES_PER_DAY

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar, LinearExpr

    from scheduler.variables import Build


class FreeSpans:
    """Where a day without a shift lies in a span too short to be a day off, for the model of one person."""

    def __init__(self, build: Build, employee: str, least_minutes: int) -> None:
        self._build = build
        self._employee = employee
        self._least_minutes = least_minutes
        horizon = build.problem.horizon
        self._outside = [
            (day, horizon.elapsed_at(row.start), horizon.elapsed_at(row.end))
            for day, row in outside_rows(build.problem, employee)
        ]
        self._worked_outside = {day for day, _, _ in self._outside}
        shifts = build.problem.shifts.values()
        longest_end = max((shift.end_minute for shift in shifts), default=0)
        earliest_start = min((shift.start_minute for shift in shifts), default=0)
        reach_minutes = least_minutes + longest_end - earliest_start + horizon.skipped_minutes
        self._reach_days = (reach_minutes - 1) // MINUTES_PER_DAY
        # On each planned day, as (start, end, variable), in minutes from the horizon's start.
        self._choices = [
            [
                (
                    horizon.midnight(day) + build.problem.shifts_of(employee, day)[code].start_minute,
                    horizon.midnight(day) + build.problem.shifts_of(employee, day)[code].end_minute,
                    choice,
                )
                for code, choice in build.works.on_day(employee, day).items()
            ]
            for day in range(horizon.days if least_minutes else 0)
        ]

    def is_given(self, day: int) -> bool:
        """Whether the day is no day off even if no planned day is worked."""
        if day in self._worked_outside:
            return True
        return bool(self._least_minutes) and self._next_start(day) - self._last_end(day) < self._least_minutes

    def _last_end(self, day: int) -> float:
        return max((end for before, _, end in self._outside if before < day), default=float("-inf"))

    def _next_start(self, day: int) -> float:
        return min((start for after, start, _ in self._outside if after > day), default=float("inf"))

    def off_too_short(self, day: int) -> LinearExpr | None:
        """A variable that is 1 where the day is off and the span around it too short; None where it never is."""
        if not self._least_minutes:
            return None
        too_close = [*self._around(day)]
        if not too_close:
            return None
        build = self._build
        worked = build.works.count_on_day(self._employee, day)
        short = build.model.new_bool_var(f"off_too_short[{self._employee},{day}]")
        for choices, allowed in too_close:
            build.model.add(build.sum(choices) - worked - short <= allowed)
        return short

    def _around(self, day: int) -> Iterator[tuple[list[IntVar], int]]:
        """Sets of choices that leave too little between them if more than so many stand."""
        before, after = self._choices[: max(0, day)], self._choices[max(0, day + 1) :]
        for choices in before if (next_start := self._next_start(day)) < float("inf") else ():
            late = [choice for _, end, choice in choices if next_start - end < self._least_minutes]
            if late:
                yield late, 0
        for choices in after if (last_end := self._last_end(day)) > float("-inf") else ():
            early = [choice for start, _, choice in choices if start - last_end < self._least_minutes]
            if early:
                yield early, 0
        # Between days further apart than `_reach_days` lies time enough, whatever the shifts.
        for distance, earlier in enumerate(reversed(before[-self._reach_days :]), start=1):
            for later in after[: max(0, self._reach_days - distance)]:
                for end in sorted({end for _, end, _ in earlier}):
                    early = [choice for start, _, choice in later if start - end < self._least_minutes]
                    if early:
                        yield [*(choice for _, until, choice in earlier if until >= end), *early], 1
