"""Windows over a roster."""

from __future__ import annotations

import threading

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.fix_and_optimize import FixAndOptimize
from scheduler.solve.linear.dispatch import Workers
from scheduler.solve.progress import Progress
from tests.solve.centre import PATIENT, cost_of, first_roster, prepared


def test_a_window_never_makes_the_roster_dearer_and_ends_when_asked_to() -> None:
    ready = prepared()
    values, _ = first_roster()
    stop = threading.Event()
    costs: list[int] = []

    def stop_at_the_first_gain(progress: Progress) -> None:
        assert progress.cost is not None
        costs.append(progress.cost)
        if progress.stage == "improve":
            stop.set()

    best = Incumbent(PATIENT, stop, stop_at_the_first_gain)
    assert best.offer_solution(ready.program, values, "start")
    FixAndOptimize(ready.built, ready.structure, Workers(cores=1), seed=1).improve(best)
    assert best.cost is not None
    assert best.cost < cost_of(ready.program, values)
    assert costs == sorted(costs, reverse=True)
