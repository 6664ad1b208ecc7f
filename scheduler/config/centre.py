"""Who the rosters are for, and how its teams are called."""

from __future__ import annotations

from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from holidays.registry import EntityLoader
from pydantic import Field, field_validator, model_validator

from scheduler.domain.base import Titled
from scheduler.domain.limits import Id


class Centre(Titled):
    """Who the rosters are for."""

    timezone: str = Field(description="IANA name, such as Asia/Seoul")
    country: str = Field(default="KR", description="country whose public holidays count (ISO 3166-1)")

    @field_validator("country")
    @classmethod
    def _country_has_a_calendar(cls, value: str) -> str:
        if value not in EntityLoader.get_country_codes(include_aliases=False):
            raise ValueError(
                f"no public holidays are known for country '{value}'; write its two letters, such as KR (ISO 3166-1)"
            )
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone_exists(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"'{value}' is not a time zone; write it as Asia/Seoul")
        return value

    @model_validator(mode="after")
    def _is_called_something(self) -> Self:
        if not (self.name or self.name_ko or self.name_en):
            raise ValueError("the centre has no name; write name, or name_ko and name_en")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)


class Team(Titled):
    """A team."""

    name: Id = Field(
        min_length=1, description="as `staff.csv` and rules name it; read by people where it has no other name"
    )
