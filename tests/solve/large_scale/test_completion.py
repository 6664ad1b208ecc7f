"""From everybody's shifts to values of the whole model."""

from __future__ import annotations

import threading

import numpy as np

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.completion import complete_choices
from scheduler.solve.linear.dispatch import Workers
from tests.solve.centre import PATIENT, cost_of, first_roster, prepared

ONE_CORE = Workers(cores=1)


def test_the_choices_of_a_roster_cost_no_more_than_it() -> None:
    ready = prepared()
    values, _ = first_roster()
    found = complete_choices(ready.structure, np.flatnonzero(ready.ownership.is_choice & (values > 0)), ONE_CORE)
    assert found is not None
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    assert best.offer_solution(ready.program, found, "start")
    assert cost_of(ready.program, found) <= cost_of(ready.program, values)


def test_choices_that_break_a_rule_have_no_values() -> None:
    ready = prepared()
    assert complete_choices(ready.structure, np.flatnonzero(ready.ownership.is_choice), ONE_CORE) is None
