"""Columns of frames, each kind with its dtype."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

import numpy as np
import pandas as pd

LOCAL = "datetime64[us]"


def words(values: Iterable[str | None]) -> pd.Series:
    """Text; None is missing."""
    return pd.Series(list(values), dtype="str")


def calendar_days(days: Iterable[date | None]) -> pd.Series:
    """Days at midnight, without a zone: no clock has a part in them."""
    return pd.Series(np.array(list(days), dtype=LOCAL))


def local_times(times: Iterable[datetime | None], zone: tzinfo | None) -> pd.Series:
    """Moments in a zone.

    Parameters
    ----------
    times
        Local times; their ``fold`` tells the second pass of an hour that the clock shows twice. One that the clock
        skips is the moment at which it does.
    zone
        Theirs; None: the clock never changes, and is called UTC.
    """
    local = list(times)
    is_first = np.array([time is None or not time.fold for time in local], dtype=np.bool_)
    index = pd.DatetimeIndex(np.array(local, dtype=LOCAL))
    return pd.Series(index.tz_localize(zone or UTC, ambiguous=is_first, nonexistent="shift_forward"))


def counts(values: Iterable[int | None]) -> pd.Series:
    """Whole numbers, some of which may be missing."""
    return pd.Series(list(values), dtype="Int64")
