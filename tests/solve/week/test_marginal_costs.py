"""Prices of head counts are what the program charges when the counts change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from scheduler.constraints.base import Rule
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.model import build
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.solve.week.marginal_costs import FREE, MarginalCosts, PricedRows, UnpriceableError
from scheduler.solve.week.model import read_week
from scheduler.variables import Build
from tests.solve.centre import THREE_DAY_RULES, Prepared, three_days, three_days_problem

TOO_DEAR = 1e9


def costs_of(ready: Prepared) -> MarginalCosts:
    costs = MarginalCosts(PricedRows(ready.structure))
    costs.start(np.zeros(ready.program.n_variables))
    return costs


def true_cost(ready: Prepared, costs: MarginalCosts) -> float:
    """What the program charges for the counts; they must keep all rows that count nobody's choices, and all bounds."""
    program, values = ready.program, costs.fill_slacks()
    is_choice = ready.ownership.day_of_choice >= 0
    counts_people = np.asarray(abs(program.matrix[:, is_choice]).sum(axis=1)).ravel() > 0
    rows = (ready.ownership.owner_of_row == SHARED) & ~counts_people
    activity = program.matrix @ values
    np.testing.assert_array_less(program.row_lower[rows] - 1e-6, activity[rows])
    np.testing.assert_array_less(activity[rows], program.row_upper[rows] + 1e-6)
    assert np.all((program.lower <= values) & (values <= program.upper))
    return float(program.cost @ values)


def random_moves(costs: MarginalCosts, count: int) -> list[tuple[int, int, int, float]]:
    """Make possible moves at random; yields each with its price, before it is made."""
    random = np.random.default_rng(1)
    people = {place: max(1, 3 - 2 * (place % 2)) for place in range(len(costs.group_days))}
    moves = []
    for _ in range(count):
        place = int(random.integers(len(costs.group_days)))
        table = costs.table(place)
        heads = costs.values[costs.group_days[place].heads]
        pairs = [
            (a, b)
            for a, b in np.argwhere(table < TOO_DEAR).tolist()
            if a != b and (a != FREE or heads.sum() < people[place])
        ]
        if pairs:
            before, after = pairs[int(random.integers(len(pairs)))]
            moves.append((place, before, after, float(table[before, after])))
            costs.move(place, before, after)
    return moves


def is_divided(costs: MarginalCosts, place: int) -> bool:
    return len(costs.group_days[place].carriers.place) > 0


def test_the_table_is_what_a_move_costs_with_a_single_carrier_and_dividing_anew_only_saves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready = three_days()
    costs = costs_of(ready)
    reoptimize_flows = costs.reoptimize_flows
    monkeypatch.setattr(costs, "reoptimize_flows", lambda place: 0.0)
    move, seen = costs.move, set()

    def checked(place: int, before: int, after: int) -> None:
        price, cost = costs.table(place)[before, after], true_cost(ready, costs)
        assert costs.cost() == pytest.approx(cost)
        move(place, before, after)
        moved = true_cost(ready, costs)
        assert moved - cost == pytest.approx(price)
        gained = reoptimize_flows(place)
        assert gained >= 0.0
        assert true_cost(ready, costs) == pytest.approx(moved - gained)
        seen.add((is_divided(costs, place), before == FREE, after == FREE, price > 0))

    monkeypatch.setattr(costs, "move", checked)
    random_moves(costs, 60)
    assert {divided for divided, *_ in seen} == {False, True}
    assert len(seen) > 6


def test_a_head_that_nobody_has_cannot_be_taken() -> None:
    costs = costs_of(three_days())
    for place, group_day in enumerate(costs.group_days):
        table = costs.table(place)
        assert np.all(table[1:, :][~np.eye(len(group_day.heads) + 1, dtype=bool)[1:, :]] > TOO_DEAR)
        assert np.all(table[FREE] < TOO_DEAR)


def test_settling_meals_lowers_the_cost_by_what_it_returns_and_moves_no_head() -> None:
    ready = three_days()
    costs = costs_of(ready)
    # Two on each shift eat at the first minute there is; one had better wait.
    values = np.zeros(ready.program.n_variables)
    for place, group_day in enumerate(costs.group_days):
        if is_divided(costs, place):
            continue
        values[group_day.heads] = 2.0
        for shift in range(1, len(group_day.heads) + 1):
            values[group_day.meal[group_day.shift_of == shift][0]] = 2.0
    costs.start(values)
    gained = 0.0
    for place, group_day in enumerate(costs.group_days):
        before, heads = true_cost(ready, costs), costs.values[group_day.heads].copy()
        gain = costs.reoptimize_meals(place)
        assert true_cost(ready, costs) == pytest.approx(before - gain)
        assert np.array_equal(costs.values[group_day.heads], heads)
        assert costs.reoptimize_meals(place) == 0.0
        gained += gain
    assert gained > 0.0


def test_the_counts_of_a_roster_are_taken_over() -> None:
    ready = three_days()
    costs, again = costs_of(ready), costs_of(ready)
    random_moves(costs, 20)
    again.start(costs.fill_slacks())
    assert again.cost() == pytest.approx(costs.cost())
    assert np.array_equal(again.fill_slacks(), costs.fill_slacks())
    for place in range(len(costs.group_days)):
        np.testing.assert_allclose(again.table(place), costs.table(place))


def priced(built: Build) -> PricedRows:
    _ = built.meals
    structure = Structure.of(built, linear_program(built.model))
    assert read_week(structure) is None
    return PricedRows(structure)


def without(number: str, *more: Rule) -> Sequence[Rule]:
    return [*(rule for rule in THREE_DAY_RULES if rule.number != number), *more]


def test_a_rule_that_couples_choices_directly_is_refused() -> None:
    cover = ShiftCover(cover=(CoverRequirement(day=0, shift="D", heads=2),), weight=1)
    built = build(three_days_problem(), without("", cover))
    _ = built.meals
    structure = Structure.of(built, linear_program(built.model))
    with pytest.raises(UnpriceableError, match="choices directly"):
        PricedRows(structure)
    assert read_week(structure) is not None  # there the rule's rows stand over head counts


def test_meals_that_nobody_has_to_have_are_refused() -> None:
    with pytest.raises(UnpriceableError, match="meals"):
        priced(build(three_days_problem(), without("R12")))


def test_shifts_that_count_differently_in_a_row_are_refused() -> None:
    built = build(three_days_problem(), THREE_DAY_RULES)
    day, evening = [
        count
        for key, count in built.heads.counts.items()
        if key.day == 0 and key.shift in "DV" and len(built.heads.choices[key]) > 1
    ]
    built.model.add(day + 2 * evening <= 3)
    with pytest.raises(UnpriceableError, match="count differently"):
        priced(built)


def test_capacity_that_is_divided_twice_is_refused() -> None:
    built = build(three_days_problem(), THREE_DAY_RULES)
    index = next(n for n, variable in enumerate(built.model.proto.variables) if variable.name.startswith("serves["))
    flow = built.model.get_int_var_from_proto_index(index)
    parts = [built.model.new_int_var(0, 10**6, "part") for _ in range(2)]
    built.model.add(sum(parts) == flow)
    for part in parts:
        built.model.add(part <= 10**6)
    with pytest.raises(UnpriceableError, match="divided twice"):
        priced(built)
