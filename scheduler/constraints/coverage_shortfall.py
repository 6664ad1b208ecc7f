"""R20 - too few agents for the requirement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from scheduler.constraints.base import Violation
from scheduler.constraints.capacity_rule import CapacityRule
from scheduler.domain.arrays import IntArray
from scheduler.domain.demand import PERMILLE, QueueDemand, ShortfallTier
from scheduler.domain.problem import Problem
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class CoverageShortfall(CapacityRule):
    """R20: every queue has its required agents in every interval.

    Soft unit: a thousandth of a reference agent missing for one interval, times the hour's weight, times the
    multiplier of the tier (the deeper the shortfall, the steeper). What no roster can cover is a constant.
    """

    number: ClassVar[str] = "R20"
    title_en: ClassVar[str] = msgid("Coverage shortfall")
    units: ClassVar[tuple[Unit, ...]] = (
        Unit("thousandth of an agent in an interval", "thousandths of an agent in an interval"),
    )

    rule: Literal["coverage_shortfall"] = "coverage_shortfall"

    def apply(self, build: Build) -> None:
        """Cover the requirement with effective capacity and priced tiers of shortfall."""
        demand = build.problem.demand
        for queue, needs in demand.queues.items():
            for interval in np.flatnonzero(needs.required_permille):
                required = int(needs.required_permille[interval])
                if self.weight is None:
                    build.model.add(build.service.effective(queue, int(interval)) >= required)
                else:
                    self._charge(build, needs, int(interval), required, demand.shortfall_tiers)

    def _charge(
        self, build: Build, needs: QueueDemand, interval: int, required: int, tiers: tuple[ShortfallTier, ...]
    ) -> None:
        assert self.weight is not None
        unavoidable = max(0, required - build.service.most_effective(needs.queue, interval))
        on = build.problem.horizon.interval_start(interval).date()
        covered = build.service.effective(needs.queue, interval)
        starts = [int(tier.from_share * required) for tier in tiers]
        for tier, start, end in zip(tiers, starts, [*starts[1:], required], strict=True):
            price = self.weight * int(needs.shortfall_weight[interval]) * tier.multiplier
            constant = max(0, min(end, unavoidable) - start)
            build.ledger.charge(self.number, price, constant, date=on)
            if constant:
                covered += constant
            if end - start - constant > 0:
                missing = build.model.new_int_var(
                    0, end - start - constant, f"missing[{needs.queue},{interval},{start}]"
                )
                build.missing[needs.queue, interval, range(start, end)] = missing
                covered += missing
                build.ledger.charge(self.number, price, missing, date=on)
        build.model.add(covered >= required)

    def compare(
        self, problem: Problem, effective_permille: Mapping[str, IntArray], intervals: IntArray
    ) -> list[Violation]:
        """Find where a queue has less than it needs, and price the depth by its tiers."""
        found: list[Violation] = []
        tiers = problem.demand.shortfall_tiers
        for queue, effective in effective_permille.items():
            needs = problem.demand.queues[queue]
            short = np.maximum(needs.required_permille - effective, 0)
            for interval in intervals[short[intervals] > 0]:
                missing, required = int(short[interval]), int(needs.required_permille[interval])
                bounds = [int(tier.from_share * required) for tier in tiers] + [required]
                units = sum(
                    tier.multiplier * (min(missing, bounds[n + 1]) - bounds[n])
                    for n, tier in enumerate(tiers)
                    if missing > bounds[n]
                ) * int(needs.shortfall_weight[interval])
                start = problem.horizon.interval_start(int(interval))
                found.append(
                    self.violation(
                        Message(
                            "{queue} is {missing:g} agents short of {required:g} from {start:%Y-%m-%d %H:%M}",
                            queue=queue,
                            missing=missing / PERMILLE,
                            required=required / PERMILLE,
                            start=start,
                        ),
                        amount=missing,
                        date=start.date(),
                        points=None if self.weight is None else self.weight * units,
                    )
                )
        return found
