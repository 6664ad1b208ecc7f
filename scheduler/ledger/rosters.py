"""Which rosters the ledger is counted from, and of which days each speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from scheduler.days_around import PREVIOUS_FILE, with_days_before
from scheduler.domain.known_days import KnownRoster
from scheduler.inputs import Workspace


def known_rosters(workspace: Workspace, sources: Sequence[KnownRoster | Path | str]) -> list[KnownRoster]:
    """Rosters with the days of which they speak, read where they are not yet.

    Parameters
    ----------
    workspace
        Its own roster of the days before is among them, on the days before all others.
    sources
        Rosters, folders of runs, or files.

    Raises
    ------
    InputError
        A file has faults, or is another centre's.
    """
    found = []
    for source in sources:
        if isinstance(source, KnownRoster):
            found.append(source)
            continue
        known = with_days_before(workspace, Path(source), is_first_week=False).known
        assert known is not None
        found.append(known)
    dates = [row.date for row in workspace.previous.assignments]
    if dates and found:
        last = min(max(dates), min(known.first_day for known in found) - timedelta(days=1))
        if min(dates) <= last:
            name = workspace.sources.get("previous_roster", PREVIOUS_FILE)
            found.insert(0, KnownRoster(workspace.previous.between(min(dates), last), min(dates), last, name))
    return found
