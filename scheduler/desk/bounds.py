"""What every roster costs at least in which somebody has a certain shift: proven, whoever else moves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scheduler.constraints.base import Rule
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import OFF
from scheduler.model import build
from scheduler.solve.linear.duals import dual_bound, priced_sides, valid_duals
from scheduler.solve.linear.mip import Answer, Job, Limits, Method, SolverStatus, solve
from scheduler.solve.linear.ownership import find_ownership
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.submodel import cut

_TOLERANCE = 1e-6
"""Relative: what floating point numbers may be above the truth."""

_NODES = 1000
"""Of branch and bound for the program of one person, which hardly needs any; its bound holds where it stops, too."""


class LowerBounds:
    """Bounds by Lagrange: people meet in rows that dual values of the linear relaxation of the whole stand for.

    Of the others the relaxation counts; the person who is asked about spends the cheapest days at these values that the
    own rules allow, in whole shifts.

    Parameters
    ----------
    problem, rules
        Of the roster.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self._built = build(problem, rules)
        self._program = program = linear_program(self._built.model)
        self._place = {person.employee_id: n for n, person in enumerate(problem.employees)}
        self._owners = find_ownership(self._built, program)
        # The interior point is faster than a vertex, and any dual values prove a bound.
        relaxed = relax(program, Method.INTERIOR)
        self._duals = None if relaxed is None else valid_duals(program, relaxed.duals)
        if self._duals is not None:
            self._of_all = dual_bound(program, self._duals)
            self._reduced = program.cost - program.matrix.T @ self._duals
            self._cheaper = np.where(self._reduced > 0, program.lower, program.upper) * self._reduced
            self._sides = priced_sides(program, self._duals) * self._duals

    def with_choice(self, employee: str, day: int, code: str) -> float | None:
        """What every roster costs at least in which somebody has this shift on a day, or none of them for ``OFF``.

        Infinite where no roster has that, by what the person may do alone; None where nothing is proven.
        """
        choices = self._built.works.on_day(employee, day)
        if code != OFF and code not in choices:
            return math.inf
        program = self._program
        columns = np.flatnonzero(self._owners.owner_of_variable == self._place[employee])
        rows = np.flatnonzero(self._owners.owner_of_row == self._place[employee])
        lower, upper = program.lower.copy(), program.upper.copy()
        for own, variable in choices.items():
            if code == OFF:
                upper[variable.index] = 0.0
            elif own == code:
                lower[variable.index] = 1.0
        part = cut(replace(program, lower=lower, upper=upper), columns, rows=rows)
        cost, rest = np.zeros(len(columns)), 0.0
        if self._duals is not None:
            cost = self._reduced[columns] + part.program.matrix.T @ self._duals[part.rows]
            rest = self._of_all - float(self._cheaper[columns].sum() + self._sides[part.rows].sum())
        alone = replace(part.program, cost=cost)
        answer = solve(Job(alone), Limits(nodes=_NODES)) if len(columns) else Answer(SolverStatus.OPTIMAL, bound=0.0)
        if answer.status is SolverStatus.INFEASIBLE:
            return math.inf
        bound = rest + answer.bound
        if self._duals is None or not math.isfinite(bound):
            return None
        return math.ceil(bound - _TOLERANCE * max(1.0, abs(bound))) + self._built.ledger.unavoidable_cost
