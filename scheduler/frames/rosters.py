"""A roster as frames, with the columns of ``roster.csv`` and of ``activities.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import pandas as pd

from scheduler.domain.roster import Duty, Roster
from scheduler.frames.columns import calendar_days, local_times, words


def roster_frame(roster: Roster, zone: tzinfo | None) -> pd.DataFrame:
    """One row a person and worked day, by person, then by time.

    Parameters
    ----------
    roster
        Its times are local.
    zone
        The time zone of these times; None: UTC.
    """
    rows = roster.assignments
    return pd.DataFrame(
        {
            "employee_id": words(row.employee_id for row in rows),
            "date": calendar_days(row.date for row in rows),
            "shift": words(row.shift for row in rows),
            "start": local_times((row.start for row in rows), zone),
            "end": local_times((row.end for row in rows), zone),
            "break_start": local_times((row.break_start for row in rows), zone),
            "break_end": local_times((row.break_end for row in rows), zone),
            "work_mode": words(row.work_mode for row in rows),
            "queue": words(row.queue for row in rows),
            "paid_minutes": pd.Series([row.paid_minutes for row in rows], dtype="int64"),
        }
    )


def on_call_frame(duties: Sequence[Duty]) -> pd.DataFrame:
    """One row a day and person."""
    return pd.DataFrame(
        {
            "date": calendar_days(duty.date for duty in duties),
            "employee_id": words(duty.employee_id for duty in duties),
        }
    )


def activities_frame(roster: Roster, zone: tzinfo | None) -> pd.DataFrame:
    """One row a person and session, by person, then by time; `zone` as of `roster_frame`."""
    rows = [(row, activity) for row in roster.assignments for activity in row.activities]
    return pd.DataFrame(
        {
            "employee_id": words(row.employee_id for row, _ in rows),
            "date": calendar_days(row.date for row, _ in rows),
            "start": local_times((activity.start for _, activity in rows), zone),
            "end": local_times((activity.end for _, activity in rows), zone),
            "activity": words(activity.name for _, activity in rows),
            "kind": words(activity.kind for _, activity in rows),
        }
    )
