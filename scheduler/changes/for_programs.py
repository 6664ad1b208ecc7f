"""Rows of rosters and changes of them, as answers for other programs have them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from scheduler.changes.between import Change
from scheduler.domain.roster import Assignment


def change_json(change: Change) -> dict[str, Any]:
    """What somebody must be told; null is a day off."""
    return {
        "employee_id": change.employee_id,
        "date": change.date.isoformat(),
        "old": None if change.old is None else row_json(change.old),
        "new": None if change.new is None else row_json(change.new),
        "was_on_call": change.was_on_call,
        "is_on_call": change.is_on_call,
    }


def row_json(row: Assignment) -> dict[str, Any]:
    """What somebody works on a day; times are local."""

    def at(moment: datetime | date | None) -> str | None:
        return None if moment is None else f"{moment:%Y-%m-%dT%H:%M}"

    return {
        "employee_id": row.employee_id,
        "date": row.date.isoformat(),
        "shift": row.shift,
        "start": at(row.start),
        "end": at(row.end),
        "break_start": at(row.break_start),
        "break_end": at(row.break_end),
        "work_mode": row.work_mode,
        "queue": row.queue,
        "activities": [
            {"activity": one.name, "kind": one.kind, "start": at(one.start), "end": at(one.end)}
            for one in row.activities
        ],
    }
