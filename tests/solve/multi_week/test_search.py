"""Several weeks, each searched as one."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from scheduler.config import Solving
from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.constraints.horizon_minutes import HorizonMinutes
from scheduler.domain.people import Absence
from scheduler.model import build
from scheduler.result import Status
from scheduler.solve import Progress, SearchParameters, solve
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.solve.multi_week.search import MultiWeekStrategy, Visit, improve_week, is_week_by_week, values_in
from scheduler.solve.parameters import DEFAULTS, MultiWeekParameters, SampleParameters
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY
from tests.solve.centre import keeps_all, task_of
from tests.solve.fortnight import RULES, WEEKS, fortnight, problem_of

LARGE = SearchParameters(small_model_variables=0)
"""No model counts as small, for CP-SAT alone."""


@pytest.mark.parametrize(("rules", "expected"), [((), True), ((HorizonMinutes(most_minutes=6000),), False)])
def test_a_hard_limit_of_the_horizon_is_not_for_weeks(rules: tuple[Rule, ...], expected: bool) -> None:
    built = build(problem_of(3), (*RULES, *rules))
    _ = built.meals
    assert is_week_by_week(Structure.of(built, linear_program(built.model)), 14) is expected


def search(stop_at: str, parameters: MultiWeekParameters = DEFAULTS.multi_week) -> tuple[Incumbent, list[Progress]]:
    """Search until a step of this stage."""
    stop, told = threading.Event(), []

    def tell(progress: Progress) -> None:
        told.append(progress)
        if progress.stage == stop_at and progress.cost is not None:
            stop.set()

    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, seed=1)
    task = task_of(fortnight()[0], options, stop=stop, report=tell, multi_week=parameters)
    assert MultiWeekStrategy().supports(task)
    assert not MultiWeekStrategy().search(task)
    return task.best, told


@cache
def first_roster() -> Sequence[int]:
    """Of the fortnight."""
    best, _ = search("start")
    assert best.values is not None
    return best.values


def test_the_first_roster_keeps_every_row_and_nothing_is_left_running() -> None:
    assert keeps_all(fortnight()[1].program, np.array(first_roster()))
    assert not multiprocessing.active_children()


def test_visits_lower_the_cost_and_bounds_grow_beside() -> None:
    best, told = search("improve", MultiWeekParameters(fewest_seconds=3.0, most_seconds=3.0))
    costs = [step.cost for step in told if step.cost is not None]
    assert costs[-1] < costs[0]
    assert best.values is not None
    assert keeps_all(fortnight()[1].program, np.array(best.values))
    bounds = [step.best_bound for step in told if step.best_bound is not None]
    assert bounds == sorted(bounds)
    assert max(bounds, default=0.0) <= costs[-1]


def test_a_visit_without_time_brings_nothing() -> None:
    _, structure = fortnight()
    values = np.array(first_roster())
    first, last = structure.days_spanned
    columns = np.flatnonzero((first < 7) & (last >= 0))
    part = structure.cut(columns, WEEKS[0], values)
    options = Solving(relative_gap=0.0, seed=1).model_copy(update={"time_limit_seconds": 1e-9})
    assert improve_week(Visit(part, values[columns], options, DEFAULTS, forgets=True)) is None


def test_a_week_that_leaves_this_machine_names_nobody() -> None:
    _, structure = fortnight()
    first, last = structure.days_spanned
    columns = np.flatnonzero((first < 7) & (last >= 0))
    bounds = structure.program.lower, structure.program.upper
    options = Solving(time_limit_seconds=1.0)
    visit = Visit(
        structure.cut(columns, WEEKS[0], *bounds),
        np.zeros(len(columns), dtype=np.int64),
        options,
        DEFAULTS,
        forgets=True,
    )
    assert b"E001" in pickle.dumps(structure)
    assert b"E001" not in pickle.dumps(visit)


def test_a_fortnights_roster_holds_and_has_a_bound() -> None:
    stop = threading.Event()

    def stop_at_the_first_with_a_bound(progress: Progress) -> None:
        if progress.cost is not None and progress.best_bound is not None:
            stop.set()

    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
    result = solve(
        problem_of(2), RULES, options=options, stop=stop, report=stop_at_the_first_with_a_bound, parameters=LARGE
    )
    assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert result.roster is not None
    assert audit(problem_of(2), RULES, result.roster).hard == ()
    assert result.best_bound is not None
    assert result.objective is not None
    assert result.best_bound <= result.objective


def test_where_work_is_counted_the_same_roster_comes_twice() -> None:
    options = Solving(time_limit_seconds=2.0, relative_gap=0.0, seed=1, deterministic=True)
    found = []
    for _ in range(2):
        task = task_of(fortnight()[0], options)
        assert not MultiWeekStrategy().search(task)
        found.append((task.best.values, task.best.bound, task.best.bound_source))
    assert found[0] == found[1]
    values, bound, _ = found[0]
    assert values is not None
    assert keeps_all(fortnight()[1].program, np.array(values))
    assert bound > 0.0


def test_many_people_over_a_fortnight_get_a_roster_that_holds_and_a_bound() -> None:
    stop = threading.Event()

    def stop_at_the_first_with_a_bound(progress: Progress) -> None:
        if progress.cost is not None and progress.best_bound is not None:
            stop.set()

    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
    parameters = SearchParameters(
        small_model_variables=0,
        sample=SampleParameters(many_people=1),
        multi_week=MultiWeekParameters(most_relaxed_variables=0),
    )
    result = solve(
        problem_of(2), RULES, options=options, stop=stop, report=stop_at_the_first_with_a_bound, parameters=parameters
    )
    assert result.roster is not None
    assert audit(problem_of(2), RULES, result.roster).hard == ()
    assert result.objective is not None
    assert result.best_bound is not None
    assert result.best_bound <= result.objective


def test_what_comes_from_elsewhere_is_as_many_whole_numbers_or_refused() -> None:
    values = np.zeros(3, dtype=np.int64)
    assert values_in(values, 3) is values
    wrong: list[object] = [values[1:], values.astype(np.float64), "0", [["0"]], {}]
    for data in wrong:
        with pytest.raises(ValueError, match="whole numbers"):
            values_in(data, 3)


@pytest.mark.parametrize("many_people", [1, 2000])
@pytest.mark.parametrize("deterministic", [False, True])
def test_a_week_in_which_nobody_can_work_is_part_of_a_fortnight(many_people: int, deterministic: bool) -> None:
    fortnight_problem = problem_of(2)
    absences = tuple(
        Absence(
            employee_id=person.employee_id,
            first_day=MONDAY + timedelta(days=7),
            last_day=MONDAY + timedelta(days=13),
            kind="leave",
        )
        for person in fortnight_problem.employees
    )
    problem = fortnight_problem.replace(absences=absences)
    options = Solving(time_limit_seconds=2.0, relative_gap=0.01, workers=1, seed=1, deterministic=deterministic)
    parameters = SearchParameters(small_model_variables=0, sample=SampleParameters(many_people=many_people))
    result = solve(problem, (*RULES, Absences()), options=options, parameters=parameters)
    assert result.roster is not None
    assert {row.date < MONDAY + timedelta(days=7) for row in result.roster.assignments} == {True}
    assert result.best_bound is not None


def test_a_visit_of_a_week_that_somebody_cannot_spend_at_all_brings_nothing() -> None:
    _, structure = fortnight()
    first, last = structure.days_spanned
    columns = np.flatnonzero((first < 7) & (last >= 0))
    program = structure.program
    mine = program.columns[:, structure.heads[0].choices[:1]].indices
    own = int(mine[structure.ownership.owner_of_row[mine] >= 0][0])
    lower = np.where(np.arange(program.n_rows) == own, 99.0, program.row_lower)
    impossible = replace(
        structure, program=replace(program, row_lower=lower, row_upper=np.maximum(lower, program.row_upper))
    )
    week = impossible.cut(columns, WEEKS[0], program.lower, program.upper)
    values = np.zeros(len(columns), dtype=np.int64)
    assert improve_week(Visit(week, values, Solving(time_limit_seconds=1.0, seed=1), DEFAULTS, forgets=True)) is None
