"""What replications have seen, cut into parts of the days and held against what is computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.demand import Demand
from scheduler.simulation.causes import cause_of, reasons_of
from scheduler.simulation.kernel.layout import ANSWERED, BLOCKED, CALLS, IN_TIME, REDIALS, WAITED, Reals
from scheduler.simulation.results import Figure, Scope, Simulated, SimulatedIntervals
from scheduler.staffing.requirements import HOUR_CLASSES
from scheduler.staffing.service_report import ServiceReport, Totals

_CONFIDENCE = 0.95
_LOW, _HIGH = 0.1, 0.9


def results(
    settings: Settings,
    demand: Demand,
    seen: Reals,
    computed: ServiceReport,
    lagged: ServiceReport,
    is_helped: NDArray[np.bool_],
    is_lending: NDArray[np.bool_],
) -> Simulated:
    """What was seen, part by part, beside what is computed.

    Parameters
    ----------
    settings
        Of the workspace.
    demand
        Whose callers were run.
    seen
        Shape (replications, len(FATES), n_queues, n_intervals).
    computed
        The service of the same roster and demand by the queue models.
    lagged
        The same with what each interval hands on.
    is_helped
        Where people of other queues may serve a queue, shape (n_queues, n_intervals).
    is_lending
        Where people of a queue may serve others, of the same shape.
    """
    parts = tuple(_Cuts(demand, seen, computed).parts())
    whole = parts[0]
    helped = {name: is_helped[number] for number, name in enumerate(demand.queues)}
    cause = cause_of(parts, lagged, helped) if whole.figures["service_level"].differs else None
    lending = {name: is_lending[number] for number, name in enumerate(demand.queues)}
    reasons = tuple(reasons_of(parts, lagged, helped, lending))
    return Simulated(settings, demand.horizon, len(seen), parts, cause, reasons)


class _Cuts:
    """Cuts what was seen into parts."""

    def __init__(self, demand: Demand, seen: Reals, computed: ServiceReport) -> None:
        self._demand = demand
        self._horizon = demand.horizon
        self._computed = computed
        self._names = list(demand.queues)
        self._seen = self._with_attempts(seen)
        self._day = self._horizon.day_of_interval()
        self._of_calls = [name for name, needs in demand.queues.items() if not needs.deferrable] or self._names

    def _with_attempts(self, seen: Reals) -> Reals:
        """Sums that measures are quotients of, shape (replications, sums, n_queues, n_intervals).

        Those whose first attempt never enters are as many for each call as the demand says; redials are made anyway.
        """
        ratio = np.ones(seen.shape[2:])
        for row, needs in zip(ratio, self._demand.queues.values(), strict=True):
            if needs.attempts is not None:
                np.divide(needs.attempts, needs.calls, out=row, where=needs.calls > 0)
        calls, redials = seen[:, CALLS], seen[:, REDIALS]
        attempts = (calls - redials) * ratio + redials
        return np.stack(
            [calls, seen[:, IN_TIME], seen[:, WAITED], seen[:, ANSWERED], calls - seen[:, BLOCKED], attempts], axis=1
        )

    def parts(self) -> Iterator[SimulatedIntervals]:
        """All parts: of all calls, then of each queue."""
        for queue in (None, *self._names):
            names = self._of_calls if queue is None else [queue]
            everything = np.ones((len(names), self._horizon.n_intervals), dtype=np.bool_)
            yield self._part("all", queue, names, everything, "", None)
            if queue is None:
                classes = np.array([self._demand.queues[name].hour_class for name in names])
                for name in HOUR_CLASSES:
                    if (classes == name).any():
                        yield self._part("hour_class", queue, names, classes == name, name, None)
            yield from self._days(queue, names)
            yield from self._hours(queue, names)
            yield from self._intervals(queue, names)

    def _days(self, queue: str | None, names: list[str]) -> Iterator[SimulatedIntervals]:
        horizon = self._horizon
        for day in range(horizon.days):
            mask = np.broadcast_to(self._day == day, (len(names), horizon.n_intervals))
            yield self._part("day", queue, names, mask, "", horizon.local(horizon.midnight(day)))

    def _hours(self, queue: str | None, names: list[str]) -> Iterator[SimulatedIntervals]:
        hour = self._horizon.clock_minute_of_interval() // 60
        for number in range(24):
            mask = np.broadcast_to(hour == number, (len(names), len(hour)))
            part = self._part("hour", queue, names, mask, f"{number}", None)
            if part.calls:
                yield part

    def _intervals(self, queue: str | None, names: list[str]) -> Iterator[SimulatedIntervals]:
        seen = self._seen[:, :, [self._names.index(name) for name in names]].sum(axis=2)
        for interval in np.flatnonzero(seen[:, 0].any(axis=0)).tolist():
            mask = np.zeros((len(names), self._horizon.n_intervals), dtype=np.bool_)
            mask[:, interval] = True
            sums = seen[:, :, interval]
            yield self._of_sums(
                "interval",
                queue,
                sums,
                sums,
                self._computed.totals(names, mask),
                "",
                self._horizon.interval_start(interval),
            )

    def _part(
        self,
        scope: Scope,
        queue: str | None,
        names: list[str],
        mask: NDArray[np.bool_],
        at: str,
        start: datetime | None,
    ) -> SimulatedIntervals:
        chosen = self._seen[:, :, [self._names.index(name) for name in names]]
        sums = np.einsum("rsqi,qi->rsi", chosen, mask.astype(np.float64))
        first = np.flatnonzero(np.diff(self._day, prepend=-1))
        days = np.add.reduceat(sums, first, axis=2)
        # Each day of each replication is a day as somebody may have it.
        single = days.transpose(0, 2, 1).reshape(-1, days.shape[1])
        return self._of_sums(scope, queue, days.sum(axis=2), single, self._computed.totals(names, mask), at, start)

    @staticmethod
    def _of_sums(
        scope: Scope, queue: str | None, sums: Reals, single: Reals, computed: Totals, at: str, start: datetime | None
    ) -> SimulatedIntervals:
        figures = {
            name: Figure(float(getattr(computed, name)), *estimate(sums[:, part], sums[:, whole]), *spread)
            for name, (part, whole) in _QUOTIENTS.items()
            for spread in [_spread(single[:, part], single[:, whole])]
        }
        return SimulatedIntervals(scope, queue, at, start, float(sums[:, 0].mean()), figures)


_QUOTIENTS = {
    "service_level": (1, 0),
    "asa_seconds": (2, 3),
    "answer_rate_entered": (3, 4),
    "answer_rate_total": (3, 5),
}
"""Of the sums of `_Cuts`, by measure."""


def estimate(part: Reals, whole: Reals) -> tuple[float, float]:
    """A quotient of means over replications, and half the width of its interval.

    References
    ----------
    W. G. Cochran, "Sampling Techniques", 3rd edition (1977), section 2.11: the variance of a ratio.
    """
    n, mean = len(part), float(whole.mean()) if len(whole) else 0.0
    if not mean:
        return np.nan, np.nan
    ratio = float(part.mean()) / mean
    if n < 2:
        return ratio, np.nan
    from scipy.special import stdtrit  # slow to load, and every command that writes a run imports this module

    deviation = float((part - ratio * whole).std(ddof=1)) / mean
    return ratio, float(stdtrit(n - 1, 0.5 + 0.5 * _CONFIDENCE)) * deviation / n**0.5


def _spread(part: Reals, whole: Reals) -> tuple[float, float]:
    """Tenth and ninetieth percentile of a quotient over days on which there is one."""
    there = whole > 0
    if not there.any():
        return np.nan, np.nan
    low, high = np.quantile(part[there] / whole[there], [_LOW, _HIGH])
    return float(low), float(high)
