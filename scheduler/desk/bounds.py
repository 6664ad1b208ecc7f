"""What every roster costs at least in which somebody has a certain shift: proven, whoever else moves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from scheduler.constraints.base import Rule
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import OFF
from scheduler.model import build
from scheduler.solve.linear.duals import dual_bound
from scheduler.solve.linear.mip import Method
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import relax

_TOLERANCE = 1e-6
"""Relative: what floating point numbers may be above the truth."""


class LowerBounds:
    """Bounds from the dual values of the linear relaxation of a whole problem.

    Parameters
    ----------
    problem, rules
        Of the roster.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self._built = build(problem, rules)
        self._program = linear_program(self._built.model)
        # The interior point is faster than a vertex, and any dual values prove a bound.
        relaxed = relax(self._program, Method.INTERIOR)
        self._duals = None if relaxed is None else relaxed.duals

    def with_choice(self, employee: str, day: int, code: str) -> int | None:
        """What every roster costs at least in which somebody has this shift on a day, or none of them for ``OFF``.

        None where the relaxation gave no answer, or no roster has that.
        """
        choices = self._built.works.on_day(employee, day)
        if self._duals is None or (code != OFF and code not in choices):
            return None
        lower, upper = self._program.lower.copy(), self._program.upper.copy()
        for own, variable in choices.items():
            if code == OFF:
                upper[variable.index] = 0.0
            elif own == code:
                lower[variable.index] = 1.0
        bound = dual_bound(replace(self._program, lower=lower, upper=upper), self._duals)
        if not math.isfinite(bound):
            return None
        return math.ceil(bound - _TOLERANCE * max(1.0, abs(bound))) + self._built.ledger.unavoidable_cost
