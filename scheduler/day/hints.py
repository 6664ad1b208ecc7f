"""Which setting would have explained what the model missed: hints for people, which nothing applies by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from scheduler.config import Settings
from scheduler.coverage import Coverage
from scheduler.day.attendance import Attendance
from scheduler.day.counts import IntervalCounts
from scheduler.day.splitting import MEASURES, QueueSteps, steps_of
from scheduler.domain.demand import Demand

HintOf = Literal["unplanned_absence", "aht_seconds", "patience_seconds", "shrinkage"]

LEAST_SHARE = 0.01
"""A share of absences or of answered calls that is off by less needs no explanation."""

LEAST_WAIT_SECONDS = 5.0
LEAST_OF_AHT = 0.02
LONGEST_PATIENCE_SECONDS = 3_600.0
_STEPS = 12
"""A bisection has so many steps: to one part in 4,096."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A setting with the value that would have explained what happened, other things as they were.

    Attributes
    ----------
    queue
        Whose setting it is; None: of the centre.
    setting
        Where it stands in ``workspace.yaml``.
    now, would_be
        Its value, and the other one.
    measure
        What it would have explained; empty where it was measured itself.
    """

    of: HintOf
    queue: str | None
    setting: str
    now: float | None
    would_be: float
    measure: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "of": self.of,
            "queue": self.queue,
            "setting": self.setting,
            "now": None if self.now is None else round(self.now, 6),
            "would_be": round(self.would_be, 6),
            "measure": self.measure,
        }


def hints_of(
    settings: Settings,
    demand: Demand,
    coverage: Coverage,
    attendance: Attendance,
    counts: Mapping[str, IntervalCounts],
    steps: Mapping[str, QueueSteps],
    absent: float,
) -> list[Hint]:
    """Every setting that would have explained something.

    Absences and handling times as they were measured, and for what is left of a queue's service the patience or the
    shrinkage that would account for it.

    Parameters
    ----------
    settings, demand, coverage
        The plan.
    attendance, counts
        What happened.
    steps
        Of each queue of calls.
    absent
        The share of planned time on which people were missing.
    """
    hints = []
    planned = settings.shrinkage.unplanned_absence
    if np.isfinite(absent) and abs(absent - planned) >= LEAST_SHARE:
        hints.append(Hint("unplanned_absence", None, "shrinkage.unplanned_absence", planned, max(0.0, absent)))
    everything = np.ones(demand.horizon.n_intervals, dtype=np.bool_)
    for name, counted in counts.items():
        hints += _handling(demand, name, counted)
        counted_as = [measure for measure in MEASURES if steps[name].split(measure, everything) is not None]
        if counted_as:
            # Impatience is seen in who is lost; within the answer time it may do good and harm.
            of_patience = "answer_rate_entered" if "answer_rate_entered" in counted_as else counted_as[0]
            missed = _Missed(settings, demand, coverage, attendance, counted, name)
            hints += [*missed.patience(of_patience), *missed.loss(counted_as[0])]
    return hints


@dataclass(frozen=True)
class _Missed:
    """What the model misses of the service of one queue."""

    settings: Settings
    demand: Demand
    coverage: Coverage
    attendance: Attendance
    counted: IntervalCounts
    name: str

    def patience(self, measure: str) -> list[Hint]:
        """The patience that would explain it; none where little is missed, or no patience does."""

        def rest(seconds: float) -> float:
            queues = (
                queue.model_copy(update={"patience_seconds": seconds}) if queue.name == self.name else queue
                for queue in self.settings.queues
            )
            return self._rest(self.settings.model_copy(update={"queues": tuple(queues)}), self.attendance, measure)

        found = _solved(rest, 1.0, LONGEST_PATIENCE_SECONDS) if self._is_much(measure) else None
        if found is None:
            return []
        now = next(queue.patience_seconds for queue in self.settings.queues if queue.name == self.name)
        return [Hint("patience_seconds", self.name, f"queues.{self.name}.patience_seconds", now, found, measure)]

    def loss(self, measure: str) -> list[Hint]:
        """The share of time lost to the queue that would explain it; likewise."""

        def rest(share: float) -> float:
            agents = {
                name: many * (1 - share) if name == self.name else many for name, many in self.attendance.agents.items()
            }
            return self._rest(self.settings, replace(self.attendance, agents=agents), measure)

        found = _solved(rest, -0.3, 0.6) if self._is_much(measure) else None
        total = self.settings.shrinkage.total
        would_be = 0.0 if found is None else 1 - (1 - total) * (1 - found)
        return [Hint("shrinkage", self.name, "shrinkage", total, would_be, measure)] if would_be > 0 else []

    def _is_much(self, measure: str) -> bool:
        least = LEAST_WAIT_SECONDS if measure == "asa_seconds" else LEAST_SHARE
        return abs(self._rest(self.settings, self.attendance, measure)) >= least

    def _rest(self, settings: Settings, attendance: Attendance, measure: str) -> float:
        """What is left between the model, with these settings and people, and what was measured."""
        steps = steps_of(settings, self.demand, self.coverage, attendance, {self.name: self.counted})[self.name]
        split = steps.split(measure, np.ones(self.demand.horizon.n_intervals, dtype=np.bool_))
        return 0.0 if split is None else split.rest


def _handling(demand: Demand, name: str, counted: IntervalCounts) -> list[Hint]:
    """The handling time that was measured, where it is another than planned."""
    needs = demand.queues[name]
    used = needs.is_open & ~np.isnan(counted.handled_seconds) & ~np.isnan(counted.entered)
    calls = np.where(np.isnan(counted.answered), counted.entered, counted.answered)[used]
    if not calls.sum() > 0:
        return []
    measured = float(counted.handled_seconds[used].sum() / calls.sum())
    expected = float((needs.aht_seconds[used] * calls).sum() / calls.sum())
    if abs(measured / expected - 1) < LEAST_OF_AHT:
        return []
    return [Hint("aht_seconds", name, f"queues.{name}.aht_seconds", expected, measured)]


def _solved(missed: Callable[[float], float], low: float, high: float) -> float | None:
    """Where a function crosses 0 between two values; None where it does not, so that nothing there explains it."""
    at_low, at_high = missed(low), missed(high)
    if not at_low * at_high < 0:
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        at_middle = missed(middle)
        if at_low * at_middle > 0:
            low, at_low = middle, at_middle
        else:
            high = middle
    return (low + high) / 2
