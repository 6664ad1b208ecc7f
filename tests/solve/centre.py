"""A week of eight agents and one in the office: the smallest in which every stage of the search has work."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python.cp_model import FlatIntExpr, LinearExpr

from benchmarks.held_model import optimum
from scheduler.config import Solving
from scheduler.constraints.base import Rule
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.coverage_surplus import CoverageSurplus
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.stable_starts import StableStarts
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.calendar import Horizon
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.ownership import Ownership
from scheduler.solve.linear.program import LinearProgram, linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, enumerate_patterns
from scheduler.solve.parameters import SearchParameters
from scheduler.solve.progress import Report
from scheduler.solve.strategy import SearchTask
from scheduler.solve.week.column_generation import RestrictedMaster
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.marginal_costs import MarginalCosts, PricedRows
from scheduler.variables import Build
from tests.constraints.agreement import MONDAY, flat_demand, person, tiny_problem

RULES: tuple[Rule, ...] = (
    OneShiftADay(),
    ContractDays(),
    MinimumRest(),
    WeeklyDayOff(),
    MealBreak(),
    CoverageShortfall(weight=10),
    CoverageSurplus(weight=1),
    StableStarts(weight=3000),
    NoIsolatedDays(weight=2000),
)

PATIENT = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
"""For searches that end by themselves or are stopped: the time never decides."""


def week_problem() -> Problem:
    """Six people for general calls, two for these and text, one in the office without a queue."""
    return tiny_problem(
        7,
        employees=[
            *(person(n) for n in range(1, 7)),
            *(person(n, queues=("text", "general")) for n in (7, 8)),
            person(9, queues=(), shifts=("D",)),
        ],
        demand=flat_demand(Horizon(MONDAY, 7), {"general": 1.4, "text": 0.3}),
    )


def three_days_problem() -> Problem:
    """Three people for general calls, one for these and text, one in the office; small enough for CP-SAT to prove."""
    return tiny_problem(
        3,
        employees=[
            *(person(n) for n in (1, 2, 3)),
            person(4, queues=("text", "general")),
            person(9, queues=(), shifts=("D",)),
        ],
        demand=flat_demand(Horizon(MONDAY, 3), {"general": 1.2, "text": 0.3}),
    )


THREE_DAY_RULES = tuple(rule for rule in RULES if rule.number != "R02")
"""What can be kept in three days."""


class Prepared(NamedTuple):
    """A problem with all that the search makes of it before its first roster."""

    built: Build
    structure: Structure
    patterns: list[WeeklyPatterns]

    @property
    def program(self) -> LinearProgram:
        """Of the structure."""
        return self.structure.program

    @property
    def ownership(self) -> Ownership:
        """Of the structure."""
        return self.structure.ownership


@cache
def prepared() -> Prepared:
    """The week's model, split and listed; made once, and not to be changed."""
    return prepare(week_problem(), RULES)


@cache
def three_days() -> Prepared:
    """The three days' model, split and listed; made once, and not to be changed."""
    return prepare(three_days_problem(), THREE_DAY_RULES)


@cache
def least_cost() -> int:
    """What the best roster of the three days costs, by CP-SAT."""
    cost = optimum(three_days().built.model)
    assert cost is not None
    return cost


def task_of(
    built: Build,
    options: Solving,
    *,
    stop: threading.Event | None = None,
    report: Report = lambda _: None,
    start: NDArray[np.int64] | None = None,
    **parameters: object,
) -> SearchTask:
    """What a strategy is given; no model is small, for CP-SAT alone, unless said."""
    tuned = SearchParameters.model_validate({"small_model_variables": 0, **parameters})
    return SearchTask(built, options, tuned, Incumbent(options, stop or threading.Event(), report), start)


def current_of(ready: Prepared, seed: int = 1) -> CurrentRoster:
    """The current roster of a prepared problem, nobody at work."""
    current = CurrentRoster(ready.program, ready.patterns, MarginalCosts(PricedRows(ready.structure)), seed)
    current.begin()
    return current


def master_of(ready: Prepared) -> RestrictedMaster:
    """The master of a prepared problem, no week in it."""
    return RestrictedMaster(ready.structure, ready.patterns)


def keeps_all(program: LinearProgram, values: NDArray[np.int64]) -> bool:
    """Whether values keep every row and bound of the program."""
    activity = program.matrix @ values
    return bool(
        np.all((program.row_lower <= activity) & (activity <= program.row_upper))
        and np.all((program.lower <= values) & (values <= program.upper))
    )


def prepare(problem: Problem, rules: Sequence[Rule]) -> Prepared:
    """Go through the stages before the first roster."""
    built = build(problem, rules)
    _ = built.meals
    program = linear_program(built.model)
    structure = Structure.of(built, program)
    patterns = enumerate_patterns(structure)
    assert patterns is not None
    return Prepared(built, structure, patterns)


@cache
def first_roster() -> NDArray[np.int64]:
    """Values of all variables of a roster of the week, everybody's best week in turn."""
    current = current_of(prepared())
    current.best_patterns(lambda: True)
    return current.values()


def value_in(values: Sequence[int], expression: LinearExpr) -> int:
    """An expression's value where the variables have these values."""
    flat = FlatIntExpr(expression)
    return int(
        flat.offset + sum(factor * values[var.index] for var, factor in zip(flat.vars, flat.coeffs, strict=True))
    )


def cost_of(program: LinearProgram, values: NDArray[np.int64]) -> int:
    """The objective of a solution."""
    return round(float(program.cost @ values) + program.offset)
