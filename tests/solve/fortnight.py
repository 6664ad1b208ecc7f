"""Two weeks of five agents, with rules that reach over the Sunday between them."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from scheduler.constraints.fair_weekends import FairWeekends
from scheduler.domain.calendar import Horizon
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.variables import Build
from tests.constraints.agreement import MONDAY, flat_demand, person, tiny_problem
from tests.solve.centre import RULES as WEEK_RULES

RULES = (*WEEK_RULES, FairWeekends(weight=50))
WEEKS = (range(7), range(7, 14))


def problem_of(n_weeks: int) -> Problem:
    """Four people for general calls, one for these and text."""
    return tiny_problem(
        7 * n_weeks,
        employees=[*(person(n) for n in range(1, 5)), person(5, queues=("text", "general"))],
        demand=flat_demand(Horizon(MONDAY, 7 * n_weeks), {"general": 0.6, "text": 0.1}),
    )


def some_roster(built: Build) -> NDArray[np.int64]:
    """Values of all variables of the first roster that CP-SAT finds."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.stop_after_first_solution = True
    assert solver.solve(built.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return np.array(list(solver.response_proto.solution))


@cache
def fortnight() -> tuple[Build, Structure]:
    """The model and its structure; made once, and not to be changed."""
    built = build(problem_of(2), RULES)
    _ = built.meals
    return built, Structure.of(built, linear_program(built.model))
