"""Centres without a workspace for the simulation: one kind of people, calls as one likes, and what is seen in them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import t as student_t

from scheduler.config.simulating import Simulating
from scheduler.simulation.chance import Sources
from scheduler.simulation.floor import Spans, Staffed, staffed_with
from scheduler.simulation.kernel.layout import NONE, Floor, Reals
from scheduler.simulation.replications import Piece, replicate

INTERVAL_SECONDS = 1800.0
CONFIDENCE = 0.99


def floor_of(starts: Reals, ends: Reals, n_intervals: int, **changes: Any) -> Staffed:
    """People who serve queue 0 between these times, in seconds; fields of `Floor` and `Staffed` in their place."""
    n = len(starts)
    is_open = changes.pop("is_open", np.ones((1, n_intervals), dtype=np.bool_))
    n_queues = len(is_open)
    away = changes.pop("away", Spans(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0)))
    fields: dict[str, Any] = {
        "interval_seconds": np.array([INTERVAL_SECONDS]),
        "is_deferrable": np.zeros(n_queues, dtype=np.bool_),
        "places": np.full(n_queues, NONE),
        "answer_within_seconds": np.full((n_queues, n_intervals), 20.0),
        "is_open": is_open,
        "deadline_seconds": np.full(n_queues, np.inf),
        "group_queues": np.zeros((1, 1), dtype=np.int64),
        "starts": np.asarray(starts, dtype=np.float64),
        "ends": np.asarray(ends, dtype=np.float64),
        "group": np.zeros(n, dtype=np.int64),
        "pace": np.ones(n),
        "takes_longest_waiting": np.array([False]),
    } | changes
    opened = np.cumsum(is_open * INTERVAL_SECONDS, axis=1)
    fields["open_seconds"] = np.concatenate([np.zeros((n_queues, 1)), opened], axis=1)
    names = tuple(f"queue{number}" for number in range(n_queues))
    return staffed_with(Floor(**fields), names, away, np.arange(n))


def sources_of(calls: Reals, aht_seconds: float | Reals, **changes: Any) -> Sources:
    """Callers by queue and interval; fields of `Sources` in their place."""
    calls = np.atleast_2d(np.asarray(calls, dtype=np.float64))
    n_queues, n_intervals = calls.shape
    interval = np.arange(n_intervals)
    fields: dict[str, Any] = {
        "simulating": Simulating(),
        "calls": calls,
        "counted": None,
        "relative_variance": np.zeros(n_queues),
        "aht_seconds": np.broadcast_to(aht_seconds, calls.shape).astype(np.float64),
        "patience_seconds": np.full(n_queues, np.inf),
        "is_patience_exponential": (True,) * n_queues,
        "cut_off_seconds": np.full(n_queues, np.inf),
        "day": interval // 48,
        "hour": interval // 2,
        "absent_share": 0.0,
        "off_phone_share": 0.0,
    } | changes
    fields["off_phone_share"] = np.broadcast_to(fields["off_phone_share"], n_intervals)
    return Sources(**fields)


def seen(staffed: Staffed, sources: Sources, replications: int, seed: int = 1) -> Reals:
    """What is seen, shape (replications, len(FATES), n_queues, n_intervals)."""
    return replicate(Piece(staffed, sources, seed, tuple(range(replications))))


def ratio_interval(part: Reals, whole: Reals, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The ratio of two sums over replications, and half the width of its confidence interval."""
    n = len(part)
    ratio = part.sum() / whole.sum()
    deviation = (part - ratio * whole).std(ddof=1) / whole.mean()
    return float(ratio), float(student_t.ppf(0.5 + 0.5 * confidence, n - 1) * deviation / np.sqrt(n))


def shifts_for(agents: Reals) -> tuple[Reals, Reals]:
    """Starts and ends of shifts that bring so many people to each interval, whoever came first leaving first.

    Parameters
    ----------
    agents
        Whole numbers, shape (n_intervals,); who is there in the first and the last one is there before and after.
    """
    change = np.diff(np.concatenate([[0.0], agents])).astype(np.int64)
    at = np.arange(len(agents)) * INTERVAL_SECONDS
    starts = np.repeat(at, np.maximum(change, 0))
    ends = np.repeat(at, np.maximum(-change, 0))
    starts[: change[0]] = -1e6
    return starts, np.concatenate([ends, np.full(len(starts) - len(ends), 1e9)])
