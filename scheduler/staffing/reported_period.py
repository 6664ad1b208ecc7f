"""What was reported of a period, what is taken as given about it, and what a model says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import model_validator

from scheduler.domain.arrays import FloatArray
from scheduler.domain.base import Frozen
from scheduler.domain.limits import Calls, PeriodDays, PositiveFactor, Wait
from scheduler.messages import Message
from scheduler.staffing.erlang import Patience

SECONDS_PER_POINT = 5.0
"""How many seconds of average wait weigh as much as one percentage point of answer rate in a best fit."""


class Period(Frozen):
    """What was reported of a period.

    Attributes
    ----------
    name
        Such as ``2022``.
    days
        Its length.
    attempts, entered, answered
        Callers who tried, entered the queue, and were answered, in all.
    average_wait_seconds
        Of the answered callers.
    staff_factor
        Agents then, as a multiple of the given week's.
    note
        Where the figures are from.
    """

    name: str
    days: PeriodDays
    attempts: Calls
    entered: Calls
    answered: Calls
    average_wait_seconds: Wait
    staff_factor: PositiveFactor = 1.0
    note: str = ""

    @model_validator(mode="after")
    def _figures_agree(self) -> Self:
        if not self.answered < self.entered <= self.attempts:
            raise ValueError(
                Message(
                    "{name}: answered must be fewer than entered, and entered no more than attempts", name=self.name
                )
            )
        return self

    @property
    def answer_rate_entered(self) -> float:
        """Answered of those that entered."""
        return self.answered / self.entered

    @property
    def answer_rate_total(self) -> float:
        """Answered of all attempts."""
        return self.answered / self.attempts

    @property
    def implied_patience_seconds(self) -> float:
        """Mean patience by the report alone, if callers hang up at a constant rate while they wait.

        Lost callers per entered one are then the mean wait by the mean patience, whatever the staff. The wait of
        the answered is taken for that of all.
        """
        return self.average_wait_seconds / (1.0 - self.answer_rate_entered)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What is taken as given; arrays over the intervals of a week, shape (n,).

    Attributes
    ----------
    shape
        Share of the week's arrivals in each interval; adds up to 1.
    agents
        Agents on the queue, fractions allowed.
    interval_seconds
        Length of an interval.
    waiting_places
        Callers who can wait; None: any number.
    cut_off_seconds
        When the line cuts off a caller who has not hung up; None: never.
    """

    shape: FloatArray
    agents: FloatArray
    interval_seconds: float
    waiting_places: int | None
    cut_off_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class ModelledPeriod:
    """What a model says of a period.

    Attributes
    ----------
    aht_seconds, patience_seconds, patience
        Of the model.
    offered
        Callers who try, by the model, in all.
    entered, answered
        Callers, in all.
    answer_rate_entered, answer_rate_total
        Answered of those that enter, and of the attempts that were reported.
    average_wait_seconds
        Of the answered callers.
    enough_enter
        Whether as many as reported can enter at all; if not, the figures are those of lines that are always full.
    """

    aht_seconds: float
    patience_seconds: float
    patience: Patience
    offered: float
    entered: float
    answered: float
    answer_rate_entered: float
    answer_rate_total: float
    average_wait_seconds: float
    enough_enter: bool

    def off(self, period: Period) -> FloatArray:
        """Answer rate, wait and entered calls beyond a report, in percentage points; waits at `SECONDS_PER_POINT`."""
        return np.array(
            [
                100.0 * (self.answer_rate_entered - period.answer_rate_entered),
                (self.average_wait_seconds - period.average_wait_seconds) / SECONDS_PER_POINT,
                100.0 * (self.entered / period.entered - 1.0),
            ]
        )

    def misfit(self, period: Period) -> float:
        """Distance from a report: the length of `off`."""
        return float(np.sqrt((self.off(period) ** 2).sum()))

    def meets(self, period: Period) -> bool:
        """Whether the report is met: the rate within half a point, the wait within a tenth or a second."""
        off_rate = abs(self.answer_rate_entered - period.answer_rate_entered)
        off_wait = abs(self.average_wait_seconds - period.average_wait_seconds)
        most_wait = max(1.0, 0.1 * period.average_wait_seconds)
        return self.enough_enter and off_rate <= 0.005 + 1e-9 and off_wait <= most_wait + 1e-9
