"""The history of arrivals as a frame, with the columns of ``inflow.csv``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scheduler.domain.inflow import Inflow
from scheduler.frames.columns import LOCAL


def inflow_frame(inflow: Inflow) -> pd.DataFrame:
    """One row a day, hour and queue of which the history says something, in this order.

    An hour that the clock shows twice has one row with the figures of both passes together.
    """
    figures = [(queue.calls, queue.aht_seconds, queue.attempts) for queue in inflow.queues.values()]
    calls, aht_seconds, attempts = (np.stack(values, axis=-1) for values in zip(*figures, strict=True))
    is_known = ~np.isnan(calls)
    day, hour, queue = np.nonzero(is_known)
    return pd.DataFrame(
        {
            "date": (np.datetime64(inflow.first_day, "D") + day).astype(LOCAL),
            "hour": hour.astype(np.int64),
            "queue": pd.Series(np.array(list(inflow.queues), dtype=object)[queue], dtype="str"),
            "calls": calls[is_known],
            "aht_seconds": aht_seconds[is_known],
            "attempts": attempts[is_known],
        }
    )
