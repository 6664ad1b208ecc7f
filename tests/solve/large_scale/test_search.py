"""A crowd's roster by prices. The crowd is small here: every stage has work, and nothing depends on numbers."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from scheduler.config import Solving
from scheduler.result import Status
from scheduler.solve import Progress, solve, strategy
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.fix_and_optimize import meal_counts
from scheduler.solve.large_scale.sample import price_sample
from scheduler.solve.large_scale.search import Crowd, gather
from scheduler.solve.linear.linking import find_linking
from scheduler.verify import audit
from tests.solve.centre import PATIENT, RULES, prepared, week_problem


def test_a_gathered_roster_keeps_every_row() -> None:
    ready = prepared()
    linking = find_linking(ready.program, ready.ownership)
    sampled = price_sample(ready.program, ready.ownership, linking, np.ones(9))
    assert sampled is not None
    crowd = Crowd(
        ready.program, ready.ownership, linking, ready.patterns, meal_counts(ready.built, len(ready.program.names))
    )
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    values = gather(crowd, sampled, best, 1)
    assert values is not None
    assert best.offer_solution(ready.program, values, "start")


def test_a_crowd_gets_a_roster_that_holds_and_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategy, "_SMALL_MODEL_VARIABLES", 0)
    monkeypatch.setattr(strategy, "CROWD_PEOPLE", 0)
    stop = threading.Event()
    told: list[Progress] = []

    def stop_at_the_first(progress: Progress) -> None:
        told.append(progress)
        if progress.cost is not None:
            stop.set()

    problem = week_problem()
    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
    result = solve(problem, RULES, options=options, stop=stop, report=stop_at_the_first)
    assert result.status is Status.FEASIBLE
    assert result.roster is not None
    assert audit(problem, RULES, result.roster).hard == ()
    assert "prices of a sample" in result.bound_source
    assert result.objective is not None
    assert result.best_bound is not None
    assert result.best_bound <= result.objective
    assert told[-1].stage == "start"
