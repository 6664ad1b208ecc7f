"""Windows over a roster."""

from __future__ import annotations

import threading

from scheduler.solve.coupling import find_coupling
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.neighbourhoods import offer
from scheduler.solve.progress import Progress
from scheduler.solve.windows import Windows, meal_counts
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
    assert offer(ready.twin, values, best, "start")
    coupling = find_coupling(ready.twin, ready.owners)
    Windows(ready.built, ready.twin, ready.owners, coupling, PATIENT, None).improve(best)
    assert best.cost is not None
    assert best.cost < cost_of(ready.twin, values)
    assert costs == sorted(costs, reverse=True)


def test_meal_counts_are_those_of_the_meals() -> None:
    ready = prepared()
    names = [ready.twin.names[index] for index in meal_counts(ready.built, len(ready.twin.names)).nonzero()[0]]
    assert names
    assert all(name.startswith("meals[") for name in names)
    assert len(names) == sum(name.startswith("meals[") for name in ready.twin.names)
