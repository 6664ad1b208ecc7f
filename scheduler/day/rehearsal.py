"""The rest of a day run over and over with the same callers, and whether what is done differently helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.demand import Demand
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.simulation.chance import draw_callers, sources
from scheduler.simulation.cutting import estimate
from scheduler.simulation.floor import Helpers, Lent, Staffed, staffed
from scheduler.simulation.kernel.layout import CALLS, IN_TIME, Reals
from scheduler.simulation.replications import Piece, replicate
from scheduler.simulation.results import Simulated
from scheduler.simulation.simulating import simulated_rest
from scheduler.standing import NO_CHANGES, Changes

WARM_UP_MINUTES = 120
"""So long before the rest of the day callers are run, so that it begins with people at work."""


@dataclass(frozen=True)
class Case:
    """What is done differently.

    Attributes
    ----------
    changes
        Of the roster of those who are there.
    lent, helpers
        Who serves other queues, and who comes besides.
    """

    changes: Changes = field(default_factory=lambda: NO_CHANGES)
    lent: tuple[Lent, ...] = ()
    helpers: Helpers | None = None

    def also(self, changes: Changes = NO_CHANGES, lent: tuple[Lent, ...] = ()) -> Case:
        """The case with more done differently."""
        return replace(self, changes={**self.changes, **changes}, lent=(*self.lent, *lent))


AS_IT_IS = Case()


class ShareOfCalls(NamedTuple):
    """A share of calls, and half the width of its 95% interval."""

    simulated: float
    half_width: float


class Gain(NamedTuple):
    """Calls of a fate beyond those of another case, for the same callers: the mean, and half of its 95% interval."""

    mean: float
    half_width: float

    @property
    def is_sure(self) -> bool:
        """Whether it is more than chance."""
        return self.mean - self.half_width > 0

    @property
    def is_loss(self) -> bool:
        """Whether it is less than chance."""
        return self.mean + self.half_width < 0


@dataclass(frozen=True, eq=False)
class Rehearsed:
    """One case, run.

    Attributes
    ----------
    seen
        As of `replications`, 0 before the rest of the day.
    queues
        Their names, and which are of calls; all of them where none is.
    """

    seen: Reals
    queues: Mapping[str, bool]

    def _sums(self, fate: int, queue: str | None) -> Reals:
        """By replication, of one queue or all."""
        amounts = self.seen[:, fate]
        of_queue: Reals = amounts.sum(axis=1) if queue is None else amounts[:, list(self.queues).index(queue)]
        sums: Reals = of_queue.sum(axis=1)
        return sums

    def calls(self, queue: str | None = None) -> float:
        """The mean over the replications; of all queues, where none is named."""
        return float(self._sums(CALLS, queue).mean())

    def of_calls(self) -> ShareOfCalls:
        """Of the calls of all queues, those that are answered in time."""
        chosen = np.array(list(self.queues.values())) | (not any(self.queues.values()))
        sums = self.seen[:, :, chosen].sum(axis=(2, 3))
        return ShareOfCalls(*estimate(sums[:, IN_TIME], sums[:, CALLS]))

    def in_time(self, queue: str) -> ShareOfCalls:
        """The calls of a queue that are answered in time."""
        return ShareOfCalls(*estimate(self._sums(IN_TIME, queue), self._sums(CALLS, queue)))

    def beyond(self, other: Rehearsed, queue: str | None = None, fate: int = IN_TIME) -> Gain:
        """What this case brings beyond another, of one queue or all, work that may wait included.

        By default calls in time, else those of another fate.

        Each replication has the same callers in both, so that their difference is what counts.

        References
        ----------
        A. M. Law, "Simulation Modeling and Analysis", 5th edition (2015), section 10.2: the paired t interval.
        """
        more = self._sums(fate, queue) - other._sums(fate, queue)
        return Gain(*estimate(more, np.ones(len(more))))


class Rehearsal:
    """The rest of a day, to be run with this and that done differently.

    Parameters
    ----------
    settings
        How it is simulated.
    problem
        With the calls of one day, those that are expected now.
    roster
        Who is there.
    rest
        The intervals that count, shape (n_intervals,).
    counted
        As for `simulated`.
    done
        Who was lent or called before, whatever else is done.
    """

    def __init__(
        self,
        settings: Settings,
        problem: Problem,
        roster: Roster,
        rest: NDArray[np.bool_],
        counted: Reals | None,
        done: Case = AS_IT_IS,
    ) -> None:
        self.settings, self.problem, self.roster, self.rest, self._done = settings, problem, roster, rest, done
        self._queues = {name: not needs.deferrable for name, needs in problem.demand.queues.items()}
        self._near = _days_that_matter(problem)
        self._before_that = _before(problem, rest)
        warm = problem.replace(demand=_without_early_calls(problem.demand, self._before_that))
        if counted is not None:
            is_call = np.array(list(self._queues.values()))
            counted = np.where(np.outer(is_call, self._before_that), 0.0, counted)
        self._sources = sources(settings, warm.demand, counted)
        self._as_it_is = self._staffed(AS_IT_IS)
        simulating = settings.simulation
        self._callers = tuple(
            draw_callers(self._as_it_is.floor, self._sources, number, simulating.seed)
            for number in range(simulating.replications)
        )

    def with_changes(self, changes: Changes) -> Roster:
        """The roster of those who are there, changed."""
        return self.roster.changed(changes)

    def _staffed(self, case: Case) -> Staffed:
        first, last = self._near
        roster = self.with_changes(case.changes).between(first, last)
        helpers = [some for some in (self._done.helpers, case.helpers) if some is not None]
        return staffed(self.settings, self.problem, roster, helpers, (*self._done.lent, *case.lent))

    def run(self, case: Case = AS_IT_IS) -> Rehearsed:
        """Run one case."""
        numbers = tuple(range(len(self._callers)))
        there = self._staffed(case).in_turns_of(self._as_it_is)
        piece = Piece(there, self._sources, self.settings.simulation.seed, numbers, self._callers)
        return Rehearsed(replicate(piece) * self.rest, self._queues)

    def shown(self, found: Rehearsed, case: Case = AS_IT_IS) -> Simulated:
        """A case as people read it; what is computed knows of the roster alone."""
        return simulated_rest(self.settings, self.problem, self.with_changes(case.changes), self.rest, found.seen)


def _before(problem: Problem, rest: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The intervals so long before the rest that their callers are gone, shape (n_intervals,)."""
    warm_up = WARM_UP_MINUTES // problem.horizon.interval_minutes
    number = np.arange(problem.horizon.n_intervals)
    return number < int(np.argmax(rest)) - warm_up


def _without_early_calls(demand: Demand, early: NDArray[np.bool_]) -> Demand:
    """The demand without calls of some intervals; work that may wait still waits."""
    queues = {
        name: needs if needs.deferrable else replace(needs, calls=np.where(early, 0.0, needs.calls))
        for name, needs in demand.queues.items()
    }
    return replace(demand, queues=queues)


def _days_that_matter(problem: Problem) -> tuple[date, date]:
    """Of a day's calls, the days on which somebody may answer them: the one before, and those on which work waits."""
    horizon, queues = problem.horizon, problem.demand.queues
    of_day = horizon.day_of_interval()
    called = np.flatnonzero(sum((needs.calls for needs in queues.values()), np.zeros(horizon.n_intervals)))
    day = int(of_day[called[0]]) if len(called) else 0
    last = day + 1
    for needs in queues.values():
        if needs.deferrable:
            later = of_day[(of_day > day) & needs.is_open]
            last = max(last, int(later[0]) if len(later) else horizon.days - 1)
    return horizon.date_of(max(day - 1, 0)), horizon.date_of(min(last, horizon.days - 1))
