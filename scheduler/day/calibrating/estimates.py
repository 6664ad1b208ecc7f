"""A setting as it was measured, beside what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from scheduler.domain.written import json_number
from scheduler.messages import Message

EstimateOf = Literal["aht_seconds", "home_productivity", "patience_seconds", "redial_share", "unplanned_absence"]
WorkPlace = Literal["", "office", "home"]

CONFIDENCE = 0.95

LEAST_DAYS = 7
"""Fewer say little of how days differ."""

LEAST_EVENTS = 30
"""So many calls, callers who hung up, or shifts an estimate rests on at least."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure, or why it cannot be told.

    Attributes
    ----------
    of
        What it is.
    queue
        Of which queue; None: of the centre.
    at
        Which hour of the clock, or which weekday, as the settings write it; empty: all of them.
    place
        Where people work; empty: everywhere.
    setting
        Where it stands in ``workspace.yaml``.
    now
        What stands there; None: nothing.
    days, events
        What the figure rests on: days, and the calls, callers who hung up, lost calls or shifts on them.
    value, low, high
        The figure and its 95% interval; nan where there is not enough to tell.
    why_not
        What is missing then.
    """

    of: EstimateOf
    queue: str | None
    setting: str
    now: float | None
    at: str = ""
    place: WorkPlace = ""
    days: int = 0
    events: float = 0.0
    value: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    why_not: Message | None = None

    @property
    def is_known(self) -> bool:
        """Whether there was enough to tell."""
        return bool(np.isfinite(self.value))

    @property
    def differs(self) -> bool:
        """Whether the setting lies outside of the interval."""
        return self.is_known and self.now is not None and not self.low <= self.now <= self.high

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "of": self.of,
            "queue": self.queue,
            "at": self.at,
            "place": self.place,
            "setting": self.setting,
            "now": json_number(self.now),
            "value": json_number(self.value),
            "low": json_number(self.low),
            "high": json_number(self.high),
            "differs": self.differs,
            "days": self.days,
            "events": json_number(self.events),
            "why_not": None if self.why_not is None else str(self.why_not),
        }
