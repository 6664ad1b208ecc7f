"""How arrivals are forecast."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Damping, HalfLifeWeeks, Quantile, Share, WeeksOfHistory


class _AnyForecast(Frozen):
    """What every method of forecasting has."""

    quantile: Quantile = Field(
        default=0.5, description="quantile of the busyness to staff for; 0.5: the forecast itself"
    )


class RecentMean(_AnyForecast):
    """The mean of like days (same weekday, or public holiday) of the recent weeks."""

    method: Literal["recent_mean"] = Field(default="recent_mean", description="this method")
    weeks: WeeksOfHistory = Field(default=8, description="weeks of history that count")


class WeeklyProfile(_AnyForecast):
    """Level and trend of the weeks, times a robust profile of weekdays and hours; holidays and days after them apart.

    The defaults are what did best in ``python -m benchmarks.forecast``.
    """

    method: Literal["weekly_profile"] = Field(default="weekly_profile", description="this method")
    profile_half_life_weeks: HalfLifeWeeks = Field(
        default=16.0, description="weeks by which a day must be older to count half for the profile"
    )
    level_half_life_weeks: HalfLifeWeeks = Field(
        default=8.0, description="weeks by which a week must be older to count half for the level"
    )
    trend_damping: Damping = Field(default=0.3, description="share of the trend that lasts a week; 0: none")
    shared_shape: Share = Field(default=0.3, description="share of a day's shape taken from all busy weekdays together")


Forecasting = Annotated[RecentMean | WeeklyProfile, Field(discriminator="method")]
