"""At a steady load the simulation shows what the exact formulas say, within its 99% interval."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from benchmarks.simple_centres import INTERVAL_SECONDS, floor_of, ratio_interval, seen, sources_of
from scheduler.simulation.kernel.layout import ABANDONED, ANSWERED, BLOCKED, CALLS, IN_TIME, WAITED, Reals
from scheduler.staffing.erlang import queue_performance

DAYS, WARM_UP = 3, 12
"""Days of each replication, and intervals of them that are left out."""

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "erlang.csv"


@dataclass(frozen=True)
class Case:
    """A queue: load over agents, who leaves when, and how many can wait."""

    name: str
    load_per_agent: float
    patience_seconds: float | None = None
    is_exponential: bool = True
    cut_off_seconds: float | None = None
    places: int | None = None
    agents: int = 8
    aht_seconds: float = 120.0

    @property
    def calls_per_second(self) -> float:
        return self.load_per_agent * self.agents / self.aht_seconds


CASES = [
    Case("M/M/c, light", 0.6),
    Case("M/M/c, heavy", 0.85),
    Case("M/M/c+M, at capacity", 1.0, patience_seconds=90.0),
    Case("M/M/c+M, above", 1.3, patience_seconds=90.0),
    Case("M/M/c/c", 0.9, places=0),
    Case("M/M/c/K, at capacity", 1.0, places=6),
    Case("M/M/c/K+D, above", 1.2, patience_seconds=60.0, is_exponential=False, places=10),
    Case("M/M/c/K+(M or D)", 1.1, patience_seconds=90.0, cut_off_seconds=60.0, places=12),
]


def seen_of(case: Case, replications: int = 12, seed: int = 1) -> Reals:
    """Sums of each replication once the queue has forgotten its beginning, shape (replications, len(FATES))."""
    n_intervals = 48 * DAYS
    always = floor_of(
        np.full(case.agents, -1e6),
        np.full(case.agents, 1e9),
        n_intervals,
        **({} if case.places is None else {"places": np.array([case.places])}),
    )
    callers = sources_of(
        np.full(n_intervals, case.calls_per_second * INTERVAL_SECONDS),
        case.aht_seconds,
        patience_seconds=np.array([case.patience_seconds or np.inf]),
        is_patience_exponential=(case.is_exponential,),
        cut_off_seconds=np.array([case.cut_off_seconds or np.inf]),
    )
    sums: Reals = seen(always, callers, replications, seed)[:, :, 0, WARM_UP:].sum(axis=2)
    return sums


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_simulation_shows_what_the_formula_says(case: Case) -> None:
    exact = queue_performance(
        case.calls_per_second,
        case.aht_seconds,
        case.agents,
        patience_seconds=case.patience_seconds,
        patience="exponential" if case.is_exponential else "deterministic",
        cut_off_seconds=case.cut_off_seconds,
        waiting_places=case.places,
    )
    sums = seen_of(case)
    for name, part, whole in (
        ("service_level", IN_TIME, CALLS),
        ("asa_served_seconds", WAITED, ANSWERED),
        ("abandon_probability", ABANDONED, CALLS),
        ("block_probability", BLOCKED, CALLS),
    ):
        simulated, half_width = ratio_interval(sums[:, part], sums[:, whole])
        assert abs(simulated - float(getattr(exact, name))) <= half_width + 1e-9, name


def published() -> list[dict[str, str]]:
    """Published values of Erlang C and A whose centre is small enough to be run."""
    if not REFERENCE.exists():
        return []
    with REFERENCE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        row
        for row in rows
        if row["model"] in ("erlang_c", "erlang_a")
        and row["service_level"]
        and row["agents"]
        and row["target_s"]
        and float(row["agents"]) <= 30
        and row["formula_check"] == "ok"
        and not row["note"]
    ]


def test_published_values_lie_in_the_interval() -> None:
    rows = published()
    if not rows:
        pytest.skip("no reference list beside the project (../shared/reference)")
    for row in rows[:4]:
        agents, n_intervals = int(row["agents"]), 48 * DAYS
        calls = np.full(n_intervals, float(row["lambda_per_s"]) * INTERVAL_SECONDS)
        patience = np.array([float(row["patience_s"] or np.inf)])
        always = floor_of(
            np.full(agents, -1e6),
            np.full(agents, 1e9),
            n_intervals,
            answer_within_seconds=np.full((1, n_intervals), float(row["target_s"])),
        )
        found = seen(always, sources_of(calls, float(row["aht_s"]), patience_seconds=patience), 12)
        sums = found[:, :, 0, WARM_UP:].sum(axis=2)
        level, half_width = ratio_interval(sums[:, IN_TIME], sums[:, CALLS])
        rounding = float(row["printed_tolerance"] or 0.0)
        assert abs(level - float(row["service_level"])) <= half_width + rounding, row["id"]


def test_a_longer_handling_time_with_another_spread_changes_the_wait_as_known() -> None:
    """M/G/1: the mean wait grows with the square of the coefficient of variation (Pollaczek and Khinchine)."""
    n_intervals = 48 * 10
    always = floor_of(np.array([-1e6]), np.array([1e9]), n_intervals)
    for variation in (0.5, 2.0):
        simulating = sources_of(np.ones(1), 1.0).simulating.model_copy(
            update={"handling": "lognormal", "handling_variation": variation}
        )
        callers = sources_of(np.full(n_intervals, 0.6 * INTERVAL_SECONDS / 20.0), 20.0, simulating=simulating)
        sums = seen(always, callers, 16)[:, :, 0, WARM_UP:].sum(axis=2)
        wait, half_width = ratio_interval(sums[:, WAITED], sums[:, ANSWERED])
        assert abs(wait - 0.6 / 0.4 * 0.5 * (1 + variation**2) * 20.0) <= half_width
