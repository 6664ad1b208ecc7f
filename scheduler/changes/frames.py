"""Who must be told what as a frame, with the columns of ``changes.csv`` of a repair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import pandas as pd

from scheduler.changes.between import Change
from scheduler.domain.shifts import OFF
from scheduler.frames.columns import calendar_days, local_times, words


def changes_frame(changes: Sequence[Change], zone: tzinfo | None) -> pd.DataFrame:
    """One row a person and day that becomes another, in the order of the changes.

    Parameters
    ----------
    changes
        Their times are local; a day off has the shift ``OFF`` and no times.
    zone
        The time zone of these times; None: UTC.
    """
    old, new = [change.old for change in changes], [change.new for change in changes]
    return pd.DataFrame(
        {
            "employee_id": words(change.employee_id for change in changes),
            "name": words(change.name for change in changes),
            "date": calendar_days(change.date for change in changes),
            "old_shift": words(OFF if row is None else row.shift for row in old),
            "old_start": local_times((None if row is None else row.start for row in old), zone),
            "old_end": local_times((None if row is None else row.end for row in old), zone),
            "new_shift": words(OFF if row is None else row.shift for row in new),
            "new_start": local_times((None if row is None else row.start for row in new), zone),
            "new_end": local_times((None if row is None else row.end for row in new), zone),
            "new_break_start": local_times((None if row is None else row.break_start for row in new), zone),
            "new_break_end": local_times((None if row is None else row.break_end for row in new), zone),
            "new_work_mode": words(None if row is None else row.work_mode for row in new),
        }
    )
