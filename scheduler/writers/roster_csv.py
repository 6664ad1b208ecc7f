"""``roster.csv``: one row per person and worked day; and ``activities.csv``: one per person and session."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

from scheduler.domain.roster import Roster


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
    from scheduler.frames.csv_file import write_csv
    from scheduler.frames.rosters import roster_frame

    write_csv(path, roster_frame(roster, zone), with_bom=with_bom)


def write_on_call(path: Path, roster: Roster) -> None:
    """Write who is on call, by day; nothing is written where nobody says."""
    if roster.on_call is None:
        return
    from scheduler.frames.csv_file import write_csv
    from scheduler.frames.rosters import on_call_frame

    write_csv(path, on_call_frame(roster.on_call))


def write_activities(path: Path, roster: Roster, zone: tzinfo | None = None) -> None:
    """Write what people attend, in the form of `write_roster`; nothing is written where they attend nothing."""
    if not roster.has_activities:
        return
    from scheduler.frames.csv_file import write_csv
    from scheduler.frames.rosters import activities_frame

    write_csv(path, activities_frame(roster, zone))
