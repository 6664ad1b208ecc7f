"""The settings of when nights and weekend days begin to count towards a fair share."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import Field

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Day, WeeksOfHistory


class Fairness(Frozen):
    """Which published days before the plan count for the rules of fairness."""

    weeks: WeeksOfHistory = Field(default=26, description="published weeks before the plan that count")
    since: Day | None = Field(
        default=None, description="count from this day on instead, however long ago; null: the last `weeks`"
    )

    def counts_from(self, first_day: date) -> date:
        """The first day that counts for a plan that begins on a day."""
        return self.since or first_day - timedelta(weeks=self.weeks)
