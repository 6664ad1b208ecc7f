"""Which days people work, those around the horizon included, and where blocks of worked days start."""

from __future__ import annotations

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.domain.problem import Problem
from scheduler.variables.choices import Works


class WorkedDays:
    """Whether people work on a day: a decision on the planned days, 0 or 1 on the known days around them.

    Attributes
    ----------
    known
        The planned days and those that the rosters before and after the horizon speak of. From the first day of the
        one and up to the last of the other, whoever has no row on a day is off.
    """

    def __init__(self, problem: Problem, works: Works) -> None:
        horizon = problem.horizon
        self._works = works
        self._planned = range(horizon.days)
        self._outside: dict[str, set[int]] = {}
        for row in (*problem.previous.assignments, *problem.following.assignments):
            self._outside.setdefault(row.employee_id, set()).add(horizon.day_of(row.date))
        days = [0, horizon.days - 1, *(day for worked in self._outside.values() for day in worked)]
        self.known = range(min(days), max(days) + 1)

    def on(self, employee: str, day: int) -> LinearExpr | int:
        """The number of shifts that the person starts on a known day; 0 or 1 once rule R01 holds."""
        if day in self._planned:
            return self._works.count_on_day(employee, day)
        return int(day in self._outside.get(employee, ()))

    def is_possible(self, employee: str, day: int) -> bool:
        """Whether the person works, or can work, on a known day."""
        return bool(self._works.on_day(employee, day) if day in self._planned else self.on(employee, day))

    def while_off(self, employee: str) -> range:
        """The known days back to the last that was worked before the horizon, and on to the first worked after it."""
        return self._until(employee, 1)

    def while_working(self, employee: str) -> range:
        """The known days back to the last day off before the horizon, and on to the first one after it."""
        return self._until(employee, 0)

    def _until(self, employee: str, is_worked: int) -> range:
        first, last = self._planned.start, self._planned.stop - 1
        while first > self.known.start:
            first -= 1
            if self.on(employee, first) == is_worked:
                break
        while last < self.known.stop - 1:
            last += 1
            if self.on(employee, last) == is_worked:
                break
        return range(first, last + 1)


class BlockStarts:
    """The Booleans ``block_starts[employee, day]``, from day 1 on: the person works on the day and not the day before.

    On a day off after a day off such a variable may be 1 as well; rules that use it cannot gain from that. Where the
    day before or the day itself lies outside the horizon, no variable is needed.
    """

    def __init__(self, model: CpModel, worked_days: WorkedDays) -> None:
        self._model = model
        self._worked_days = worked_days
        self._by_person: dict[tuple[str, int], IntVar] = {}

    def on(self, employee: str, day: int) -> LinearExpr | int:
        """Whether a block starts on a known day whose day before is known as well."""
        works, before = self._worked_days.on(employee, day), self._worked_days.on(employee, day - 1)
        if isinstance(before, int):
            return 0 if before else works
        if isinstance(works, int):
            return 1 - before if works else 0
        if (employee, day) not in self._by_person:
            start = self._model.new_bool_var(f"block_starts[{employee},{day}]")
            self._model.add(works - before <= start)
            self._model.add(before + start <= 1)
            self._by_person[employee, day] = start
        return self._by_person[employee, day]
