"""Shifts: when work starts and ends, and where the meal break may lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from functools import cached_property, lru_cache
from typing import Self

from pydantic import Field, PrivateAttr, model_validator

from scheduler.domain.base import (
    ALL_WEEK,
    MINUTES_PER_DAY,
    ClockMinute,
    EndMinute,
    StartMinute,
    Titled,
    Weekdays,
    clock_text,
)
from scheduler.domain.clock import minutes_between, moment
from scheduler.domain.limits import Id, MinutesOfShift
from scheduler.messages import Message

# P. Tol, "Colour schemes" (light), told apart with any of the common colour blindnesses; then the same, paler.
SHIFT_COLOURS = (
    *("#77AADD", "#EEDD88", "#FFAABB", "#44BB99", "#EE8866", "#99DDFF", "#BBCC33", "#AAAA00"),
    *("#BBD4EE", "#F6EEC3", "#FFD4DD", "#A1DDCC", "#F6C3B2", "#CCEEFF", "#DDE599", "#D4D47F"),
)
"""Fills of shifts that have no colour of their own; none is the grey of absences."""

OFF = "OFF"
"""What a request or a lock names when it asks for a day without a shift."""


@dataclass(frozen=True)
class NightHours:
    """What is night work, and which shifts are nights: the one definition, for every rule, sheet and sum.

    Attributes
    ----------
    from_minute, to_minute
        When night work begins and ends, in minutes of the clock from midnight; the end may lie on the next day. Unless
        a workspace says otherwise, from 22:00 to 06:00 (LSA Art. 56(3)).
    shift_minutes
        Least night work of a shift that is a night.
    codes
        The shifts that are nights, whenever they are; None: those with so much night work.
    """

    from_minute: int = 22 * 60
    to_minute: int = 30 * 60
    shift_minutes: int = 1
    codes: frozenset[str] | None = None

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Every span of night work from midnight of a day to the end of the next, in minutes of the clock."""
        spans = ((self.from_minute + n, self.to_minute + n) for n in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY))
        kept = ((max(0, first), min(last, 2 * MINUTES_PER_DAY)) for first, last in spans)
        return tuple((first, last) for first, last in kept if first < last)

    def is_night(self, shift: Shift) -> bool:
        """Whether a shift that knows these hours is a night."""
        return shift.night_minutes >= self.shift_minutes if self.codes is None else shift.code in self.codes

    def minutes(self, start: datetime, end: datetime, zone: tzinfo | None) -> int:
        """Minutes that pass between two times by the zone's clock and are night work."""
        return _night_minutes(self.from_minute, self.to_minute, (start, start.fold), (end, end.fold), zone)

    @property
    def text(self) -> str:
        """When it is, as the clock shows it: ``22:00-06:00``."""
        return f"{clock_text(self.from_minute)}-{clock_text(self.to_minute % MINUTES_PER_DAY)}"


@lru_cache(maxsize=1 << 14)
def _night_minutes(
    from_minute: int, to_minute: int, first: tuple[datetime, int], last: tuple[datetime, int], zone: tzinfo | None
) -> int:
    """Night work between two times, each with its fold, by which equal times differ; kept: shifts are few."""
    (start, _), (end, _), minutes = first, last, 0
    midnight = datetime.combine(start.date(), time()) - timedelta(days=1)
    while midnight < end:
        evening, morning = (midnight + timedelta(minutes=minute) for minute in (from_minute, to_minute))
        begins = max(start, evening, key=lambda at: moment(at, zone))
        ends = min(end, morning, key=lambda at: moment(at, zone))
        minutes += max(0, minutes_between(begins, ends, zone))
        midnight += timedelta(days=1)
    return minutes


USUAL_NIGHT = NightHours()


class Shift(Titled):
    """One kind of shift.

    A shift belongs to the day on which it starts; `end_minute` past 1440 lies on the day after.
    """

    code: Id = Field(pattern=r"^[A-Z][A-Z0-9]*$", description="short code shown in rosters")
    start_minute: StartMinute = Field(alias="start", lt=MINUTES_PER_DAY, description="when it starts")
    end_minute: EndMinute = Field(alias="end", gt=0, description="when it ends; 25:00 is 01:00 of the next day")
    meal_minutes: MinutesOfShift = Field(default=0, description="unpaid meal break inside the shift")
    meal_earliest_minute: ClockMinute | None = Field(
        default=None, alias="meal_earliest", description="the meal break begins then or later"
    )
    meal_latest_minute: ClockMinute | None = Field(
        default=None, alias="meal_latest", description="the meal break has ended by then"
    )
    overtime_minutes: MinutesOfShift = Field(default=0, description="paid minutes beyond the contract's day")
    weekdays: Weekdays = Field(default=ALL_WEEK, description="weekdays on which the shift may start")
    colour: str = Field(
        default=SHIFT_COLOURS[0], pattern=r"^#[0-9A-Fa-f]{6}$", description="left out: one that no other shift has"
    )
    _nights: tuple[tuple[int, int], ...] = PrivateAttr(default=USUAL_NIGHT.spans)

    @model_validator(mode="after")
    def _spans_fit(self) -> Self:
        if self.code == OFF:
            raise ValueError(Message("'{off}' means a day off and cannot be a shift's code", off=OFF))
        if self.end_minute <= self.start_minute:
            raise ValueError(
                Message(
                    "shift {code} ends before it starts; write an end on the next day as 25:00 for 01:00",
                    code=self.code,
                )
            )
        if self.meal_minutes:
            if self.meal_earliest_minute is None or self.meal_latest_minute is None:
                raise ValueError(
                    Message("shift {code} has a meal break but no meal_earliest and meal_latest", code=self.code)
                )
            if not (
                self.start_minute <= self.meal_earliest_minute
                and self.meal_earliest_minute + self.meal_minutes <= self.meal_latest_minute
                and self.meal_latest_minute <= self.end_minute
            ):
                raise ValueError(
                    Message(
                        "shift {code}: its meal break does not fit between meal_earliest and meal_latest",
                        code=self.code,
                    )
                )
        if self.overtime_minutes >= self.paid_minutes:
            raise ValueError(Message("shift {code} would be overtime only", code=self.code))
        return self

    def title(self, language: str) -> str:
        """What people read; the code where it has no name."""
        return super().title(language) or self.code

    @property
    def paid_minutes(self) -> int:
        """Paid minutes: the span less the meal break, overtime included."""
        return self.end_minute - self.start_minute - self.meal_minutes

    @property
    def regular_minutes(self) -> int:
        """Paid minutes without overtime: what counts towards the contract."""
        return self.paid_minutes - self.overtime_minutes

    def with_night(self, hours: NightHours) -> Shift:
        """The shift in a centre with these hours of night work."""
        if self._nights == hours.spans:
            return self
        shift = self.model_copy()
        shift.__dict__.pop("night_minutes", None)
        shift._nights = hours.spans
        return shift

    @cached_property
    def night_minutes(self) -> int:
        """Minutes of the span that are night work."""
        return self.night_minutes_between(self.start_minute, self.end_minute)

    def night_minutes_between(self, first: int, last: int) -> int:
        """Night work of a part of the shift, given by its minutes from midnight of its day on."""
        return sum(max(0, min(last, end) - max(first, start)) for start, end in self._nights)

    def as_it_runs(self, passed: Callable[[int], int]) -> Shift:
        """The shift on a day on which the clock changes: all its minutes are such that pass from midnight on.

        What the change adds to it is overtime. What it takes away may leave nothing, or no room for the meal break:
        `has_room` is then false.

        Parameters
        ----------
        passed
            Turns minutes of the clock, from midnight of the start day on, into minutes that pass.
        """
        meal = (self.meal_earliest_minute, self.meal_latest_minute)
        earliest, latest = (None if minute is None else passed(minute) for minute in meal)
        start, end = passed(self.start_minute), passed(self.end_minute)
        overtime = max(0, end - start - self.meal_minutes - self.regular_minutes)
        runs = self.with_times(start, end, self.meal_minutes, (earliest, latest), overtime_minutes=overtime)
        runs._nights = tuple((passed(first), passed(last)) for first, last in self._nights)
        return runs

    def with_times(
        self,
        start_minute: int,
        end_minute: int,
        meal_minutes: int,
        meal_window: tuple[int | None, int | None],
        *,
        overtime_minutes: int,
    ) -> Shift:
        """The shift as it is worked at other times than the clock's; nothing is checked.

        Parameters
        ----------
        start_minute, end_minute, meal_minutes, overtime_minutes
            As the fields of these names.
        meal_window
            `meal_earliest_minute` and `meal_latest_minute`; None where there is no break.
        """
        earliest, latest = meal_window
        changed = Shift.model_construct(
            **{name: getattr(self, name) for name in Shift.model_fields}
            | {
                "start_minute": start_minute,
                "end_minute": end_minute,
                "meal_minutes": meal_minutes,
                "meal_earliest_minute": earliest,
                "meal_latest_minute": latest,
                "overtime_minutes": overtime_minutes,
            }
        )
        changed._nights = self._nights
        return changed

    @property
    def has_room(self) -> bool:
        """Whether there are paid minutes and a meal break fits its window; always so where the clock stays."""
        window = (self.meal_latest_minute or 0) - (self.meal_earliest_minute or 0)
        return self.regular_minutes > 0 and window >= self.meal_minutes

    def meal_starts(self, interval_minutes: int) -> tuple[int, ...]:
        """Minutes from midnight of the start day at which the meal break may begin, on the interval grid."""
        if not self.meal_minutes:
            return ()
        assert self.meal_earliest_minute is not None
        assert self.meal_latest_minute is not None
        first = -(-self.meal_earliest_minute // interval_minutes) * interval_minutes
        return tuple(range(first, self.meal_latest_minute - self.meal_minutes + 1, interval_minutes))
