"""Meals that have not begun, moved to where the rest of a day can spare people: a proposal in numbered steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np

from scheduler.constraints.base import Rule
from scheduler.desk.standing import Changes, Outcome, Place, Standing
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.simulation.results import Figure, Part, Simulated
from scheduler.verify import audit

_MOST_STEPS = 6
"""More than a room can tell people at once, and each takes a simulation."""
_STILL_WORTH = 0.5
"""As long as the next person gains this share of what the first one did, the same move goes on."""


@dataclass(frozen=True, slots=True)
class MealStep:
    """Meals of people of one shift that begin at another time.

    Attributes
    ----------
    number
        From 1 on.
    people
        By id.
    old, new
        When the meal begins.
    points
        By which it lowers the cost of the roster, held against what is expected now.
    in_time
        All calls until midnight, with this step and those before it.
    more_in_time
        Calls until midnight answered in time beyond those with the steps before it.
    changes
        Of the published roster.
    """

    number: int
    shift: str
    people: tuple[str, ...]
    old: datetime
    new: datetime
    points: int
    in_time: Figure
    more_in_time: float
    changes: Changes

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "number": self.number,
            "shift": self.shift,
            "people": list(self.people),
            "old_meal": self.old.isoformat(timespec="minutes"),
            "new_meal": self.new.isoformat(timespec="minutes"),
            "points": self.points,
            "in_time": None if np.isnan(self.in_time.simulated) else round(self.in_time.simulated, 6),
            "more_in_time": round(self.more_in_time, 3),
        }


class _Alike(NamedTuple):
    """People whose meals are the same to everybody else."""

    shift: str
    start: datetime
    queues: tuple[str, ...]
    work_mode: str
    meal: datetime


class _Found(NamedTuple):
    alike: _Alike
    new: datetime
    outcomes: list[Outcome]


def move_meals(
    problem: Problem,
    rules: Sequence[Rule],
    roster: Roster,
    there: AbstractSet[Assignment],
    since: datetime,
    before: Simulated,
    run: Callable[[Changes], Simulated],
) -> tuple[MealStep, ...]:
    """Find meals to move, the most worth first.

    A step keeps every rule that the roster keeps, lowers its cost by the rules' own prices, that of changing what is
    published included, and brings more calls in time by simulation; the first that does not ends the proposal. Nobody
    is moved twice.

    Parameters
    ----------
    problem
        With the demand that is expected now.
    rules, roster
        The published roster, without those who are missing today.
    there
        Rows of today that are worked as published.
    since
        Meals from then on may move, to then or later.
    before
        The rest of the day as it stands.
    run
        Simulates it with changes, for the same callers.
    """
    standing = Standing(problem, rules, roster, audit(problem, rules, roster))
    places = {(row.employee_id, row.date) for row in there if row.break_start is not None and row.break_start >= since}
    steps: list[MealStep] = []
    made: dict[Place, tuple[Assignment, ...]] = {}
    while len(steps) < _MOST_STEPS:
        found = _best(standing, places, since)
        if found is None:
            break
        changes = {place: rows for outcome in found.outcomes for place, rows in outcome.changes.items()}
        after = run({**made, **changes})
        more = _in_time(after.whole) - _in_time(before.whole)
        if more <= 0:
            break
        steps.append(
            MealStep(
                number=len(steps) + 1,
                shift=found.alike.shift,
                people=tuple(sorted(employee for employee, _ in changes)),
                old=found.alike.meal,
                new=found.new,
                points=-sum(outcome.cost_change for outcome in found.outcomes),
                in_time=after.whole.figures["service_level"],
                more_in_time=more,
                changes=changes,
            )
        )
        for outcome in found.outcomes:
            standing = standing.moved(outcome)
        made |= changes
        places -= changes.keys()
        before = after
    return tuple(steps)


def _in_time(part: Part) -> float:
    return float(np.nan_to_num(part.calls * part.figures["service_level"].simulated))


def _best(standing: Standing, places: AbstractSet[Place], since: datetime) -> _Found | None:
    """The move that gains most for one person, with all who follow; None: none gains."""
    groups: dict[_Alike, list[Place]] = {}
    for place in sorted(places):
        if (alike := _alike(standing, place)) is not None:
            groups.setdefault(alike, []).append(place)
    best: tuple[int, _Alike, datetime] | None = None
    for alike, members in groups.items():
        for row in _other_meals(standing, members[0], since):
            outcome = standing.after({members[0]: (row,)})
            if not outcome.broken and (best is None or outcome.cost_change < best[0]):
                assert row.break_start is not None
                best = outcome.cost_change, alike, row.break_start
    if best is None or best[0] >= 0:
        return None
    first, alike, new = best
    outcomes: list[Outcome] = []
    for member in groups[alike]:
        other = next((one for one in _other_meals(standing, member, since) if one.break_start == new), None)
        if other is None:
            continue
        outcome = standing.after({member: (other,)})
        if outcome.broken:
            continue
        if outcome.cost_change > _STILL_WORTH * first:
            break
        outcomes.append(outcome)
        standing = standing.moved(outcome)
    return _Found(alike, new, outcomes)


def _alike(standing: Standing, place: Place) -> _Alike | None:
    """Whose meals are like somebody's; None for those whose day is out of the ordinary: its meal stays."""
    employee, on = place
    rows, problem = standing.rows.get(place, ()), standing.problem
    person = problem.employee_on(employee, on)
    if len(rows) != 1 or person is None or problem.is_shortened(rows[0]) or rows[0].break_start is None:
        return None
    row = rows[0]
    assert row.break_start is not None
    return _Alike(row.shift, row.start, tuple(problem.queues_on(person, on)), row.work_mode, row.break_start)


def _other_meals(standing: Standing, place: Place, since: datetime) -> Iterator[Assignment]:
    """A row with its meal at each other time within the window of its shift, past times and activities left out."""
    employee, on = place
    problem = standing.problem
    horizon, day = problem.horizon, problem.horizon.day_of(on)
    (row,) = standing.rows[place]
    shift = problem.shifts_of(employee, day)[row.shift]
    midnight = horizon.midnight(day)
    for minute in shift.meal_starts(horizon.interval_minutes):
        start, end = (horizon.local(midnight + at) for at in (minute, minute + shift.meal_minutes))
        meets = any(one.start < end and start < one.end for one in row.activities)
        if start >= since and start != row.break_start and not meets:
            yield replace(row, break_start=start, break_end=end)


def accepted(steps: Sequence[MealStep], numbers: AbstractSet[int]) -> Changes:
    """The changes of the steps of these numbers."""
    return {place: rows for step in steps if step.number in numbers for place, rows in step.changes.items()}
