"""Callers who hang up, and whom the line cuts off in the end: against closed sums, its limits, and a simulation."""

from __future__ import annotations

from typing import Any

import ciw
import numpy as np
import pytest
from scipy.special import betainc, gammaln
from scipy.stats import t as student_t

from scheduler.staffing.erlang import queue_performance, required_agents
from tests.staffing.test_performance import AHT, assert_same

AGENTS = np.array([3.0, 20.0, 38.0, 40.0, 43.5, 60.0])
CALLS = 40 / AHT


def test_states_weigh_what_the_incomplete_beta_function_says() -> None:
    """Weight of n waiting: (calls * patience)**n / ((x+1)...(x+n)) * I(1 - exp(-cut/patience); n, x+1)."""
    patience_seconds, cut_seconds, places = 150.0, 180.0, 30
    result = queue_performance(
        CALLS, AHT, AGENTS, patience_seconds=patience_seconds, cut_off_seconds=cut_seconds, waiting_places=places
    )
    n = np.arange(1, places + 1)
    x = (AGENTS / AHT * patience_seconds)[:, None]
    log_weight = n * np.log(CALLS * patience_seconds) + gammaln(x + 1.0) - gammaln(x + n + 1.0)
    weight = np.exp(log_weight) * betainc(n, x + 1.0, -np.expm1(-cut_seconds / patience_seconds))
    loss = queue_performance(CALLS, AHT, AGENTS, waiting_places=0).block_probability
    # The loss function gives the states with a free agent, as a multiple of "all busy, nobody waiting".
    total = 1.0 / loss + weight.sum(axis=1)
    np.testing.assert_allclose(result.block_probability, weight[:, -1] / total, rtol=1e-10)
    np.testing.assert_allclose(result.queue_length, (weight * n).sum(axis=1) / total, rtol=1e-10)
    np.testing.assert_allclose(result.wait_probability, (1.0 + weight[:, :-1].sum(axis=1)) / total, rtol=1e-10)


@pytest.mark.parametrize("places", [None, 1, 30])
def test_a_cut_that_nobody_lives_to_see_changes_nothing(places: int | None) -> None:
    options: dict[str, Any] = {"patience_seconds": 150.0, "waiting_places": places}
    late = queue_performance(CALLS, AHT, AGENTS, cut_off_seconds=700.0 * 150.0, **options)
    assert_same(late, queue_performance(CALLS, AHT, AGENTS, **options), 1e-9)


@pytest.mark.parametrize("places", [None, 1, 30])
def test_callers_who_hardly_ever_hang_up_are_cut_off_alone(places: int | None) -> None:
    cut = queue_performance(CALLS, AHT, AGENTS, patience_seconds=1e12, cut_off_seconds=180.0, waiting_places=places)
    alone = queue_performance(
        CALLS, AHT, AGENTS, patience_seconds=180.0, patience="deterministic", waiting_places=places
    )
    assert_same(cut, alone, 1e-7)


def test_a_cut_of_callers_with_one_patience_is_the_shorter_of_the_two() -> None:
    options: dict[str, Any] = {"patience": "deterministic", "waiting_places": 30}
    for patience_seconds, cut_seconds in ((180.0, 90.0), (90.0, 180.0)):
        both = queue_performance(
            CALLS, AHT, AGENTS, patience_seconds=patience_seconds, cut_off_seconds=cut_seconds, **options
        )
        assert_same(both, queue_performance(CALLS, AHT, AGENTS, patience_seconds=90.0, **options))
    only_cut = queue_performance(CALLS, AHT, AGENTS, cut_off_seconds=90.0, waiting_places=30)
    assert_same(only_cut, queue_performance(CALLS, AHT, AGENTS, patience_seconds=90.0, **options))


def test_rows_of_every_kind_mix() -> None:
    patience_seconds, cut_off = np.array([100.0, 100.0, np.inf, np.inf, 0.0]), np.array([50.0, np.inf, 50.0, np.inf, 9])
    mixed = queue_performance(
        CALLS, AHT, 41.0, patience_seconds=patience_seconds, cut_off_seconds=cut_off, waiting_places=8
    )
    for n, (seconds, cut) in enumerate(zip(patience_seconds, cut_off, strict=True)):
        alone = queue_performance(CALLS, AHT, 41.0, patience_seconds=seconds, cut_off_seconds=cut, waiting_places=8)
        np.testing.assert_allclose(mixed.abandon_probability[n], alone.abandon_probability)


def test_the_smallest_staff_counts_the_cut() -> None:
    options: dict[str, Any] = {"answer_rate": 0.97, "patience_seconds": 400.0, "waiting_places": 30}
    with_cut = required_agents(CALLS, AHT, cut_off_seconds=20.0, **options).agents
    assert with_cut > required_agents(CALLS, AHT, **options).agents
    enough, fewer = (
        queue_performance(
            CALLS, AHT, agents, patience_seconds=400.0, cut_off_seconds=20.0, waiting_places=30
        ).answered_of_offered
        for agents in (with_cut, with_cut - 1)
    )
    assert enough >= 0.97 > fewer


class HangUpOrCut(ciw.dists.Distribution):  # type: ignore[misc]  # ciw has no types
    """Exponential with a mean, but never longer than the cut."""

    def __init__(self, mean: float, cut: float) -> None:
        self.mean_seconds, self.cut = mean, cut

    def sample(self, t: float | None = None, ind: object = None) -> float:
        return float(min(ciw.random.expovariate(1.0 / self.mean_seconds), self.cut))


@pytest.mark.parametrize("load_per_agent", [0.8, 1.0, 1.4])
def test_simulation_confirms_the_queue(load_per_agent: float) -> None:
    """3 agents, 4 places, patience of 60 s on average, cut off after 50 s; every measure in the 99% interval."""
    calls, aht, agents = load_per_agent * 3 / 60.0, 60.0, 3
    warm_up, observed = 600.0, 60_000.0
    computed = queue_performance(calls, aht, agents, patience_seconds=60.0, cut_off_seconds=50.0, waiting_places=4)
    runs = []
    for seed in range(15):
        ciw.seed(seed)
        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Exponential(calls)],
            service_distributions=[ciw.dists.Exponential(1.0 / aht)],
            number_of_servers=[agents],
            queue_capacities=[4],
            reneging_time_distributions=[HangUpOrCut(60.0, 50.0)],
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(warm_up + observed + 3_600.0)
        seen = [c for c in simulation.get_all_records() if warm_up <= c.arrival_date < warm_up + observed]
        waits = np.array([c.waiting_time for c in seen if c.record_type == "service"])
        left = np.array([c.waiting_time for c in seen if c.record_type == "renege"])
        runs.append(
            {
                "service_level": np.count_nonzero(waits <= 20.0) / len(seen),
                "asa_served_seconds": waits.mean(),
                "wait_all_seconds": (waits.sum() + left.sum()) / (len(waits) + len(left)),
                "abandon_probability": len(left) / len(seen),
                "block_probability": 1.0 - (len(waits) + len(left)) / len(seen),
                "queue_length": (waits.sum() + left.sum()) / observed,
            }
        )
    quantile = student_t.ppf(0.995, len(runs) - 1)
    for measure in runs[0]:
        values = np.array([run[measure] for run in runs])
        half_width = quantile * values.std(ddof=1) / np.sqrt(len(runs))
        exact = float(getattr(computed, measure))
        print(f"{measure:20s} simulated {values.mean():11.6f} +- {half_width:.6f}  computed {exact:11.6f}")
        assert abs(values.mean() - exact) <= half_width, measure
