"""What a rule is given to apply itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift
from scheduler.penalties import ChargeKind, HeadDemand, Ledger
from scheduler.variables.choices import Works
from scheduler.variables.counts import Group, Heads, Meals
from scheduler.variables.service import Service
from scheduler.variables.worked_days import BlockStarts, WorkedDays


class Build:
    """What a rule is given: the problem, the model, the ledger, and the variables.

    Counts and service are made when a rule first asks for them.

    Parameters
    ----------
    problem
        The facts.
    is_allowed
        Whether hard rules let a person start a shift on a day.
    site_of
        Where a person works, as far as a rule counts the people of each site apart; empty where none does.
    marks
        What tells people whom rules count by themselves from all others, by employee_id.
    """

    def __init__(
        self,
        problem: Problem,
        is_allowed: Callable[[Employee, int, Shift], bool],
        site_of: Callable[[Employee], str] = lambda _: "",
        marks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.problem = problem
        self.marks = marks
        self._site_of = site_of
        self.model = CpModel()
        self.ledger = Ledger()
        # What is missing of a queue in an interval, by the thousandths of the requirement that a tier of prices is of.
        self.missing: dict[tuple[str, int, range], IntVar] = {}
        # How many of a shift and group attend something in an interval; there are none unless a search places them.
        self.attending: dict[tuple[int, str, Group], dict[int, IntVar]] = {}
        self.works = Works(self.model, problem, is_allowed)

    @cached_property
    def block_starts(self) -> BlockStarts:
        """Starts of blocks of worked days, per person and day."""
        return BlockStarts(self.model, self.worked_days)

    @cached_property
    def worked_days(self) -> WorkedDays:
        """Which days are worked, those around the horizon included."""
        return WorkedDays(self.problem, self.works)

    @cached_property
    def heads(self) -> Heads:
        """Head counts per day, shift and group."""
        return Heads(self.model, self.problem, self.works, self.group_of)

    def group_of(self, person: Employee, day: int) -> Group:
        """Whom a person counts with on a day."""
        on = self.problem.horizon.date_of(day)
        as_on = self.problem.employee_on(person.employee_id, on) or person
        mode = self.problem.work_mode(as_on, on)
        return Group(
            mode,
            self.problem.queues_on(as_on, on),
            self.problem.away_on(person.employee_id, day),
            self._site_of(as_on) if mode == "office" else "",
            self.marks.get(person.employee_id, ""),
        )

    @cached_property
    def meals(self) -> Meals:
        """Meal starts per day, shift and group."""
        return Meals(self.model, self.problem, self.heads)

    @cached_property
    def service(self) -> Service:
        """Capacity per queue and interval."""
        return Service(self.model, self.problem, self.heads, self.meals, self.attending, self._site_of)

    @staticmethod
    def sum(terms: Sequence[LinearExpr | int]) -> LinearExpr:
        """The sum of these terms; of none 0."""
        return LinearExpr.sum(terms)

    @staticmethod
    def weighted_sum(terms: Sequence[LinearExpr | int], weights: Sequence[int]) -> LinearExpr:
        """The sum of the terms, each times its weight."""
        return LinearExpr.weighted_sum(terms, weights)

    def at_most(
        self,
        rule: str,
        weight: int | None,
        amount: LinearExpr,
        limit: int,
        most: int,
        *,
        employee: str | None = None,
        date: date | None = None,
        asked: HeadDemand | None = None,
    ) -> None:
        """Hold `amount` at or below `limit`; with a weight, charge each unit above it.

        Parameters
        ----------
        rule, weight
            The rule's number and weight; None: hard.
        amount
            A linear expression.
        limit
            The largest value that is free.
        most
            An upper bound on how far `amount` can exceed `limit`; bounds the excess variable.
        employee, date
            Whom and which day the charge belongs to.
        asked
            Where heads are counted, what `limit` is asked of.
        """
        if weight is None:
            self.model.add(amount <= limit)
        elif most > 0:
            excess = self.model.new_int_var(0, most, f"excess[{rule},{employee or ''},{date or ''}]")
            self.model.add(amount - excess <= limit)
            kind = ChargeKind.EXCESS
            self.ledger.charge(rule, weight, excess, employee=employee, date=date, kind=kind, asked=asked)

    def at_least(
        self,
        rule: str,
        weight: int | None,
        amount: LinearExpr,
        limit: int,
        *,
        employee: str | None = None,
        date: date | None = None,
        asked: HeadDemand | None = None,
    ) -> None:
        """Hold `amount`, never negative, at or above `limit`; with a weight, charge each unit below it.

        Parameters
        ----------
        rule, weight, amount, employee, date, asked
            As for `at_most`.
        limit
            The least value that is free.
        """
        if weight is None:
            self.model.add(amount >= limit)
        elif limit > 0:
            lack = self.model.new_int_var(0, limit, f"lack[{rule},{employee or ''},{date or ''}]")
            self.model.add(amount + lack >= limit)
            kind = ChargeKind.LACK
            self.ledger.charge(rule, weight, lack, employee=employee, date=date, kind=kind, asked=asked)

    def in_steps(
        self, rule: str, weight: int, count: LinearExpr, least: int, most: int, possible: int, *, employee: str
    ) -> None:
        """Charge a count of whole days outside `least` to `most` in steps: the first day counts 1, the second 2, ...

        Parameters
        ----------
        rule, weight
            The rule's number, and points for a step of 1.
        count, possible
            A linear expression, and the most that it can be.
        least, most
            Between which days are free.
        employee
            Whose count it is.
        """
        above = [self.model.new_bool_var(f"above[{rule},{employee},{n}]") for n in range(most + 1, possible + 1)]
        if above:
            self.model.add(count - LinearExpr.sum(above) <= most)
        # What no roster can work is a constant; the days that it leaves are the cheaper steps.
        missed = max(0, least - possible)
        self.ledger.charge(rule, weight, missed * (missed + 1) // 2, employee=employee)
        below = [self.model.new_bool_var(f"below[{rule},{employee},{n}]") for n in range(min(least, possible))]
        if below:
            self.model.add(count + LinearExpr.sum(below) >= min(least, possible))
        for steps, first in ((above, 1), (below, missed + 1)):
            for n, step in enumerate(steps):
                self.ledger.charge(rule, weight * (first + n), step, employee=employee)
