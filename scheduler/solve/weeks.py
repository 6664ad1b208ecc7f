"""A first roster for a long horizon: week after week, each as a problem of its own that knows the weeks before it.

Most rules count by the week, and a week's roster near its relaxation takes seconds (`crowd.py`: few people are a
crowd, too, only that what the counts miss weighs more). What reaches over it is handed on: the roster
so far is the next week's previous roster, and what it adds to people's history counts there. Rules that only hold over
the whole horizon, such as a least number of minutes in it, are not seen that way; where such a rule is hard, this way
is not taken. What the cut costs is left to the windows that then move over the whole horizon (`windows.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.constraints.base import Rule
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.domain.people import History
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.solve.blocks import NOBODY, Split, split
from scheduler.solve.completion import complete_choices
from scheduler.solve.coupling import find_coupling
from scheduler.solve.crowd import start_crowd
from scheduler.solve.handout import hand_out, reader
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.interior import InteriorPoint
from scheduler.solve.neighbourhoods import offer
from scheduler.solve.patterns import CannotEnumerateError
from scheduler.solve.twin import LinearTwin, linear_twin
from scheduler.solve.windows import Windows
from scheduler.variables import Build

_LONGEST_ROW_DAYS = 14
"""A hard row of one person that spans more days than this is a rule of the horizon, not of weeks and their borders."""
_POLL_SECONDS = 0.2


def search_weeks(built: Build, rules: Sequence[Rule], best: Incumbent, options: Solving, cluster: str | None) -> None:
    """Roster week by week, bound, and improvements over the whole horizon, within the limits of `best`.

    Where a hard rule spans the horizon, where people meet in something else than choices, or where a week has no
    roster, nothing is done but perhaps a bound.
    """
    twin = linear_twin(built.model)
    owners = split(built, twin)
    if not is_week_by_week(twin, owners):
        return
    try:
        coupling = find_coupling(twin, owners)
    except CannotEnumerateError:
        return

    def solve_week(problem: Problem, its_rules: Sequence[Rule]) -> Roster | None:
        week = build(problem, its_rules)
        _ = week.meals
        found = Incumbent(options, best.stop, lambda _: None)
        start_crowd(week, found, options, cluster)
        return None if found.values is None else hand_out(week, reader(found.values))

    relaxation = InteriorPoint(twin, best.remaining_seconds)
    is_done = threading.Event()
    listener = threading.Thread(target=_listen, args=(relaxation, best, is_done), daemon=True)
    listener.start()
    try:
        roster = roll(built.problem, rules, solve_week)
        chosen = None if roster is None else choices_of(roster, built)
        if chosen is None:
            return
        windows = Windows(built, twin, owners, coupling, options.seed, cluster)
        values = complete_choices(twin, owners, coupling, windows.meals, chosen, cluster=cluster)
        if values is not None and offer(twin, values, best, "start"):
            windows.improve(best)
    finally:
        is_done.set()
        listener.join()
        relaxation.close()


def _listen(relaxation: InteriorPoint, best: Incumbent, is_done: threading.Event) -> None:
    while True:
        is_last = is_done.wait(_POLL_SECONDS)
        relaxation.listen()
        best.raise_bound(relaxation.bound, "linear relaxation by interior point (HiGHS)", "bound")
        if is_last:
            return


def is_week_by_week(twin: LinearTwin, owners: Split) -> bool:
    """Whether every hard row of a person looks at neighbouring days only."""
    own_rows = np.flatnonzero(owners.owner_of_row != NOBODY)
    entries = twin.matrix[own_rows].tocoo()
    far = np.iinfo(np.int64).max
    day = owners.choice_of[entries.col]
    first, last = np.full(len(twin.names), far), np.full(len(twin.names), -1, dtype=np.int64)
    is_choice = owners.choice_of >= 0
    first[is_choice] = last[is_choice] = owners.choice_of[is_choice]
    for _ in range(2):  # the days of help variables are those of their rows
        row_first, row_last = np.full(len(own_rows), far), np.full(len(own_rows), -1, dtype=np.int64)
        np.minimum.at(row_first, entries.row, first[entries.col])
        np.maximum.at(row_last, entries.row, last[entries.col])
        help_ = day < 0
        np.minimum.at(first, entries.col[help_], row_first[entries.row[help_]])
        np.maximum.at(last, entries.col[help_], row_last[entries.row[help_]])
    is_soft = np.zeros(len(own_rows), dtype=bool)
    is_soft[entries.row[(day < 0) & (twin.cost[entries.col] > 0)]] = True
    span = np.where(row_last >= 0, row_last - row_first + 1, 0)
    return not bool(np.any(span[~is_soft] > _LONGEST_ROW_DAYS))


def roll(
    problem: Problem,
    rules: Sequence[Rule],
    solve_week: Callable[[Problem, Sequence[Rule]], Roster | None],
) -> Roster | None:
    """Plan week after week.

    Parameters
    ----------
    problem, rules
        Of the whole horizon.
    solve_week
        Gives a week's roster, or None.

    Returns
    -------
    Roster
        Of the whole horizon; None where a week has none.
    """
    done = Roster()
    for week in problem.horizon.weeks():
        found = solve_week(cut_to_days(problem, rules, week, done), [rule.from_day(week.start) for rule in rules])
        if found is None:
            return None
        done = Roster.of([*done.assignments, *found.assignments])
    return done


def cut_to_days(problem: Problem, rules: Sequence[Rule], days: range, done: Roster) -> Problem:
    """The problem of some days, once those before them are planned.

    Parameters
    ----------
    rules
        Say what the days before add to people's history.
    days
        Of the horizon, in a row.
    done
        The roster of the planned days before.
    """
    horizon = problem.horizon
    first, last = horizon.date_of(days.start), horizon.date_of(days.stop - 1)
    cut = Horizon(first, len(days), horizon.interval_minutes)
    return problem.replace(
        horizon=cut,
        demand=_cut_demand(problem.demand, cut, days.start * horizon.intervals_per_day),
        requests=tuple(request for request in problem.requests if first <= request.date <= last),
        locks=tuple(lock for lock in problem.locks if first <= lock.date <= last),
        history=_add_up([*problem.history, *(more for rule in rules for more in rule.adds_to_history(problem, done))]),
        previous=Roster.of(
            [*problem.previous.assignments, *done.between(date.min, first - timedelta(days=1)).assignments]
        ),
        published=None if problem.published is None else problem.published.between(first, last),
    )


def _cut_demand(demand: Demand, horizon: Horizon, first: int) -> Demand:
    part = slice(first, first + horizon.n_intervals)

    def cut(queue: QueueDemand) -> QueueDemand:
        arrays: dict[str, Any] = {
            field.name: value[part]
            for field in fields(queue)
            if isinstance(value := getattr(queue, field.name), np.ndarray)
        }
        return replace(queue, **arrays)

    return replace(demand, horizon=horizon, queues={name: cut(queue) for name, queue in demand.queues.items()})


def _add_up(records: Iterable[History]) -> tuple[History, ...]:
    """One record a person."""
    nights: dict[str, int] = {}
    weekend_days: dict[str, int] = {}
    for record in records:
        nights[record.employee_id] = nights.get(record.employee_id, 0) + record.nights
        weekend_days[record.employee_id] = weekend_days.get(record.employee_id, 0) + record.weekend_days
    return tuple(
        History(employee_id=employee, nights=count, weekend_days=weekend_days[employee])
        for employee, count in nights.items()
    )


def choices_of(roster: Roster, build: Build) -> NDArray[np.int64] | None:
    """The variables of a roster's choices; None where one has no variable."""
    horizon = build.problem.horizon
    found = [build.works.choice(row.employee_id, horizon.day_of(row.date), row.shift) for row in roster.assignments]
    variables = [var.index for var in found if var is not None]
    return np.array(variables, dtype=np.int64) if len(variables) == len(found) else None
