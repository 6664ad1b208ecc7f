"""What R13, R17, R20 and R21 have in common: the check adds up who is there, and judges each interval by itself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import ClassVar

import numpy as np

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.arrays import IntArray
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster

Tally = Mapping[object, IntArray]
"""Counts by what is counted, shape (n_intervals,) each; what is not among them is 0 throughout."""


class IntervalRule(Rule):
    """A rule whose check knows of a roster only sums over its rows, by interval.

    So what a change does to it can be found from the rows that go and come, and from the intervals whose sums differ;
    `check` is the same, from nothing and over all intervals.
    """

    couples_people: ClassVar[bool] = True
    counts_at_work: ClassVar[bool] = True
    has_personal_price: ClassVar[bool] = False

    @abstractmethod
    def tally(self, problem: Problem, rows: Iterable[Assignment]) -> Tally:
        """What these rows add to the sums."""

    def tally_before(self, problem: Problem) -> Tally:
        """What was there before any row of the roster: who came on the days before."""
        horizon = problem.horizon
        return self.tally(problem, (row for row in problem.previous.assignments if row.start < horizon.start))

    @abstractmethod
    def judge(self, problem: Problem, tally: Tally, intervals: IntArray) -> list[Violation]:
        """Every breach in these intervals, ascending, by all that is there."""

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Add up who is there, and judge all intervals."""
        tally = added(self.tally_before(problem), self.tally(problem, roster.assignments))
        return self.judge(problem, tally, np.arange(problem.horizon.n_intervals))


def added(tally: Tally, more: Tally, factor: int = 1) -> dict[object, IntArray]:
    """The sums of two tallies, the second times a factor."""
    result = dict(tally)
    for what, counts in more.items():
        result[what] = result[what] + factor * counts if what in result else factor * counts
    return result
