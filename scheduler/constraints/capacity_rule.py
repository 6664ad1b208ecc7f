"""What R20 and R21 have in common: they compare what people bring to each queue with what it needs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import cast

import numpy as np

from scheduler.constraints.base import Violation
from scheduler.constraints.interval_rule import IntervalRule, Tally
from scheduler.coverage import capacity_of, divide_capacity, measure
from scheduler.domain.arrays import IntArray
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster


class CapacityRule(IntervalRule):
    """A rule whose sums are the capacity of people with the same queues, which is divided between these."""

    @abstractmethod
    def compare(
        self, problem: Problem, effective_permille: Mapping[str, IntArray], intervals: IntArray
    ) -> list[Violation]:
        """Every breach in these intervals, by the effective capacity of each queue, shape (n_intervals,) each."""

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare what the roster brings to each queue with what it needs, interval by interval."""
        effective = measure(problem, roster).effective_permille
        return self.compare(problem, effective, np.arange(problem.horizon.n_intervals))

    def tally(self, problem: Problem, rows: Iterable[Assignment]) -> Tally:
        """Add up what these rows bring."""
        return cast(Tally, capacity_of(problem, rows))

    def tally_before(self, problem: Problem) -> Tally:
        """Add up what the days before bring."""
        return self.tally(problem, problem.previous.assignments)

    def judge(self, problem: Problem, tally: Tally, intervals: IntArray) -> list[Violation]:
        """Divide what is there between the queues, and compare it with what they need."""
        capacity = cast(Mapping[tuple[str, ...], IntArray], tally)
        return self.compare(problem, divide_capacity(problem, capacity, intervals), intervals)
