"""What an hour costs, and which hours count as what."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from scheduler.domain.base import MINUTES_PER_DAY, EndMinute, Frozen, StartMinute, clock_text
from scheduler.domain.limits import Days, Kind, MinutesPerDay, MinutesPerWeek, Percent, TrueOrFalse, Won
from scheduler.domain.shifts import NIGHT_WORK_ENDS_MINUTE, NIGHT_WORK_STARTS_MINUTE


class Pay(Frozen):
    """What an hour costs, and how much more at unusual hours (LSA Art. 56): for scenarios and the ledger."""

    hourly_won: Won = Field(description="ordinary wage of an hour")
    overtime_percent: Percent = Field(default=50, description="on top of the hour itself, which is paid as well")
    night_percent: Percent = Field(default=50, description="22:00-06:00, on top of what is paid anyway")
    holiday_percent: Percent = Field(default=50, description="public holidays, up to 8 hours a day")
    long_holiday_percent: Percent = Field(default=100, description="public holidays, beyond 8 hours a day")


class WorkingTime(Frozen):
    """What the ledger counts as overtime, night and holiday work, and what is owed for it; `pay` has the rates."""

    night_from_minute: StartMinute = Field(
        default=NIGHT_WORK_STARTS_MINUTE, alias="night_from", lt=MINUTES_PER_DAY, description="when night work begins"
    )
    night_to_minute: EndMinute = Field(
        default=MINUTES_PER_DAY + NIGHT_WORK_ENDS_MINUTE,
        alias="night_to",
        gt=0,
        description="when it ends; 30:00 is 06:00 of the next day",
    )
    regular_minutes_per_day: MinutesPerDay | None = Field(
        default=None, description="paid minutes of a day beyond which all are overtime; null: what shifts say alone"
    )
    regular_minutes_per_week: MinutesPerWeek | None = Field(
        default=None, description="the same from Monday to Sunday, overtime of the days left out; null: no limit"
    )
    most_minutes_per_week: MinutesPerWeek | None = Field(
        default=None, description="paid minutes of a week, overtime included, above which it is marked; null: none"
    )
    public_holidays: TrueOrFalse = Field(
        default=True,
        description="work on a public holiday is holiday work, but for contracts that it is no day off for",
    )
    weekly_day_off: Literal["rostered", "mon", "tue", "wed", "thu", "fri", "sat", "sun"] | None = Field(
        default=None,
        description="the weekly paid day off, work on which is holiday work: a weekday; rostered: whichever the roster "
        "leaves free, so the Sunday of a week without any; null: none",
    )
    holiday_by: Literal["shift", "clock"] = Field(
        default="shift",
        description="shift: all of a shift that starts on a holiday is holiday work, and nothing of any other; clock: "
        "what lies between the midnights of the holiday",
    )
    long_holiday_after_minutes: MinutesPerDay = Field(
        default=8 * 60, description="holiday minutes of a day beyond which long_holiday_percent holds"
    )
    overtime_stacks_on_holidays: TrueOrFalse = Field(
        default=True, description="holiday work that is overtime has both premiums; false: that of holidays alone"
    )
    day_in_lieu_for: tuple[Literal["public_holidays", "sundays"], ...] = Field(
        default=(), description="work on these days is owed a day off"
    )
    day_in_lieu_within_days: Days | None = Field(
        default=None, description="days after the day worked within which it is due; null: no term"
    )
    day_in_lieu_kind: Kind | None = Field(default=None, description="kind of absence by which it is taken; null: none")

    @model_validator(mode="after")
    def _night_fits(self) -> Self:
        length = self.night_to_minute - self.night_from_minute
        if not 0 < length <= MINUTES_PER_DAY:
            raise ValueError(
                f"night_from {clock_text(self.night_from_minute)} and night_to {clock_text(self.night_to_minute)} are "
                "no night; 06:00 of the next day is 30:00"
            )
        return self
