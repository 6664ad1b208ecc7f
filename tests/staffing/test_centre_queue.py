"""The centre's own queue, 30 places and a cut after 180 s, against an independent simulation of events."""

from dataclasses import dataclass

import ciw
import numpy as np
import pytest
from scipy.stats import t as student_t

from scheduler.staffing.erlang import queue_performance

ANSWER_WITHIN_SECONDS = 20.0
REPLICATIONS = 20
CONFIDENCE = 0.99


@dataclass(frozen=True)
class Case:
    """A queue to simulate, and for how long."""

    name: str
    calls_per_second: float
    aht_seconds: float
    agents: int
    cut_seconds: float
    places: int
    warm_up_seconds: float
    observed_seconds: float


def centre(name: str, load_per_agent: float) -> Case:
    """The centre's queue; with 40 agents some 30 callers are answered in 180 s, so both limits bite."""
    return Case(name, load_per_agent * 40 / 240.0, 240.0, 40, 180.0, 30, 3_600.0, 18_000.0)


CASES = [
    centre("centre-below-capacity", 0.92),
    centre("centre-at-capacity", 1.0),
    centre("centre-above-capacity", 1.15),
    # A small queue forgets fast, which makes the interval an order of magnitude narrower.
    Case("small-queue", 3 / 60.0, 60.0, 3, 40.0, 2, 600.0, 60_000.0),
]


def simulate(case: Case, seed: int) -> dict[str, float]:
    """Run one replication and measure, from the fate of single calls, what the formulas promise."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(case.calls_per_second)],
        service_distributions=[ciw.dists.Exponential(1.0 / case.aht_seconds)],
        number_of_servers=[case.agents],
        queue_capacities=[case.places],
        reneging_time_distributions=[ciw.dists.Deterministic(case.cut_seconds)],
    )
    simulation = ciw.Simulation(network)
    end = case.warm_up_seconds + case.observed_seconds
    # An hour more lets every call that arrived in the observed time come to its end.
    simulation.simulate_until_max_time(end + 3_600.0)
    calls = [call for call in simulation.get_all_records() if case.warm_up_seconds <= call.arrival_date < end]
    answered = np.array([call.waiting_time for call in calls if call.record_type == "service"])
    handled = np.array([call.service_time for call in calls if call.record_type == "service"])
    cut = np.array([call.waiting_time for call in calls if call.record_type == "renege"])
    offered = len(calls)
    entered = len(answered) + len(cut)
    waits = answered.sum() + cut.sum()
    return {
        "service_level": np.count_nonzero(answered <= ANSWER_WITHIN_SECONDS) / offered,
        "asa_served_seconds": answered.mean(),
        "wait_all_seconds": waits / entered,
        "wait_probability": (np.count_nonzero(answered > 0) + len(cut)) / offered,
        "abandon_probability": len(cut) / offered,
        "block_probability": (offered - entered) / offered,
        "occupancy": handled.sum() / (case.agents * case.observed_seconds),
        "queue_length": waits / case.observed_seconds,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_simulation_confirms_the_queue(case: Case) -> None:
    """Every measure lies in the simulation's 99% confidence interval."""
    computed = queue_performance(
        case.calls_per_second,
        case.aht_seconds,
        case.agents,
        patience_seconds=case.cut_seconds,
        patience="deterministic",
        waiting_places=case.places,
        answer_within_seconds=ANSWER_WITHIN_SECONDS,
    )
    runs = [simulate(case, seed) for seed in range(REPLICATIONS)]
    quantile = student_t.ppf(0.5 + 0.5 * CONFIDENCE, REPLICATIONS - 1)
    for measure in runs[0]:
        values = np.array([run[measure] for run in runs])
        half_width = quantile * values.std(ddof=1) / np.sqrt(REPLICATIONS)
        exact = float(getattr(computed, measure))
        print(f"{measure:20s} simulated {values.mean():11.6f} +- {half_width:.6f}  computed {exact:11.6f}")
        assert abs(values.mean() - exact) <= half_width, measure
