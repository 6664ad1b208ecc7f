"""Single callers, one after the other: what becomes of each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.simple_centres import INTERVAL_SECONDS, floor_of
from scheduler.simulation.floor import Staffed
from scheduler.simulation.kernel.events import run
from scheduler.simulation.kernel.layout import (
    ABANDONED,
    ANSWERED,
    BLOCKED,
    CALLS,
    IN_TIME,
    NONE,
    REDIALS,
    WAITED,
    Chance,
    Reals,
    fresh_state,
)

Caller = tuple[float, float] | tuple[float, float, dict[str, float]]
"""When somebody calls, for how long, and what else is so."""


def happens(staffed: Staffed, *callers: Caller, pauses: dict[int, list[tuple[float, float]]] | None = None) -> Reals:
    """What is seen of these callers, shape (len(FATES), n_queues, n_intervals)."""
    told = [(caller[0], caller[1], caller[2] if len(caller) > 2 else {}) for caller in callers]
    of_shift = [(pauses or {}).get(shift, []) for shift in range(len(staffed.floor.starts))]
    chance = Chance(
        arrives=np.array([float(at) for at, _, _ in told]),
        queue=np.array([int(more.get("queue", 0)) for _, _, more in told], dtype=np.int64),
        handling_seconds=np.array([float(length) for _, length, _ in told]),
        patience_seconds=np.array([float(more.get("patience", np.inf)) for _, _, more in told]),
        tries=np.array([int(more.get("tries", 0)) for _, _, more in told], dtype=np.int64),
        redials_after_seconds=np.array([float(more.get("after", 0.0)) for _, _, more in told]),
        is_absent=np.zeros(len(of_shift), dtype=np.bool_),
        pause_first=np.cumsum([0, *map(len, of_shift)]),
        pause_from=np.array([begins for shift in of_shift for begins, _ in shift], dtype=np.float64),
        pause_seconds=np.array([length for shift in of_shift for _, length in shift], dtype=np.float64),
    )
    state = fresh_state(staffed.floor, chance)
    run(staffed.floor, chance, state)
    return state.seen


def one_person(until: float = 1e9, n_intervals: int = 4, **changes: Any) -> Staffed:
    return floor_of(np.array([0.0]), np.array([until]), n_intervals, **changes)


def waits(seen: Reals, queue: int = 0) -> float:
    return float(seen[WAITED, queue].sum())


def test_a_call_that_begins_before_the_end_of_the_shift_is_finished() -> None:
    seen = happens(one_person(until=100.0), (99.0, 500.0))
    assert seen[ANSWERED, 0, 0] == 1


def test_nobody_takes_a_call_at_the_end_of_the_shift() -> None:
    seen = happens(one_person(until=100.0), (100.0, 5.0, {"patience": 60.0}))
    assert (seen[ANSWERED, 0, 0], seen[ABANDONED, 0, 0]) == (0, 1)


def test_after_the_last_call_the_person_goes() -> None:
    seen = happens(one_person(until=100.0), (90.0, 50.0), (95.0, 5.0, {"patience": 60.0}))
    assert (seen[ANSWERED, 0, 0], seen[ABANDONED, 0, 0]) == (1, 1)


def test_a_caller_who_waits_is_taken_when_the_shift_starts() -> None:
    staffed = floor_of(np.array([30.0]), np.array([1e9]), 4)
    assert waits(happens(staffed, (10.0, 5.0))) == 20.0


def test_a_meal_that_begins_within_a_call_begins_late_and_is_whole() -> None:
    seen = happens(one_person(), (50.0, 100.0), (160.0, 5.0), pauses={0: [(100.0, 60.0)]})
    assert waits(seen) == (150.0 + 60.0) - 160.0


def test_a_meal_of_somebody_who_is_idle_begins_in_time() -> None:
    assert waits(happens(one_person(), (120.0, 5.0), pauses={0: [(100.0, 60.0)]})) == 40.0


def test_a_second_pause_that_is_due_follows_the_first() -> None:
    seen = happens(one_person(), (0.0, 200.0), (205.0, 5.0), pauses={0: [(100.0, 60.0), (150.0, 30.0)]})
    assert waits(seen) == 200.0 + 60.0 + 30.0 - 205.0


def test_a_pause_ends_with_the_shift_at_the_latest() -> None:
    staffed = floor_of(np.array([0.0, 0.0]), np.array([100.0, 1e9]), 4)
    seen = happens(staffed, (0.0, 90.0), (0.0, 1000.0), (150.0, 5.0, {"patience": 60.0}), pauses={0: [(80.0, 60.0)]})
    assert seen[ABANDONED, 0].sum() == 1


@pytest.mark.parametrize(("places", "blocked"), [(0, 2), (1, 1), (2, 0), (NONE, 0)])
def test_whoever_finds_no_place_is_blocked(places: int, blocked: int) -> None:
    seen = happens(one_person(places=np.array([places])), (0.0, 50.0), (1.0, 5.0), (2.0, 5.0))
    assert seen[BLOCKED, 0].sum() == blocked
    assert seen[ANSWERED, 0].sum() == 3 - blocked
    assert seen[CALLS, 0].sum() == 3


def test_a_place_is_free_again_when_somebody_hangs_up() -> None:
    staffed = one_person(places=np.array([1]))
    seen = happens(staffed, (0.0, 50.0), (1.0, 5.0, {"patience": 10.0}), (12.0, 5.0))
    assert (seen[ABANDONED, 0].sum(), seen[BLOCKED, 0].sum(), seen[ANSWERED, 0].sum()) == (1, 0, 2)


@pytest.mark.parametrize(("patience", "lost"), [(49.0, 1), (50.5, 0)])
def test_callers_hang_up_when_out_of_patience(patience: float, lost: int) -> None:
    seen = happens(one_person(), (0.0, 50.0), (0.0, 5.0, {"patience": patience}))
    assert seen[ABANDONED, 0].sum() == lost


def test_a_lost_caller_tries_again_and_counts_once_more() -> None:
    seen = happens(one_person(), (0.0, 2000.0), (1.0, 5.0, {"patience": 9.0, "tries": 1, "after": 1990.0}))
    assert seen[CALLS, 0].tolist() == [2, 1, 0, 0]
    assert seen[REDIALS, 0].tolist() == [0, 1, 0, 0]
    assert seen[ABANDONED, 0].tolist() == [1, 0, 0, 0]
    assert seen[ANSWERED, 0].tolist() == [1, 1, 0, 0]


def test_tries_end() -> None:
    seen = happens(one_person(), (0.0, 5000.0), (1.0, 5.0, {"patience": 9.0, "tries": 2, "after": 1.0}))
    assert (seen[CALLS, 0].sum(), seen[REDIALS, 0].sum(), seen[ABANDONED, 0].sum()) == (4, 2, 3)


def test_nobody_tries_again_when_the_queue_is_closed() -> None:
    is_open = np.array([[True, False, False, False]])
    staffed = one_person(is_open=is_open)
    seen = happens(staffed, (0.0, 5000.0), (1.0, 5.0, {"patience": 9.0, "tries": 1, "after": INTERVAL_SECONDS}))
    assert (seen[CALLS, 0].sum(), seen[REDIALS, 0].sum()) == (2, 0)


@pytest.mark.parametrize(("wait", "in_time"), [(20.0, 2), (20.5, 1)])
def test_the_answer_time_counts_as_in_time(wait: float, in_time: int) -> None:
    assert happens(one_person(), (0.0, wait), (0.0, 5.0))[IN_TIME, 0].sum() == in_time


def test_callers_count_in_the_interval_in_which_they_come() -> None:
    seen = happens(one_person(), (1790.0, 30.0), (1795.0, 5.0))
    assert seen[ANSWERED, 0].tolist() == [2, 0, 0, 0]


def test_who_comes_before_the_horizon_keeps_people_busy_and_is_not_counted() -> None:
    staffed = floor_of(np.array([-100.0]), np.array([1e9]), 4)
    seen = happens(staffed, (-10.0, 30.0), (0.0, 5.0))
    assert (seen[CALLS].sum(), waits(seen)) == (1, 20.0)


def test_at_home_a_call_is_as_much_shorter() -> None:
    assert waits(happens(one_person(pace=np.array([0.5])), (0.0, 100.0), (0.0, 5.0))) == 50.0


def test_who_has_been_idle_longest_goes_first() -> None:
    # The second person is twice as slow: the third caller tells by the wait who took the second call.
    staffed = floor_of(np.array([0.0, 1.0]), np.array([1e9, 1e9]), 4, pace=np.array([1.0, 2.0]))
    seen = happens(staffed, (10.0, 5.0), (20.0, 100.0), (20.5, 100.0), (21.0, 1.0))
    # The first call goes to the first person (idle since 0), so the second goes to the slow one (idle since 1).
    assert waits(seen) == 20.5 + 100.0 - 21.0


TWO = np.ones((2, 4), dtype=np.bool_)


def both_served(groups: list[list[int]], n_people: int, is_longest: bool = False, **changes: Any) -> Staffed:
    """Two queues; person n is of group n."""
    return floor_of(
        changes.pop("starts", np.zeros(n_people)),
        changes.pop("ends", np.full(n_people, 1e9)),
        4,
        is_open=changes.pop("is_open", TWO),
        group_queues=np.array(groups),
        group=np.arange(n_people),
        takes_longest_waiting=np.array([is_longest]),
        **changes,
    )


@pytest.mark.parametrize(("is_longest", "wait_of_own"), [(False, 100.0 - 20.0), (True, 150.0 - 20.0)])
def test_callers_of_the_own_queue_go_first_unless_the_longest_wait_decides(
    is_longest: bool, wait_of_own: float
) -> None:
    staffed = both_served([[0, 1]], 1, is_longest)
    seen = happens(staffed, (0.0, 100.0), (10.0, 50.0, {"queue": 1}), (20.0, 5.0))
    assert waits(seen) == wait_of_own


@pytest.mark.parametrize(("is_longest", "answered"), [(False, 1), (True, 0)])
def test_those_whose_own_queue_it_is_go_before_those_who_help(is_longest: bool, answered: int) -> None:
    """The helper has been idle longer; if the helper is taken, nobody is left for the other queue."""
    staffed = both_served([[1, 0], [0, NONE]], 2, is_longest, starts=np.array([0.0, 1.0]))
    seen = happens(staffed, (10.0, 500.0), (20.0, 5.0, {"queue": 1, "patience": 60.0}))
    assert seen[ANSWERED, 1].sum() == answered


def test_nobody_serves_a_queue_that_is_not_theirs() -> None:
    staffed = both_served([[0, NONE]], 1)
    assert happens(staffed, (0.0, 5.0, {"queue": 1, "patience": 60.0}))[ABANDONED, 1].sum() == 1


def with_work(deadline_seconds: float, **changes: Any) -> Staffed:
    """One person for messages (queue 0) and calls (queue 1)."""
    return both_served(
        [[0, 1]],
        1,
        is_deferrable=np.array([True, False]),
        deadline_seconds=np.array([deadline_seconds, np.inf]),
        **changes,
    )


def test_work_that_may_wait_waits_for_callers() -> None:
    seen = happens(with_work(4000.0), (0.0, 100.0, {"queue": 1}), (1.0, 50.0), (2.0, 10.0, {"queue": 1}))
    assert waits(seen, 1) == 98.0
    assert waits(seen, 0) == 110.0 + 50.0 - 1.0


def test_work_that_has_waited_for_half_of_its_deadline_goes_first() -> None:
    seen = happens(with_work(180.0), (0.0, 100.0, {"queue": 1}), (1.0, 50.0), (2.0, 10.0, {"queue": 1}))
    assert waits(seen, 1) == 100.0 + 50.0 - 2.0


@pytest.mark.parametrize(("deadline", "in_time"), [(149.0, 1), (148.0, 0)])
def test_work_is_in_time_when_it_is_done_by_its_deadline(deadline: float, in_time: int) -> None:
    seen = happens(with_work(deadline), (0.0, 100.0, {"queue": 1}), (1.0, 50.0))
    assert seen[IN_TIME, 0].sum() == in_time


def test_the_deadline_passes_only_while_the_queue_is_open() -> None:
    is_open = np.array([[True, False, True, True], [True, True, True, True]])
    seen = happens(with_work(200.0, is_open=is_open), (1700.0, 90.0, {"queue": 1}), (1701.0, 50.0), (1790.0, 50.0))
    # Two intervals later the work that waited for the opening is done, each within 200 s of open time.
    assert seen[ANSWERED, 0].sum() == 2
    assert seen[IN_TIME, 0].sum() == 2


def test_work_that_comes_while_closed_is_begun_at_the_opening() -> None:
    is_open = np.array([[False, True, True, True], [True, True, True, True]])
    assert waits(happens(with_work(500.0, is_open=is_open), (100.0, 40.0)), 0) == INTERVAL_SECONDS - 100.0 + 40.0


def test_work_that_is_not_due_by_the_end_is_left_out_and_what_is_due_is_not() -> None:
    staffed = with_work(1000.0, ends=np.array([100.0]))
    seen = happens(staffed, (4 * INTERVAL_SECONDS - 1200.0, 5.0), (4 * INTERVAL_SECONDS - 900.0, 5.0))
    assert (seen[CALLS, 0].sum(), seen[ANSWERED, 0].sum()) == (1, 0)


def test_when_a_queue_closes_those_who_would_wait_for_ever_are_lost() -> None:
    is_open = np.array([[True, False, False, False]])
    seen = happens(one_person(is_open=is_open), (1700.0, 300.0), (1710.0, 5.0), (1720.0, 5.0, {"patience": 900.0}))
    assert (seen[ABANDONED, 0].sum(), seen[ANSWERED, 0].sum()) == (1, 2)
