"""Who the rosters are for, and how its teams are called."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from holidays.registry import EntityLoader
from pydantic import Field, field_validator

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Id, Name


class Centre(Frozen):
    """Who the rosters are for."""

    name_ko: Name
    name_en: Name
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

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)


class Team(Frozen):
    """A team as ``staff.csv`` names it."""

    name: Id
    name_ko: Name
    name_en: Name
