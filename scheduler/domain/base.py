"""What every record of the domain shares: frozen, and no unknown fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from scheduler.domain.limits import Name
from scheduler.messages import AnyText, Message, joined

MINUTES_PER_DAY = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Frozen(BaseModel):
    """A record that cannot change and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Titled(Frozen):
    """What people read under a name: one language is enough, and a name of each language takes its place there."""

    name: Name = Field(default="", description="what people read, in whatever language they speak")
    name_ko: Name = Field(default="", description="what they read in Korean; left out: `name`")
    name_en: Name = Field(default="", description="what they read in English; left out: `name`")

    def title(self, language: str) -> str:
        """What people read: the name in this language, else the name, else the one in the other language."""
        korean_first = (self.name_ko, self.name, self.name_en)
        english_first = (self.name_en, self.name, self.name_ko)
        return next(filter(None, korean_first if language == "ko" else english_first), "")


class Disagreement(NamedTuple):
    """Values of a record that do not go together, with what helps.

    `location` is empty for the record as a whole; of a list it has the number of the entry from its end, as -1, because
    entries that hold without being listed stand before all others.
    """

    message: Message
    remedy: AnyText = Message("make the names and numbers agree")
    location: tuple[int | str, ...] = ()


class DisagreementError(ValueError):
    """Several values of a record do not go together.

    Parameters
    ----------
    found
        A sentence for each disagreement, with its remedy and place.
    """

    def __init__(self, found: Sequence[Disagreement]) -> None:
        self.found = tuple(found)
        super().__init__(joined("; ", (one.message for one in self.found)))


_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")


def parse_clock(value: object) -> object:
    """Turn ``"18:00"`` into minutes since midnight; hours past 24 belong to the day after.

    Parameters
    ----------
    value
        Text ``HH:MM`` with hours 0 to 47, or ``48:00``; or minutes as a whole number, from another record.

    Raises
    ------
    ValueError
        The text is not a clock time.
    """
    if not isinstance(value, str):
        return value
    match = _CLOCK.fullmatch(value.strip())
    if not match:
        raise ValueError(
            Message("'{value}' is not a clock time; write it as 09:00, and 01:00 of the next day as 25:00", value=value)
        )
    minute = int(match[1]) * 60 + int(match[2])
    if int(match[2]) > 59 or minute > 2 * MINUTES_PER_DAY:
        raise ValueError(
            Message("'{value}' is not a clock time; hours go from 0 to 47, minutes from 0 to 59", value=value)
        )
    return minute


def clock_text(minute: int) -> str:
    """Minutes since midnight as people write them: ``25:00``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def parse_weekdays(value: object) -> object:
    """Turn ``["mon", "fri"]`` into weekday numbers, Monday being 0.

    A list names its days. Numbers mean Monday as 0 here, as 1 elsewhere, and Sunday as either: only a set of them,
    from another record, is taken.

    Raises
    ------
    ValueError
        A name is not one of mon, tue, wed, thu, fri, sat, sun, or stands twice.
    """
    if isinstance(value, set | frozenset):
        if all(type(day) is int and 0 <= day < len(WEEKDAYS) for day in value):
            return frozenset(value)
        value = sorted(value, key=str)
    if not isinstance(value, list | tuple):
        return value
    numbers: set[int] = set()
    for day in value:
        if not isinstance(day, str) or day.lower() not in WEEKDAYS:
            raise ValueError(Message("'{day}' is not a weekday; use {join}", day=day, join=", ".join(WEEKDAYS)))
        if WEEKDAYS.index(day.lower()) in numbers:
            raise ValueError(Message("'{day}' stands twice; name each weekday once", day=day))
        numbers.add(WEEKDAYS.index(day.lower()))
    return frozenset(numbers)


ClockMinute = Annotated[int, BeforeValidator(parse_clock), Field(ge=0, le=2 * MINUTES_PER_DAY)]
"""Minutes since midnight of the day on which a shift starts; 1500 is 01:00 on the day after."""


def _before_midnight(minute: object) -> object:
    if type(minute) is int and MINUTES_PER_DAY <= minute <= 2 * MINUTES_PER_DAY:
        raise ValueError(
            Message(
                "'{start}' is no time to start at: it is on the day after; write a time before 24:00",
                start=clock_text(minute),
            )
        )
    return minute


def _after_midnight(minute: object) -> object:
    if type(minute) is int and minute == 0:
        raise ValueError(
            Message("'00:00' is no time to end at: the day begins with it; write 24:00 for the midnight after")
        )
    return minute


# Checks before the limits, which say the same in minutes, run first.
StartMinute = Annotated[ClockMinute, BeforeValidator(lambda value: _before_midnight(parse_clock(value)))]
"""When something starts, on its own day; the field's limit is ``lt=MINUTES_PER_DAY``."""

EndMinute = Annotated[ClockMinute, BeforeValidator(lambda value: _after_midnight(parse_clock(value)))]
"""When something ends, on its own day or the next; the field's limit is ``gt=0``."""

WeekdaySet = Annotated[frozenset[int], BeforeValidator(parse_weekdays)]
"""Weekday numbers, Monday 0 to Sunday 6."""

Weekdays = Annotated[WeekdaySet, Field(min_length=1)]
"""Weekdays of which there is at least one."""


class NameOf(Enum):
    """Which list of names a text is from: a field of this kind names something that stands elsewhere."""

    TEAM = "team"
    CONTRACT = "contract"
    SHIFT = "shift"
    QUEUE = "queue"
    EMPLOYEE = "employee"
    ABSENCE_KIND = "absence kind"

    @property
    def word(self) -> Message:
        """What people call it."""
        return WORDS_FOR[self.value]


WORDS_FOR = {
    "team": Message("team"),
    "contract": Message("contract"),
    "shift": Message("shift"),
    "queue": Message("queue"),
    "employee": Message("employee"),
    "absence kind": Message("absence kind"),
    "rule": Message("rule"),
}
"""What people call the kinds of names."""


TeamName = Annotated[str, NameOf.TEAM]
ContractName = Annotated[str, NameOf.CONTRACT]
ShiftCode = Annotated[str, NameOf.SHIFT]
QueueName = Annotated[str, NameOf.QUEUE]
AbsenceKindName = Annotated[str, NameOf.ABSENCE_KIND]
EmployeeId = Annotated[str, NameOf.EMPLOYEE]


def each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names themselves.

    Raises
    ------
    ValueError
        One stands twice.
    """
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ValueError(Message("'{name}' stands twice; name it once", name=name))
    return names


TeamNames = Annotated[tuple[TeamName, ...], AfterValidator(each_once)]
ShiftCodes = Annotated[tuple[ShiftCode, ...], AfterValidator(each_once)]
QueueNames = Annotated[tuple[QueueName, ...], AfterValidator(each_once)]
EmployeeIds = Annotated[tuple[EmployeeId, ...], AfterValidator(each_once)]

ALL_WEEK: frozenset[int] = frozenset(range(7))
WEEKEND: frozenset[int] = frozenset({5, 6})


class ClockSpan(Frozen):
    """A span of hours on some weekdays; it belongs to the day on which it starts, and may end on the next."""

    weekdays: Weekdays = Field(default=ALL_WEEK, description="weekdays on which the span starts")
    from_minute: StartMinute = Field(default=0, alias="from", lt=MINUTES_PER_DAY, description="when it begins")
    to_minute: EndMinute = Field(
        default=MINUTES_PER_DAY, alias="to", gt=0, description="when it ends; 26:00 is 02:00 of the next day"
    )

    @model_validator(mode="after")
    def _length_fits(self) -> Self:
        length = self.to_minute - self.from_minute
        if length <= 0:
            raise ValueError(
                Message(
                    "{start} to {end} ends before it starts; write {end} of the next day as {next_end}",
                    start=clock_text(self.from_minute),
                    end=clock_text(self.to_minute),
                    next_end=clock_text(self.to_minute + MINUTES_PER_DAY),
                )
            )
        if length > MINUTES_PER_DAY:
            raise ValueError(
                Message(
                    "{start} to {end} is longer than a day and would meet itself",
                    start=clock_text(self.from_minute),
                    end=clock_text(self.to_minute),
                )
            )
        return self
