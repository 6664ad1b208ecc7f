"""R21 - more agents than the requirement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from scheduler.constraints.base import Violation
from scheduler.constraints.capacity_rule import CapacityRule
from scheduler.domain.arrays import IntArray
from scheduler.domain.demand import PERMILLE
from scheduler.domain.problem import Problem
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class CoverageSurplus(CapacityRule):
    """R21: no queue has many more agents than it needs, beyond the share that the workspace leaves free.

    Soft unit: a thousandth of a reference agent too many for one interval.
    """

    number: ClassVar[str] = "R21"
    title_en: ClassVar[str] = msgid("Coverage surplus")
    units: ClassVar[tuple[Unit, ...]] = (
        Unit("thousandth of an agent in an interval", "thousandths of an agent in an interval"),
    )

    rule: Literal["coverage_surplus"] = "coverage_surplus"

    def apply(self, build: Build) -> None:
        """Hold effective capacity at the requirement and its free share."""
        demand = build.problem.demand
        for queue, needs in demand.queues.items():
            for interval in np.flatnonzero(needs.is_open):
                required = int(needs.required_permille[interval])
                limit = required + int(demand.surplus_free_share * required)
                build.at_most(
                    self.number,
                    self.weight,
                    build.service.effective(queue, int(interval)),
                    limit,
                    build.service.most_effective(queue, int(interval)) - limit,
                    date=build.problem.horizon.interval_start(int(interval)).date(),
                )

    def compare(
        self, problem: Problem, effective_permille: Mapping[str, IntArray], intervals: IntArray
    ) -> list[Violation]:
        """Find where a queue has more than it needs and what is free beside it."""
        found: list[Violation] = []
        for queue, effective in effective_permille.items():
            required = problem.demand.queues[queue].required_permille
            free = (problem.demand.surplus_free_share * required).astype(np.int64)
            surplus = np.where(problem.demand.queues[queue].is_open, effective - required - free, 0)
            for interval in intervals[surplus[intervals] > 0]:
                start = problem.horizon.interval_start(int(interval))
                found.append(
                    self.violation(
                        Message(
                            "{queue} has {more:g} agents more than the {useful:g} that are of use from "
                            "{start:%Y-%m-%d %H:%M}",
                            queue=queue,
                            more=int(surplus[interval]) / PERMILLE,
                            useful=int((required + free)[interval]) / PERMILLE,
                            start=start,
                        ),
                        amount=int(surplus[interval]),
                        date=start.date(),
                    )
                )
        return found
