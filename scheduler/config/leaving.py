"""How requests for leave are decided."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from scheduler.domain.base import ALL_WEEK, Frozen, WeekdaySet
from scheduler.domain.limits import Day, Points, SearchSeconds, Share


class LeavePrice(Frozen):
    """What a day of leave costs whoever takes it, where many want it."""

    points: Points = Field(description="points of each of these days")
    weekdays: WeekdaySet = Field(default=ALL_WEEK, description="weekdays that cost so much")
    first_day: Day | None = Field(default=None, alias="from", description="first of these days; null: open")
    last_day: Day | None = Field(default=None, alias="to", description="last of them; null: open")

    def is_of(self, on: date) -> bool:
        """Whether a date is one of them."""
        return (
            on.weekday() in self.weekdays
            and (self.first_day is None or self.first_day <= on)
            and (self.last_day is None or on <= self.last_day)
        )


class Leaving(Frozen):
    """In which order requests for leave are decided, and up to where they are granted."""

    order: Literal["first_come", "seniority", "points"] = Field(
        default="first_come",
        description="first_come: by when they were asked; seniority: by rank, 1 being the first; points: next comes "
        "whoever has spent fewest points on days of leave so far",
    )
    most_missing_share: Share | None = Field(
        default=None,
        description="largest share of the agent hours that a day requires which may be missing on a day of leave that "
        "is granted; null: any, as long as the rules that are hard can be kept",
    )
    points_of_day: Points = Field(default=1, description="points of a day of leave that `prices` does not name")
    prices: tuple[LeavePrice, ...] = Field(
        default=(), description="points of days that many want, for the order by points; the first that fits counts"
    )
    search_seconds: SearchSeconds = Field(
        default=20.0, description="longest search for the roster that proves that one request can be granted"
    )

    def points_on(self, on: date) -> int:
        """What a day of leave costs."""
        return next((price.points for price in self.prices if price.is_of(on)), self.points_of_day)
