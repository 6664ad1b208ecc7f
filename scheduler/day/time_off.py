"""Time off while it is quiet: how many may go, from when on, without anybody who calls noticing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from scheduler.coverage import measure
from scheduler.day.moves import Now
from scheduler.domain.arrays import IntArray
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, PersonDay, Roster
from scheduler.standing import Changes, Standing

LEAST_MINUTES = 60
"""Nobody goes home for less."""
_TRIES = 3


class VoluntaryTimeOff(NamedTuple):
    """People of one shift who may go at one time, until its end."""

    shift: str
    since: datetime
    end: datetime
    changes: Changes
    minutes: int


class _Going(NamedTuple):
    """People who may go alike."""

    shift: str
    end: datetime
    queues: tuple[str, ...]
    work_mode: str


def time_off(
    standing: Standing, places: AbstractSet[PersonDay], now: Now, costs_nothing: Callable[[Changes], bool]
) -> VoluntaryTimeOff | None:
    """The most hours off that cost nothing; None: none.

    Parameters
    ----------
    standing
        The roster held against what is expected now.
    places
        Whose day may change.
    now
        The time.
    costs_nothing
        Whether those who call notice nothing of changes.
    """
    for leave in _largest_first(standing, places, now):
        members = list(leave.changes.items())
        for _ in range(_TRIES):
            if not members:
                break
            changes = dict(members)
            if _keeps_heads(standing, changes) and costs_nothing(changes):
                return leave._replace(changes=changes, minutes=leave.minutes * len(changes) // len(leave.changes))
            members = members[: len(members) // 2]
    return None


def _keeps_heads(standing: Standing, changes: Changes) -> bool:
    """Whether no rule about how many are there is broken; that the shift is not worked whole is no breach here."""
    return not any(found.employee is None for found in standing.after(changes).broken)


def _largest_first(standing: Standing, places: AbstractSet[PersonDay], now: Now) -> Iterator[VoluntaryTimeOff]:
    """For each kind of people the time from which most hours are free, by what is required; the most hours first."""
    problem = standing.problem
    groups: dict[_Going, list[Assignment]] = {}
    for place in sorted(places):
        row = standing.row_on(*place)
        person = problem.employee_on(*place)
        if row is None or person is None or not problem.queues_on(person, row.date) or row.activities:
            continue
        if row.end.date() > row.date:
            continue  # how callers fare after midnight is not looked at
        going = _Going(row.shift, row.end, problem.queues_on(person, row.date), row.work_mode)
        groups.setdefault(going, []).append(row)
    spare = _spare(problem, standing.roster)
    found = [leave for going, rows in groups.items() if (leave := _most(problem, going, rows, spare, now)) is not None]
    yield from sorted(found, key=lambda leave: (-leave.minutes, leave.shift))[:_TRIES]


def _spare(problem: Problem, roster: Roster) -> dict[str, IntArray]:
    """Thousandths of an agent beyond what each queue requires, by interval."""
    covered = measure(problem, roster).effective_permille
    return {name: covered[name] - needs.required_permille for name, needs in problem.demand.queues.items()}


def _most(
    problem: Problem, going: _Going, rows: list[Assignment], spare: Mapping[str, IntArray], now: Now
) -> VoluntaryTimeOff | None:
    """The time from which on most hours of such people are free."""
    horizon = problem.horizon
    queues = [spare[queue] for queue in going.queues if queue in spare]
    free = np.where(np.min(queues, axis=0) < 0, 0, np.maximum(queues, 0).sum(axis=0)) // problem.capacity_permille(
        rows[0].work_mode
    )
    length = horizon.interval_minutes
    end = min(int(horizon.elapsed_at(going.end)) // length, horizon.n_intervals)
    first = -int(-max(now.since, horizon.elapsed_at(rows[0].start)) // length)
    best: VoluntaryTimeOff | None = None
    for begins in range(first, end - LEAST_MINUTES // length + 1):
        since = horizon.interval_start(begins)
        able = [left for row in rows if (left := _until(row, since, now)) is not None][: int(free[begins:end].min())]
        minutes = len(able) * (end - begins) * length
        if minutes > (0 if best is None else best.minutes):
            changes = {(left.employee_id, left.date): (left,) for left in able}
            best = VoluntaryTimeOff(going.shift, since, going.end, changes, minutes)
    return best


def _until(row: Assignment, at: datetime, now: Now) -> Assignment | None:
    """A shift that ends at a time; None: its meal stands against that."""
    horizon = now.horizon
    end = horizon.elapsed_at(at)
    if row.break_start is None or row.break_end is None:
        return replace(row, end=at)
    if horizon.elapsed_at(row.break_end) <= end:
        return replace(row, end=at)
    return (
        replace(row, end=at, break_start=None, break_end=None) if horizon.elapsed_at(row.break_start) >= end else None
    )
