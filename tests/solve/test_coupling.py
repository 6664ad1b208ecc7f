"""Where people meet, and the bound that prices on the meetings give."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.blocks import NOBODY
from scheduler.solve.coupling import Coupling, Piece, find_coupling, price_bound, read_values, with_people
from scheduler.solve.linear.mip import Job, Limits, solve
from scheduler.solve.relaxation import relax
from tests.solve.centre import first_roster, prepared


@pytest.fixture(scope="module")
def coupling() -> Coupling:
    ready = prepared()
    return find_coupling(ready.twin, ready.owners)


def prices_of_the_relaxation(coupling: Coupling) -> np.ndarray:
    duals = solve(Job(prepared().twin, whole=False)).duals
    assert duals is not None
    return duals[coupling.meetings]


def test_every_count_is_in_one_part(coupling: Coupling) -> None:
    counts = np.concatenate([part.variables for part in coupling.parts])
    assert sorted(counts.tolist()) == np.flatnonzero(prepared().owners.owner_of_variable == NOBODY).tolist()


def test_no_row_touches_two_parts(coupling: Coupling) -> None:
    part_of = np.full(len(prepared().twin.names), -1)
    for number, part in enumerate(coupling.parts):
        part_of[part.variables] = number
    for row in np.flatnonzero(prepared().owners.owner_of_row == NOBODY):
        parts = part_of[prepared().twin.matrix[row].indices]
        assert len(set(parts[parts >= 0].tolist())) <= 1


def test_a_day_is_a_part_where_no_shift_passes_midnight_into_another(coupling: Coupling) -> None:
    days = prepared().owners.choice_of
    for part in coupling.parts:
        touched = coupling.people[part.meetings].indices
        assert len(set(days[touched].tolist())) <= 1


def test_any_prices_bound_the_cost(coupling: Coupling) -> None:
    ready = prepared()
    values, _ = first_roster()
    cost = float(ready.twin.cost @ values) + ready.twin.offset
    random = np.random.default_rng(1)
    for scale in (0.0, 10.0, 1000.0):
        prices = random.normal(0.0, scale, len(coupling.meetings))
        assert price_bound(ready.twin, coupling, ready.weeks, prices) <= cost + 1e-6


def test_the_prices_of_the_relaxation_bound_no_worse_than_it(coupling: Coupling) -> None:
    ready = prepared()
    relaxation = relax(ready.twin)
    assert relaxation is not None
    bound = price_bound(ready.twin, coupling, ready.weeks, prices_of_the_relaxation(coupling))
    assert bound >= relaxation.value - 1e-3


def test_with_everybodys_week_decided_the_parts_cost_what_the_roster_costs(coupling: Coupling) -> None:
    ready = prepared()
    values, _ = first_roster()
    activity = coupling.people @ values
    parts = sum(
        float(with_people(ready.twin, coupling, part, activity).cost @ values[part.variables])
        for part in coupling.parts
    )
    own = float((ready.twin.cost * values)[ready.owners.owner_of_variable != NOBODY].sum())
    assert parts + own == pytest.approx(float(ready.twin.cost @ values))
    for part in coupling.parts:
        alone = with_people(ready.twin, coupling, part, activity)
        sums = alone.matrix @ values[part.variables]
        assert np.all(sums >= alone.row_lower - 1e-6)
        assert np.all(sums <= alone.row_upper + 1e-6)


def test_a_part_that_leaves_this_machine_names_nobody_and_its_answer_is_as_many_numbers(coupling: Coupling) -> None:
    ready = prepared()
    part = coupling.parts[0]
    program = with_people(ready.twin, coupling, part, coupling.people @ np.zeros(len(ready.twin.names)))
    pieces = [Piece(Job(program), Limits(1.0))]
    assert set(program.names) == {""}
    read = read_values(pieces)
    values = np.zeros(len(program.names))
    assert read(0, None) is None
    assert np.array_equal(read(0, values), values)
    for wrong in (values[1:], values.astype(np.int64), values + np.nan, "0", [["0"]], {}):
        with pytest.raises(ValueError, match="number"):
            read(0, wrong)
