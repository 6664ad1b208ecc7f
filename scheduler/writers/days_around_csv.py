"""``days_around.csv``: what a run took as known of the days before and after it, in the form of ``roster.csv``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.writers.roster_csv import write_roster

RECORDED = timedelta(days=14)
"""How far before and after a run's days assignments are recorded."""


def write_days_around(path: Path, problem: Problem) -> None:
    """Record what a run took as known of the days around it; where it knew of none there is no file."""
    days = problem.days_around
    if days is None or days.known_until is None:
        return
    since = problem.horizon.first_day - RECORDED
    until = problem.horizon.last_day + RECORDED
    rows = (*problem.previous.assignments, *problem.following.assignments)
    write_roster(path, Roster.of(row for row in rows if since <= row.date <= until), problem.horizon.zone)
