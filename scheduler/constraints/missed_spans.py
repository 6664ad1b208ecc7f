"""Hours in which heads are missing, or too many, for what a rule says of them in a diagnosis: never for a `check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class MissedSpan:
    """Neighbouring intervals in which the same least or most number of heads is missed.

    Attributes
    ----------
    start, end
        Local times.
    asked, found
        Heads that the rule asks for (or allows), and those of the roster in the worst interval.
    able
        The most people that any roster could have there in the worst interval, by what each may work.
    reachable
        The figure of the rule that the roster would keep on all its days.
    """

    start: datetime
    end: datetime
    asked: int
    found: int
    able: int
    reachable: int

    @property
    def text(self) -> str:
        """The hours with their date."""
        end = f"{self.end:%H:%M}" if self.end.date() == self.start.date() else f"{self.end:%Y-%m-%d %H:%M}"
        return f"{self.start:%Y-%m-%d %H:%M} ~ {end}"


def runs_of(marked: NDArray[np.bool_]) -> list[slice]:
    """Each run of marked intervals, cut at nothing but unmarked ones."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    return [slice(int(first), int(after)) for first, after in zip(edges[::2], edges[1::2], strict=True)]


def able_at(
    problem: Problem, able: Sequence[tuple[str, int, str]], counts: Callable[[str, Collection[str]], bool]
) -> NDArray[np.int64]:
    """People who have a choice that covers the interval and count, by id and queues of the day; (n_intervals,)."""
    horizon = problem.horizon
    covered: Counter[tuple[str, int]] = Counter()
    for employee, day, code in able:
        if counts(employee, problem.queues_on(problem.employee[employee], horizon.date_of(day))):
            shift = problem.shifts_on(day)[code]
            for interval in horizon.intervals_between(day, shift.start_minute, shift.end_minute):
                covered[employee, interval] = 1
    people = np.zeros(horizon.n_intervals, dtype=np.int64)
    for _, interval in covered:
        people[interval] += 1
    return people
