"""How many of the all-hands pool are worth calling for the rest of a day."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np

from scheduler.config import AllHands
from scheduler.coverage import measure
from scheduler.day.promises import promised_levels
from scheduler.day.published_day import PublishedDay
from scheduler.day.rehearsal import Case, Rehearsal, Rehearsed, ShareOfCalls
from scheduler.domain.written import json_number
from scheduler.simulation.floor import Helpers

_STEPS = 5
"""Numbers of people that are tried, evenly up to all: each takes a simulation."""


@dataclass(frozen=True, slots=True)
class AllHandsStep:
    """What comes of calling some people.

    Attributes
    ----------
    in_time
        Share of the calls until midnight that are answered in time, by queue of the pool.
    more_in_time
        Calls until midnight answered in time beyond those with nobody called, work that may wait included.
    cost
        Ordinary wage of the time that they stay, in the currency of `pay`; None: that says nothing.
    keeps
        Whether each queue of the pool keeps the service level that it promises; None: none promises any.
    """

    people: int
    in_time: Mapping[str, ShareOfCalls]
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

    The steps end with the first that keeps what the queues promise, or with all people; once one brings no more than
    the one before it, only all people are tried besides.

    Attributes
    ----------
    start, end
        From when to when they answer if they are called now.
    """

    settings: AllHands
    start: datetime
    end: datetime
    promised: Mapping[str, float]
    steps: tuple[AllHandsStep, ...]

    @property
    def enough(self) -> int | None:
        """The fewest of the tried numbers that keep what is promised; None: none does, or nothing is promised."""
        return next((step.people for step in self.steps if step.keeps), None)

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        return {
            "people": self.settings.people,
            "start": self.start.isoformat(timespec="minutes"),
            "end": self.end.isoformat(timespec="minutes"),
            "promised": dict(self.promised),
            "enough": self.enough,
            "steps": [
                {
                    "people": step.people,
                    "in_time": {name: json_number(figure.simulated) for name, figure in step.in_time.items()},
                    "more_in_time": round(step.more_in_time, 3),
                    "cost": step.cost,
                    "keeps": step.keeps,
                }
                for step in self.steps
            ],
        }


def call_all_hands(rehearsal: Rehearsal, day: PublishedDay, case: Case, nobody: Rehearsed) -> Pool | None:
    """Try how many of the pool the rest of a day needs.

    Parameters
    ----------
    rehearsal
        Of the day.
    day
        What is published: they are called now, or for a later day so that they answer when most agents are missing.
    case, nobody
        What else is done, and what that comes to without them.

    Returns
    -------
    Pool
        None: the centre has none, all were called before, or they would answer after midnight.
    """
    settings = rehearsal.settings
    pool = settings.all_hands
    horizon = day.problem.horizon
    left = 0 if pool is None else pool.people - (0 if day.done.helpers is None else day.done.helpers.people)
    if pool is None or left <= 0:
        return None
    if day.is_today:
        begins = math.ceil(horizon.elapsed_at(day.now)) + pool.answer_after_minutes
    else:
        begins = _when_most_are_missing(rehearsal, day, pool, case)
    start, end = horizon.local(begins), horizon.local(begins + pool.stay_minutes)
    if start.date() != day.on:
        return None
    levels = promised_levels(settings, rehearsal.problem.demand, rehearsal.rest)
    promised = {name: level for name, level in levels.items() if name in pool.queues}

    def step(people: int, found: Rehearsed) -> AllHandsStep:
        in_time = {name: found.in_time(name) for name in found.queues if name in pool.queues}
        keeps = all(in_time[name].simulated >= level for name, level in promised.items()) if promised else None
        cost = None if settings.pay is None else settings.pay.hourly * people * pool.stay_minutes / 60
        return AllHandsStep(people, in_time, found.beyond(nobody).mean, cost, keeps)

    def steps() -> Iterator[AllHandsStep]:
        yield (last := step(0, nobody))
        before, is_of_use = nobody, True
        for people in sorted({-(-left * number // _STEPS) for number in range(1, _STEPS + 1)}):
            if last.keeps:
                return
            if not is_of_use and people < left:
                continue
            helpers = Helpers(tuple(dict.fromkeys(pool.queues)), start, end, people)
            after = rehearsal.run(replace(case, helpers=helpers))
            yield (last := step(people, after))
            is_of_use = is_of_use and after.beyond(before).is_sure  # else nor do more of them help
            before = after

    return Pool(pool, start, end, promised, tuple(steps()))


def _when_most_are_missing(rehearsal: Rehearsal, day: PublishedDay, pool: AllHands, case: Case) -> int:
    """The minute from which on most agents are missing on the queues of the pool for the time that it stays."""
    problem = rehearsal.problem
    horizon = problem.horizon
    covered = measure(problem, rehearsal.with_changes(case.changes)).effective_permille
    missing = sum(
        np.maximum(problem.demand.queues[name].required_permille - covered[name], 0)
        for name in covered
        if name in pool.queues
    )
    inside = horizon.intervals_of_day(day.day)
    length = max(pool.stay_minutes // horizon.interval_minutes, 1)
    sums = np.convolve(missing[inside.start : inside.stop], np.ones(length), mode="valid")
    return (inside.start + int(np.argmax(sums))) * horizon.interval_minutes
