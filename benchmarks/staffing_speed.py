"""Speed of the staffing functions; run `python benchmarks/staffing_speed.py`.

1. The Erlang C requirement of 336 intervals, beside pyworkforce 0.5.1 in the same process. pyworkforce is
   no dependency of this project: install both into a temporary environment to compare, or the comparison
   is left out with a notice.
2. The centre's own queue with all targets, 336 intervals x 8 queues.
3. Growth from a week of half hours to a year of quarters of an hour.

Each figure is the best of several runs in processor time, which other work on the machine disturbs least.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from scheduler.staffing.erlang import required_agents

AHT_SECONDS = 180.0
ANSWER_WITHIN_SECONDS = 20.0
SERVICE_LEVEL = 0.8
ALL_TARGETS: dict[str, Any] = {
    "service_level": 0.8,
    "asa_seconds": 15.0,
    "answer_rate": 0.97,
    "max_occupancy": 0.88,
    "minimum_agents": 2,
    "patience_seconds": 180.0,
    "patience": "deterministic",
    "waiting_places": 30,
}


def best_seconds(function: Callable[[], object], runs: int) -> float:
    """Shortest of several runs, in processor seconds: what else runs on the machine does not count."""
    durations = []
    for _ in range(runs):
        start = time.process_time()
        function()
        durations.append(time.process_time() - start)
    return min(durations)


def week_of_calls(intervals: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Calls per second that swing between night and day, 1 to 60 erlangs, with a little noise."""
    noise = np.random.default_rng(20231).uniform(0.8, 1.2, intervals)
    swing = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(intervals) / 48.0)
    load = (1.0 + 49.0 * swing) * noise
    return load / AHT_SECONDS


def compare_with_pyworkforce() -> None:
    """Erlang C for 336 intervals: time, ratio, and the answers side by side."""
    calls = week_of_calls(336)

    def ours() -> Any:
        return required_agents(
            calls, AHT_SECONDS, service_level=SERVICE_LEVEL, answer_within_seconds=ANSWER_WITHIN_SECONDS
        ).agents

    seconds = best_seconds(ours, 50)
    print(f"Erlang C, 336 intervals, this package: {1e3 * seconds:8.2f} ms")
    try:
        from pyworkforce.queuing import ErlangC
    except ImportError:
        print("pyworkforce is not installed here: comparison left out")
        return

    def theirs() -> list[int]:
        return [
            ErlangC(
                transactions=rate, aht=AHT_SECONDS, interval=1.0, asa=ANSWER_WITHIN_SECONDS, shrinkage=0.0
            ).required_positions(service_level=SERVICE_LEVEL, max_occupancy=1.0)["raw_positions"]
            for rate in calls
        ]

    their_seconds = best_seconds(theirs, 10)
    print(f"Erlang C, 336 intervals, pyworkforce:  {1e3 * their_seconds:8.2f} ms")
    print(f"ratio: {their_seconds / seconds:.1f}")
    more = np.array(theirs()) - ours()
    print(
        f"intervals with the same answer: {np.count_nonzero(more == 0)} of 336;"
        f" with one agent more than needed from pyworkforce: {np.count_nonzero(more == 1)};"
        f" other: {np.count_nonzero((more != 0) & (more != 1))}"
    )


def centre_queue() -> None:
    """The centre's own queue with all targets, for 8 queues."""
    calls = week_of_calls(336)[:, None] * np.linspace(0.1, 1.5, 8)
    seconds = best_seconds(lambda: required_agents(calls, AHT_SECONDS, **ALL_TARGETS), 5)
    print(f"centre's queue, all targets, 336 x 8:  {1e3 * seconds:8.2f} ms")


def growth() -> None:
    """Time per interval should not grow with the number of intervals."""
    for intervals in (336, 3_360, 35_040):
        calls = week_of_calls(intervals)
        erlang_c = best_seconds(lambda calls=calls: required_agents(calls, AHT_SECONDS, service_level=SERVICE_LEVEL), 5)
        centre = best_seconds(lambda calls=calls: required_agents(calls, AHT_SECONDS, **ALL_TARGETS), 3)
        print(
            f"{intervals:6d} intervals: Erlang C {1e3 * erlang_c:8.2f} ms ({1e6 * erlang_c / intervals:5.2f} us each),"
            f" centre's queue {1e3 * centre:8.2f} ms ({1e6 * centre / intervals:5.2f} us each)"
        )


if __name__ == "__main__":
    compare_with_pyworkforce()
    centre_queue()
    growth()
