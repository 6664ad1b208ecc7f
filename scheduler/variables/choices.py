"""Who starts which shift on which day: the Booleans ``works[employee, day, shift]``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift

NOTHING: Mapping[str, IntVar] = MappingProxyType({})


class Works:
    """The Booleans ``works[employee, day, shift]``; a choice that a hard rule forbids has none, nor
    has a day on which the person is not employed."""

    def __init__(
        self,
        model: CpModel,
        problem: Problem,
        is_allowed: Callable[[Employee, int, Shift], bool],
    ) -> None:
        self._by_person: dict[str, list[dict[str, IntVar]]] = {}
        for person in problem.employees:
            self._by_person[person.employee_id] = [
                {
                    code: model.new_bool_var(f"works[{person.employee_id},{day},{code}]")
                    for code, shift in problem.shifts_of(person.employee_id, day).items()
                    if as_on is not None and is_allowed(as_on, day, shift)
                }
                for day in range(problem.horizon.days)
                for as_on in (problem.employee_on(person.employee_id, problem.horizon.date_of(day)),)
            ]

    def on_day(self, employee: str, day: int) -> Mapping[str, IntVar]:
        """The person's choices on a day, by shift code; empty outside the horizon."""
        days = self._by_person[employee]
        return days[day] if 0 <= day < len(days) else NOTHING

    def choice(self, employee: str, day: int, shift: str) -> IntVar | None:
        """One choice, or None where there is no such variable."""
        return self.on_day(employee, day).get(shift)

    def count_on_day(self, employee: str, day: int) -> LinearExpr:
        """How many shifts the person starts on the day; 0 or 1 once rule R01 holds."""
        return LinearExpr.sum(list(self.on_day(employee, day).values()))

    def count_on_days(self, employee: str, days: Sequence[int]) -> LinearExpr:
        """How many shifts the person starts on these days."""
        return LinearExpr.sum([var for day in days for var in self.on_day(employee, day).values()])

    def weighted(self, employee: str, days: Sequence[int], amount: Callable[[str], int]) -> LinearExpr:
        """Sum over the person's shifts on these days of ``amount(shift code)``, such as paid minutes."""
        choices = [item for day in days for item in self.on_day(employee, day).items()]
        return LinearExpr.weighted_sum([var for _, var in choices], [amount(code) for code, _ in choices])

    def __iter__(self) -> Iterator[tuple[str, int, str, IntVar]]:
        """Every choice as (employee, day, shift, variable)."""
        for employee, days in self._by_person.items():
            for day, choices in enumerate(days):
                for code, var in choices.items():
                    yield employee, day, code, var
