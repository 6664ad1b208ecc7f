"""How many of the all-hands pool are worth calling for the rest of a day."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.config import AllHands, Queue, Settings
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.simulation.floor import Helpers
from scheduler.simulation.results import Figure, Part, Simulated
from scheduler.staffing.binding_target import targets_in

_STEPS = 5
"""Numbers of people that are tried, evenly up to all: each takes a simulation."""


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of calling some people.

    Attributes
    ----------
    in_time
        Share of the calls until midnight that are answered in time, by queue of the pool.
    more_in_time
        Calls until midnight answered in time beyond those with nobody called, of all queues of calls.
    cost
        Ordinary wage of the time that they stay, in the currency of `pay`; None: that says nothing.
    keeps
        Whether each queue of the pool keeps the service level that it promises; None: none promises any.
    """

    people: int
    in_time: Mapping[str, Figure]
    more_in_time: float
    cost: float | None
    keeps: bool | None

    @property
    def cost_per_call(self) -> float | None:
        """Cost of each of the further calls in time."""
        return None if self.cost is None or self.more_in_time <= 0 else self.cost / self.more_in_time


@dataclass(frozen=True, slots=True)
class Pool:
    """The pool, and what comes of calling more and more of it, nobody first.

    The steps end with the first that keeps what the queues promise, or with all people.

    Attributes
    ----------
    start, end
        From when to when they answer if they are called now.
    """

    settings: AllHands
    start: datetime
    end: datetime
    promised: Mapping[str, float]
    steps: tuple[Step, ...]

    @property
    def enough(self) -> int | None:
        """The fewest of the tried numbers that keep what is promised; None: none does, or nothing is promised."""
        return next((step.people for step in self.steps if step.keeps), None)

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "people": self.settings.people,
            "start": self.start.isoformat(timespec="minutes"),
            "end": self.end.isoformat(timespec="minutes"),
            "promised": dict(self.promised),
            "enough": self.enough,
            "steps": [
                {
                    "people": step.people,
                    "in_time": {name: _number(figure.simulated) for name, figure in step.in_time.items()},
                    "more_in_time": round(step.more_in_time, 3),
                    "cost": step.cost,
                    "keeps": step.keeps,
                }
                for step in self.steps
            ],
        }


def _number(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None


def call_all_hands(
    settings: Settings,
    demand: Demand,
    rest: NDArray[np.bool_],
    now: datetime,
    nobody: Simulated,
    run: Callable[[Helpers], Simulated],
) -> Pool | None:
    """Try how many of the pool the rest of a day needs.

    Parameters
    ----------
    settings
        Of the workspace, with the pool and what the queues promise.
    demand
        The calls that are expected.
    rest
        The intervals until midnight, shape (n_intervals,).
    now
        When they are called.
    nobody
        The rest of the day without them.
    run
        Simulates it with some, for the same callers.

    Returns
    -------
    Pool
        None: the centre has none, or they would answer after midnight.
    """
    pool = settings.all_hands
    horizon = demand.horizon
    if pool is None:
        return None
    begins = math.ceil(horizon.elapsed_at(now)) + pool.answer_after_minutes
    start, end = horizon.local(begins), horizon.local(begins + pool.stay_minutes)
    if start.date() != now.date():
        return None
    promised = {
        queue.name: level
        for queue in settings.queues
        if queue.name in pool.queues and (level := _promised(queue, demand.queues[queue.name], rest)) is not None
    }

    def step(people: int, found: Simulated) -> Step:
        in_time = {part.queue: part.figures["service_level"] for part in found.queues() if part.queue in pool.queues}
        keeps = all(in_time[name].simulated >= level for name, level in promised.items()) if promised else None
        cost = None if settings.pay is None else settings.pay.hourly * people * pool.stay_minutes / 60
        more = _answered_in_time(found.whole) - _answered_in_time(nobody.whole)
        return Step(people, in_time, more, cost, keeps)

    def steps() -> Iterator[Step]:
        yield (last := step(0, nobody))
        for people in sorted({-(-pool.people * number // _STEPS) for number in range(1, _STEPS + 1)}):
            if last.keeps:
                return
            yield (last := step(people, run(Helpers(tuple(dict.fromkeys(pool.queues)), start, end, people))))

    return Pool(pool, start, end, promised, tuple(steps()))


def _answered_in_time(part: Part) -> float:
    return float(np.nan_to_num(part.calls * part.figures["service_level"].simulated))


def _promised(queue: Queue, needs: QueueDemand, rest: NDArray[np.bool_]) -> float | None:
    """The service level that a queue promises until midnight, the mean over its calls; None: not at all hours."""
    calls, classes = needs.calls * rest, needs.hour_class
    of_class = {str(one): targets_in(queue, str(one)).service_level for one in np.unique(classes[calls > 0])}
    levels = {one: level for one, level in of_class.items() if level is not None}
    if not levels or len(levels) < len(of_class):
        return None
    return float(sum(calls[classes == one].sum() * level for one, level in levels.items()) / calls.sum())
