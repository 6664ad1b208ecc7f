"""Who must be told what as a frame, with the columns of ``changes.csv`` of a repair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import pandas as pd

from scheduler.changes.between import Change
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import OFF
from scheduler.frames.columns import calendar_days, local_times, words


def changes_frame(changes: Sequence[Change], zone: tzinfo | None) -> pd.DataFrame:
    """One row a person and day that becomes another, in the order of the changes.

    Parameters
    ----------
    changes
        Their times are local; a day off has the shift ``OFF`` and no times, and says ``yes`` of who is on call on it.
    zone
        The time zone of these times; None: UTC.
    """
    return pd.DataFrame(
        {
            "employee_id": words(change.employee_id for change in changes),
            "name": words(change.name for change in changes),
            "date": calendar_days(change.date for change in changes),
            **_day_columns("old", [change.old for change in changes], zone),
            "old_on_call": words("yes" if change.was_on_call else None for change in changes),
            **_day_columns("new", [change.new for change in changes], zone),
            "new_on_call": words("yes" if change.is_on_call else None for change in changes),
        }
    )


def _day_columns(which: str, rows: Sequence[Assignment | None], zone: tzinfo | None) -> dict[str, Any]:
    """What people work on these days, as the columns of one of the two rosters."""
    times = {
        f"{which}_{name}": local_times((None if row is None else getattr(row, name) for row in rows), zone)
        for name in ("start", "end", "break_start", "break_end")
    }
    return {
        f"{which}_shift": words(OFF if row is None else row.shift for row in rows),
        **times,
        f"{which}_work_mode": words(None if row is None else row.work_mode for row in rows),
    }
