"""A queue by interval as the review draws it: what was planned, and what was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.coverage import Coverage
from scheduler.day.attendance import Attendance
from scheduler.day.counts import IntervalCounts
from scheduler.day.splitting import QueueSteps
from scheduler.domain.arrays import FloatArray
from scheduler.domain.demand import PERMILLE, QueueDemand


@dataclass(frozen=True, eq=False)
class Curves:
    """Figures of one queue, shape (n_intervals,); nan where there is none.

    Attributes
    ----------
    required, expected, present
        Reference agents. Where it is known who was there, the absence that is planned for is taken off what is required
        and off who was rostered, so that the three can be compared.
    calls, low, high, counted
        Calls as forecast with their band, and those that entered; of a count that is longer than an interval an even
        part.
    promised_wait, wait
        Average wait in seconds by the plan, and as it was measured; none for work that may wait.
    """

    required: FloatArray
    expected: FloatArray
    present: FloatArray
    calls: FloatArray
    low: FloatArray
    high: FloatArray
    counted: FloatArray
    promised_wait: FloatArray
    wait: FloatArray


def curves_of(
    needs: QueueDemand,
    coverage: Coverage,
    attendance: Attendance,
    counts: IntervalCounts,
    steps: QueueSteps | None,
    name: str,
    planned_absence: float,
) -> Curves:
    """The curves of a queue.

    Parameters
    ----------
    needs, coverage
        The plan.
    attendance, counts
        What happened.
    steps
        Of the queue; None: its work may wait.
    name
        The queue.
    planned_absence
        The share of absences that is planned for.
    """
    comes = needs.is_open | needs.deferrable
    kept = np.where(attendance.is_known, 1.0 - planned_absence, 1.0)
    none = np.full(len(comes), np.nan)

    def shown(figures: FloatArray | None, where: NDArray[np.bool_]) -> FloatArray:
        return none if figures is None else np.where(where, figures, np.nan)

    waits = {step: none if steps is None else _wait(steps, step) for step in ("promised", "measured")}
    return Curves(
        required=shown(needs.required * kept, needs.is_open),
        expected=shown(coverage.effective_permille[name] / PERMILLE * kept, needs.is_open),
        present=shown(attendance.agents[name], needs.is_open & attendance.is_known),
        calls=shown(needs.calls, comes),
        low=shown(needs.calls_low, comes),
        high=shown(needs.calls_high, comes),
        counted=shown(counts.entered, comes),
        promised_wait=shown(waits["promised"], needs.is_open),
        wait=shown(waits["measured"], needs.is_open if steps is None else steps.is_counted["asa_seconds"]),
    )


def _wait(steps: QueueSteps, step: str) -> FloatArray:
    sums = steps.sums["asa_seconds"][step]
    wait: FloatArray = np.divide(sums.above, sums.below, out=np.full(len(sums.above), np.nan), where=sums.below > 0)
    return wait
