"""What parts the promised service from the measured one, one step after the other.

Promised is what the queue model says of the planned calls, heads and handling times. Then, in this order, the calls
that came take the place of the planned ones, the heads that were there that of the planned ones, and the handling times
that were measured that of the planned ones; what is left is measured against that. Each step is the difference of two
figures of which the first is the last of the step before, so that the steps add up to the whole difference: sequential
substitution. The order matters where the model bends; it is this one because calls are known first on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.coverage import Coverage
from scheduler.day.attendance import Attendance
from scheduler.day.counts import IntervalCounts
from scheduler.domain.arrays import FloatArray
from scheduler.domain.demand import PERMILLE, Demand, QueueDemand
from scheduler.staffing.service import measure_service
from scheduler.staffing.service_report import QueueService

MEASURES = ("service_level", "answer_rate_entered", "asa_seconds")
"""What is promised and measured, the first one that was measured before the others."""

STEPS = ("promised", "with_calls", "with_heads", "with_handling", "measured")


@dataclass(frozen=True, slots=True)
class Split:
    """One measure of some calls: what was promised, and what it becomes with each step; None where there is no call.

    Attributes
    ----------
    promised
        By the plan.
    with_calls
        With the calls that came.
    with_heads
        And the heads that were there.
    with_handling
        And the handling times that were measured, where they were.
    measured
        What was measured.
    """

    promised: float
    with_calls: float
    with_heads: float
    with_handling: float
    measured: float

    @property
    def forecast(self) -> float:
        """What the calls changed."""
        return self.with_calls - self.promised

    @property
    def attendance(self) -> float:
        """What the heads changed."""
        return self.with_heads - self.with_calls

    @property
    def model(self) -> float:
        """What the model missed of the calls and heads that really were."""
        return self.measured - self.with_heads

    @property
    def handling(self) -> float:
        """What of that the handling times explain."""
        return self.with_handling - self.with_heads

    @property
    def rest(self) -> float:
        """What of that they do not."""
        return self.measured - self.with_handling

    @property
    def difference(self) -> float:
        """All of it."""
        return self.measured - self.promised

    def as_json(self) -> dict[str, float]:
        """The figures, and the parts."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        parts = ("forecast", "attendance", "model", "handling", "rest", "difference")
        return named | {name: getattr(self, name) for name in parts}


class _Sums(NamedTuple):
    """The share that a measure is: what is above, and below, the line, by interval."""

    above: FloatArray
    below: FloatArray


@dataclass(frozen=True, eq=False)
class QueueSteps:
    """The steps of one queue, by measure and step; and where each measure was counted, shape (n_intervals,)."""

    sums: Mapping[str, Mapping[str, _Sums]]
    is_counted: Mapping[str, NDArray[np.bool_]]

    def split(self, measure: str, intervals: NDArray[np.bool_]) -> Split | None:
        """A measure over some intervals; None where it was not counted there, or nobody called."""
        return split_of([self], measure, intervals)


def split_of(queues: list[QueueSteps], measure: str, intervals: NDArray[np.bool_]) -> Split | None:
    """A measure of several queues together over some intervals; None where it was not counted, or nobody called."""
    values = []
    for step in STEPS:
        above = below = 0.0
        for queue in queues:
            mask = intervals & queue.is_counted[measure]
            sums = queue.sums[measure][step]
            above += float(sums.above[mask].sum())
            below += float(sums.below[mask].sum())
        if below <= 0:
            return None
        values.append(above / below)
    return Split(*values)


def steps_of(
    settings: Settings,
    demand: Demand,
    coverage: Coverage,
    attendance: Attendance,
    counts: Mapping[str, IntervalCounts],
) -> dict[str, QueueSteps]:
    """The steps of every queue of calls of which something was counted.

    Parameters
    ----------
    settings
        The model's: patience, places, answer times; and how much of the staff is planned to be absent.
    demand, coverage
        The plan.
    attendance, counts
        What happened.
    """
    kept = 1.0 - settings.shrinkage.unplanned_absence
    planned = {name: demand.queues[name] for name in counts if not demand.queues[name].deferrable}

    def with_calls(name: str, needs: QueueDemand) -> QueueDemand:
        entered = counts[name].entered
        return replace(needs, calls=np.where(needs.is_open & ~np.isnan(entered), np.nan_to_num(entered), needs.calls))

    def with_heads(_: str, needs: QueueDemand) -> QueueDemand:
        # Who was absent is not there already, and is not taken off once more.
        seen = 1.0 - (1.0 - needs.shrinkage) / kept
        return replace(needs, shrinkage=np.where(attendance.is_known, seen, needs.shrinkage))

    def with_handling(name: str, needs: QueueDemand) -> QueueDemand:
        measured = counts[name].aht_seconds
        return replace(needs, aht_seconds=np.where(np.isnan(measured), needs.aht_seconds, measured))

    present = replace(
        coverage,
        effective_permille={
            name: np.rint(agents * PERMILLE).astype(np.int64) for name, agents in attendance.agents.items()
        },
    )
    stages: list[tuple[str, Coverage, Callable[[str, QueueDemand], QueueDemand] | None]] = [
        ("promised", coverage, None),
        ("with_calls", coverage, with_calls),
        ("with_heads", present, with_heads),
        ("with_handling", present, with_handling),
    ]
    found: dict[str, dict[str, QueueService]] = {}
    needs = dict(planned)
    for step, staff, change in stages:
        if change is not None:
            needs = {name: change(name, one) for name, one in needs.items()}
        found[step] = dict(measure_service(settings, replace(demand, queues=needs), staff).queues)
    queues = {queue.name: queue for queue in settings.queues}
    return {
        name: QueueSteps(
            {
                measure: {
                    **{step: _of_model(measure, services[name]) for step, services in found.items()},
                    "measured": _of_counts(measure, counts[name]),
                }
                for measure in MEASURES
            },
            {measure: _is_counted(measure, counts[name], planned[name]) for measure in MEASURES},
        )
        for name in planned
        if queues[name].kind == "calls"
    }


def _of_model(measure: str, service: QueueService) -> _Sums:
    answered, calls = np.nan_to_num(service.answered), np.nan_to_num(service.calls)
    if measure == "service_level":
        return _Sums(np.nan_to_num(service.service_level) * calls, calls)
    if measure == "answer_rate_entered":
        return _Sums(answered, np.nan_to_num(service.entered))
    wait = np.where(np.isfinite(service.asa_seconds), service.asa_seconds, 0.0)
    return _Sums(answered * wait, answered)


def _of_counts(measure: str, counts: IntervalCounts) -> _Sums:
    if measure == "service_level":
        return _Sums(np.nan_to_num(counts.answered_in_time), np.nan_to_num(counts.entered))
    if measure == "answer_rate_entered":
        return _Sums(np.nan_to_num(counts.answered), np.nan_to_num(counts.entered))
    calls = np.where(np.isnan(counts.answered), counts.entered, counts.answered)
    return _Sums(np.nan_to_num(counts.waited_seconds), np.nan_to_num(calls))


def _is_counted(measure: str, counts: IntervalCounts, needs: QueueDemand) -> NDArray[np.bool_]:
    of_measure = {
        "service_level": counts.answered_in_time,
        "answer_rate_entered": counts.answered,
        "asa_seconds": counts.waited_seconds,
    }[measure]
    return needs.is_open & ~np.isnan(of_measure) & ~np.isnan(counts.entered)
