"""A first roster, person after person."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from scheduler.constraints.base import Rule
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.model import build
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.structure import Structure
from scheduler.solve.long_horizon.insertion import insert_people
from scheduler.solve.long_horizon.processes import SolverProcess
from scheduler.solve.parameters import LongHorizonParameters
from tests.solve.linear.test_submodel import cost, everybody_off
from tests.solve.long_horizon.fortnight import RULES, problem, structure_of
from tests.solve.long_horizon.test_search import PATIENT


def inserted(structure: Structure) -> Incumbent:
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    process = SolverProcess()
    try:
        assert insert_people(structure, [process], best, 1, LongHorizonParameters()) == (best.values is not None)
    finally:
        process.close()
    return best


def structure_with(heads: int) -> Structure:
    """Of the fortnight with so many people needed on the first day, neither fewer nor at a price."""
    needed: list[Rule] = [*RULES, ShiftCover(cover=(CoverRequirement(day=0, shift="D", heads=heads, weight_over=0),))]
    return structure_of(build(problem(), needed))


@pytest.mark.parametrize("heads", [0, 3])
def test_everybody_adds_to_a_roster_that_keeps_every_row(heads: int) -> None:
    structure = structure_with(heads)
    best = inserted(structure)
    values = np.array(best.values)
    assert best.cost == structure.program.cost @ values + structure.program.offset
    assert best.cost < cost(everybody_off()) / 2
    assert best.bound <= best.cost
    activity = structure.program.matrix @ values
    assert np.all(activity <= structure.program.row_upper + 1e-6)
    assert np.all(activity >= structure.program.row_lower - 1e-6)


def test_where_no_roster_keeps_a_count_there_is_none() -> None:
    assert inserted(structure_with(5)).values is None
