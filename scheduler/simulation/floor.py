"""Who is there when, and which queues they serve: a roster and its demand as the tables of a simulation.

Like `scheduler.coverage`, it reads the roster's datetimes and shares nothing with it: the one is a check of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import PERMILLE, Demand
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.simulation.kernel.layout import NONE, Flags, Floor, Numbers, Reals
from scheduler.staffing.service import answer_within_seconds

WARM_UP_SECONDS = 3600.0
"""Before the horizon: calls come at the rate of its first interval, so that it begins with people at work."""


@dataclass(frozen=True, eq=False)
class Staffed:
    """A floor, and what its chance is drawn from.

    Attributes
    ----------
    floor
        Queues and shifts.
    queues
        Names of the floor's queues.
    meal_from, meal_to
        Of each shift, in seconds; infinite where it has no meal.
    draw
        Of each shift, the number of its person and day: where the roster changes, the same people are ill on the same
        days.
    """

    floor: Floor
    queues: tuple[str, ...]
    meal_from: Reals
    meal_to: Reals
    draw: Numbers


def staffed(settings: Settings, problem: Problem, roster: Roster) -> Staffed:
    """The tables of a roster.

    Parameters
    ----------
    settings
        Places, answer times and deadlines of the queues, and how they are routed.
    problem
        The facts; assignments of people that it does not know are left out.
    roster
        Finished assignments; those of the days before that reach into the horizon are the problem's own.
    """
    demand, horizon = problem.demand, problem.horizon
    names = tuple(demand.queues)
    number = {name: n for n, name in enumerate(names)}
    groups: dict[tuple[int, ...], int] = {}
    people = {person.employee_id: n for n, person in enumerate(problem.employees)}
    rows: list[tuple[float, ...]] = []
    for row in (*problem.previous.assignments, *roster.assignments):
        person = problem.employee_on(row.employee_id, row.date)
        starts, ends = _seconds(horizon, row.start), _seconds(horizon, row.end)
        if person is None or ends <= -WARM_UP_SECONDS or starts >= horizon.n_intervals * horizon.interval_minutes * 60:
            continue
        served = tuple(number[queue] for queue in problem.queues_on(person, row.date) if queue in number)
        if served:
            group = groups.setdefault(served, len(groups))
            draw = (horizon.day_of(row.date) + 1) * (len(people) + 1) + people.get(row.employee_id, len(people))
            rows.append((group, starts, ends, *_meal(horizon, row), problem.capacity_permille(row.work_mode), draw))
    # Those who are there together stand together, which spreads their pauses evenly.
    table = np.array(sorted(rows), dtype=np.float64).reshape(-1, 7).T
    group_queues = np.full((len(groups), max(map(len, groups), default=1)), NONE)
    for served, group in groups.items():
        group_queues[group, : len(served)] = served
    floor = Floor(
        **_queues(settings, demand),
        group_queues=group_queues,
        starts=np.ascontiguousarray(table[1]),
        ends=np.ascontiguousarray(table[2]),
        group=table[0].astype(np.int64),
        pace=PERMILLE / table[5],
        takes_longest_waiting=np.array([settings.simulation.routing == "longest_waiting"]),
    )
    return Staffed(
        floor,
        names,
        meal_from=np.ascontiguousarray(table[3]),
        meal_to=np.ascontiguousarray(table[4]),
        draw=np.maximum(table[6].astype(np.int64), 0),
    )


def is_helped(floor: Floor) -> Flags:
    """Where somebody is there who may serve a queue and has another one as the own, shape (n_queues, n_intervals)."""
    n_queues, n_intervals = floor.is_open.shape
    middle = (np.arange(n_intervals) + 0.5) * floor.interval_seconds[0]
    helped = np.zeros((n_queues, n_intervals), dtype=np.bool_)
    for group, queues in enumerate(floor.group_queues.tolist()):
        mine = floor.group == group
        is_there = ((floor.starts[mine, None] <= middle) & (middle < floor.ends[mine, None])).any(axis=0)
        for queue in queues[1:]:
            if queue != NONE:
                helped[queue] |= is_there
    return helped & floor.is_open


def _seconds(horizon: Horizon, local: datetime) -> float:
    return horizon.elapsed_at(local) * 60.0


def _meal(horizon: Horizon, row: Assignment) -> tuple[float, float]:
    if row.break_start is None or row.break_end is None:
        return np.inf, np.inf
    return _seconds(horizon, row.break_start), _seconds(horizon, row.break_end)


def _queues(settings: Settings, demand: Demand) -> dict[str, Any]:
    """The tables of the queues, by their names in `Floor`."""
    by_name = {queue.name: queue for queue in settings.queues}
    seconds = demand.horizon.interval_minutes * 60.0
    queues = [by_name[name] for name in demand.queues]
    is_open = np.array([needs.is_open for needs in demand.queues.values()])
    answer_within = np.array(
        [
            answer_within_seconds(queue, needs.hour_class)
            for queue, needs in zip(queues, demand.queues.values(), strict=True)
        ]
    )
    deadlines = [np.inf if queue.deadline_minutes is None else queue.deadline_minutes * 60.0 for queue in queues]
    return {
        "interval_seconds": np.array([seconds]),
        "is_deferrable": np.array([needs.deferrable for needs in demand.queues.values()]),
        "places": np.array([NONE if queue.waiting_places is None else queue.waiting_places for queue in queues]),
        "answer_within_seconds": answer_within,
        "is_open": is_open,
        "open_seconds": np.concatenate([np.zeros((len(queues), 1)), np.cumsum(is_open * seconds, axis=1)], axis=1),
        "deadline_seconds": np.array(deadlines),
    }
