"""The queue models agree with every published value of the reference list, within its printed rounding.

The list lives beside the project, not in it; without it these tests are skipped with a notice.
"""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from scheduler.staffing.erlang import QueuePerformance, queue_performance, required_agents
from scheduler.staffing.special import log_poisson

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "erlang.csv"

if not REFERENCE.exists():
    pytest.skip("no reference list beside the project (../shared/reference)", allow_module_level=True)

with REFERENCE.open(newline="", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))

MEASURES = ("service_level", "asa_s", "wait_prob", "abandon_prob", "block_prob", "occupancy", "Lq", "L")


def named(row: dict[str, str]) -> str:
    return f"{row['id']}-{row['model']}"


def places(row: dict[str, str]) -> int | None:
    if row["model"] == "erlang_b":
        return 0
    return int(row["system_size_K"]) - int(row["agents"]) if row["system_size_K"] else None


def patience(row: dict[str, str]) -> float | None:
    return float(row["patience_s"]) if row["patience_s"] else None


def performance(row: dict[str, str]) -> QueuePerformance:
    return queue_performance(
        float(row["lambda_per_s"]),
        float(row["aht_s"]),
        float(row["agents"]),
        patience_seconds=patience(row),
        waiting_places=places(row),
        answer_within_seconds=float(row["target_s"] or 20.0),
    )


def as_the_source_defines(row: dict[str, str], result: QueuePerformance, measure: str) -> float:
    """Translate our measures to those of the source; see the notes in the list."""
    busy_agents = float(result.occupancy) * float(row["agents"])
    if measure == "service_level" and "constant clearing rate" in row["note"]:
        return constant_clearing_service_level(row)
    if measure == "abandon_prob" and "conditional on being admitted" in row["note"]:
        return float(result.abandon_probability / (1.0 - result.block_probability))
    return {
        "service_level": float(result.service_level),
        # All sources with impatient callers mean the wait of all offered calls, the blocked ones with 0.
        "asa_s": float(result.wait_all_seconds * (1.0 - result.block_probability)),
        "wait_prob": float(result.wait_probability),
        "abandon_prob": float(result.abandon_probability),
        "block_prob": float(result.block_probability),
        "occupancy": float(result.occupancy),
        "Lq": float(result.queue_length),
        "L": float(result.queue_length) + busy_agents if row["model"] != "erlang_b" else calls_served(row, result),
    }[measure]


def calls_served(row: dict[str, str], result: QueuePerformance) -> float:
    return float(row["lambda_per_s"]) * float(row["aht_s"]) * (1.0 - float(result.block_probability))


def constant_clearing_service_level(row: dict[str, str]) -> float:
    """P(wait <= t) as if the queue ahead cleared at rate c*mu + nu throughout, from our state probabilities.

    The chance of being blocked with n places is the share of state n among states 0..n, which gives the
    whole distribution back.
    """
    calls, aht, agents = float(row["lambda_per_s"]), float(row["aht_s"]), float(row["agents"])
    nu = 1.0 / float(row["patience_s"])
    waiting = np.arange(int(row["system_size_K"]) - agents + 1)
    blocked = queue_performance(calls, aht, agents, patience_seconds=1.0 / nu, waiting_places=waiting).block_probability
    larger_states = np.append(np.cumprod((1.0 - blocked)[::-1])[::-1][1:], 1.0)
    state = blocked * larger_states
    departures = np.full_like(waiting, (agents / aht + nu) * float(row["target_s"]))
    late = np.cumsum(np.exp(log_poisson(waiting, departures)))
    return float(1.0 - state @ late)


def tolerance(row: dict[str, str], printed: str) -> float:
    stated = row["printed_tolerance"]
    if stated == "half unit of last printed digit":
        return 0.5 * 10.0 ** -len(printed.partition(".")[2])
    return 5e-7 if stated == "6 decimals" else float(stated)


@pytest.mark.parametrize("row", [row for row in ROWS if not row["search_target"]], ids=named)
def test_measures_agree_with_the_published_row(row: dict[str, str]) -> None:
    """Every measure that the source prints is met within the rounding of its print."""
    result = performance(row)
    printed = {measure: row[measure] for measure in MEASURES if row[measure]}
    assert printed
    for measure, text in printed.items():
        computed = as_the_source_defines(row, result, measure)
        # The rounding errors of the list's own decimal numbers come on top of the printed rounding.
        allowed = tolerance(row, text) * (1.0 + 1e-6) + 1e-12 * abs(float(text))
        assert abs(computed - float(text)) <= allowed, (measure, computed, text)


@pytest.mark.parametrize("row", [row for row in ROWS if row["search_target"]], ids=named)
def test_required_agents_agree_with_the_published_row(row: dict[str, str]) -> None:
    """The smallest staff for the stated targets is the published one."""
    targets = {name: float(value) for name, value in re.findall(r"(\w+)[<>]=([\d.]+)", row["search_target"])}
    blocking = targets.pop("blocking", None)
    result = required_agents(
        float(row["lambda_per_s"]),
        float(row["aht_s"]),
        service_level=targets.pop("SL", None),
        max_occupancy=targets.pop("occ", None),
        answer_rate=None if blocking is None else 1.0 - blocking,
        answer_within_seconds=float(row["target_s"] or 20.0),
        patience_seconds=patience(row),
        waiting_places=places(row),
    )
    assert not targets
    assert result.agents == int(row["required_agents"])


def test_the_reference_list_is_read_whole() -> None:
    """No row escapes the two tests above."""
    assert len(ROWS) == 84
    assert all(any(row[measure] for measure in MEASURES) or row["search_target"] for row in ROWS)
