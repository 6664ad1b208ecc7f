"""Where computed and simulated service part most, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scheduler.simulation.results import Cause, QueueReason, SimulatedIntervals, WhyDifferent
from scheduler.staffing.service_report import ServiceReport


def cause_of(
    parts: Sequence[SimulatedIntervals], lagged: ServiceReport, helped: Mapping[str, NDArray[np.bool_]]
) -> Cause | None:
    """The hour and queue with most of the difference, and what explains more than half of it.

    Parameters
    ----------
    parts
        Of all calls first, then of each queue.
    lagged
        The computed service with what each interval hands on.
    helped
        Where people of other queues may serve a queue, shape (n_intervals,).
    """
    whole = parts[0]
    calls = {name for name, queue in lagged.queues.items() if not queue.deferrable} or set(lagged.queues)
    sign = 1.0 if whole.missed > 0 else -1.0
    hours = [part for part in parts if part.scope == "hour" and part.queue in calls]
    worst = max(hours, key=lambda part: sign * part.missed, default=None)
    if worst is None or worst.queue is None or sign * worst.missed <= 0:
        return None
    figure = worst.figures["service_level"]
    handed_on = lagged.by_hour_of_day([worst.queue])[int(worst.at)].service_level
    is_handed_on = abs(handed_on - figure.simulated) < 0.5 * abs(figure.computed - figure.simulated)
    horizon = lagged.horizon
    starts = {
        horizon.interval_start(n).isoformat(timespec="minutes") for n in np.flatnonzero(helped[worst.queue]).tolist()
    }
    inside = [
        (part.missed, part.moment in starts)
        for part in parts
        if part.scope == "interval"
        and part.queue == worst.queue
        and part.start is not None
        and part.start.hour == int(worst.at)
    ]
    with_help = sum(missed for missed, is_helped in inside if is_helped)
    return Cause(worst, is_handed_on, sign * with_help > 0.5 * sign * sum(missed for missed, _ in inside))


def reasons_of(
    parts: Sequence[SimulatedIntervals],
    lagged: ServiceReport,
    helped: Mapping[str, NDArray[np.bool_]],
    lending: Mapping[str, NDArray[np.bool_]],
) -> Iterator[QueueReason]:
    """Why each queue of calls whose service level differs does so.

    Parameters
    ----------
    parts, lagged, helped
        As of `cause_of`.
    lending
        Where people of a queue may serve others, shape (n_intervals,).
    """
    horizon = lagged.horizon
    for part in parts:
        figure = part.figures["service_level"]
        if part.scope != "all" or part.queue is None or lagged.queues[part.queue].deferrable or not figure.differs:
            continue
        missed = np.zeros(horizon.n_intervals)
        for one in parts:
            if one.scope == "interval" and one.queue == part.queue and one.start is not None:
                missed[int(horizon.elapsed_at(one.start)) // horizon.interval_minutes] += one.missed
        where = lending if missed.sum() > 0 else helped
        handed_on = lagged.totals([part.queue]).service_level
        why: WhyDifferent = "chance"
        if missed[where[part.queue]].sum() / missed.sum() > 0.5 and where[part.queue].any():
            why = "lending" if missed.sum() > 0 else "helped"
        elif abs(handed_on - figure.simulated) < 0.5 * abs(figure.computed - figure.simulated):
            why = "handed_on"
        yield QueueReason(part, why)
