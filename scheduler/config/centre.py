"""Who the rosters are for, and how its teams are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from holidays.registry import EntityLoader
from pydantic import Field, field_validator, model_validator

from scheduler.config.national_holidays import subdivisions_of
from scheduler.domain.base import Titled
from scheduler.domain.limits import Id
from scheduler.messages import Message

# Kept, as each call walks through some hundred folders.
_time_zones = cache(available_timezones)


class Centre(Titled):
    """Who the rosters are for."""

    timezone: str = Field(description="IANA name, such as Asia/Seoul")
    country: str | None = Field(
        description="country whose public holidays count (ISO 3166-1), such as DE; null: none; left out where the time "
        "zone is Asia/Seoul: KR"
    )
    subdivision: str | None = Field(
        default=None,
        description="state or region of the country, whose public holidays count as well (ISO 3166-2 without the "
        "country), such as BE for Berlin; null: those of the whole country",
    )

    @model_validator(mode="before")
    @classmethod
    def _seoul_lies_in_korea(cls, values: object) -> object:
        if isinstance(values, Mapping) and "country" not in values and values.get("timezone") == "Asia/Seoul":
            return {**values, "country": "KR"}
        return values

    @field_validator("country")
    @classmethod
    def _country_has_a_calendar(cls, value: str | None) -> str | None:
        if value is not None and value not in EntityLoader.get_country_codes(include_aliases=False):
            raise ValueError(
                Message(
                    "no public holidays are known for country '{value}'; write its two letters, such as "
                    "KR (ISO 3166-1)",
                    value=value,
                )
            )
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone_exists(cls, value: str) -> str:
        if value not in _time_zones():
            raise ValueError(Message("'{value}' is not a time zone; write it as Asia/Seoul", value=value))
        return value

    @model_validator(mode="after")
    def _subdivision_has_a_calendar(self) -> Self:
        if self.subdivision is None:
            return self
        if self.country is None:
            raise ValueError(
                Message(
                    "subdivision {subdivision} is of no country; write country as well", subdivision=self.subdivision
                )
            )
        known = subdivisions_of(self.country)
        if self.subdivision not in known:
            remedy = Message("use one of {known}", known=", ".join(known)) if known else Message("leave it out")
            raise ValueError(
                Message(
                    "no subdivision '{subdivision}' of country {country} is known; {remedy}",
                    subdivision=self.subdivision,
                    country=self.country,
                    remedy=remedy,
                )
            )
        return self

    @model_validator(mode="after")
    def _is_called_something(self) -> Self:
        if not (self.name or self.name_ko or self.name_en):
            raise ValueError(Message("the centre has no name; write name, or name_ko and name_en"))
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
