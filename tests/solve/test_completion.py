"""From everybody's shifts to values of the whole model."""

from __future__ import annotations

import threading

import numpy as np

from scheduler.solve.completion import complete_choices, kinds_of
from scheduler.solve.coupling import find_coupling
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.neighbourhoods import offer
from scheduler.solve.windows import meal_counts
from tests.solve.centre import PATIENT, cost_of, first_roster, prepared


def completed(chosen: np.ndarray) -> np.ndarray | None:
    ready = prepared()
    return complete_choices(
        ready.twin,
        ready.owners,
        find_coupling(ready.twin, ready.owners),
        meal_counts(ready.built, len(ready.twin.names)),
        chosen,
    )


def test_the_choices_of_a_roster_cost_no_more_than_it() -> None:
    ready = prepared()
    values, _ = first_roster()
    found = completed(np.flatnonzero((ready.owners.choice_of >= 0) & (values > 0)))
    assert found is not None
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    assert offer(ready.twin, found, best, "start")
    assert cost_of(ready.twin, found) <= cost_of(ready.twin, values)


def test_choices_that_break_a_rule_have_no_values() -> None:
    ready = prepared()
    everything = np.flatnonzero(ready.owners.choice_of >= 0)
    assert completed(everything) is None


def test_kinds_are_in_order_of_their_first() -> None:
    assert [kind.tolist() for kind in kinds_of(["b", "a", "b"])] == [[0, 2], [1]]
