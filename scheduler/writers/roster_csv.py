"""``roster.csv``: one row per person and worked day."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from scheduler.domain.roster import Assignment, Roster
from scheduler.spreadsheet_text import harmless

COLUMNS = (
    "employee_id",
    "date",
    "shift",
    "start",
    "end",
    "break_start",
    "break_end",
    "work_mode",
    "queue",
    "paid_minutes",
)
"""Names of the columns, in order; tools outside this project read them."""


def write_roster(path: Path, roster: Roster, *, with_bom: bool = False) -> None:
    """Write a roster as UTF-8, lines ending in a line feed.

    Parameters
    ----------
    path
        The file to write.
    roster
        Written in its order: by person, then by time. Times are local, ``2023-11-06T09:00``. Ids and queues that a
        spreadsheet would calculate have an apostrophe before them, which the readers take off.
    with_bom
        Begin with a byte order mark, by which Excel knows UTF-8 when it opens the file.
    """
    with path.open("w", encoding="utf-8-sig" if with_bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(roster_row(assignment) for assignment in roster.assignments)


def roster_row(assignment: Assignment) -> tuple[str, ...]:
    """The cells of one assignment, in the order of `COLUMNS`."""
    return (
        harmless(assignment.employee_id),
        assignment.date.isoformat(),
        assignment.shift,
        _local(assignment.start),
        _local(assignment.end),
        _local(assignment.break_start),
        _local(assignment.break_end),
        assignment.work_mode,
        harmless(assignment.queue),
        str(assignment.paid_minutes),
    )


def _local(moment: datetime | None) -> str:
    """A local time as the file has it; empty where there is none."""
    return "" if moment is None else moment.isoformat(timespec="minutes")
