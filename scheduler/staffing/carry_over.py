"""What one interval hands on to the next: calls in progress, and callers who still wait.

The queue models take every interval on its own, as if its load and staff had lasted for ever ("stationary
independent"). That is good while handling times are short beside the interval and every interval is staffed for its
load. After a short-staffed interval it is too kind to the next one. The lagged variant keeps the models, but gives
each interval the load that it really faces:

- Calls begun earlier are still being handled. The offered load follows the arrivals as that of a group of agents
  without limit does: ``dm/dt = arrivals - m / aht`` (the modified offered load).
- Callers whom an interval cannot serve wait at the start of the next one, as many as there are places for, and no more
  than arrive within their patience. They are added to its arrivals (a fluid backlog). A service report asks for that
  only where nobody gives up: other queues empty within minutes.

With 30 waiting places at most 30 callers are ever handed on; at 440 s a call it is the calls in progress that matter.
Where agents leave, as at the end of the day part, they finish their own calls: the rest is charged to those who stay.
"""

from __future__ import annotations

import numpy as np

from scheduler.domain.arrays import FloatArray


def lagged_calls(
    calls: FloatArray,
    aht_seconds: FloatArray,
    agents: FloatArray,
    interval_seconds: float,
    *,
    patience_seconds: float | None = None,
    waiting_places: int | None = None,
) -> FloatArray:
    """Calls that each interval has to deal with, those handed on to it included.

    Parameters
    ----------
    calls
        Arrivals per interval, shape (n,); the first interval is taken to begin in its steady state.
    aht_seconds
        Mean handling time, shape (n,).
    agents
        Agents on the queue, fractions allowed, shape (n,).
    interval_seconds
        Length of an interval.
    patience_seconds
        When a waiting caller leaves; None: never.
    waiting_places
        Callers who can wait; None: any number.

    Returns
    -------
    Calls per interval whose steady state stands for the interval, shape (n,). Their sum is not that of `calls`: who
    waits from one interval into the next counts in both.

    References
    ----------
    Modified offered load: O. B. Jennings, A. Mandelbaum, W. A. Massey and W. Whitt, "Server staffing to meet
    time-varying demand", Management Science 42 (1996) 1383-1394. The lag of peaks: L. V. Green, P. J. Kolesar and
    J. Soares, "Improving the SIPP approach for staffing service systems that have cyclic demands", Operations Research
    49 (2001) 549-564. Backlog carried over: R. Stolletz, "Approximation of the non-stationary M(t)/M(t)/c(t)-queue
    using stationary queueing models", European Journal of Operational Research 190 (2008) 478-493.
    """
    lagged = np.empty_like(calls)
    load = float(calls[0] * aht_seconds[0] / interval_seconds) if len(calls) else 0.0
    waiting, were = 0.0, float(agents[0]) if len(agents) else 0.0
    for n, (came, aht, on_queue) in enumerate(zip(calls.tolist(), aht_seconds.tolist(), agents.tolist(), strict=True)):
        if on_queue < were:
            # Those who leave finish their own calls.
            load -= min(load, were) * (1.0 - on_queue / were)
        were = on_queue
        intervals_per_call = aht / interval_seconds
        target = came * intervals_per_call
        faded = float(np.exp(-1.0 / intervals_per_call)) if intervals_per_call > 0 else 0.0
        # Mean over the interval of the exponential approach to `target`.
        mean_load = target + (load - target) * intervals_per_call * (1.0 - faded)
        load = target + (load - target) * faded
        in_progress = mean_load / intervals_per_call if intervals_per_call > 0 else came
        lagged[n] = in_progress + waiting
        room = np.inf if waiting_places is None else float(waiting_places)
        if patience_seconds is not None:
            room = min(room, came * patience_seconds / interval_seconds)
        served = on_queue / intervals_per_call if intervals_per_call > 0 else np.inf
        waiting = min(max(waiting + in_progress - served, 0.0), room)
    return lagged
