"""A first roster, person after person."""

from __future__ import annotations

import threading

import numpy as np

from scheduler.constraints.base import Rule
from scheduler.constraints.shift_cover import Cover, ShiftCover
from scheduler.model import build
from scheduler.solve.blocks import split
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.long_horizon.insertion import insert_people
from scheduler.solve.long_horizon.parts import Cutter
from scheduler.solve.long_horizon.processes import SolverProcess
from scheduler.solve.twin import linear_twin
from tests.solve.long_horizon.fortnight import RULES, prepared, problem
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


def test_everybody_adds_to_a_roster_that_keeps_every_row() -> None:
    _, cutter = prepared()
    best = inserted(cutter)
    values = np.array(best.values)
    assert cost(values) == best.cost
    assert best.cost < cost(everybody_off()) / 2
    activity = cutter.twin.matrix @ values
    assert np.all(activity <= cutter.twin.row_upper + 1e-6)
    assert np.all(activity >= cutter.twin.row_lower - 1e-6)


def test_where_one_person_alone_cannot_keep_a_count_there_is_no_such_roster() -> None:
    at_least_two: list[Rule] = [*RULES, ShiftCover(cover=(Cover(day=0, shift="D", heads=2, weight_over=0),))]
    built = build(problem(), at_least_two)
    twin = linear_twin(built.model)
    assert inserted(Cutter(twin, split(built, twin))).values is None
