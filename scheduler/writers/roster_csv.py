"""``roster.csv``: one row per person and worked day."""

from __future__ import annotations

import csv
from datetime import tzinfo
from pathlib import Path

from scheduler.domain.clock import local_text
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


def write_roster(path: Path, roster: Roster, zone: tzinfo | None = None, *, with_bom: bool = False) -> None:
    """Write a roster as UTF-8, lines ending in a line feed.

    Parameters
    ----------
    path
        The file to write.
    roster
        Written in its order: by person, then by time. Times are local, ``2023-11-06T09:00``. Ids and queues that a
        spreadsheet would calculate have an apostrophe before them, which the readers take off.
    zone
        Their time zone: a time that its clock shows for the second time has its offset, ``2024-10-27T02:30+01:00``.
    with_bom
        Begin with a byte order mark, by which Excel knows UTF-8 when it opens the file.
    """
    with path.open("w", encoding="utf-8-sig" if with_bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(roster_row(assignment, zone) for assignment in roster.assignments)


def roster_row(assignment: Assignment, zone: tzinfo | None) -> tuple[str, ...]:
    """The cells of one assignment, in the order of `COLUMNS`."""
    return (
        harmless(assignment.employee_id),
        assignment.date.isoformat(),
        assignment.shift,
        local_text(assignment.start, zone),
        local_text(assignment.end, zone),
        "" if assignment.break_start is None else local_text(assignment.break_start, zone),
        "" if assignment.break_end is None else local_text(assignment.break_end, zone),
        assignment.work_mode,
        harmless(assignment.queue),
        str(assignment.paid_minutes),
    )
