"""Depth `coverage`: the best coverage that the hard rules allow, people being divisible.

The linear relaxation of the model with its hard rules and with the prices of what concerns nobody in particular:
missing and idle agents, overtime. No roster covers the calls better at these prices. What this depth does not see: that
people are whole (on the bundled week, about a hundredth of the cost), and wishes, fairness and the other prices that
concern single people, for which a roster gives up some coverage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python.cp_model import FlatIntExpr, LinearExpr

from scheduler.constraints.base import Rule
from scheduler.coverage import Coverage
from scheduler.domain.part_of_day import Away
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.result import Status
from scheduler.solve.extraction import usual_meal
from scheduler.solve.linear.alike import merge_alike
from scheduler.solve.linear.mip import Method
from scheduler.solve.linear.ownership import find_ownership
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import is_proven_empty, relax
from scheduler.variables import Build
from scheduler.variables.counts import HeadKey


class WorkedKey(NamedTuple):
    """What people of a contract work on a day: a shift, less what they are away for, with a meal break at a minute."""

    contract: str
    day: int
    shift: str
    away: Away | None
    meal_minute: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The best that can be had.

    Attributes
    ----------
    cost
        Points of the rules that were priced; no roster has fewer.
    coverage
        What serves each queue, rounded to thousandths of an agent.
    worked
        How many people work what.
    """

    cost: float
    coverage: Coverage
    worked: Mapping[WorkedKey, float]


def anonymous_optimum(problem: Problem, rules: Sequence[Rule]) -> Optimum | Status:
    """The optimum of a problem, or why there is none.

    Infeasible: not even divisible people can keep the hard rules. No solution: the solver was in trouble.
    """
    built = build(problem, [rule for rule in rules if rule.weight is None or not rule.has_personal_price])
    program = linear_program(built.model)
    merged = merge_alike(program, find_ownership(built, program))
    relaxation = relax(merged.program, Method.INTERIOR)
    if relaxation is None:
        return Status.INFEASIBLE if is_proven_empty(merged.program) else Status.NO_SOLUTION
    values = merged.spread(relaxation.values)
    horizon = problem.horizon
    effective = {
        queue: np.array(
            [
                round(_value(built.service.effective(queue, interval), values))
                for interval in range(horizon.n_intervals)
            ],
            dtype=np.int64,
        )
        for queue in problem.demand.queues
    }
    nobody = np.zeros(horizon.n_intervals, dtype=np.int64)  # heads cannot be told where people are divided
    return Optimum(
        relaxation.value + built.ledger.unavoidable_cost,
        Coverage(effective, dict.fromkeys(effective, nobody), nobody),
        worked_in(built, values),
    )


def _value(expression: LinearExpr, values: NDArray[np.float64]) -> float:
    flat = FlatIntExpr(expression)
    return float(flat.offset) + sum(
        factor * float(values[variable.index]) for variable, factor in zip(flat.vars, flat.coeffs, strict=True)
    )


def worked_in(built: Build, values: NDArray[np.float64]) -> Mapping[WorkedKey, float]:
    """How many people work what: meals are divided among the people of a group alike."""
    worked: dict[WorkedKey, float] = {}
    meals: dict[HeadKey, list[tuple[int | None, float]]] = {}
    problem = built.problem
    of: tuple[str, int] | None = None
    for employee, day, code, variable in built.works:
        people = float(values[variable.index])
        if people <= 0:
            continue
        if (employee, day) != of:
            of = employee, day
            person = problem.employee_on(employee, problem.horizon.date_of(day)) or problem.employee[employee]
            group = built.group_of(person, day)
        key = HeadKey(day, code, group)
        if key not in meals:
            meals[key] = _meals(built, key, values)
        for minute, share in meals[key]:
            kind = WorkedKey(person.contract, day, code, group.away, minute)
            worked[kind] = worked.get(kind, 0.0) + people * share
    return worked


def _meals(built: Build, key: HeadKey, values: NDArray[np.float64]) -> list[tuple[int | None, float]]:
    """When the people of a group and shift eat, and which share of them then."""
    eating = {minute: float(values[count.index]) for minute, count in built.meals.starting(*key).items()}
    eating = {minute: count for minute, count in eating.items() if count > 0}
    everybody = sum(eating.values())
    if everybody:
        return [(minute, count / everybody) for minute, count in eating.items()]
    shift = built.problem.shifts_on(key.day, key.group.away)[key.shift]
    return [(usual_meal(built.problem, shift), 1.0)]
