"""What the queues promise for the rest of a day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.staffing.binding_target import targets_in


def promised_levels(settings: Settings, demand: Demand, rest: NDArray[np.bool_]) -> dict[str, float]:
    """The service level that each queue promises, the mean over its calls; queues that do not at all hours are missing.

    Parameters
    ----------
    settings
        Of the workspace.
    demand
        The calls that are expected.
    rest
        The intervals that count, shape (n_intervals,).
    """
    levels = {
        queue.name: _promised(queue, demand.queues[queue.name], rest)
        for queue in settings.queues
        if queue.name in demand.queues
    }
    return {name: level for name, level in levels.items() if level is not None}


def _promised(queue: Queue, needs: QueueDemand, rest: NDArray[np.bool_]) -> float | None:
    calls, classes = needs.calls * rest, needs.hour_class
    of_class = {str(one): targets_in(queue, str(one)).service_level for one in np.unique(classes[calls > 0])}
    levels = {one: level for one, level in of_class.items() if level is not None}
    if not levels or len(levels) < len(of_class):
        return None
    return float(sum(calls[classes == one].sum() * level for one, level in levels.items()) / calls.sum())
