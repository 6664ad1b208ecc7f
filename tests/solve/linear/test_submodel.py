"""Parts of a program, and the way back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from scheduler.solve.linear.mip import Job
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.submodel import cut
from scheduler.solve.long_horizon.processes import run
from tests.solve.long_horizon.fortnight import DAYS, prepared


def solved(free: NDArray[np.bool_], values: NDArray[np.int64]) -> NDArray[np.int64]:
    """All values once the part is solved."""
    part = cut(prepared()[1].program, np.flatnonzero(free), values)
    answer = run(Job(part.program, seed=1), 100.0)
    assert answer.values is not None
    placed = part.placed(values, answer.values)
    before = part.program.cost @ values[part.columns]
    assert part.program.cost @ answer.values - before == pytest.approx(cost(placed) - cost(values))
    return placed


def cost(values: NDArray[np.int64]) -> float:
    program = prepared()[1].program
    return float(program.cost @ values + program.offset)


def everybody_off() -> NDArray[np.int64]:
    structure = prepared()[1]
    return solved(~structure.ownership.is_choice, np.zeros(structure.program.n_variables, dtype=np.int64))


def test_a_roster_of_nobody_misses_everybody() -> None:
    assert cost(everybody_off()) == 100 * 2 * (DAYS + 2)


def test_the_solution_of_a_part_keeps_all_rows_and_what_is_held() -> None:
    _, structure = prepared()
    program, values = structure.program, everybody_off()
    choices = (
        structure.ownership.is_choice
        & (structure.ownership.day_of_choice >= 3)
        & (structure.ownership.day_of_choice < 10)
    )
    found = solved(structure.opened(choices), values)
    activity = program.matrix @ found
    assert np.all(activity <= program.row_upper + 1e-6)
    assert np.all(activity >= program.row_lower - 1e-6)
    held = structure.ownership.is_choice & ~choices
    assert np.array_equal(found[held], values[held])
    assert cost(found) < cost(values)


def test_what_follows_from_a_choice_is_open_with_it_and_nothing_far_away() -> None:
    built, structure = prepared()
    choices = np.zeros(structure.program.n_variables, dtype=bool)
    chosen = built.works.choice("E002", 7, "D")
    assert chosen is not None
    choices[chosen.index] = True
    opened = [name for name, is_open in zip(structure.program.names, structure.opened(choices), strict=True) if is_open]
    assert {"block_starts[E002,7]", "block_starts[E002,8]", "lack[R36,,2023-11-13]"} <= set(opened)
    assert not [name for name in opened if "E001" in name or "2023-11-12" in name]
    assert len([name for name in opened if name.startswith("works[")]) == 1


def small() -> LinearProgram:
    """Minimise x + y where x + y >= 3, z <= 1, and y - 2 z between -10 and 10."""
    return LinearProgram(
        lower=np.zeros(3),
        upper=np.array([5.0, 4.0, 2.0]),
        cost=np.array([1.0, 1.0, 0.0]),
        offset=7.0,
        matrix=csr_matrix(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, -2.0]])),
        row_lower=np.array([3.0, -np.inf, -10.0]),
        row_upper=np.array([np.inf, 1.0, 10.0]),
        names=["x", "y", "z"],
    )


def test_what_is_left_out_counts_in_the_rows_that_are_touched_and_nothing_keeps_its_name() -> None:
    part = cut(small(), np.array([0, 2]), np.array([0, 2, 0]))
    assert part.rows.tolist() == [0, 1, 2]
    assert part.program.matrix.toarray().tolist() == [[1.0, 0.0], [0.0, 1.0], [0.0, -2.0]]
    assert part.program.row_lower.tolist() == [1.0, -np.inf, -12.0]
    assert part.program.row_upper.tolist() == [np.inf, 1.0, 8.0]
    assert (part.program.cost.tolist(), part.program.offset, len(part.program.names)) == ([1.0, 0.0], 0.0, 0)
    assert part.placed(np.array([0, 2, 0]), np.array([0.9999, 1.0])).tolist() == [1, 2, 1]


def test_between_limits_rows_ask_what_the_most_favourable_rest_leaves_and_those_that_ask_nothing_go() -> None:
    program = small()
    part = cut(program, np.array([0]), program.lower, program.upper)
    assert (part.rows.tolist(), part.program.row_lower.tolist()) == ([0], [-1.0])
    part = cut(program, np.array([1]), program.lower, program.upper)
    assert part.program.row_lower.tolist() == [-2.0, -10.0]
    assert part.program.row_upper.tolist() == [np.inf, 14.0]


def test_only_the_rows_that_are_named_are_cut_out_in_their_order_whether_they_ask_for_anything_or_not() -> None:
    free = replace(small(), row_lower=np.array([-np.inf, 0.0, -10.0]), row_upper=np.array([np.inf, 1.0, 10.0]))
    part = cut(free, np.array([1, 0]), rows=np.array([2, 0]))
    assert (part.rows.tolist(), part.program.matrix.toarray().tolist()) == ([2, 0], [[1.0, 0.0], [1.0, 1.0]])
    assert cut(free, np.array([0, 1])).rows.tolist() == [2]
