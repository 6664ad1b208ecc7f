"""What a scenario file may say: each field is a change to a workspace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scheduler.domain.base import (
    ALL_WEEK,
    ContractName,
    EmployeeId,
    EmployeeIds,
    Frozen,
    QueueName,
    QueueNames,
    ShiftCodes,
    TeamName,
    TeamNames,
    Weekdays,
    parse_weekdays,
)
from scheduler.domain.limits import (
    MOST_PEOPLE,
    BoundedNumber,
    Day,
    EndHour,
    Factor,
    GroupNumber,
    InnerShare,
    PositiveFactor,
    Seed,
    SomeHeads,
    StartHour,
    TrueOrFalse,
)
from scheduler.domain.people import Employee
from scheduler.messages import Message

_AMOUNT = re.compile(r"([+=-])([0-9]{1,9})")


_MARKS = "_+=.,-"
"""What the short name of a scenario may have beside letters and digits, though not at its beginning."""


def short_name(text: str) -> str:
    """A short name of a scenario, which files may have as well: letters of any script, small ones, and digits.

    Whatever else a text has becomes a dash.
    """
    small = unicodedata.normalize("NFC", text).lower()
    kept = (mark if mark in _MARKS or unicodedata.category(mark)[0] in "LMN" else " " for mark in small)
    return re.sub(" +", "-", "".join(kept)).lstrip(_MARKS) or "scenario"


def _as_short_name(value: str) -> str:
    if value != short_name(value):
        raise ValueError(
            Message(
                "'{value}' is not a short name: small letters, digits and {marks} only; write {name}",
                value=value,
                marks=" ".join(_MARKS),
                name=short_name(value),
            )
        )
    return value


def _parse_amount(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and value < 0:
        return str(value)
    match = _AMOUNT.fullmatch(value.replace(" ", "")) if isinstance(value, str) else None
    if match and int(match[2]) > MOST_PEOPLE:
        raise ValueError(
            Message(
                "'{value}' is too large; a centre has at most {most} people",
                value=value,
                most=MOST_PEOPLE,
            )
        )
    if match:
        return f"{match[1]}{int(match[2])}"
    raise ValueError(
        Message(
            "'{value}' is not a change of heads; write +20 for twenty more, -10 for ten fewer, =40 for forty",
            value=value,
        )
    )


Amount = Annotated[str, BeforeValidator(_parse_amount)]
"""A change of heads: ``+20``, ``-10`` or ``=40``."""


class HeadcountChange(Frozen):
    """How many people of a group come or leave, and who."""

    change: Amount
    leave: EmployeeIds = Field(default=(), description="ids of who leaves; empty: chosen by the seed")
    like: EmployeeId | None = Field(
        default=None, description="id of whom comers are a copy of; null: the mix of the group stays the same"
    )
    seed: Seed = Field(default=1, description="of the order in which people leave and are copied")

    @model_validator(mode="after")
    def _leavers_counted(self) -> Self:
        if self.leave and self.change != f"-{len(self.leave)}":
            raise ValueError(Message("leave names {len} people, so change must be -{len}", len=len(self.leave)))
        return self


def _parse_headcount(value: object) -> object:
    return value if isinstance(value, Mapping | HeadcountChange) else {"change": value}


class NewValues(Frozen):
    """Columns of ``staff.csv`` that change; null: stays."""

    team: TeamName | None = None
    contract: ContractName | None = None
    shifts: ShiftCodes | None = None
    queues: QueueNames | None = None
    remote_group: GroupNumber | None = None
    may_work_nights: TrueOrFalse | None = None
    may_work_holidays: TrueOrFalse | None = None
    overtime_volunteer: TrueOrFalse | None = None


class PeopleChange(Frozen):
    """Other contracts, shifts or queues for some people of a group."""

    who: str = Field(description="team, contract or shift, as in headcount")
    count: SomeHeads | None = Field(default=None, description="how many, chosen by the seed; null: all")
    ids: EmployeeIds = Field(default=(), description="these people instead")
    seed: Seed = 1
    new: NewValues

    @model_validator(mode="after")
    def _one_way_to_choose(self) -> Self:
        if self.ids and self.count is not None:
            raise ValueError(Message("give count or ids, not both"))
        return self


class InflowChange(Frozen):
    """More or fewer calls in some hours of the planned days; changes that meet multiply each other."""

    factor: Factor = Field(description="1.15: 15% more")
    queues: QueueNames = Field(default=(), description="empty: all")
    weekdays: Weekdays = ALL_WEEK
    dates: tuple[Day, ...] = Field(default=(), description="these dates only; empty: every planned day")
    from_hour: StartHour = 0
    to_hour: EndHour = Field(default=24, description="not included")

    @model_validator(mode="after")
    def _hours_in_order(self) -> Self:
        if self.from_hour >= self.to_hour:
            raise ValueError(
                Message(
                    "from_hour {from_hour} is not before to_hour {to_hour}",
                    from_hour=self.from_hour,
                    to_hour=self.to_hour,
                )
            )
        return self


class QueueSplit(Frozen):
    """A queue as several, whose people do not help each other: what pooling is worth."""

    into: Mapping[str, InnerShare] = Field(description="name of each part and its share")
    all_round: TeamNames = Field(default=(), description="teams that still serve every part")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len(self.into) < 2 or abs(sum(self.into.values()) - 1.0) > 1e-6:
            raise ValueError(Message("the shares of {value} must add up to 1", value=", ".join(self.into) or "{}"))
        return self


def _parse_weekday(value: object) -> object:
    days = parse_weekdays([value])
    assert isinstance(days, frozenset)
    return next(iter(days))


class AllHandsDay(Frozen):
    """People who take calls on one day of each planned week although it is not their work."""

    weekday: Annotated[int, BeforeValidator(_parse_weekday)] = Field(description="mon to sun")
    people: SomeHeads
    queue: QueueName
    teams: TeamNames = Field(min_length=1, description="whence they come, by preference")
    seed: Seed = 1


class ReportedMeasure(Frozen):
    """What a document says of the measure that a scenario replays."""

    value: BoundedNumber = Field(description="with the scenario's measures")
    baseline: BoundedNumber | None = Field(default=None, description="with the baseline's")
    note_ko: str = ""
    note_en: str = ""


class Overlay(Frozen):
    """One scenario."""

    name: Annotated[str, AfterValidator(_as_short_name)] = Field(
        description="short: small letters of any script, and digits"
    )
    name_ko: str = ""
    name_en: str = ""
    about_ko: str = ""
    about_en: str = ""
    source: str = ""
    headcount: Mapping[str, Annotated[HeadcountChange, BeforeValidator(_parse_headcount)]] = Field(
        default_factory=dict, description="by team, contract or shift; in order"
    )
    people: tuple[PeopleChange, ...] = ()
    settings: Mapping[str, Any] = Field(
        default_factory=dict,
        description="as in workspace.yaml; entries of a list by name: queues: {general: {aht_seconds: 420}}",
    )
    inflow: tuple[InflowChange, ...] = ()
    handling_time: Mapping[str, PositiveFactor] = Field(default_factory=dict, description="factor by queue")
    split: Mapping[str, QueueSplit] = Field(default_factory=dict)
    all_hands: AllHandsDay | None = None
    reported: Mapping[str, ReportedMeasure] = Field(default_factory=dict, description="by measure; changes nothing")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for what, changes in (("inflow", self.inflow), ("people", self.people)):
            for number, change in enumerate(changes):
                if change in changes[:number]:
                    raise ValueError(
                        Message("entry {number} of {what} is the same as one before it", number=number + 1, what=what)
                    )
        return self

    def title(self, language: Literal["ko", "en"]) -> str:
        """What people call it."""
        return (self.name_ko if language == "ko" else self.name_en) or self.name


EMPLOYEE_FIELDS = frozenset(NewValues.model_fields)
assert Employee.model_fields.keys() >= EMPLOYEE_FIELDS
