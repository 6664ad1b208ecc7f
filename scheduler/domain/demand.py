"""What the callers need: required agents per interval and queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.calendar import Horizon
from scheduler.messages import Message

PERMILLE = 1000
"""Capacity is counted in thousandths of a reference agent (an agent in the office)."""


@dataclass(frozen=True, eq=False)
class QueueDemand:
    """The demand of one queue; every array has shape (n_intervals,).

    Attributes
    ----------
    queue
        Name of the queue.
    deferrable
        True for work that may wait (text, app): staffed by workload within its deadline.
    calls
        Expected arrivals per interval.
    aht_seconds
        Average handling time.
    erlangs
        Load: agents that would be busy all the time. For deferrable work, what is worked on in the interval.
    required
        Reference agents to be scheduled, shrinkage included; 0 where the queue is closed.
    binding_target
        Which target set `required`: service_level, asa, answer_rate, answer_rate_total, occupancy, minimum, workload,
        none.
    hour_class
        prime, vulnerable, other or closed.
    shrinkage
        Share of scheduled time that is lost to the queue (0 to 1): on the queue are
        ``effective * (1 - shrinkage)`` agents.
    shortfall_weight
        How much a missing agent matters in the interval, whole and at least 1: multiplies its price.
    attempts
        Calls attempted, those that never entered included; None: not known.
    calls_low, calls_high
        P10 and P90 of the calls that will be counted; None: not forecast.
    """

    queue: str
    deferrable: bool
    calls: NDArray[np.float64]
    aht_seconds: NDArray[np.float64]
    erlangs: NDArray[np.float64]
    required: NDArray[np.float64]
    binding_target: NDArray[np.str_]
    hour_class: NDArray[np.str_]
    shrinkage: NDArray[np.float64]
    shortfall_weight: NDArray[np.int64]
    attempts: NDArray[np.float64] | None = None
    calls_low: NDArray[np.float64] | None = None
    calls_high: NDArray[np.float64] | None = None

    @cached_property
    def required_permille(self) -> NDArray[np.int64]:
        """`required` in thousandths of a reference agent, rounded up."""
        return np.ceil(self.required * PERMILLE - 1e-6).astype(np.int64)

    @cached_property
    def is_open(self) -> NDArray[np.bool_]:
        """Where anybody may serve the queue."""
        return np.not_equal(self.hour_class, "closed")


@dataclass(frozen=True, slots=True)
class ShortfallTier:
    """From which depth a shortfall costs how much: the deeper, the steeper.

    Attributes
    ----------
    from_share
        Share of the requirement (0 to 1) that is missing when this tier begins; the first tier begins at 0.
    multiplier
        Multiplies the price; grows from tier to tier.
    """

    from_share: float
    multiplier: int


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Demand of every queue over one horizon, and what missing it costs.

    Attributes
    ----------
    shortfall_tiers
        In order of depth.
    surplus_free_share
        Share of the requirement by which it may be exceeded at no cost.
    notices
        What a reader should know of how the demand was found.
    without_activities
        What it is where a roster plans no activities, if this is of one that does; None: this is it.
    """

    horizon: Horizon
    queues: Mapping[str, QueueDemand]
    shortfall_tiers: tuple[ShortfallTier, ...] = (ShortfallTier(0.0, 1),)
    surplus_free_share: float = 0.0
    notices: tuple[Message, ...] = ()
    without_activities: Demand | None = None
