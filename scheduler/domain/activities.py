"""Trainings, meetings and the like: what is asked for, and what somebody attends within a shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from scheduler.domain.base import ALL_WEEK, MINUTES_PER_DAY, ClockMinute, Frozen, TeamName, Weekdays
from scheduler.domain.limits import Day, MinutesOfShift, Name, SomeHeads
from scheduler.messages import Message

ActivityKind = Literal["training", "meeting", "mentoring", "break"]
"""What an activity is; all of them are working time, away from the queues."""

Per = Literal["span", "week", "day"]
"""In what an activity takes place so many times: in all of its days, in each calendar week, on each day."""


@dataclass(frozen=True, slots=True, order=True)
class Activity:
    """What somebody attends within a shift; times are local, as those of the shift."""

    start: datetime
    end: datetime
    name: str
    kind: ActivityKind


class ActivityRequest(Frozen):
    """Something that people are to attend: a row of ``activities.csv`` in a workspace.

    Everybody takes part who is named in `who`, or who is in the `team`, or `heads` of these, whoever that is; never the
    trainer. Those who attend at the same time are one group, or several where nobody has to lead them, each of
    `group_min` to `group_max` people.
    """

    name: Name = Field(min_length=1, description="what people read; no two rows have the same")
    kind: ActivityKind = Field(description="training, meeting, mentoring or break")
    minutes: MinutesOfShift = Field(ge=1, description="how long a session is")
    who: tuple[str, ...] = Field(default=(), description="ids; none: those of the team, or everybody")
    team: TeamName | None = Field(default=None, description="the team that they are in on the day; none: any")
    heads: SomeHeads | None = Field(default=None, description="how many of these; none: all")
    group_min: SomeHeads = Field(default=1, description="fewest people of a group, without the trainer")
    group_max: SomeHeads | None = Field(default=None, description="most people of a group; none: any number")
    trainer: str | None = Field(default=None, description="id of who leads every session; none: nobody of the staff")
    first_day: Day | None = Field(default=None, description="the first day on which it may be; none: any")
    last_day: Day | None = Field(default=None, description="the last one, included; none: any")
    weekdays: Weekdays = Field(default=ALL_WEEK, description="weekdays on which it may be")
    from_minute: ClockMinute = Field(default=0, description="it begins at this time of day or later")
    to_minute: ClockMinute = Field(default=2 * MINUTES_PER_DAY, description="and has ended by this one")
    times: SomeHeads = Field(default=1, description="how often each person attends")
    per: Per = Field(default="span", description="in what: all of its days, a calendar week, or a day")
    place: Literal["office", "remote"] | None = Field(
        default=None, description="where people must work; none: anywhere"
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.to_minute - self.from_minute < self.minutes:
            raise ValueError(Message("the session is longer than the hours in which it may be"))
        if self.group_max is not None and self.group_max < self.group_min:
            raise ValueError(Message("the largest group is smaller than the smallest"))
        if self.first_day is not None and self.last_day is not None and self.last_day < self.first_day:
            raise ValueError(Message("it ends before it begins"))
        return self

    def may_be_on(self, on: date) -> bool:
        """Whether it may take place in shifts that start on a date."""
        return (
            on.weekday() in self.weekdays
            and (self.first_day is None or self.first_day <= on)
            and (self.last_day is None or on <= self.last_day)
        )

    def may_be_divided(self, people: int) -> bool:
        """Whether so many people at one time are whole groups; one, where somebody leads it."""
        most = 1 if self.trainer is not None else people // self.group_min
        return people > 0 and any(
            groups * self.group_min <= people and (self.group_max is None or people <= groups * self.group_max)
            for groups in range(1, most + 1)
        )
