"""Solving a roster again in part."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.solve.fallback.neighbourhoods import Neighbourhoods
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.progress import Progress
from tests.solve.centre import PATIENT, cost_of, first_roster, prepared


def neighbourhoods() -> Neighbourhoods:
    ready = prepared()
    return Neighbourhoods(ready.built, ready.structure, first_roster()[1], seed=1)


def started(stop: threading.Event | None = None, told: list[Progress] | None = None) -> Incumbent:
    best = Incumbent(PATIENT, stop or threading.Event(), (told if told is not None else []).append)
    assert best.offer_solution(prepared().program, first_roster()[0], "start")
    return best


def part_of(kind: str, parts: Neighbourhoods, best: Incumbent) -> NDArray[np.bool_]:
    return next(parts._parts_of(kind, best, np.random.default_rng(1)))


@pytest.mark.parametrize("kind", ["breaks", "shifts", "days", "last", "few"])
def test_a_part_changes_nothing_but_its_own_and_never_costs_more(kind: str) -> None:
    ready, best, parts = prepared(), started(), neighbourhoods()
    before = first_roster()[0]
    free = part_of(kind, parts, started())
    gained = parts._solve(free, best, 1.0)
    after = np.array(best.values)
    assert np.array_equal(after[~free], before[~free])
    assert cost_of(ready.program, after) == best.cost
    assert gained >= 0
    assert best.cost == cost_of(ready.program, before) - round(gained)


def test_meal_breaks_alone_leave_everybodys_week() -> None:
    parts, is_choice = neighbourhoods(), prepared().ownership.day_of_choice >= 0
    free = part_of("breaks", parts, started())
    assert not np.any(free & is_choice)


def test_some_people_leave_the_weeks_of_the_others() -> None:
    parts, ownership = neighbourhoods(), prepared().ownership
    free = parts._people(np.array([0, 6]))
    assert set(ownership.owner_of_variable[free & (ownership.day_of_choice >= 0)].tolist()) == {0, 6}


def test_two_days_leave_the_other_days() -> None:
    parts, ownership = neighbourhoods(), prepared().ownership
    free = part_of("days", parts, started())
    assert len(set(ownership.day_of_choice[free & (ownership.day_of_choice >= 0)].tolist())) == 2


def test_shifts_leave_the_days_off() -> None:
    parts, ready = neighbourhoods(), prepared()
    values = first_roster()[0]
    free = part_of("shifts", parts, started())
    for who in ready.built.problem.employees:
        for day in range(7):
            choices = [var.index for var in ready.built.works.on_day(who.employee_id, day).values()]
            assert set(free[choices].tolist()) <= {bool(values[choices].any())}


def test_improving_only_ever_lowers_the_cost_and_ends_on_a_stop() -> None:
    stop = threading.Event()
    told: list[Progress] = []

    def stop_at_the_first_improvement(step: Progress) -> None:
        told.append(step)
        if step.stage == "improve":
            stop.set()

    best = Incumbent(PATIENT, stop, stop_at_the_first_improvement)
    values = first_roster()[0]
    assert best.offer_solution(prepared().program, values, "start")
    neighbourhoods().improve(best, 0)
    seen = [step.cost for step in told]
    assert len(seen) == 2
    assert seen[0] == cost_of(prepared().program, values)
    assert (seen[1] or 0) < (seen[0] or 0)
    assert best.cost == seen[1]


def test_a_search_that_is_over_is_left_alone() -> None:
    stop = threading.Event()
    stop.set()
    best = started(stop)
    neighbourhoods().improve(best, 0)
    assert best.values == first_roster()[0].tolist()
