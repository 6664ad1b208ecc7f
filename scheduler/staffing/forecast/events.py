"""Declared events: heavy rain, a new policy. They are taken out of the history, and put into the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.inflow import Event


def event_factors(events: Iterable[Event], queue: str, first_day: date, n_days: int) -> NDArray[np.float64]:
    """By how much events multiply a queue's arrivals; several at once multiply each other.

    Parameters
    ----------
    events
        Declared events of any queue.
    queue
        Whose arrivals.
    first_day, n_days
        The days asked about.

    Returns
    -------
    Factors, shape (n_days, 24); 1 where nothing happens.
    """
    factors = np.ones((n_days, 24))
    for event in events:
        if event.queue in (None, queue):
            first = max((event.first_day - first_day).days, 0)
            last = (event.last_day - first_day).days
            factors[first : max(last + 1, 0), event.from_hour : event.to_hour] *= event.factor
    return factors


def without_events(
    calls: NDArray[np.float64], events: Iterable[Event], queue: str, first_day: date
) -> NDArray[np.float64]:
    """A history as it would have been on ordinary days; hours in which an event stopped all calls are unknown.

    Parameters
    ----------
    calls, first_day
        Shape (days, 24), from this day on.
    events, queue
        What was declared, of which the queue's count.
    """
    factors = event_factors(events, queue, first_day, len(calls))
    return np.divide(calls, factors, out=np.full_like(calls, np.nan), where=factors > 0)
