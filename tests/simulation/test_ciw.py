"""A small centre whose calls and staff change by the half hour, against Ciw, which shares nothing with our events."""

from __future__ import annotations

import ciw
import numpy as np
from scipy.stats import norm

from benchmarks.simple_centres import INTERVAL_SECONDS, floor_of, seen, shifts_for, sources_of
from scheduler.simulation.kernel.layout import ABANDONED, CALLS, IN_TIME, WAITED, Reals

AGENTS = [4, 8, 8, 3, 3, 6, 2, 4]
CALLS_A_HOUR = [70.0, 150.0, 190.0, 90.0, 60.0, 110.0, 60.0, 40.0]
AHT_SECONDS, PATIENCE_SECONDS, ANSWER_WITHIN = 150.0, 120.0, 20.0
N_INTERVALS = len(AGENTS)
REPLICATIONS = 60


class Exponential(ciw.dists.Distribution):  # type: ignore[misc]  # ciw has no types
    """Exponential with a mean."""

    def __init__(self, mean: float) -> None:
        self.mean_seconds = mean

    def sample(self, t: float | None = None, ind: object = None) -> float:
        return float(ciw.random.expovariate(1.0 / self.mean_seconds))


def by_ciw(seed: int) -> Reals:
    """Calls, abandoned, in time and waited seconds, by interval of arrival."""
    ends = [INTERVAL_SECONDS * (n + 1) for n in range(N_INTERVALS)]
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(
                rates=[calls / 3600.0 for calls in CALLS_A_HOUR], endpoints=ends, max_sample_date=ends[-1]
            )
        ],
        service_distributions=[Exponential(AHT_SECONDS)],
        number_of_servers=[
            ciw.Schedule(numbers_of_servers=[*AGENTS, AGENTS[-1]], shift_end_dates=[*ends, 10 * ends[-1]])
        ],
        reneging_time_distributions=[Exponential(PATIENCE_SECONDS)],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(ends[-1] + 3600.0)
    found = np.zeros((4, N_INTERVALS))
    for call in simulation.get_all_records():
        interval = int(call.arrival_date / INTERVAL_SECONDS)
        if interval >= N_INTERVALS:
            continue
        found[0, interval] += 1
        if call.record_type == "renege":
            found[1, interval] += 1
        elif call.record_type == "service":
            found[2, interval] += call.waiting_time <= ANSWER_WITHIN
            found[3, interval] += call.waiting_time
    return found


def ours() -> Reals:
    """The same of our own, replications first."""
    starts, ends = shifts_for(np.array(AGENTS, dtype=np.float64))
    callers = sources_of(
        np.array(CALLS_A_HOUR) * INTERVAL_SECONDS / 3600.0,
        AHT_SECONDS,
        patience_seconds=np.array([PATIENCE_SECONDS]),
        day=np.zeros(N_INTERVALS, dtype=np.int64),
    )
    found = seen(floor_of(starts, ends, N_INTERVALS), callers, REPLICATIONS)[:, :, 0]
    return found[:, [CALLS, ABANDONED, IN_TIME, WAITED]]


def test_ciw_sees_the_same_in_every_interval() -> None:
    theirs, our = np.stack([by_ciw(seed) for seed in range(REPLICATIONS)]), ours()
    # Ciw begins with nobody on the line, so the first interval is left out; two intervals later that is forgotten.
    for measure, name in enumerate(("calls", "abandoned", "in time", "waited")):
        for interval in range(1, N_INTERVALS):
            one, other = theirs[:, measure, interval], our[:, measure, interval]
            spread = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
            # All 28 comparisons together are right with 99%.
            limit = norm.ppf(1 - 0.005 / (4 * (N_INTERVALS - 1))) * spread
            assert abs(one.mean() - other.mean()) <= limit + 1e-9, (name, interval)
    assert theirs[:, 1].mean() > 1  # there is something to compare
