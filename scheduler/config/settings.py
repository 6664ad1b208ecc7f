"""All of ``workspace.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from scheduler.config.actuals import ActualsFormats
from scheduler.config.all_hands import AllHands
from scheduler.config.centre import Centre, Team
from scheduler.config.fairness import Fairness
from scheduler.config.files import Files
from scheduler.config.forecasting import Forecasting, WeeklyProfile
from scheduler.config.leaving import Leaving
from scheduler.config.pay import Pay, WorkingTime
from scheduler.config.queues import HourClasses, Queue, Shrinkage, Tier
from scheduler.config.simulating import Simulating
from scheduler.config.solving import Solving
from scheduler.config.store_address import StoreAddress
from scheduler.constraints import AnyRule, with_what_a_roster_is
from scheduler.domain.base import (
    WORDS_FOR,
    AbsenceKindName,
    ClockSpan,
    Disagreement,
    DisagreementError,
    Frozen,
    clock_text,
)
from scheduler.domain.limits import Day, IntervalMinutes, MinutesPerDay, NoticeDays, Share, WeeksOfHistory
from scheduler.domain.part_of_day import ShortenedShifts
from scheduler.domain.people import SICK_LEAVE, USUAL_ABSENCE_KINDS, AbsenceKind, Contract
from scheduler.domain.problem import QueueAccess, RemoteRotation
from scheduler.domain.shifts import SHIFT_COLOURS, NightHours, Shift
from scheduler.messages import Message


class Settings(Frozen):
    """Everything in ``workspace.yaml``."""

    centre: Centre = Field(description="who the rosters are for")
    language: Literal["ko", "en"] = Field(default="ko", description="language of what people read")
    interval_minutes: IntervalMinutes = Field(
        default=30, description="length of a coverage interval; divides an hour or is one"
    )
    files: Files = Field(default=Files(), description="how csv files are written: letters, dates, decimals")
    working_time: WorkingTime = Field(
        default=WorkingTime(), description="what counts as night, overtime and holiday work, and what is owed for it"
    )
    teams: tuple[Team, ...] = Field(min_length=1, description="teams of `staff.csv`, in the order of sheets")
    shifts: tuple[Shift, ...] = Field(min_length=1, description="kinds of shift; a person may have one a day")
    contracts: tuple[Contract, ...] = Field(min_length=1, description="what a week of work is, by kind of contract")
    absence_kinds: tuple[AbsenceKind, ...] | None = Field(
        default=None,
        description="kinds that absences may be of; null: annual_leave, sick_leave, parental_leave, training, "
        "day_in_lieu, and any other that is not written like a part of a day, which counts as work and is paid",
    )
    unplanned_absence_kind: AbsenceKindName | None = Field(
        default=None, description="kind of those who fall ill, for repair; null: sick_leave, if it is one of the kinds"
    )
    queues: tuple[Queue, ...] = Field(
        default=(),
        description="calls, and work that may wait, with their targets; none where shift_cover says how many "
        "people are needed",
    )
    hour_classes: HourClasses = Field(
        default=HourClasses(), description="which hours are prime and which vulnerable, for prices, targets and figures"
    )
    shrinkage: Shrinkage = Field(
        default=Shrinkage(), description="time on shift that is lost to the queues, so that more people are required"
    )
    shortened_shifts: ShortenedShifts = Field(
        default=ShortenedShifts(),
        validate_default=True,
        description="breaks by law, and what is left of a shift of which somebody is away for a part",
    )
    shortfall_tiers: tuple[Tier, ...] = Field(
        default=(Tier(from_share=0.0, multiplier=1),),
        description="a missing agent costs more the larger the share of the requirement that is missing",
    )
    surplus_free_share: Share = Field(
        default=0.0, description="agents above the requirement that cost nothing, as a share of it"
    )
    queue_access: tuple[QueueAccess, ...] = Field(
        default=(), description="on which weekdays a team helps on a queue that is not its own; a pair not here: on all"
    )
    remote: RemoteRotation | None = Field(
        default=None, description="groups that take turns in the office; null: everybody is in the office"
    )
    interval_dependence: Literal["independent", "lagged"] = Field(
        default="independent",
        description="requirements and service report: each interval of calls on its own, or with the calls and callers "
        "that the one before hands on",
    )
    extra_public_holidays: dict[Day, str] = Field(
        default_factory=dict, description="days off that the calendar of the country does not know"
    )
    forecast: Forecasting = Field(default=WeeklyProfile(), description="how calls are forecast from the history")
    max_inflow_age_weeks: WeeksOfHistory = Field(
        default=8, description="how long before the plan the history of arrivals may end"
    )
    pay: Pay | None = Field(default=None, description="what an hour costs; null: scenarios and ledger show no money")
    store: StoreAddress | None = Field(
        default=None,
        description="PostgreSQL database of the published rosters, without its password; null: scheduler.db beside "
        "this file",
    )
    actuals: ActualsFormats = Field(
        default=ActualsFormats(), description="files of what happened: their columns, units and names of queues"
    )
    notice_days: NoticeDays = Field(
        default=1,
        description="so many days from today on a published roster changes only with a reason, today included",
    )
    call_in_minutes: MinutesPerDay = Field(
        default=120, description="from a call until somebody who is at home begins to work; for `scheduler today`"
    )
    fairness: Fairness = Field(default=Fairness(), description="how far back turns are counted that are shared fairly")
    simulation: Simulating = Field(
        default=Simulating(), description="how a roster is run caller by caller, and how often"
    )
    leave: Leaving = Field(
        default=Leaving(), description="in which order requests for leave are decided, and up to where they are granted"
    )
    all_hands: AllHands | None = Field(
        default=None, description="who can be called when a day brings more than was planned; null: nobody"
    )
    solve: Solving = Field(default=Solving(), description="when the search stops, and with what it starts")
    rules: tuple[AnyRule, ...] = Field(description="rules in force, with those that hold without being listed")

    @field_validator("rules")
    @classmethod
    def _what_a_roster_is_holds(cls, value: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
        return with_what_a_roster_is(value)

    @field_validator("shortened_shifts")
    @classmethod
    def _breaks_are_those_of_the_country(cls, value: ShortenedShifts, info: ValidationInfo) -> ShortenedShifts:
        centre = info.data.get("centre")  # not there where it is at fault itself
        return value if centre is None else value.in_country(centre.country)

    @field_validator("shifts")
    @classmethod
    def _each_knows_the_night(cls, value: tuple[Shift, ...], info: ValidationInfo) -> tuple[Shift, ...]:
        time = info.data.get("working_time", WorkingTime())  # not there where it is at fault itself
        return tuple(shift.with_night(time.night) for shift in value)

    @field_validator("shifts")
    @classmethod
    def _each_has_a_colour(cls, value: tuple[Shift, ...]) -> tuple[Shift, ...]:
        """Give those without a colour one each, other than those that are given while there are any left."""
        given = {shift.colour.upper() for shift in value if "colour" in shift.model_fields_set}
        free = cycle([colour for colour in SHIFT_COLOURS if colour not in given] or SHIFT_COLOURS)
        return tuple(
            shift if "colour" in shift.model_fields_set else shift.model_copy(update={"colour": next(free)})
            for shift in value
        )

    @field_validator("interval_minutes")
    @classmethod
    def _divides_an_hour(cls, value: int) -> int:
        if 60 % value:
            raise ValueError(Message("{value} minutes do not divide an hour; use 15, 20, 30 or 60", value=value))
        return value

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        faults: list[Disagreement] = []
        named: tuple[tuple[str, str, list[str]], ...] = (
            ("team", "teams", [team.name for team in self.teams]),
            ("shift", "shifts", [shift.code for shift in self.shifts]),
            ("contract", "contracts", [contract.name for contract in self.contracts]),
            ("queue", "queues", [queue.name for queue in self.queues]),
            ("absence kind", "absence_kinds", [kind.name for kind in self.absence_kinds or ()]),
            ("rule", "rules", [rule.rule for rule in self.rules]),
        )
        for what, group, names in named:
            remedy = Message("delete one of them" if what == "rule" else "delete one of them, or give it another name")
            for name in sorted({n for n in names if names.count(n) > 1}):
                last = -1 - names[::-1].index(name)
                twice = Message("{what} '{name}' stands twice", what=WORDS_FOR[what], name=name)
                faults.append(Disagreement(twice, remedy, (group, last)))
        places = [(access.team, access.queue) for access in self.queue_access]
        for team, queue in sorted({place for place in places if places.count(place) > 1}):
            twice = Message("queue_access has team '{team}' and queue '{queue}' twice", team=team, queue=queue)
            last = -1 - places[::-1].index((team, queue))
            faults.append(Disagreement(twice, Message("delete one of them"), ("queue_access", last)))
        faults.extend(self._off_the_grid())
        nights = [shift.code for shift in self.shifts if self.night.is_night(shift.with_night(self.night))]
        for number, rule in enumerate(self.rules):
            for message, remedy in rule.disagreements([team.name for team in self.teams], nights):
                faults.append(Disagreement(message, remedy, ("rules", number - len(self.rules))))
        shares = [tier.from_share for tier in self.shortfall_tiers]
        multipliers = [tier.multiplier for tier in self.shortfall_tiers]
        if shares[:1] != [0.0] or shares != sorted(set(shares)) or multipliers != sorted(multipliers):
            found = Message("shortfall_tiers do not begin at from_share 0 and grow in from_share and multiplier")
            remedy = Message(
                "let the first tier have from_share: 0, each later one a larger share and no smaller multiplier"
            )
            faults.append(Disagreement(found, remedy, ("shortfall_tiers",)))
        if faults:
            raise DisagreementError(faults)
        return self

    @property
    def files_here(self) -> Files:
        """How files are written, with what Korean spreadsheets write where the centre is in Korea or speaks Korean."""
        return self.files.of_office(self.centre.country, self.centre.timezone, self.language)

    @property
    def night(self) -> NightHours:
        """What is night work, and which shifts are nights: those of the rule that lists any."""
        listed = (codes for rule in self.rules if (codes := rule.nights_listed()))
        return replace(self.working_time.night, codes=next(map(frozenset, listed), None))

    @property
    def kinds_of_absence(self) -> dict[str, AbsenceKind]:
        """The kinds of absence that have a name, by it."""
        kinds = USUAL_ABSENCE_KINDS if self.absence_kinds is None else self.absence_kinds
        return {kind.name: kind for kind in kinds}

    def kind_of_absence(self, name: str) -> AbsenceKind:
        """The kind of this name; one that is not listed counts as work and is called by its name."""
        return self.kinds_of_absence.get(name) or AbsenceKind.called(name)

    @property
    def unplanned_kind(self) -> str | None:
        """The kind of an absence that comes unforeseen; None where nothing says which it is."""
        return self.unplanned_absence_kind or (SICK_LEAVE if SICK_LEAVE in self.kinds_of_absence else None)

    def _off_the_grid(self) -> Iterator[Disagreement]:
        """Every time of the settings within an interval, where it would be cut to an end of it."""
        grid = self.interval_minutes
        for number, shift in enumerate(self.shifts):
            times = {
                "start": shift.start_minute,
                "end": shift.end_minute,
                "meal_earliest": shift.meal_earliest_minute or 0,
                "meal_minutes": shift.meal_minutes,
            }
            for field, minute in times.items():
                if minute % grid:
                    place = ("shifts", number - len(self.shifts), field)
                    words = str if field == "meal_minutes" else clock_text
                    yield _off_grid(
                        Message("shift {shift}: {field} {at}", shift=shift.code, field=field, at=words(minute)),
                        minute,
                        grid,
                        words,
                        place,
                    )
        for span_at, span in _spans_in(self):
            for field, minute in (("from", span.from_minute), ("to", span.to_minute)):
                if minute % grid:
                    yield _off_grid(Message("{at}", at=clock_text(minute)), minute, grid, clock_text, (*span_at, field))


def _off_grid(
    what: Message, minute: int, grid: int, words: Callable[[int], str], place: tuple[int | str, ...]
) -> Disagreement:
    before = minute - minute % grid
    return Disagreement(
        Message("{what} does not lie on the grid of {grid} minutes", what=what, grid=grid),
        Message(
            "write {before} or {after}, or set interval_minutes to a length that divides it",
            before=words(before),
            after=words(before + grid),
        ),
        place,
    )


def _spans_in(value: object, place: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], ClockSpan]]:
    """Every span of hours in a record, however deep, with its place; entries of lists count from the end."""
    if isinstance(value, ClockSpan):
        yield place, value
    elif isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            yield from _spans_in(getattr(value, name), (*place, field.alias or name))
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _spans_in(entry, (*place, number - len(value)))
