"""What intervals hand on, checked against a simulation of a queue whose load changes."""

from heapq import heappop, heappush, heapreplace

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.staffing.carry_over import lagged_calls
from scheduler.staffing.erlang import queue_performance

SECONDS = 1800.0
AHT = 440.0
LIMITS = {"patience_seconds": 180.0, "waiting_places": 30}


def simulated_levels(calls: list[float], agents: int, runs: int) -> NDArray[np.float64]:
    """Share of each interval's callers answered within 20 s in a queue with 30 places and a cut after 180 s."""
    rng = np.random.default_rng(7)
    in_time, came = np.zeros(len(calls)), np.zeros(len(calls))
    for _ in range(runs):
        free_at = [0.0] * agents
        leaves_queue: list[float] = []
        for interval, mean in enumerate(calls):
            for moment in np.sort(rng.uniform(0, SECONDS, rng.poisson(mean))) + interval * SECONDS:
                came[interval] += 1
                while leaves_queue and leaves_queue[0] <= moment:
                    heappop(leaves_queue)
                wait = max(free_at[0] - moment, 0.0)
                if wait and len(leaves_queue) >= LIMITS["waiting_places"]:
                    continue
                if wait:
                    heappush(leaves_queue, moment + min(wait, LIMITS["patience_seconds"]))
                if wait <= LIMITS["patience_seconds"]:
                    heapreplace(free_at, moment + wait + rng.exponential(AHT))
                    in_time[interval] += wait <= 20.0
    levels: NDArray[np.float64] = in_time / came
    return levels


def computed_levels(calls: NDArray[np.float64], agents: int) -> NDArray[np.float64]:
    return queue_performance(calls / SECONDS, AHT, agents, patience="deterministic", **LIMITS).service_level  # type: ignore[arg-type]  # one dict for both


def lagged(calls: list[float], agents: float | list[float], **limits: float) -> NDArray[np.float64]:
    n = len(calls)
    return lagged_calls(np.array(calls), np.full(n, AHT), np.broadcast_to(agents, n).astype(float), SECONDS, **limits)  # type: ignore[arg-type]  # places are whole


def test_around_a_peak_the_lagged_variant_is_nearer_to_a_simulation() -> None:
    calls = [60.0, 60.0, 130.0, 130.0, 60.0, 60.0, 60.0]
    agents = 26
    simulated = simulated_levels(calls, agents, runs=150)
    # The simulation begins empty: its first interval is left out.
    alone = np.abs(computed_levels(np.array(calls), agents) - simulated)[1:]
    carried = np.abs(computed_levels(lagged(calls, agents, **LIMITS), agents) - simulated)[1:]
    assert carried.sum() < 0.6 * alone.sum()
    assert carried.max() < alone.max()


def test_steady_calls_with_enough_agents_stay_as_they_are() -> None:
    np.testing.assert_allclose(lagged([100.0] * 8, 40), 100.0)


def test_those_who_leave_take_their_calls_with_them() -> None:
    steady = [100.0] * 4
    load = 100.0 * AHT / SECONDS
    felt = lagged(steady, [40.0, 40.0, 30.0, 30.0])
    assert felt[1] == pytest.approx(100.0)
    # A quarter of the people leave with a quarter of the calls; half an hour brings the rest back.
    share = AHT / SECONDS
    missing = 0.25 * load * share * (1 - np.exp(-1 / share)) / share
    assert felt[2] == pytest.approx(100.0 - missing)
    assert 99.0 < felt[3] < 100.0
    np.testing.assert_allclose(lagged(steady, [30.0, 30.0, 40.0, 40.0]), 100.0)  # who comes brings none


def test_a_rise_and_a_fall_are_felt_late() -> None:
    felt = lagged([50.0, 100.0, 100.0, 100.0, 50.0, 50.0], 60)
    assert 50 < felt[1] < felt[2] < felt[3] < 100
    assert 100 > felt[4] > felt[5] > 50


def test_callers_left_over_are_handed_on_until_they_are_served() -> None:
    capacity = 25 * SECONDS / AHT
    felt = lagged([capacity + 20, capacity - 15, capacity - 15], [25, 25, 25])
    assert felt[1] > capacity
    assert felt[2] < felt[1]


@pytest.mark.parametrize(("limits", "most"), [({"waiting_places": 5}, 5.0), ({"patience_seconds": 18.0}, 2.0)])
def test_no_more_are_handed_on_than_can_wait(limits: dict[str, float], most: float) -> None:
    felt = lagged([200.0, 200.0], [10, 10], **limits)
    assert felt[1] - 200.0 == pytest.approx(most)


def test_without_handling_time_nothing_is_handed_on() -> None:
    felt = lagged_calls(np.array([5.0, 1.0]), np.zeros(2), np.ones(2), SECONDS)
    np.testing.assert_array_equal(felt, [5.0, 1.0])


def test_nobody_on_duty_hands_on_as_many_as_can_wait() -> None:
    assert lagged([40.0, 40.0], [0, 0], waiting_places=30)[1] == pytest.approx(70.0)
