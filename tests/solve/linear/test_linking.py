"""Where people meet, and the bound that prices on the linking rows give."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.linear.linking import Linking, Piece, find_linking, price_bound, read_values, with_people
from scheduler.solve.linear.mip import Job, Limits, solve
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.relaxation import relax
from tests.solve.centre import first_roster, prepared


@pytest.fixture(scope="module")
def linking() -> Linking:
    ready = prepared()
    return find_linking(ready.program, ready.ownership)


def prices_of_the_relaxation(linking: Linking) -> np.ndarray:
    duals = solve(Job(prepared().program, integer=False)).duals
    assert duals is not None
    return duals[linking.linking_rows]


def test_every_count_is_in_one_part(linking: Linking) -> None:
    counts = np.concatenate([part.variables for part in linking.parts])
    assert sorted(counts.tolist()) == np.flatnonzero(prepared().ownership.owner_of_variable == SHARED).tolist()


def test_no_row_touches_two_parts(linking: Linking) -> None:
    part_of = np.full(len(prepared().program.names), -1)
    for number, part in enumerate(linking.parts):
        part_of[part.variables] = number
    for row in np.flatnonzero(prepared().ownership.owner_of_row == SHARED):
        parts = part_of[prepared().program.matrix[row].indices]
        assert len(set(parts[parts >= 0].tolist())) <= 1


def test_a_day_is_a_part_where_no_shift_passes_midnight_into_another(linking: Linking) -> None:
    days = prepared().ownership.day_of_choice
    for part in linking.parts:
        touched = linking.people[part.linking_rows].indices
        assert len(set(days[touched].tolist())) <= 1


def test_any_prices_bound_the_cost(linking: Linking) -> None:
    ready = prepared()
    values, _ = first_roster()
    cost = float(ready.program.cost @ values) + ready.program.offset
    random = np.random.default_rng(1)
    for scale in (0.0, 10.0, 1000.0):
        prices = random.normal(0.0, scale, len(linking.linking_rows))
        assert price_bound(ready.program, linking, ready.patterns, prices) <= cost + 1e-6


def test_the_prices_of_the_relaxation_bound_no_worse_than_it(linking: Linking) -> None:
    ready = prepared()
    relaxation = relax(ready.program)
    assert relaxation is not None
    bound = price_bound(ready.program, linking, ready.patterns, prices_of_the_relaxation(linking))
    assert bound >= relaxation.value - 1e-3


def test_with_everybodys_week_decided_the_parts_cost_what_the_roster_costs(linking: Linking) -> None:
    ready = prepared()
    values, _ = first_roster()
    activity = linking.people @ values
    parts = sum(
        float(with_people(ready.program, linking, part, activity).cost @ values[part.variables])
        for part in linking.parts
    )
    own = float((ready.program.cost * values)[ready.ownership.owner_of_variable != SHARED].sum())
    assert parts + own == pytest.approx(float(ready.program.cost @ values))
    for part in linking.parts:
        alone = with_people(ready.program, linking, part, activity)
        sums = alone.matrix @ values[part.variables]
        assert np.all(sums >= alone.row_lower - 1e-6)
        assert np.all(sums <= alone.row_upper + 1e-6)


def test_a_part_that_leaves_this_machine_names_nobody_and_its_answer_is_as_many_numbers(linking: Linking) -> None:
    ready = prepared()
    part = linking.parts[0]
    subproblem = with_people(ready.program, linking, part, linking.people @ np.zeros(len(ready.program.names)))
    pieces = [Piece(Job(subproblem), Limits(1.0))]
    assert set(subproblem.names) == {""}
    read = read_values(pieces)
    values = np.zeros(len(subproblem.names))
    assert read(0, None) is None
    assert np.array_equal(read(0, values), values)
    for wrong in (values[1:], values.astype(np.int64), values + np.nan, "0", [["0"]], {}):
        with pytest.raises(ValueError, match="number"):
            read(0, wrong)
