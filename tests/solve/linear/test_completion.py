"""From everybody's shifts to values of the whole model."""

from __future__ import annotations

import threading

import numpy as np

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.fix_and_optimize import meal_counts
from scheduler.solve.linear.completion import complete_choices, kinds_of
from scheduler.solve.linear.linking import find_linking
from tests.solve.centre import PATIENT, cost_of, first_roster, prepared


def completed(chosen: np.ndarray) -> np.ndarray | None:
    ready = prepared()
    return complete_choices(
        ready.program,
        ready.ownership,
        find_linking(ready.program, ready.ownership),
        meal_counts(ready.built, len(ready.program.names)),
        chosen,
    )


def test_the_choices_of_a_roster_cost_no_more_than_it() -> None:
    ready = prepared()
    values, _ = first_roster()
    found = completed(np.flatnonzero((ready.ownership.day_of_choice >= 0) & (values > 0)))
    assert found is not None
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    assert best.offer_solution(ready.program, found, "start")
    assert cost_of(ready.program, found) <= cost_of(ready.program, values)


def test_choices_that_break_a_rule_have_no_values() -> None:
    ready = prepared()
    everything = np.flatnonzero(ready.ownership.day_of_choice >= 0)
    assert completed(everything) is None


def test_kinds_are_in_order_of_their_first() -> None:
    assert [kind.tolist() for kind in kinds_of(["b", "a", "b"])] == [[0, 2], [1]]
