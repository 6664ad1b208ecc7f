"""Parts of the program."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.solve.linear.mip import Job
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.long_horizon.processes import run
from tests.solve.long_horizon.fortnight import DAYS, prepared


def solved(free: NDArray[np.bool_], values: NDArray[np.int64]) -> NDArray[np.int64]:
    """All values once the part is solved."""
    part = prepared()[1].part(free, values)
    answer = run(Job(part.program, seed=1), 100.0)
    assert answer.values is not None
    integer = values.copy()
    integer[part.columns] = np.round(answer.values)
    assert part.program.cost @ answer.values + part.program.offset == pytest.approx(cost(integer))
    return integer


def cost(values: NDArray[np.int64]) -> float:
    program = prepared()[1].program
    return float(program.cost @ values) + program.offset


def everybody_off() -> NDArray[np.int64]:
    cutter = prepared()[1]
    return solved(~cutter.is_choice, np.zeros(len(cutter.program.names), dtype=np.int64))


def test_a_roster_of_nobody_misses_everybody() -> None:
    assert cost(everybody_off()) == 100 * 2 * (DAYS + 2)


def test_the_solution_of_a_part_keeps_all_rows_and_what_is_held() -> None:
    _, cutter = prepared()
    program, values = cutter.program, everybody_off()
    choices = cutter.is_choice & (cutter.ownership.day_of_choice >= 3) & (cutter.ownership.day_of_choice < 10)
    found = solved(cutter.opened(choices), values)
    activity = program.matrix @ found
    assert np.all(activity <= program.row_upper + 1e-6)
    assert np.all(activity >= program.row_lower - 1e-6)
    held = cutter.is_choice & ~choices
    assert np.array_equal(found[held], values[held])
    assert cost(found) < cost(values)


def test_what_follows_from_a_choice_is_open_with_it_and_nothing_far_away() -> None:
    built, cutter = prepared()
    choices = np.zeros(len(cutter.program.names), dtype=bool)
    chosen = built.works.choice("E002", 7, "D")
    assert chosen is not None
    choices[chosen.index] = True
    opened = [name for name, is_open in zip(cutter.program.names, cutter.opened(choices), strict=True) if is_open]
    assert {"block_starts[E002,7]", "block_starts[E002,8]", "lack[R36,,2023-11-13]"} <= set(opened)
    assert not [name for name in opened if "E001" in name or "2023-11-12" in name]
    assert len([name for name in opened if name.startswith("works[")]) == 1


def test_what_a_day_costs_is_what_its_counts_cost() -> None:
    _, cutter = prepared()
    of_days, of_people = cutter.cost_of_days_and_people(everybody_off(), DAYS, 4)
    assert of_days.tolist() == [400.0 if day in (2, 9) else 200.0 for day in range(DAYS)]
    assert of_people.tolist() == [0.0] * 4
    assert np.any(cutter.ownership.owner_of_variable == SHARED)
