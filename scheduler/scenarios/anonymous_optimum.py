"""Depth `coverage`: the best coverage that the hard rules allow, people being divisible.

The linear relaxation of the model with its hard rules and with the prices of what concerns nobody in particular:
missing and idle agents, overtime. No roster covers the calls better at these prices. What this depth does not see: that
people are whole (on the bundled week, about a hundredth of the cost), and wishes, fairness and the other prices that
concern single people, for which a roster gives up some coverage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python.cp_model import FlatIntExpr, LinearExpr

from scheduler.config import WorkingTime
from scheduler.constraints.base import Rule
from scheduler.coverage import Coverage
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.result import Status
from scheduler.scenarios.premiums import Premiums, premiums_of_shift
from scheduler.solve.linear.alike import merge_alike
from scheduler.solve.linear.mip import Method
from scheduler.solve.linear.ownership import find_ownership
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import is_proven_empty, relax
from scheduler.variables import Build


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The best that can be had.

    Attributes
    ----------
    cost
        Points of the rules that were priced; no roster has fewer.
    coverage
        What serves each queue, rounded to thousandths of an agent.
    """

    cost: float
    coverage: Coverage
    premiums: Premiums


def anonymous_optimum(problem: Problem, rules: Sequence[Rule], time: WorkingTime) -> Optimum | Status:
    """The optimum of a problem, with what counts as holiday work, or why there is none.

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
        _premiums(built, values, time),
    )


def _value(expression: LinearExpr, values: NDArray[np.float64]) -> float:
    flat = FlatIntExpr(expression)
    return float(flat.offset) + sum(
        factor * float(values[variable.index]) for variable, factor in zip(flat.vars, flat.coeffs, strict=True)
    )


def _premiums(built: Build, values: NDArray[np.float64], time: WorkingTime) -> Premiums:
    problem = built.problem
    total = Premiums()
    of_shift: dict[tuple[int, str], Premiums] = {}
    for _, day, code, variable in built.works:
        if (day, code) not in of_shift:
            of_shift[day, code] = premiums_of_shift(problem, day, code, time)
        total = total.plus(of_shift[day, code], float(values[variable.index]))
    for key in built.heads.choices:
        shift = problem.shifts_on(key.day)[key.shift]
        for minute, eating in built.meals.starting(*key).items():
            in_night = shift.night_minutes_between(minute, minute + shift.meal_minutes)
            if in_night:
                total = total.plus(Premiums(night=-in_night), float(values[eating.index]))
    return total
