"""Part after part of a roster."""

from __future__ import annotations

import threading

import numpy as np

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.long_horizon.neighbourhoods import Neighbourhoods, regret
from scheduler.solve.long_horizon.processes import SolverProcess
from scheduler.solve.parameters import LongHorizonParameters
from tests.solve.linear.test_submodel import cost, everybody_off
from tests.solve.long_horizon.fortnight import DAYS, prepared
from tests.solve.long_horizon.test_search import PATIENT


def test_parts_lower_the_cost_and_keep_every_row() -> None:
    _, structure = prepared()
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    assert best.offer_solution(structure.program, everybody_off(), "start")
    neighbourhoods = Neighbourhoods(structure, seed=1, parameters=LongHorizonParameters())
    process = SolverProcess()
    try:
        for _ in range(8):
            before = best.cost or 0
            neighbourhoods.give(process, best)
            neighbourhoods.take(process, best)
            assert best.cost is not None
            assert best.cost <= before
    finally:
        process.close()
    values = np.array(best.values)
    assert cost(values) == best.cost
    assert best.cost < cost(everybody_off())
    activity = structure.program.matrix @ values
    assert np.all(activity <= structure.program.row_upper + 1e-6)
    assert np.all(activity >= structure.program.row_lower - 1e-6)


def test_what_a_day_costs_is_what_its_counts_cost() -> None:
    of_days, of_people = regret(prepared()[1], everybody_off())
    assert of_days.tolist() == [400.0 if day in (2, 9) else 200.0 for day in range(DAYS)]
    assert of_people.tolist() == [0.0] * 4
