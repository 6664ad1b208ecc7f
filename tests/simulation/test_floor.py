"""Who is there when: the tables of a simulation against coverage, which is measured apart from them."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.random_problems import random_problem, random_roster
from scheduler.config import Queue, Settings
from scheduler.coverage import measure
from scheduler.domain.demand import PERMILLE
from scheduler.domain.problem import Problem
from scheduler.readers.workspace import read_workspace
from scheduler.simulation.floor import Lent, Staffed, staffed
from scheduler.simulation.kernel.layout import NONE
from tests.workspaces import write_workspace


@pytest.fixture(scope="module")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return read_workspace(write_workspace(tmp_path_factory.mktemp("floor") / "workspace")).settings


def with_queues_of(settings: Settings, problem: Problem) -> Settings:
    """Settings with plain queues under the names of a problem's demand."""
    queues = tuple(Queue(name=name, aht_seconds=120) for name in problem.demand.queues)
    return settings.model_copy(update={"queues": queues})


@settings(derandomize=True, max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_as_many_are_there_for_each_kind_of_people_as_coverage_counts(small_settings: Settings, seed: int) -> None:
    rng = Random(seed)
    problem = random_problem(rng, clock_changes=seed % 3 == 0)
    roster = random_roster(rng, problem, 0.7)
    found = staffed(with_queues_of(small_settings, problem), problem, roster)
    floor, coverage = found.floor, measure(problem, roster)
    seconds = problem.horizon.interval_minutes * 60.0
    is_open = np.array([needs.is_open for needs in problem.demand.queues.values()])
    heads = np.array([coverage.heads[name] for name in found.queues])
    for interval in range(problem.horizon.n_intervals):
        middle = (interval + 0.5) * seconds
        is_there = (floor.starts <= middle) & (middle < floor.ends)
        is_there[found.away.shift[(found.away.begins <= middle) & (middle < found.away.ends)]] = False
        # Each is counted with the first queue of theirs that is open.
        counted = np.zeros(len(found.queues), dtype=np.int64)
        capacity = 0.0
        for shift in np.flatnonzero(is_there).tolist():
            served = [q for q in floor.group_queues[floor.group[shift]].tolist() if q != NONE and is_open[q, interval]]
            if served:
                counted[served[0]] += 1
                capacity += PERMILLE / floor.pace[shift]
        assert counted.tolist() == heads[:, interval].tolist()
        effective = sum(int(coverage.effective_permille[name][interval]) for name in found.queues)
        assert round(capacity) == effective


@settings(derandomize=True, max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_whoever_takes_another_queue_from_some_time_on_is_there_as_before(small_settings: Settings, seed: int) -> None:
    rng = Random(seed)
    problem = random_problem(rng)
    roster = random_roster(rng, problem, 0.7)
    names = list(problem.demand.queues)
    on = problem.horizon.date_of(0)
    since = problem.horizon.interval_start(rng.randrange(problem.horizon.n_intervals // problem.horizon.days))
    people = frozenset(person.employee_id for person in problem.employees if rng.random() < 0.5)
    lent = Lent(people, on, names[-1], since)
    plain = with_queues_of(small_settings, problem)
    before, after = staffed(plain, problem, roster), staffed(plain, problem, roster, lent=[lent])
    from_then_on = problem.horizon.elapsed_at(since) * 60.0
    for interval in range(problem.horizon.n_intervals):
        middle = (interval + 0.5) * problem.horizon.interval_minutes * 60.0
        present = [_queues_by_draw(found, middle) for found in (before, after)]
        assert present[0].keys() == present[1].keys()
        for draw, own in present[0].items():
            employee = problem.employees[draw % (len(problem.employees) + 1)].employee_id
            is_lent = employee in people and draw // (len(problem.employees) + 1) == 1 and middle > from_then_on
            other = len(names) - 1
            assert present[1][draw] == ((*own, other) if is_lent and other not in own else own)


def _queues_by_draw(found: Staffed, second: float) -> dict[int, tuple[int, ...]]:
    """What each person and day serves at a time; nobody has two shifts at once in these problems."""
    floor = found.floor
    is_there = (floor.starts <= second) & (second < floor.ends)
    is_there[found.away.shift[(found.away.begins <= second) & (second < found.away.ends)]] = False
    return {
        int(found.draw[shift]): tuple(q for q in floor.group_queues[floor.group[shift]].tolist() if q != NONE)
        for shift in np.flatnonzero(is_there).tolist()
    }
