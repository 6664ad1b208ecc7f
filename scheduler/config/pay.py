"""What an hour costs, and which hours count as what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scheduler.domain.base import MINUTES_PER_DAY, AbsenceKindName, EndMinute, Frozen, StartMinute, clock_text
from scheduler.domain.limits import DayCount, MinutesPerDay, MinutesPerWeek, Percent, TrueOrFalse, Wage, Won
from scheduler.domain.shifts import NightHours
from scheduler.messages import Message

_KOREAN_PERCENTS = {"overtime_percent": 50, "night_percent": 50, "holiday_percent": 50, "long_holiday_percent": 100}
"""LSA Art. 56."""


def _percent(meaning: str, korean: int) -> int:
    """The field of a premium's rate."""
    left_out = f"left out: {korean} where the currency is KRW (LSA Art. 56), else 0"
    return Field(default=0, description=f"{meaning}; {left_out}")


class Pay(Frozen):
    """What an hour costs, and how much more at unusual hours: for scenarios and the ledger."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field(
        default="KRW", description="currency of the wage (ISO 4217), such as EUR; needed with hourly_wage"
    )
    hourly_wage: Wage | None = Field(default=None, description="ordinary wage of an hour, in the currency")
    hourly_won: Won | None = Field(default=None, description="the same in won, in place of hourly_wage and currency")
    overtime_percent: Percent = _percent("on top of the hour itself, which is paid as well", 50)
    night_percent: Percent = _percent("for night work, on top of what is paid anyway", 50)
    holiday_percent: Percent = _percent("for public holidays, up to long_holiday_after_minutes a day", 50)
    long_holiday_percent: Percent = _percent("for public holidays, beyond that", 100)

    @property
    def hourly(self) -> float:
        """The ordinary wage of an hour, in the currency."""
        wage = self.hourly_won if self.hourly_wage is None else self.hourly_wage
        assert wage is not None
        return wage

    @model_validator(mode="before")
    @classmethod
    def _premiums_by_law_in_won(cls, values: object) -> object:
        if not isinstance(values, Mapping) or values.get("currency", "KRW") != "KRW":
            return values
        if values.get("hourly_wage") is not None and not {"currency", "hourly_won"} & values.keys():
            raise ValueError(Message("hourly_wage has no currency; write currency, such as EUR"))
        return _KOREAN_PERCENTS | dict(values)

    @model_validator(mode="after")
    def _one_wage(self) -> Self:
        if (self.hourly_wage is None) == (self.hourly_won is None):
            raise ValueError(Message("write one of hourly_wage, with its currency, and hourly_won"))
        if self.hourly_won is not None and self.currency != "KRW":
            raise ValueError(
                Message(
                    "hourly_won is in won, and the currency is {currency}; write hourly_wage", currency=self.currency
                )
            )
        return self


class WorkingTime(Frozen):
    """What counts as overtime, night and holiday work, and what is owed for it; `pay` has the rates."""

    night_from_minute: StartMinute = Field(
        default=NightHours.from_minute,
        alias="night_from",
        lt=MINUTES_PER_DAY,
        description="when night work begins: for consent, premiums and which shifts are nights",
    )
    night_to_minute: EndMinute = Field(
        default=NightHours.to_minute,
        alias="night_to",
        gt=0,
        description="when it ends; 30:00 is 06:00 of the next day",
    )
    night_shift_minutes: Annotated[MinutesPerDay, Field(ge=1)] = Field(
        default=NightHours.shift_minutes,
        description="least night work of a shift that is a night, wherever nights are counted; the shifts that "
        "fair_nights lists are nights whatever they have",
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
    day_in_lieu_within_days: DayCount | None = Field(
        default=None, description="days after the day worked within which it is due; null: no term"
    )
    day_in_lieu_kind: AbsenceKindName | None = Field(
        default=None, description="kind of absence by which it is taken; null: none"
    )

    @property
    def night(self) -> NightHours:
        """What is night work, and how much of it makes a shift a night."""
        return NightHours(self.night_from_minute, self.night_to_minute, self.night_shift_minutes)

    @model_validator(mode="after")
    def _night_fits(self) -> Self:
        length = self.night_to_minute - self.night_from_minute
        if not 0 < length <= MINUTES_PER_DAY:
            raise ValueError(
                Message(
                    "night_from {start} and night_to {end} are no night; 06:00 of the next day is 30:00",
                    start=clock_text(self.night_from_minute),
                    end=clock_text(self.night_to_minute),
                )
            )
        return self
