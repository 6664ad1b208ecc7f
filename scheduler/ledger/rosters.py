"""Which rosters the ledger is counted from, and of which days each speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from scheduler.days_around import PREVIOUS_FILE, with_days_before
from scheduler.domain.calendar import ONE_WEEK
from scheduler.domain.known_days import KnownRoster
from scheduler.errors import InputError
from scheduler.from_store.surroundings import open_store_of
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.store.opening import exists


def known_rosters(
    workspace: Workspace, sources: Sequence[KnownRoster | Path | str] | None, first_day: date, last_day: date
) -> list[KnownRoster]:
    """Rosters with the days of which they speak, read where they are not yet.

    Parameters
    ----------
    workspace
        Its own roster of the days before is among them, on the days before all others.
    sources
        Rosters, folders of runs, or files; None: what is published around the days.
    first_day, last_day
        The days of the ledger.

    Raises
    ------
    InputError
        Nothing is published, or a file has faults or is another centre's.
    StoreError
        The store cannot be read.
    """
    found: list[KnownRoster] = []
    if sources is None:
        found += _published(workspace, first_day, last_day)
    for source in sources or ():
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


def _published(workspace: Workspace, first_day: date, last_day: date) -> Sequence[KnownRoster]:
    known: Sequence[KnownRoster] = ()
    if exists(workspace.folder, workspace.settings):
        with open_store_of(workspace).reading() as published:
            known = published.known_rosters(first_day - ONE_WEEK, last_day + ONE_WEEK)
    if not known:
        raise InputError.of(
            workspace.folder,
            Message("has nothing published from {first} to {last}", first=first_day, last=last_day),
            Message("publish the rosters of these days: scheduler publish WORKSPACE RUN"),
        )
    return known
