"""The linear relaxation, by HiGHS."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.mip import Answer, Job, Limits, Method, SolverStatus, solve
from scheduler.solve.linear.program import LinearProgram


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """An optimal solution of the linear relaxation: its value, the values of all variables, the prices of all rows."""

    value: float
    values: NDArray[np.float64]
    duals: NDArray[np.float64]


def relax(program: LinearProgram, method: Method = Method.SIMPLEX, *, seconds: float = math.inf) -> Relaxation | None:
    """Solve the linear relaxation; None where it has no solution, and so the program has none, or HiGHS no answer.

    Parameters
    ----------
    program
        Whose demand for integers is dropped.
    method
        `SIMPLEX` ends where most values are integer, as rounding needs them. `INTERIOR` ends where it is, among all
        optimal solutions: on the bundled week in 1.0 s for 1.3, with idle people in 1.0 s for 3.4.
    seconds
        After so many there is no answer.
    """
    answer = _solved(program, method, seconds)
    if answer.values is None or answer.duals is None:
        return None
    return Relaxation(answer.cost, answer.values, answer.duals)


def is_proven_empty(program: LinearProgram, *, seconds: float = math.inf) -> bool:
    """Whether the linear relaxation has no solution: then no roster exists, by arithmetic alone."""
    empty = replace(program, cost=np.zeros_like(program.cost))
    return solve(Job(empty, integer=False), Limits(seconds=seconds)).status is SolverStatus.INFEASIBLE


def nearly_relax(program: LinearProgram) -> Answer:
    """The relaxation of a large program nearly solved: values, and dual values of all rows, where HiGHS finds some.

    Nothing is lost when the interior point method stops short of a vertex, which takes longer than all the rest: any
    dual values give a bound (`duals.py`).
    """
    return _solved(program, Method.ROUGH_INTERIOR, math.inf)


def _solved(program: LinearProgram, method: Method, seconds: float) -> Answer:
    """What a method makes of a program; of some small ones the interior point makes nothing, where simplex does."""
    answer = solve(Job(program, integer=False, method=method), Limits(seconds=seconds))
    if answer.duals is None and answer.status is SolverStatus.NO_ANSWER and method is not Method.SIMPLEX:
        return solve(Job(program, integer=False), Limits(seconds=seconds))
    return answer
