"""Many people's roster by prices. They are few here: every stage has work, and nothing depends on numbers."""

from __future__ import annotations

import threading

import numpy as np

from scheduler.config import Solving
from scheduler.result import Status
from scheduler.solve import Progress, SearchParameters, solve
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.sample import price_sample
from scheduler.solve.large_scale.search import assign
from scheduler.solve.linear.dispatch import Workers
from scheduler.verify import audit
from tests.solve.centre import PATIENT, RULES, prepared, week_problem


def test_a_roster_assigned_by_prices_keeps_every_row() -> None:
    ready = prepared()
    sampled = price_sample(ready.structure, np.ones(9))
    assert sampled is not None
    best = Incumbent(PATIENT, threading.Event(), lambda _: None)
    values = assign(ready.structure, ready.patterns, sampled, best, Workers(cores=1), seed=1)
    assert values is not None
    assert best.offer_solution(ready.program, values, "start")


def test_many_people_get_a_roster_that_holds_and_a_bound() -> None:
    parameters = SearchParameters(small_model_variables=0, large_scale_people=0)
    stop = threading.Event()
    told: list[Progress] = []

    def stop_at_the_first(progress: Progress) -> None:
        told.append(progress)
        if progress.cost is not None:
            stop.set()

    problem = week_problem()
    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
    result = solve(problem, RULES, options=options, stop=stop, report=stop_at_the_first, parameters=parameters)
    assert result.status is Status.FEASIBLE
    assert result.roster is not None
    assert audit(problem, RULES, result.roster).hard == ()
    assert "prices of a sample" in result.bound_source
    assert result.objective is not None
    assert result.best_bound is not None
    assert result.best_bound <= result.objective
    assert told[-1].stage == "start"
