"""What the search keeps, and when it ends."""

from __future__ import annotations

import math
import threading

import pytest

from scheduler.config import Solving
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.progress import Progress


def incumbent(
    gap: float = 0.0, *, told: list[Progress] | None = None, stop: threading.Event | None = None
) -> Incumbent:
    options = Solving(time_limit_seconds=1000.0, relative_gap=gap)
    return Incumbent(options, stop or threading.Event(), (told if told is not None else []).append)


def test_only_a_cheaper_roster_replaces_the_best_and_is_told() -> None:
    told: list[Progress] = []
    best = incumbent(told=told)
    for cost in (100, 120, 100, 90):
        best.offer(cost, [cost], "improve")
    assert (best.cost, best.values) == (90, [90])
    assert [step.cost for step in told] == [100, 90]


def test_only_a_higher_bound_replaces_the_best_and_names_its_source() -> None:
    best = incumbent()
    best.raise_bound(50.0, "first", "bound")
    best.raise_bound(40.0, "lower", "bound")
    assert (best.bound, best.bound_source) == (50, "first")
    best.raise_bound(60.0, "higher", "bound")
    assert (best.bound, best.bound_source) == (60, "higher")


@pytest.mark.parametrize(("bound", "rounded"), [(50.2, 51), (50.0, 50), (50.0 + 1e-9, 50), (-3.5, -3)])
def test_a_bound_is_rounded_up_to_a_whole_cost_but_not_by_its_tolerance(bound: float, rounded: int) -> None:
    best = incumbent()
    best.raise_bound(bound, "", "bound")
    assert best.bound == rounded


@pytest.mark.parametrize("bound", [math.inf, -math.inf, math.nan])
def test_a_bound_that_is_no_number_is_none(bound: float) -> None:
    best = incumbent()
    best.raise_bound(bound, "", "bound")
    assert best.bound == -math.inf


def test_a_bound_is_never_above_the_cost_whichever_comes_first() -> None:
    later, earlier = incumbent(), incumbent()
    later.offer(90, [], "start")
    later.raise_bound(91.0, "", "bound")
    earlier.raise_bound(91.0, "", "bound")
    earlier.offer(90, [], "start")
    assert later.bound == earlier.bound == 90


@pytest.mark.parametrize(("bound", "is_enough"), [(90.0, True), (89.0, False)])
def test_it_is_close_enough_exactly_at_the_gap(bound: float, is_enough: bool) -> None:
    best = incumbent(gap=0.1)
    best.offer(100, [], "start")
    best.raise_bound(bound, "", "bound")
    assert best.is_close_enough is is_enough
    assert best.is_over is is_enough


def test_without_a_bound_or_a_roster_nothing_is_close_enough() -> None:
    best = incumbent(gap=1.0)
    assert not best.is_close_enough
    best.offer(0, [], "start")
    assert not best.is_close_enough


def test_a_free_roster_is_close_enough_at_a_bound_of_nothing() -> None:
    best = incumbent()
    best.offer(0, [], "start")
    best.raise_bound(0.0, "", "bound")
    assert best.is_close_enough


def test_a_stop_ends_the_search() -> None:
    stop = threading.Event()
    best = incumbent(stop=stop)
    assert not best.is_over
    stop.set()
    assert best.is_over


def test_no_time_left_ends_the_search() -> None:
    best = Incumbent(Solving().model_copy(update={"time_limit_seconds": 1e-12}), threading.Event(), lambda _: None)
    assert best.remaining_seconds == 0.0
    assert best.is_over


def test_where_work_is_counted_work_and_not_the_clock_uses_up_the_limit() -> None:
    best = Incumbent(Solving(time_limit_seconds=10.0, deterministic=True), threading.Event(), lambda _: None)
    assert best.remaining_seconds == best.limit == 10.0
    best.spend(9.5)
    assert best.remaining_seconds == 0.5
    assert not best.is_over
    best.spend(0.5)
    assert best.is_over


def test_where_the_clock_counts_work_does_not() -> None:
    best = incumbent()
    best.spend(5000.0)
    assert 0.0 < best.remaining_seconds <= best.limit == 1000.0
    assert not best.is_over


def test_work_that_is_watched_is_told_when_the_search_ends() -> None:
    stop = threading.Event()
    with incumbent(stop=stop).watched() as over:
        assert not over.is_set()
        stop.set()
        assert over.wait(60.0)


def test_what_was_watched_is_over_once_it_is_done() -> None:
    with incumbent().watched() as over:
        assert not over.is_set()
    assert over.is_set()


@pytest.mark.parametrize("roster_comes_first", [True, False])
@pytest.mark.parametrize(("bound", "kept"), [(1_000_001, 1_000_000), (1_000_010, -math.inf)])
def test_a_bound_beyond_tolerance_above_a_roster_is_wrong_and_counts_for_nothing(
    bound: float, kept: float, roster_comes_first: bool
) -> None:
    best = incumbent()
    if roster_comes_first:
        best.offer(1_000_000, [], "start")
    best.raise_bound(bound, "a solver in trouble", "bound")
    if not roster_comes_first:
        best.offer(1_000_000, [], "start")
    assert best.bound == kept
