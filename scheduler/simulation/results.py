"""What replications show of each part of the days, beside what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand
from scheduler.simulation.kernel.layout import ANSWERED, BLOCKED, CALLS, IN_TIME, REDIALS, WAITED, Reals
from scheduler.staffing.service_report import ServiceReport, Totals

Scope = Literal["all", "hour_class", "day", "hour", "interval"]
MEASURES = ("service_level", "asa_seconds", "answer_rate_entered", "answer_rate_total")
"""As in `Totals`."""

_CONFIDENCE = 0.95
_LOW, _HIGH = 0.1, 0.9
_HOUR_CLASSES = ("prime", "vulnerable", "other")
_FELT = 0.001
"""A share, or a wait in seconds, that differs by less than this, differs for nobody, however narrow the interval."""


class Figure(NamedTuple):
    """One measure of one part of the days; nan where nobody calls.

    Attributes
    ----------
    computed
        By the queue models.
    simulated
        Of all callers of all replications.
    half_width
        From there to either end of the 95% interval of the mean.
    low, high
        Tenth and ninetieth percentile of single days.
    """

    computed: float
    simulated: float
    half_width: float
    low: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether the computed figure lies outside of the interval."""
        return bool(abs(self.simulated - self.computed) > max(self.half_width, _FELT))


@dataclass(frozen=True, slots=True)
class Part:
    """Some intervals of one queue, or of all queues of calls together.

    Attributes
    ----------
    queue
        None: all queues of calls; all queues where none is of calls.
    at
        Name of the class of hours, or hour of the clock; empty for other scopes.
    start
        When a day or an interval begins; None for other scopes.
    calls
        The mean over the replications, redials included.
    figures
        By the names of `MEASURES`.
    """

    scope: Scope
    queue: str | None
    at: str
    start: datetime | None
    calls: float
    figures: Mapping[str, Figure]

    @property
    def missed(self) -> float:
        """Calls in time that are computed and not simulated; negative: the other way round."""
        figure = self.figures["service_level"]
        return float(np.nan_to_num(self.calls * (figure.computed - figure.simulated)))

    @property
    def moment(self) -> str:
        """Which of its scope it is: a time, an hour of the clock, a class of hours; empty where there is but one."""
        return self.at if self.start is None else self.start.isoformat(timespec="minutes")

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "scope": self.scope,
            "queue": self.queue,
            "at": self.moment,
            "calls": round(self.calls, 3),
            "measures": {
                name: {
                    **{field: _number(value) for field, value in figure._asdict().items()},
                    "differs": figure.differs,
                }
                for name, figure in self.figures.items()
            },
        }


def _number(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None


@dataclass(frozen=True)
class Cause:
    """Where computed and simulated service part most.

    Attributes
    ----------
    part
        An hour of the clock, of one queue.
    is_handed_on
        Whether what the hour before hands on explains most of it: the lagged computation is much nearer there.
    is_helped
        Whether most of it lies in intervals in which people of other queues may help.
    """

    part: Part
    is_handed_on: bool
    is_helped: bool


@dataclass(frozen=True, eq=False)
class Simulated:
    """A roster run caller by caller.

    Attributes
    ----------
    settings
        Of the workspace, with how it was simulated.
    horizon
        The days.
    replications
        How many.
    parts
        Of all calls first, then of each queue.
    cause
        Where the service levels part most; None: they do not, beyond the interval.
    """

    settings: Settings
    horizon: Horizon
    replications: int
    parts: tuple[Part, ...]
    cause: Cause | None

    @cached_property
    def whole(self) -> Part:
        """All calls of all days."""
        return self.parts[0]

    def of(self, scope: Scope, queue: str | None = None) -> list[Part]:
        """The parts of one scope, of one queue or of all calls."""
        return [part for part in self.parts if part.scope == scope and part.queue == queue]

    def queues(self) -> list[Part]:
        """Each queue over all days."""
        return [part for part in self.parts if part.scope == "all" and part.queue is not None]

    def as_json(self) -> dict[str, Any]:
        """For other programs; docs/simulation.md says what each figure is."""
        simulating = self.settings.simulation
        return {
            "first_day": self.horizon.first_day.isoformat(),
            "days": self.horizon.days,
            "replications": self.replications,
            "seed": simulating.seed,
            "arrivals": simulating.arrivals,
            "cause": None
            if self.cause is None
            else {
                **self.cause.part.as_json(),
                "is_handed_on": self.cause.is_handed_on,
                "is_helped": self.cause.is_helped,
            },
            "parts": [part.as_json() for part in self.parts],
        }


def results(
    settings: Settings,
    demand: Demand,
    seen: Reals,
    computed: ServiceReport,
    lagged: ServiceReport,
    is_helped: NDArray[np.bool_],
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
    """
    parts = tuple(_Cuts(demand, seen, computed).parts())
    whole = parts[0]
    helped = {name: is_helped[number] for number, name in enumerate(demand.queues)}
    cause = _cause(parts, lagged, helped) if whole.figures["service_level"].differs else None
    return Simulated(settings, demand.horizon, len(seen), parts, cause)


def _cause(parts: Sequence[Part], lagged: ServiceReport, helped: Mapping[str, NDArray[np.bool_]]) -> Cause | None:
    """The hour and queue with most of the difference, and what explains more than half of it."""
    whole = parts[0]
    calls = {name for name, queue in lagged.queues.items() if not queue.deferrable} or set(lagged.queues)
    sign = 1.0 if whole.missed > 0 else -1.0
    hours = [part for part in parts if part.scope == "hour" and part.queue in calls]
    worst = max(hours, key=lambda part: sign * part.missed, default=None)
    if worst is None or worst.queue is None or sign * worst.missed <= 0:
        return None
    figure = worst.figures["service_level"]
    handed_on = lagged.by_hour_of_day([worst.queue])[int(worst.at)].service_level
    is_handed_on = abs(handed_on - figure.simulated) < 0.5 * abs(figure.computed - figure.simulated)
    horizon = lagged.horizon
    starts = {
        horizon.interval_start(n).isoformat(timespec="minutes") for n in np.flatnonzero(helped[worst.queue]).tolist()
    }
    inside = [
        (part.missed, part.moment in starts)
        for part in parts
        if part.scope == "interval"
        and part.queue == worst.queue
        and part.start is not None
        and part.start.hour == int(worst.at)
    ]
    with_help = sum(missed for missed, is_helped in inside if is_helped)
    return Cause(worst, is_handed_on, sign * with_help > 0.5 * sign * sum(missed for missed, _ in inside))


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

    def parts(self) -> Iterator[Part]:
        """All parts: of all calls, then of each queue."""
        for queue in (None, *self._names):
            names = self._of_calls if queue is None else [queue]
            everything = np.ones((len(names), self._horizon.n_intervals), dtype=np.bool_)
            yield self._part("all", queue, names, everything, "", None)
            if queue is None:
                classes = np.array([self._demand.queues[name].hour_class for name in names])
                for name in _HOUR_CLASSES:
                    if (classes == name).any():
                        yield self._part("hour_class", queue, names, classes == name, name, None)
            yield from self._days(queue, names)
            yield from self._hours(queue, names)
            yield from self._intervals(queue, names)

    def _days(self, queue: str | None, names: list[str]) -> Iterator[Part]:
        horizon = self._horizon
        for day in range(horizon.days):
            mask = np.broadcast_to(self._day == day, (len(names), horizon.n_intervals))
            yield self._part("day", queue, names, mask, "", horizon.local(horizon.midnight(day)))

    def _hours(self, queue: str | None, names: list[str]) -> Iterator[Part]:
        hour = self._horizon.clock_minute_of_interval() // 60
        for number in range(24):
            mask = np.broadcast_to(hour == number, (len(names), len(hour)))
            part = self._part("hour", queue, names, mask, f"{number}", None)
            if part.calls:
                yield part

    def _intervals(self, queue: str | None, names: list[str]) -> Iterator[Part]:
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
    ) -> Part:
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
    ) -> Part:
        figures = {
            name: Figure(float(getattr(computed, name)), *_estimate(sums[:, part], sums[:, whole]), *spread)
            for name, (part, whole) in _QUOTIENTS.items()
            for spread in [_spread(single[:, part], single[:, whole])]
        }
        return Part(scope, queue, at, start, float(sums[:, 0].mean()), figures)


_QUOTIENTS = {
    "service_level": (1, 0),
    "asa_seconds": (2, 3),
    "answer_rate_entered": (3, 4),
    "answer_rate_total": (3, 5),
}
"""Of the sums of `_Cuts`, by measure."""


def _estimate(part: Reals, whole: Reals) -> tuple[float, float]:
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
