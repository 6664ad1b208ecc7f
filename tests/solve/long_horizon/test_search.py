"""A whole search over a long horizon."""

from __future__ import annotations

import threading

import pytest

from scheduler.config import Solving
from scheduler.constraints.base import Rule
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.model import build
from scheduler.result import Status
from scheduler.solve import Progress, SearchParameters, solve
from scheduler.solve.long_horizon.search import LongHorizonStrategy
from scheduler.verify import audit
from tests.solve.centre import task_of
from tests.solve.long_horizon.fortnight import RULES, problem

PATIENT = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=2, seed=1)
"""For searches that end by themselves or are stopped: the time never decides."""


LARGE = SearchParameters(small_model_variables=0)
"""No model counts as small, for CP-SAT alone."""


def test_the_optimum_is_proven_and_costs_what_the_checks_say() -> None:
    result = solve(problem(), RULES, options=PATIENT, parameters=LARGE)
    assert result.status is Status.OPTIMAL
    assert result.roster is not None
    found = audit(problem(), RULES, result.roster)
    assert found.hard == ()
    assert found.cost == (result.objective or 0) + result.unavoidable_cost
    small = SearchParameters(small_model_variables=10**9)
    assert solve(problem(), RULES, options=PATIENT, parameters=small).objective == result.objective


@pytest.mark.parametrize("deterministic", [False, True])
def test_a_search_that_is_stopped_ends_with_its_best_roster(deterministic: bool) -> None:
    stop = threading.Event()

    def stop_at_the_first(step: Progress) -> None:
        if step.cost is not None:
            stop.set()

    options = PATIENT.model_copy(update={"deterministic": deterministic})
    result = solve(problem(), RULES, options=options, stop=stop, report=stop_at_the_first, parameters=LARGE)
    assert result.roster is not None
    assert audit(problem(), RULES, result.roster).hard == ()
    assert result.is_deterministic is deterministic


TOO_MANY: list[Rule] = [*RULES, ShiftCover(cover=(CoverRequirement(day=0, shift="D", heads=5, weight_over=0),))]
"""Five on a shift, where there are four people."""


@pytest.mark.parametrize("seconds", [1000.0, 0.01], ids=["in time", "when time is up"])
def test_rules_that_cannot_hold_together_are_infeasible(seconds: float) -> None:
    options = PATIENT.model_copy(update={"time_limit_seconds": seconds})
    result = solve(problem(), TOO_MANY, options=options, parameters=LARGE)
    assert (result.status, result.roster) == (Status.INFEASIBLE, None)


@pytest.mark.parametrize("is_stopped", [False, True])
def test_that_no_roster_exists_is_proven_here_unless_the_search_is_to_end(is_stopped: bool) -> None:
    """A proof may take as long as it likes: who has pressed Ctrl-C does not wait for one."""
    task = task_of(build(problem(), TOO_MANY), PATIENT)
    if is_stopped:
        task.best.stop.set()
    assert LongHorizonStrategy().search(task) is not is_stopped
