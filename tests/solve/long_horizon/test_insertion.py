"""A first roster, person after person."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from scheduler.constraints.base import Rule
from scheduler.constraints.shift_cover import Cover, ShiftCover
from scheduler.model import build
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.ownership import find_ownership
from scheduler.solve.linear.program import linear_program
from scheduler.solve.long_horizon.insertion import insert_people
from scheduler.solve.long_horizon.parts import Cutter
from scheduler.solve.long_horizon.processes import SolverProcess
from tests.solve.long_horizon.fortnight import RULES, problem
from tests.solve.long_horizon.test_parts import cost, everybody_off
from tests.solve.long_horizon.test_search import PATIENT


def inserted(cutter: Cutter) -> Incumbent:
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    process = SolverProcess()
    try:
        assert insert_people(cutter, 4, [process], best, seed=1) == (best.values is not None)
    finally:
        process.close()
    return best


def cutter_with(heads: int) -> Cutter:
    """Of the fortnight with so many people needed on the first day, neither fewer nor at a price."""
    needed: list[Rule] = [*RULES, ShiftCover(cover=(Cover(day=0, shift="D", heads=heads, weight_over=0),))]
    built = build(problem(), needed)
    program = linear_program(built.model)
    return Cutter(program, find_ownership(built, program))


@pytest.mark.parametrize("heads", [0, 3])
def test_everybody_adds_to_a_roster_that_keeps_every_row(heads: int) -> None:
    cutter = cutter_with(heads)
    best = inserted(cutter)
    values = np.array(best.values)
    assert best.cost == cutter.program.cost @ values + cutter.program.offset
    assert best.cost < cost(everybody_off()) / 2
    assert best.bound <= best.cost
    activity = cutter.program.matrix @ values
    assert np.all(activity <= cutter.program.row_upper + 1e-6)
    assert np.all(activity >= cutter.program.row_lower - 1e-6)


def test_where_no_roster_keeps_a_count_there_is_none() -> None:
    assert inserted(cutter_with(5)).values is None
