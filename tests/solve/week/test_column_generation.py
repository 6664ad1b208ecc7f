"""The programs that choose weeks are those of the model."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.held_model import optimum
from scheduler.solve.linear.mip import Job, Limits, Solver, solve
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.week.column_generation import RestrictedMaster
from tests.solve.centre import (
    cost_of,
    current_of,
    keeps_all,
    least_cost,
    master_of,
    three_days,
)

ANY_HEAD = 1e6
EXACT = Limits(20.0, gap=0.0)


def with_all_weeks() -> RestrictedMaster:
    master = master_of(three_days())
    for person, patterns in enumerate(three_days().patterns):
        for pattern in range(len(patterns.picks)):
            assert master.add(person, pattern)
    return master


def with_some_weeks() -> RestrictedMaster:
    """The cheapest week of everybody when heads are worth nothing."""
    master = master_of(three_days())
    new, cheapest = master.price(np.zeros(master.n_heads), 1, None)
    assert new == master.n_people
    assert cheapest == sum(patterns.value(three_days().program.cost).min() for patterns in three_days().patterns)
    return master


def some_roster() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Values of a roster that can be made better, and everybody's weeks in it."""
    current = current_of(three_days())
    for person, patterns in enumerate(three_days().patterns):
        current.assign(person, len(patterns.picks) // 2 + person)
    return current.values(), current.pattern.copy()


def test_a_week_comes_in_once() -> None:
    master = master_of(three_days())
    assert master.add(0, 3)
    assert not master.add(0, 3)
    assert master.add(1, 3)


def test_weeks_that_come_in_by_price_give_the_relaxation_over_all_weeks() -> None:
    ready = three_days()
    every = with_all_weeks()
    integer = relax(every.choice(every.components, np.zeros(ready.program.n_variables)).program)
    plain = relax(ready.program)
    assert integer is not None
    assert plain is not None
    assert plain.value <= integer.value + ready.program.offset + 1e-3
    assert integer.value + ready.program.offset <= least_cost() + 1e-3
    master = with_some_weeks()
    choice, relaxation, left = master.generate(
        master.components,
        np.zeros(ready.program.n_variables),
        head_price=ANY_HEAD,
        most_rounds=100,
        go_on=lambda: True,
    )
    assert relaxation is not None
    # Weeks that promise a point at most do not come in.
    assert left <= master.n_people + 1e-3
    assert relaxation.value - max(0.0, left) - 1e-3 <= integer.value <= relaxation.value + 1e-3
    assert len(choice.people) < sum(len(patterns.picks) for patterns in ready.patterns)


def test_with_too_few_rounds_what_is_left_still_gives_a_bound() -> None:
    ready = three_days()
    master, lefts = with_some_weeks(), []
    for _ in range(3):
        _, relaxation, left = master.generate(
            master.components,
            np.zeros(ready.program.n_variables),
            head_price=ANY_HEAD,
            most_rounds=1,
            go_on=lambda: True,
        )
        assert relaxation is not None
        assert relaxation.value - left + ready.program.offset <= least_cost() + 1e-3
        lefts.append(left)
    assert lefts[0] > max(lefts[-1], 0.0)


def test_without_any_week_there_is_no_relaxation() -> None:
    master = master_of(three_days())
    nothing = np.zeros(three_days().program.n_variables)
    _, relaxation, left = master.generate(master.components, nothing, most_rounds=5, go_on=lambda: True)
    assert relaxation is None
    assert left == np.inf


def test_with_nothing_open_people_are_assigned_best_at_the_same_counts() -> None:
    ready = three_days()
    master = with_all_weeks()
    values, patterns = some_roster()
    choice = master.choice([], values.astype(float))
    outcome = solve(Job(choice.program, choice.integer), EXACT)
    assert outcome.values is not None
    counts = np.flatnonzero(ready.ownership.owner_of_variable == SHARED).tolist()
    best = optimum(ready.built.model, {index: int(values[index]) for index in counts})
    assert best is not None
    gained = master.own_cost(patterns) - outcome.cost
    assert gained == pytest.approx(cost_of(ready.program, values) - best)
    assert gained > 0
    chosen = np.flatnonzero(outcome.values[: len(choice.people)] > 0.5)
    assert sorted(choice.people[chosen].tolist()) == list(range(master.n_people))
    assigned = np.empty(master.n_people, dtype=np.int64)
    assigned[choice.people[chosen]] = choice.patterns[chosen]
    assert master.own_cost(assigned) == pytest.approx(outcome.cost)


def test_some_people_are_assigned_best_while_the_others_keep_their_weeks() -> None:
    ready = three_days()
    master = with_all_weeks()
    values, patterns = some_roster()
    among = np.array([0, 2])
    choice = master.choice([], values.astype(float), among=among)
    outcome = solve(Job(choice.program, choice.integer), EXACT)
    assert outcome.values is not None
    assert set(choice.people.tolist()) == {0, 2}
    held = np.flatnonzero(~np.isin(ready.ownership.owner_of_variable, among)).tolist()
    best = optimum(ready.built.model, {index: int(values[index]) for index in held})
    assert best is not None
    before = sum(float(ready.patterns[person].value(ready.program.cost)[patterns[person]]) for person in among.tolist())
    assert before - outcome.cost == pytest.approx(cost_of(ready.program, values) - best)


def test_heads_are_bounded_by_who_always_and_who_ever_works_a_shift() -> None:
    ready = three_days()
    master = master_of(ready)
    for (day, code, group), count in ready.built.heads.counts.items():
        mine = {var.index for var in ready.built.heads.choices[day, code, group]}
        times = [
            [bool(mine & set(patterns.variables(pattern).tolist())) for pattern in range(len(patterns.picks))]
            for patterns in ready.patterns
        ]
        assert master.lower[count.index] == sum(all(each) for each in times)
        assert master.upper[count.index] == sum(any(each) for each in times)


def test_components_share_no_row_and_no_variable() -> None:
    ready = three_days()
    master = master_of(ready)
    variables = np.concatenate([component.variables for component in master.components])
    rows = np.concatenate([component.rows for component in master.components])
    assert sorted(variables.tolist()) == np.flatnonzero(ready.ownership.owner_of_variable == SHARED).tolist()
    assert len(set(rows.tolist())) == len(rows)
    assert len(master.components) >= 3
    for component in master.components:
        others = np.setdiff1d(variables, component.variables)
        assert ready.program.matrix[component.rows][:, others].nnz == 0


def test_a_day_plan_buys_heads_at_their_price_and_costs_no_more_than_a_rosters_counts() -> None:
    ready = three_days()
    master = master_of(ready)
    values, _ = some_roster()
    prices = np.random.default_rng(1).integers(-30_000, 30_000, master.n_heads).astype(float)
    bought = prices @ (ready.program.matrix[master.head_rows][:, master.heads] @ values[master.heads])
    total = 0.0
    for component in master.components:
        subproblem, integer = master.plan(component, prices)
        held, _ = master.plan(component, prices)
        held.lower[:] = held.upper[:] = values[component.variables]
        at_roster = solve(Job(held, integer, Solver.SCIP), EXACT).cost
        assert solve(Job(subproblem, integer, Solver.SCIP), EXACT).cost <= at_roster + 1e-3
        total += at_roster
    # The rows that count people read works - heads == 0: a head is bought by those who give it.
    counts = np.flatnonzero(ready.ownership.owner_of_variable == SHARED)
    assert total == pytest.approx(ready.program.cost[counts] @ values[counts] + abs(bought) * np.sign(-bought))


def test_settled_days_keep_the_heads_and_are_the_best_for_these_weeks() -> None:
    ready = three_days()
    master = master_of(ready)
    values, _ = some_roster()
    settled = values.copy()
    for component in master.components:
        subproblem, integer = master.settled(component, values.astype(float))
        outcome = solve(Job(subproblem, integer, Solver.SCIP), EXACT)
        assert outcome.values is not None
        settled[component.variables] = np.round(outcome.values)
    assert np.array_equal(settled[master.heads], values[master.heads])
    assert keeps_all(ready.program, settled)
    choices = np.flatnonzero(ready.ownership.day_of_choice >= 0).tolist()
    best = optimum(ready.built.model, {index: int(values[index]) for index in choices})
    assert cost_of(ready.program, settled) == best
