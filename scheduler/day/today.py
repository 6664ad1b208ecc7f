"""The rest of a day: the calls that are still to come, and how they will fare with those who are there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.coverage import measure
from scheduler.day.all_hands import Pool, call_all_hands
from scheduler.day.counts import on_intervals
from scheduler.day.meals import MealStep, accepted, move_meals
from scheduler.day.review import DAYS, not_published
from scheduler.day.taking import counted_in
from scheduler.days_around import with_days_before
from scheduler.desk.standing import Changes
from scheduler.desk.swap import Publishing, publish_changes
from scheduler.domain.demand import Demand
from scheduler.domain.inflow import Event
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.errors import InputError
from scheduler.from_store.surroundings import taken_from
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.planning import plan_problem
from scheduler.presence import usual_presence
from scheduler.publishing.publish import Publication
from scheduler.repair.absences import possible, with_absences
from scheduler.run.reading import opened
from scheduler.simulation.floor import Helpers
from scheduler.simulation.results import Simulated
from scheduler.staffing.forecast import rest_of_day
from scheduler.staffing.forecast.rest_of_day import Rest
from scheduler.staffing.planned_activities import as_planned
from scheduler.staffing.requirements import plan_demand
from scheduler.store.actuals import replaced_by
from scheduler.store.opening import exists, open_store

FloatArray = NDArray[np.float64]

_ONE_DAY = timedelta(days=1)
_P90 = 1.2815515655446004
"""Standard deviations from the median to the ninetieth percentile of a normal distribution."""


@dataclass(frozen=True, slots=True)
class QueueRest:
    """The rest of a day of one queue.

    Attributes
    ----------
    from_hour
        Of the clock, from which on nothing is counted yet.
    forecast_so_far, counted_so_far
        Calls before that hour.
    forecast
        Calls from then on, as they were forecast before the week.
    expected, low, high
        The same by what was counted, with its band from P10 to P90; no band where nothing is learnt.
    weight
        Of the share by which the day was off so far, how much of it the rest is taken to be off.
    """

    queue: str
    from_hour: int
    forecast_so_far: float
    counted_so_far: float
    forecast: float
    expected: float
    low: float
    high: float
    weight: float

    @property
    def factor(self) -> float:
        """By which the forecast of the rest is multiplied."""
        return self.expected / self.forecast if self.forecast else 1.0


@dataclass(frozen=True)
class Accepted:
    """Steps that somebody accepts.

    Attributes
    ----------
    after
        The rest of the day with all of them.
    publication
        What publishing them came to; None: nothing was published.
    """

    numbers: tuple[int, ...]
    after: Simulated
    publication: Publication | None = None

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "numbers": list(self.numbers),
            "service": self.after.whole.as_json(),
            "version": None if self.publication is None else self.publication.version.number,
        }


@dataclass(frozen=True)
class Today:
    """A day from now on.

    Attributes
    ----------
    settings
        Of the workspace.
    now, since
        The time, and the beginning of the next interval, from which on service is told.
    queues
        In the order of the settings.
    absent
        Who was published to work today and is missing, by id.
    as_planned, as_expected
        Service until midnight: of the forecast with the published roster, and of what is expected now with who is
        there; both with the same callers as far as they go.
    all_hands
        What calling the pool would bring; None: the centre has none, or it is too late.
    meals
        Meals that may move; None: nobody asked.
    accepted
        The steps that somebody accepts, together; None: nobody accepts any.
    """

    settings: Settings
    now: datetime
    since: datetime
    queues: tuple[QueueRest, ...]
    absent: tuple[str, ...]
    as_planned: Simulated
    as_expected: Simulated
    all_hands: Pool | None
    meals: tuple[MealStep, ...] | None = None
    accepted: Accepted | None = None

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "now": self.now.isoformat(timespec="minutes"),
            "since": self.since.isoformat(timespec="minutes"),
            "absent": list(self.absent),
            "queues": [
                {
                    "queue": rest.queue,
                    "from_hour": rest.from_hour,
                    **{
                        name: _number(getattr(rest, name))
                        for name in (
                            *("forecast_so_far", "counted_so_far", "forecast", "expected"),
                            *("low", "high", "weight"),
                        )
                    },
                }
                for rest in self.queues
            ],
            "all_hands": None if self.all_hands is None else self.all_hands.as_json(),
            "meals": None if self.meals is None else [step.as_json() for step in self.meals],
            "accepted": None if self.accepted is None else self.accepted.as_json(),
            "service": {
                name: [part.as_json() for part in (found.whole, *found.queues(), *found.of("hour"))]
                for name, found in (("as_planned", self.as_planned), ("as_expected", self.as_expected))
            },
        }


def _number(value: float) -> float | None:
    return round(value, 3) if np.isfinite(value) else None


def today(
    workspace: Workspace | Path | str,
    *,
    now: datetime | None = None,
    actuals: Sequence[Path] = (),
    absences: Sequence[Absence] = (),
    replications: int | None = None,
    is_to_propose: bool = False,
    accept: Collection[int] = (),
    publishing: Publishing | None = None,
) -> Today:
    """Forecast the rest of a day by what was counted of it, and simulate how its callers will fare.

    Parameters
    ----------
    workspace
        Its store has the published roster, and the counts of the day as far as they are taken in.
    now
        By the clock of the centre; None: that of this machine.
    actuals
        Files of counted calls that hold besides those of the store; they are not taken in.
    absences
        Who is missing today besides those that the workspace knows.
    replications
        Of the simulation; None: as the settings say.
    is_to_propose
        Look for meals to move.
    accept
        Numbers of the steps of that proposal that are accepted.
    publishing
        Publish these; None: nothing is published.

    Raises
    ------
    InputError
        The day is not published, a file has faults, an absence is none, the centre has no queues, or the day is over.
    StoreError
        The store cannot be used.
    """
    from scheduler.simulation.simulating import simulated_rest

    workspace = opened(workspace)
    settings = workspace.settings
    if replications is not None:
        simulating = settings.simulation.model_copy(update={"replications": replications})
        settings = settings.model_copy(update={"simulation": simulating})
    zone = settings.centre.zone
    now = (now or datetime.now(zone)).replace(tzinfo=None)
    problem, roster, counted = _read(workspace, settings, now.date(), actuals)
    horizon = problem.horizon
    day = horizon.day_of(now.date())
    intervals = horizon.intervals_of_day(day)
    first = -int(-horizon.elapsed_at(now) // horizon.interval_minutes)
    if first >= intervals.stop:
        raise InputError.of(
            "--now",
            Message("{now:%H:%M} is in the last interval of the day", now=now),
            Message("ask earlier, or for the next day"),
        )
    queues = _rests(workspace, problem, counted, day, now)
    ill = possible(absences, workspace.employees, now.date(), now.date(), now.date(), settings.unplanned_kind)
    there = _who_is_there(with_absences(problem, roster, ill), roster, now.date())
    of_day = np.zeros(horizon.n_intervals, dtype=np.bool_)
    of_day[intervals.start : intervals.stop] = True
    rest = of_day & (np.arange(horizon.n_intervals) >= first)
    factors = _factors(problem, queues, intervals)
    planned = problem.replace(demand=_demand(problem.demand, {}, of_day))
    expected = problem.replace(demand=_demand(problem.demand, factors, of_day))
    seen = np.array([counted[name] for name in problem.demand.queues])
    seen[:, ~of_day] = 0.0
    for number, one in enumerate(problem.demand.queues):
        seen[number, _from(problem, intervals, next(r for r in queues if r.queue == one).from_hour)] = np.nan
    covered = measure(expected, there)

    def with_help(helpers: Helpers | None) -> Simulated:
        return simulated_rest(settings, expected, there, covered, rest, counted=seen, helpers=helpers)

    as_expected = with_help(None)
    worked = {row.employee_id for row in there.assignments if row.date == now.date()}
    meals: tuple[MealStep, ...] | None = None
    taken: Accepted | None = None
    if is_to_propose or accept:
        present = frozenset(row for row in there.assignments if row.date == now.date()) & {*roster.assignments}

        def changed(changes: Changes) -> Simulated:
            kept = [row for row in there.assignments if (row.employee_id, row.date) not in changes]
            other = Roster.of([*kept, *(row for rows in changes.values() for row in rows)])
            return simulated_rest(settings, expected, other, measure(expected, other), rest, counted=seen)

        needs = as_planned(settings, _replanned(workspace, problem, queues, now.date()), there)
        needs = with_absences(needs, roster, ill)
        meals = move_meals(needs, settings.rules, there, present, horizon.interval_start(first), as_expected, changed)
        if accept:
            changes = accepted(meals, _known(accept, meals))
            taken = Accepted(tuple(sorted({*accept})), changed(changes))
            if publishing is not None:
                taken = replace(taken, publication=publish_changes(workspace, changes, now.date(), publishing))
    return Today(
        settings=settings,
        now=now,
        since=horizon.interval_start(first),
        queues=queues,
        absent=tuple(
            row.employee_id for row in roster.assignments if row.date == now.date() and row.employee_id not in worked
        ),
        as_planned=simulated_rest(settings, planned, roster, measure(planned, roster), rest),
        as_expected=as_expected,
        all_hands=call_all_hands(settings, expected.demand, rest, now, as_expected, with_help),
        meals=meals,
        accepted=taken,
    )


def _known(accept: Collection[int], steps: Sequence[MealStep]) -> frozenset[int]:
    """The numbers, each of which is a step's."""
    unknown = sorted({*accept} - {step.number for step in steps})
    if unknown:
        raise InputError.of(
            "--accept",
            Message("there is no step {number}", number=unknown[0]),
            Message("look at the proposal of the same --now, and accept steps of it"),
        )
    return frozenset(accept)


def _replanned(workspace: Workspace, problem: Problem, queues: Sequence[QueueRest], on: date) -> Problem:
    """The problem with the agents that the calls require that are expected now."""
    more = tuple(
        Event(first_day=on, last_day=on, from_hour=rest.from_hour, queue=rest.queue, factor=rest.factor)
        for rest in queues
        if rest.factor != 1.0
    )
    if not more:
        return problem
    demand = plan_demand(
        workspace.settings,
        workspace.inflow,
        problem.horizon,
        problem.public_holidays or {},
        (*workspace.events, *more),
        presence=usual_presence(workspace.settings, workspace.employees, problem.horizon.first_day),
    )
    return problem.replace(demand=demand)


def _read(
    workspace: Workspace, settings: Settings, on: date, actuals: Sequence[Path]
) -> tuple[Problem, Roster, Mapping[str, FloatArray]]:
    """The problem of the week of a day, its published roster, and counted calls of each queue, nan where not known."""
    monday = on - on.weekday() * _ONE_DAY
    sunday = monday + (DAYS - 1) * _ONE_DAY
    if not exists(workspace.folder, settings):
        raise not_published(workspace, on, on, 1)
    store = open_store(workspace.folder, settings)
    with store.reading() as published:
        inputs = with_days_before(workspace, None, is_first_week=True)
        inputs = taken_from(published, store.place, inputs, monday, sunday)
        holding = published.holding(monday, sunday)
        if on not in holding:
            raise not_published(workspace, on, on, 1)
        roster = published.roster_on(holding)
        rows = published.actuals.calls(on, on + _ONE_DAY)
        if actuals:
            rows = replaced_by(rows, counted_in(workspace, published, actuals))
    problem = as_planned(settings, plan_problem(inputs, monday, DAYS), roster)
    if not problem.demand.queues:
        raise InputError.of(
            "workspace.yaml",
            Message("has no queues, so nobody calls"),
            Message("list the queues of the centre, or leave the simulation out"),
        )
    counted = {
        name: on_intervals([row for row in rows if row.queue == name], problem.horizon).entered
        for name in problem.demand.queues
    }
    return problem, roster, counted


def _rests(
    workspace: Workspace, problem: Problem, counted: Mapping[str, FloatArray], day: int, now: datetime
) -> tuple[QueueRest, ...]:
    """Each queue's day, before and after the hour up to which all of it is counted."""
    horizon, queues = problem.horizon, problem.demand.queues
    intervals = horizon.intervals_of_day(day)
    hour = horizon.clock_minute_of_interval()[intervals.start : intervals.stop] // 60
    inside = slice(intervals.start, intervals.stop)
    from_hours: dict[str, int] = {}
    for name, needs in queues.items():
        unknown = np.isnan(counted[name][inside]) & (needs.is_open[inside] | needs.deferrable)
        from_hours[name] = min([now.hour, *hour[unknown].tolist()])
    learnt = rest_of_day(
        workspace.settings.forecast,
        workspace.inflow,
        horizon,
        problem.public_holidays or {},
        from_hours,
        events=workspace.events,
    )
    return tuple(
        _rest(name, needs.calls[inside], counted[name][inside], hour < from_hours[name], from_hours[name], learnt[name])
        for name, needs in queues.items()
    )


def _rest(
    name: str, calls: FloatArray, counted: FloatArray, is_past: NDArray[np.bool_], from_hour: int, learnt: Rest
) -> QueueRest:
    """The rest of the day of one queue.

    Parameters
    ----------
    name, from_hour, learnt
        The queue, the hour at which its rest begins, and what past days say of that.
    calls, counted, is_past
        As forecast, as counted, and whether before that hour, by interval of the day.
    """
    so_far, came = float(calls[is_past].sum()), float(np.nan_to_num(counted[is_past]).sum())
    forecast = float(calls[~is_past].sum())
    off = (came - so_far) / so_far if so_far else 0.0
    expected = max(forecast * (1.0 + learnt.weight * off), 0.0)
    # What is left of the deviation of the rate, and the chance of single calls.
    around = _P90 * float(np.sqrt((learnt.deviation * forecast) ** 2 + expected))
    return QueueRest(
        queue=name,
        from_hour=from_hour,
        forecast_so_far=so_far,
        counted_so_far=came,
        forecast=forecast,
        expected=expected,
        low=max(expected - around, 0.0),
        high=expected + around,
        weight=learnt.weight,
    )


def _from(problem: Problem, intervals: range, hour: int) -> NDArray[np.bool_]:
    """The intervals of a day that begin at an hour of the clock or later, shape (n_intervals,)."""
    later = problem.horizon.clock_minute_of_interval() // 60 >= hour
    number = np.arange(problem.horizon.n_intervals)
    return later & (number >= intervals.start) & (number < intervals.stop)


def _factors(problem: Problem, queues: Sequence[QueueRest], intervals: range) -> dict[str, FloatArray]:
    """What the calls of each queue are multiplied by, by interval."""
    return {rest.queue: np.where(_from(problem, intervals, rest.from_hour), rest.factor, 1.0) for rest in queues}


def _demand(demand: Demand, factors: Mapping[str, FloatArray], of_day: NDArray[np.bool_]) -> Demand:
    """The demand of one day alone, with other calls."""
    queues = {}
    for name, needs in demand.queues.items():
        by = factors.get(name, 1.0) * of_day
        attempts = None if needs.attempts is None else needs.attempts * by
        queues[name] = replace(needs, calls=needs.calls * by, attempts=attempts, calls_low=None, calls_high=None)
    return replace(demand, queues=queues)


def _who_is_there(problem: Problem, roster: Roster, on: date) -> Roster:
    """The roster without those who are absent on a day, and without the parts of it that others are away for."""
    rows = ((row, problem.as_worked(row) if row.date == on else row) for row in roster.assignments)
    return Roster(tuple(left for _, left in rows if left is not None))
