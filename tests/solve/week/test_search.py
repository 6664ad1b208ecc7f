"""The order of events for a week, from nobody at work to the limits."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scheduler.config import Solving
from scheduler.domain.people import Contract
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.parallel.process import cores
from scheduler.solve.extraction import choices_in, extract_roster
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.parameters import WeekParameters
from scheduler.solve.progress import Progress
from scheduler.solve.week import copies
from scheduler.solve.week.annealing import Annealer
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.model import read_week, week_of
from scheduler.solve.week.search import WeekSearch, WeekStrategy
from tests.constraints.agreement import SHIFTS, tiny_problem
from tests.solve.centre import (
    RULES,
    current_of,
    keeps_all,
    least_cost,
    task_of,
    three_days,
    value_in,
)

BY_WORK = Solving(time_limit_seconds=15.0, relative_gap=0.0, seed=1, deterministic=True)


def search(
    options: Solving,
    *,
    start: Roster | None = None,
    stop: threading.Event | None = None,
    report: Callable[[Progress], None] = lambda _: None,
) -> Incumbent:
    built = three_days().built
    known = None if start is None else choices_in(built, start)
    task = task_of(built, options, stop=stop, report=report, start=known)
    assert WeekStrategy().supports(task)
    assert not WeekStrategy().search(task)
    return task.best


def stopped() -> threading.Event:
    stop = threading.Event()
    stop.set()
    return stop


def test_where_work_is_counted_a_busy_machine_changes_nothing_and_the_roster_is_near_the_best() -> None:
    quiet = search(BY_WORK)
    burner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        busy = search(BY_WORK)
    finally:
        burner.kill()
        burner.wait()
    assert quiet.values is not None
    assert quiet.values == busy.values
    assert (quiet.bound, quiet.bound_source) == (busy.bound, busy.bound_source)
    assert keeps_all(three_days().program, np.array(quiet.values))
    assert quiet.cost is not None
    assert quiet.bound <= least_cost() <= quiet.cost <= 1.05 * least_cost()


@pytest.mark.parametrize("is_by_work", [True, False])
def test_where_only_some_weeks_are_listed_the_bound_is_that_of_all(is_by_work: bool) -> None:
    few = WeekParameters(most_patterns=10, most_in_part=20)
    options = Solving(time_limit_seconds=10.0, relative_gap=0.2, seed=1, deterministic=is_by_work)
    task = task_of(three_days().built, options, week=few)
    model = task.once(week_of)
    assert model is not None
    assert model.is_part
    assert WeekStrategy().supports(task)
    assert not WeekStrategy().search(task)
    best = task.best
    assert best.values is not None
    assert best.cost is not None
    assert keeps_all(three_days().program, np.array(best.values))
    assert 0 < best.bound <= least_cost() <= best.cost
    assert best.bound_source == "linear relaxation (HiGHS)"


def test_by_the_clock_bounds_come_in_the_background_until_the_gap_is_reached() -> None:
    told: list[Progress] = []
    best = search(Solving(time_limit_seconds=1000.0, relative_gap=0.5, seed=1), report=told.append)
    assert best.is_close_enough
    assert best.cost is not None
    assert best.bound <= least_cost() <= best.cost
    assert {step.stage for step in told} >= {"start", "bound"}
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("is_deterministic", [False, True])
def test_no_time_gives_a_roster_all_the_same(is_deterministic: bool) -> None:
    options = Solving(relative_gap=0.0, seed=1, deterministic=is_deterministic)
    best = search(options.model_copy(update={"time_limit_seconds": 1e-9}))
    assert best.values is not None
    assert keeps_all(three_days().program, np.array(best.values))
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    ("workers", "deterministic", "is_proving", "used"),
    [
        (1, False, False, 1),
        (1000, False, False, cores()),
        (1, True, False, 1),
        (2, True, False, 2),
        (8, True, False, 2),
        (1, False, True, 1),
        (1000, False, True, max(1, cores() - 1)),
    ],
)
def test_a_copy_is_annealed_for_each_worker_that_has_a_core_one_of_which_is_left_to_the_bounds(
    workers: int, deterministic: bool, is_proving: bool, used: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    annealed: list[int] = []

    class Counted(Annealer):
        def run(self, *arguments: Any) -> None:
            annealed.append(1)
            super().run(*arguments)

    monkeypatch.setattr(copies, "Annealer", Counted)
    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=workers, deterministic=deterministic)
    model = read_week(three_days().structure)
    assert model is not None
    week = WeekSearch(model, Incumbent(options, threading.Event(), lambda _: None), options)
    if is_proving:
        week.prepare_proof()  # and waits for a roster
    week.begin()
    try:
        week.intensify()
    finally:
        week.close()
    assert len(annealed) == used
    assert not multiprocessing.active_children()


def test_a_stop_ends_at_the_first_roster() -> None:
    told: list[Progress] = []
    best = search(Solving(time_limit_seconds=1000.0, relative_gap=0.0, seed=1), stop=stopped(), report=told.append)
    assert best.values is not None
    assert {step.stage for step in told} <= {"start", "bound"}
    assert not multiprocessing.active_children()


def test_a_start_is_adopted_person_by_person(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = three_days()
    current = current_of(ready)
    for person, patterns in enumerate(ready.patterns):
        current.assign(person, len(patterns.picks) - 1 - 5 * person)
    known = current.values()
    roster = extract_roster(ready.built, lambda expression: value_in(known.tolist(), expression))
    monkeypatch.setattr(CurrentRoster, "best_patterns", lambda self, go_on: 0.0)
    best = search(BY_WORK, start=roster, stop=stopped())
    assert best.values is not None
    choices = ready.ownership.day_of_choice >= 0
    assert np.array_equal(np.array(best.values)[choices], known[choices])


def test_a_start_that_is_no_longer_possible_is_left() -> None:
    ready = three_days()
    known = current_of(ready)
    known.best_patterns(lambda: True)
    values = known.values().tolist()
    roster = extract_roster(ready.built, lambda expression: value_in(values, expression))
    roster = Roster.of(row for row in roster.assignments if row.employee_id != "E002")  # a weekend of three days
    best = search(BY_WORK, start=roster, stop=stopped())
    assert best.values is not None
    assert keeps_all(ready.program, np.array(best.values))


def test_without_a_week_for_somebody_nothing_is_offered() -> None:
    every_day = Contract(
        name="full_time", name_ko="전일제", name_en="full time", days_per_week=7, paid_minutes_per_week=3360
    )
    built = build(tiny_problem(7, contracts=[every_day], shifts=SHIFTS[:1]), RULES)
    _ = built.meals
    told: list[Progress] = []
    task = task_of(built, BY_WORK, report=told.append)
    assert WeekStrategy().supports(task)
    assert not WeekStrategy().search(task)
    assert task.best.values is None
    assert told == []


def test_patterns_that_cannot_be_listed_and_a_small_model_are_for_others() -> None:
    assert not WeekStrategy().supports(
        task_of(three_days().built, BY_WORK, week={"most_patterns": 2, "most_in_part": 0})
    )
    assert not WeekStrategy().supports(task_of(three_days().built, BY_WORK, small_model_variables=10**9))
