"""Prices from a sample of many people. They are few here: every stage has work, and nothing depends on numbers."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.model import build
from scheduler.result import Status
from scheduler.solve import Progress, SearchParameters, solve
from scheduler.solve.linear.mip import Limits
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure, range_of_rows
from scheduler.solve.parameters import DEFAULTS, SampleParameters
from scheduler.solve.week.lagrangian_bound import Bound, DualPoint, LagrangianBound
from scheduler.solve.week.model import WeekModel, read_week, week_of
from scheduler.solve.week.sample import duals_by_sample, follow_prices, price_by_sample, sample
from scheduler.solve.week.search import WeekSearch
from scheduler.verify import audit
from tests.solve.centre import (
    PATIENT,
    RULES,
    Prepared,
    first_roster,
    least_cost,
    master_of,
    prepared,
    task_of,
    three_days,
    week_problem,
)
from tests.solve.fortnight import fortnight

FEW = SampleParameters(people=3, fewest_of_a_kind=2)
EVERYBODY = SampleParameters(people=9)


def model_of(ready: Prepared) -> WeekModel:
    model = read_week(ready.structure)
    assert model is not None
    return model


def test_kinds_of_few_people_are_taken_whole_and_some_of_the_others_stand_for_all() -> None:
    # Six for general calls, two for these and text, one in the office.
    small = sample(prepared().structure, FEW)
    assert small.n_people == 2 + 2 + 1
    for count, whole in zip(small.heads, prepared().structure.heads, strict=True):
        row = small.program.columns[:, count.head].indices
        counted = small.program.matrix[row[np.isin(row, small.linking.rows)]][:, count.choices]
        assert counted.sum() == pytest.approx(len(whole.choices))


def test_a_sample_of_everybody_costs_what_the_program_costs() -> None:
    small, whole = (relax(program) for program in (sample(prepared().structure, EVERYBODY).program, prepared().program))
    assert small is not None
    assert whole is not None
    assert small.value == pytest.approx(whole.value)


def test_a_sample_whose_counts_do_not_fit_has_a_relaxation_all_the_same() -> None:
    assert relax(sample(three_days().structure, SampleParameters(people=1, fewest_of_a_kind=1)).program) is not None


@pytest.mark.parametrize("parameters", [SampleParameters(people=5), SampleParameters(people=1, fewest_of_a_kind=1)])
def test_rows_over_several_weeks_are_worth_what_they_are_in_a_sample(parameters: SampleParameters) -> None:
    structure = fortnight()[1]
    program, row_owner = structure.program, structure.ownership.owner_of_row
    whole = relax(program)
    assert whole is not None
    duals = duals_by_sample(structure, parameters, 10**6)
    assert duals is not None
    week_number = np.where(structure.days_spanned[1] >= 7, 1, 0)
    least, most = range_of_rows(program.matrix.tocoo(), week_number, week_number)
    # Four people are alike, and so are their rows; they differ in the number of the owner alone.
    of_each = [duals[(row_owner == person) & (least < most)] for person in range(4)]
    assert of_each[0].any()
    assert all(of_person == pytest.approx(of_each[0]) for of_person in of_each)
    assert (
        apart(structure, week_number, np.zeros(program.n_rows))
        < apart(structure, week_number, duals)
        <= whole.value + 1e-3
    )
    nothing = duals_by_sample(structure, parameters, 1)
    assert nothing is not None
    assert not nothing.any()


def apart(structure: Structure, week_number: NDArray[np.int64], duals: NDArray[np.float64]) -> float:
    """What the relaxations of both weeks add up to, the rows between them bought at these prices."""
    priced, total = structure.price_apart(week_number, duals)
    for number, week in enumerate(structure.weeks):
        part = priced.cut(np.flatnonzero(week_number == number), week, priced.program.lower, priced.program.upper)
        relaxation = relax(part.program)
        assert relaxation is not None
        total += relaxation.value
    return total


@pytest.mark.parametrize("parameters", [EVERYBODY, FEW, SampleParameters(people=1, fewest_of_a_kind=1)])
def test_prices_of_any_sample_bound_the_cost_of_everybody(parameters: SampleParameters) -> None:
    model = model_of(three_days())
    priced = price_by_sample(model, SearchParameters(sample=parameters))
    assert priced is not None
    found: list[Bound] = []
    bounding = LagrangianBound(model.structure, model.patterns, DEFAULTS.bound, priced=priced)
    bounding.relax(found.append)
    assert not found
    bounding.plan_days(Limits(5.0, by_work=True), found.append)
    assert found[-1].value <= least_cost() + 1e-3


def test_everybodys_cheapest_weeks_cost_in_compiled_code_what_they_cost_in_the_master() -> None:
    model = model_of(prepared())
    priced = price_by_sample(model, SearchParameters(sample=EVERYBODY))
    assert priced is not None
    master = master_of(prepared())
    prices = np.zeros(master.n_heads)
    prices[master.rows_of_heads] = priced.prices
    _, cheapest = master.price(prices, 1, None)
    assert priced.people_cost == pytest.approx(cheapest)


def test_people_follow_the_heads_that_are_wanted() -> None:
    values = first_roster()
    model, master = model_of(prepared()), master_of(prepared())
    wanted = values[master.heads].astype(np.float64)
    nothing = DualPoint(np.zeros(len(wanted)), wanted, 0.0)

    def missed(turns: int) -> float:
        tuned = SampleParameters(turns=turns, growth=1.5)
        patterns = follow_prices(model, nothing, tuned, np.random.default_rng(1))
        return float(np.abs(master.counts_of(patterns)[master.heads] - wanted).sum())

    assert missed(20) < missed(1)
    assert missed(20) <= 4.0


def test_dearer_heads_draw_fewer_people() -> None:
    model, master = model_of(prepared()), master_of(prepared())
    dear = DualPoint(np.full(len(master.heads), -1e6), np.zeros(len(master.heads)), 0.0)
    free = replace(dear, prices=np.full(len(master.heads), 1e6))
    one_turn = SampleParameters(turns=1, first_push=1e-6)
    counts = [
        master.counts_of(follow_prices(model, priced, one_turn, np.random.default_rng(1)))[master.heads].sum()
        for priced in (dear, free)
    ]
    assert counts[0] <= counts[1]


def test_where_people_do_not_add_up_by_prices_everybody_takes_the_best_week_in_turn() -> None:
    cover = tuple(CoverRequirement(day=day, shift="D", heads=3) for day in range(5))
    rules = [*RULES, ShiftCover(cover=cover)]
    built = build(week_problem(), rules)
    _ = built.meals
    no_turns = {"many_people": 1, "turns": 1, "first_push": 1e-9}
    task = task_of(built, PATIENT, sample=no_turns)
    model = task.once(week_of)
    assert model is not None
    week = WeekSearch(model, task.best, PATIENT, task.parameters)
    week.begin()
    assert task.best.values is not None
    assert task.program.is_kept_by(np.array(task.best.values))


def test_many_people_get_a_roster_that_holds_and_a_bound() -> None:
    parameters = SearchParameters(small_model_variables=0, sample=SampleParameters(many_people=1))
    stop = threading.Event()
    stages: list[str] = []

    def stop_once_improved(progress: Progress) -> None:
        if progress.cost is not None:
            stages.append(progress.stage)
            if progress.best_bound is not None:
                stop.set()

    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
    result = solve(week_problem(), RULES, options=options, stop=stop, report=stop_once_improved, parameters=parameters)
    assert stages[0] == "start"
    assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert result.roster is not None
    assert audit(week_problem(), RULES, result.roster).hard == ()
    assert result.objective is not None
    assert result.best_bound is not None
    assert result.best_bound <= result.objective
