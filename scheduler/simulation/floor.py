"""Who is there when, and which queues they serve: a roster and its demand as the tables of a simulation.

Like `scheduler.coverage`, it reads the roster's datetimes and shares nothing with it: the one is a check of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
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
"""The time before the horizon, with calls at the rate of its first interval, so that it begins with people at work."""


_SHIFT = np.dtype(
    [
        ("group", np.int64),
        ("starts", np.float64),
        ("ends", np.float64),
        ("capacity_permille", np.float64),
        ("draw", np.int64),
    ]
)
_SPAN = np.dtype([("shift", np.int64), ("begins", np.float64), ("ends", np.float64)])


@dataclass(frozen=True, eq=False)
class Spans:
    """Spans of shifts, by shift, then by time; arrays of one shape."""

    shift: Numbers
    begins: Reals
    ends: Reals


@dataclass(frozen=True, eq=False)
class Staffed:
    """A floor, and what its chance is drawn from.

    Attributes
    ----------
    floor
        Queues and shifts.
    queues
        Names of the floor's queues.
    away, windows
        Spans of the shifts in which somebody eats or attends something, and those between them.
    draw
        Of each shift, the number of its person and day: where the roster changes, the same people are ill on the same
        days.
    turn
        Of each shift, when it is its turn to be off the phone among those who are there together.
    """

    floor: Floor
    queues: tuple[str, ...]
    away: Spans
    windows: Spans
    draw: Numbers
    turn: Numbers

    def in_turns_of(self, other: Staffed) -> Staffed:
        """The same with whoever is in another one off the phone as there, so that the two can be compared."""
        known = dict(zip(other.draw.tolist(), other.turn.tolist(), strict=True))
        turns = [known.get(draw, len(known) + n) for n, draw in enumerate(self.draw.tolist())]
        return replace(self, turn=np.array(turns, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Helpers:
    """People beside the roster who serve some queues, the first of them before the others, for a time."""

    queues: tuple[str, ...]
    start: datetime
    end: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Lent:
    """People of the roster who serve one more queue, after their own ones, from some time of a day on."""

    people: frozenset[str]
    date: date
    queue: str
    start: datetime


def staffed(
    settings: Settings,
    problem: Problem,
    roster: Roster,
    helpers: Sequence[Helpers] = (),
    lent: Sequence[Lent] = (),
) -> Staffed:
    """The tables of a roster.

    Parameters
    ----------
    settings
        Places, answer times and deadlines of the queues, and how they are routed.
    problem
        The facts; assignments of people that it does not know are left out.
    roster
        Finished assignments; those of the days before that reach into the horizon are the problem's own.
    helpers
        Who comes besides.
    lent
        Who serves other queues besides. Their shift goes on as another one, so that whoever is in a call then counts
        twice until it ends.
    """
    demand, horizon = problem.demand, problem.horizon
    names = tuple(demand.queues)
    number = {name: n for n, name in enumerate(names)}
    groups: dict[tuple[int, ...], int] = {}
    people = {person.employee_id: n for n, person in enumerate(problem.employees)}
    rows: list[tuple[tuple[float, ...], tuple[tuple[float, float], ...]]] = []
    for row in (*problem.previous.assignments, *roster.assignments):
        person = problem.employee_on(row.employee_id, row.date)
        starts, ends = _seconds(horizon, row.start), _seconds(horizon, row.end)
        if person is None or ends <= -WARM_UP_SECONDS or starts >= horizon.n_intervals * horizon.interval_minutes * 60:
            continue
        served = tuple(number[queue] for queue in problem.queues_on(person, row.date) if queue in number)
        if not served:
            continue
        draw = (horizon.day_of(row.date) + 1) * (len(people) + 1) + people.get(row.employee_id, len(people))
        pauses = tuple(_away(horizon, row))
        for begin, end, queues in _stretches(horizon, row, starts, ends, served, number, lent):
            figures = groups.setdefault(queues, len(groups)), begin, end, problem.capacity_permille(row.work_mode), draw
            rows.append(
                (figures, tuple((max(go, begin), min(back, end)) for go, back in pauses if begin < back and go < end))
            )
    first = (horizon.days + 2) * (len(people) + 1)  # beyond every person and day
    for some in helpers:
        served = tuple(number[queue] for queue in some.queues)
        group = groups.setdefault(served, len(groups))
        starts, ends = _seconds(horizon, some.start), _seconds(horizon, some.end)
        rows += [((group, starts, ends, PERMILLE, first + n), ()) for n in range(some.people)]
        first += some.people
    # Those who are there together stand together, which spreads their pauses evenly.
    rows.sort()
    shifts = np.array([figures for figures, _ in rows], dtype=_SHIFT)
    away = np.array(
        [(shift, begin, end) for shift, (_, pauses) in enumerate(rows) for begin, end in pauses], dtype=_SPAN
    )
    group_queues = np.full((len(groups), max(map(len, groups), default=1)), NONE)
    for served, group in groups.items():
        group_queues[group, : len(served)] = served
    floor = Floor(
        **_queues(settings, demand),
        group_queues=group_queues,
        starts=np.ascontiguousarray(shifts["starts"]),
        ends=np.ascontiguousarray(shifts["ends"]),
        group=np.ascontiguousarray(shifts["group"]),
        pace=PERMILLE / shifts["capacity_permille"],
        takes_longest_waiting=np.array([settings.simulation.routing == "longest_waiting"]),
    )
    spans = Spans(*(np.ascontiguousarray(away[name]) for name in ("shift", "begins", "ends")))
    return staffed_with(floor, names, spans, np.ascontiguousarray(shifts["draw"]))


def staffed_with(floor: Floor, queues: tuple[str, ...], away: Spans, draw: Numbers) -> Staffed:
    """A floor whose people are away for some spans of their shifts.

    Parameters
    ----------
    floor, queues
        As in `Staffed`.
    away
        By shift, then by time; none overlaps another.
    draw
        As in `Staffed`.
    """
    n = len(floor.starts)
    shift = np.concatenate([np.arange(n), away.shift])
    begins, ends = np.concatenate([floor.starts, away.ends]), np.concatenate([away.begins, floor.ends])
    # Each window begins with the shift or after a span, and ends with the next span or with the shift.
    first, last = np.lexsort((begins, shift)), np.lexsort((ends, np.concatenate([away.shift, np.arange(n)])))
    begins, ends = begins[first], ends[last]
    some = ends > begins
    windows = Spans(shift[first][some], begins[some], ends[some])
    return Staffed(floor, queues, away, windows, np.maximum(draw, 0), np.arange(n))


def shared_people(floor: Floor) -> tuple[Flags, Flags]:
    """Where somebody may serve a queue and has another one as the own, and where somebody whose own queue it is may
    serve another, of shape (n_queues, n_intervals).
    """
    n_queues, n_intervals = floor.is_open.shape
    middle = (np.arange(n_intervals) + 0.5) * floor.interval_seconds[0]
    helped, lending = (np.zeros((n_queues, n_intervals), dtype=np.bool_) for _ in range(2))
    for group, queues in enumerate(floor.group_queues.tolist()):
        mine = floor.group == group
        is_there = ((floor.starts[mine, None] <= middle) & (middle < floor.ends[mine, None])).any(axis=0)
        for queue in queues[1:]:
            if queue != NONE:
                helped[queue] |= is_there
                lending[queues[0]] |= is_there & floor.is_open[queue]
    return helped & floor.is_open, lending & floor.is_open


def _stretches(
    horizon: Horizon,
    row: Assignment,
    starts: float,
    ends: float,
    served: tuple[int, ...],
    number: Mapping[str, int],
    lent: Sequence[Lent],
) -> Iterator[tuple[float, float, tuple[int, ...]]]:
    """A shift, parted where its person begins to serve another queue."""
    for one in lent:
        if row.employee_id in one.people and row.date == one.date and number[one.queue] not in served:
            since = min(max(_seconds(horizon, one.start), starts), ends)
            if starts < since:
                yield starts, since, served
            starts, served = since, (*served, number[one.queue])
    if starts < ends:
        yield starts, ends, served


def _seconds(horizon: Horizon, local: datetime) -> float:
    return horizon.elapsed_at(local) * 60.0


def _away(horizon: Horizon, row: Assignment) -> Iterator[tuple[float, float]]:
    """When somebody eats or attends something, in order of time."""
    spans = [(one.start, one.end) for one in row.activities]
    if row.break_start is not None and row.break_end is not None:
        spans.append((row.break_start, row.break_end))
    until = -np.inf
    for begin, end in sorted((_seconds(horizon, begin), _seconds(horizon, end)) for begin, end in spans):
        if end > until:  # nobody is away twice
            yield max(begin, until), end
            until = end


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
