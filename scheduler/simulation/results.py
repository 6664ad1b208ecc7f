"""What is told of a roster that was run caller by caller: its figures by part of the days, beside the computed ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.written import json_number

Scope = Literal["all", "hour_class", "day", "hour", "interval"]
MEASURES = ("service_level", "asa_seconds", "answer_rate_entered", "answer_rate_total")
"""The measures that `Totals` has."""

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
class SimulatedIntervals:
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
        """What other programs read."""
        return {
            "scope": self.scope,
            "queue": self.queue,
            "at": self.moment,
            "calls": round(self.calls, 3),
            "measures": {
                name: {
                    **{field: json_number(value) for field, value in figure._asdict().items()},
                    "differs": figure.differs,
                }
                for name, figure in self.figures.items()
            },
        }


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

    part: SimulatedIntervals
    is_handed_on: bool
    is_helped: bool


WhyDifferent = Literal["handed_on", "helped", "lending", "chance"]
"""What explains more than half of a difference: what each interval hands on to the next; people of other queues who
help, whom the computation holds to their own work; people of the queue who are busy with callers of others when one of
their own comes, whom the computation moves in an instant; none of these: how callers come and go.
"""


class QueueReason(NamedTuple):
    """Why a queue fares otherwise than computed."""

    part: SimulatedIntervals
    why: WhyDifferent


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
    reasons
        Why, of each queue of calls whose service level is another than computed.
    """

    settings: Settings
    horizon: Horizon
    replications: int
    parts: tuple[SimulatedIntervals, ...]
    cause: Cause | None
    reasons: tuple[QueueReason, ...] = ()

    @cached_property
    def whole(self) -> SimulatedIntervals:
        """All calls of all days."""
        return self.parts[0]

    def of(self, scope: Scope, queue: str | None = None) -> list[SimulatedIntervals]:
        """The parts of one scope, of one queue or of all calls."""
        return [part for part in self.parts if part.scope == scope and part.queue == queue]

    def queues(self) -> list[SimulatedIntervals]:
        """Each queue over all days."""
        return [part for part in self.parts if part.scope == "all" and part.queue is not None]

    def as_json(self) -> dict[str, Any]:
        """What other programs read; docs/simulation.md says what each figure is."""
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
            "reasons": [{"queue": one.part.queue, "why": one.why} for one in self.reasons],
            "parts": [part.as_json() for part in self.parts],
        }
