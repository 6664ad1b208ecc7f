"""Settings of a workspace (``workspace.yaml``): frozen, every field with its unit, unknown keys refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Annotated, Literal, Self
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from holidays.registry import EntityLoader
from pydantic import AfterValidator, Field, field_validator, model_validator

from scheduler.constraints import AnyRule, with_what_a_roster_is
from scheduler.domain.base import (
    MINUTES_PER_DAY,
    ClockSpan,
    Disagreement,
    DisagreementError,
    EndMinute,
    Frozen,
    StartMinute,
    clock_text,
)
from scheduler.domain.limits import (
    LARGEST_LOSS,
    MOST_WEEKS_OF_DEADLINE,
    AttemptsPerCall,
    Damping,
    Day,
    Days,
    Deadline,
    Duration,
    Gap,
    HalfLifeWeeks,
    Heads,
    Id,
    IntervalMinutes,
    Kind,
    Loss,
    MinutesPerDay,
    MinutesPerWeek,
    Multiplier,
    Name,
    NoticeDays,
    Occupancy,
    Percent,
    Quantile,
    Reachable,
    SearchSeconds,
    Seconds,
    Seed,
    Share,
    TrueOrFalse,
    Wait,
    WaitingPlaces,
    WeeksOfHistory,
    Won,
    Workers,
)
from scheduler.domain.people import Contract
from scheduler.domain.problem import QueueAccess, RemoteRotation
from scheduler.domain.shifts import NIGHT_WORK_ENDS_MINUTE, NIGHT_WORK_STARTS_MINUTE, SHIFT_COLOURS, Shift


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


class HourSpan(ClockSpan):
    """A span of hours on some weekdays."""

    public_holidays: TrueOrFalse | None = Field(
        default=None, description="true: on public holidays only; false: not on public holidays; null: on any day"
    )


class Targets(Frozen):
    """What a queue promises; the target that asks for most agents binds, and its name is kept. Null: not set."""

    service_level: Reachable | None = Field(default=None, description="share answered within answer_within_seconds")
    answer_within_seconds: Seconds = 20.0
    asa_seconds: Wait | None = Field(default=None, description="average wait")
    answer_rate: Reachable | None = Field(default=None, description="answered of entered")
    answer_rate_total: Reachable | None = Field(
        default=None, description="answered of all attempts, those included that never entered"
    )
    max_occupancy: Occupancy | None = Field(default=None, description="busy share of the time on the queue")
    minimum_agents: Heads = Field(default=0, description="heads while the queue is open")


class Shrinkage(Frozen):
    """Shares of scheduled time that are lost to the queue, by cause; they multiply, as each takes of what is left."""

    training: Loss = 0.0
    mentoring: Loss = 0.0
    breaks_off_phone: Loss = 0.0
    unplanned_absence: Loss = 0.0

    @property
    def total(self) -> float:
        """Share lost altogether."""
        kept = 1.0
        for share in (self.training, self.mentoring, self.breaks_off_phone, self.unplanned_absence):
            kept *= 1.0 - share
        return 1.0 - kept

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        if self.total > LARGEST_LOSS:
            raise ValueError(f"{self.total:.0%} of the time is lost; at most {LARGEST_LOSS:.0%}")
        return self


class HourWeights(Frozen):
    """Whole multipliers of the price of a missing agent, by class of hour."""

    prime: Multiplier = 1
    vulnerable: Multiplier = 1
    other: Multiplier = 1


class Queue(Frozen):
    """A queue of calls, or of work that may wait."""

    name: Id
    name_ko: Name
    name_en: Name
    kind: Literal["calls", "deferrable"] = "calls"
    aht_seconds: Duration = Field(description="handling time where the inflow file has none")
    open: tuple[HourSpan, ...] = Field(default=(HourSpan(),), min_length=1, description="when anybody serves it")
    targets: Targets = Targets()
    targets_by_hour: dict[Literal["prime", "vulnerable", "other"], Targets] = Field(
        default_factory=dict, description="targets that replace the queue's in a class of hours"
    )
    deadline_minutes: Deadline | None = Field(default=None, description="deferrable work: done by then, in open time")
    patience_seconds: Duration | None = Field(default=None, description="when a waiting caller leaves or is cut off")
    patience: Literal["exponential", "deterministic"] = "exponential"
    cut_off_seconds: Duration | None = Field(
        default=None, description="when the line cuts off a caller who has not hung up; null: never"
    )
    waiting_places: WaitingPlaces | None = Field(default=None, description="callers who can wait; null: any number")
    attempts_per_entered: AttemptsPerCall = Field(
        default=1.0, description="calls attempted for each that enters the queue: base of the total answer rate"
    )
    hour_weights: HourWeights = HourWeights()

    @model_validator(mode="after")
    def _deadline_given(self) -> Self:
        if self.kind == "deferrable" and self.deadline_minutes is None:
            raise ValueError(f"queue {self.name} is deferrable and needs deadline_minutes")
        a_week = sum(len(span.weekdays) * (span.to_minute - span.from_minute) for span in self.open)
        if self.deadline_minutes is not None and self.deadline_minutes > MOST_WEEKS_OF_DEADLINE * a_week:
            raise ValueError(
                f"queue {self.name} is open for {a_week} minutes a week; its deadline_minutes may be those of "
                f"{MOST_WEEKS_OF_DEADLINE} weeks"
            )
        return self


class HourClasses(Frozen):
    """Which hours are prime and which vulnerable; the first list that matches counts, the rest are other."""

    vulnerable: tuple[HourSpan, ...] = ()
    prime: tuple[HourSpan, ...] = ()


class Tier(Frozen):
    """From which share of the requirement on a missing agent costs `multiplier` times as much."""

    from_share: Share
    multiplier: Multiplier


class _AnyForecast(Frozen):
    """What every method of forecasting has."""

    quantile: Quantile = Field(
        default=0.5, description="quantile of the busyness to staff for; 0.5: the forecast itself"
    )


class RecentMean(_AnyForecast):
    """The mean of like days (same weekday, or public holiday) of the recent weeks."""

    method: Literal["recent_mean"] = "recent_mean"
    weeks: WeeksOfHistory = Field(default=8, description="weeks of history that count")


class WeeklyProfile(_AnyForecast):
    """Level and trend of the weeks, times a robust profile of weekdays and hours; holidays and days after them apart.

    The defaults are what did best in ``python -m benchmarks.forecast``.
    """

    method: Literal["weekly_profile"] = "weekly_profile"
    profile_half_life_weeks: HalfLifeWeeks = Field(
        default=16.0, description="weeks by which a day must be older to count half for the profile"
    )
    level_half_life_weeks: HalfLifeWeeks = Field(
        default=8.0, description="weeks by which a week must be older to count half for the level"
    )
    trend_damping: Damping = Field(default=0.3, description="share of the trend that lasts a week; 0: none")
    shared_shape: Share = Field(default=0.3, description="share of a day's shape taken from all busy weekdays together")


Forecasting = Annotated[RecentMean | WeeklyProfile, Field(discriminator="method")]


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


class Solving(Frozen):
    """When the search stops, and with what it starts."""

    time_limit_seconds: SearchSeconds = 60.0
    relative_gap: Gap = 0.001
    workers: Workers = 8
    seed: Seed = 1
    deterministic: TrueOrFalse = Field(
        default=False,
        description="the same inputs, seed and versions give the same roster however busy the machine is: the time "
        "limit counts nominal seconds of work, not those of the clock",
    )


def _without_password(address: str) -> str:
    """The address of a PostgreSQL database, which everybody who has the workspace may read.

    Raises
    ------
    ValueError
        It is none, or a password stands in it.
    """
    try:
        parts = urlsplit(address)
        has_password = parts.password is not None or any(name == "password" for name, _ in parse_qsl(parts.query))
    except ValueError:
        raise ValueError(f"this is no address of a database; {_HOW_A_STORE_IS_WRITTEN}") from None
    if has_password:
        raise ValueError(
            "a password stands in the address; take it out and give it in the environment, as "
            "SCHEDULER_STORE_PASSWORD or PGPASSWORD"
        )
    if parts.scheme != "postgresql+psycopg" or not parts.path.strip("/"):
        raise ValueError(f"'{address}' is no address of a PostgreSQL database; {_HOW_A_STORE_IS_WRITTEN}")
    return address


_HOW_A_STORE_IS_WRITTEN = "write it as postgresql+psycopg://user@host/database, or leave it out for scheduler.db"

StoreAddress = Annotated[str, AfterValidator(_without_password)]


class Settings(Frozen):
    """Everything in ``workspace.yaml``."""

    centre: Centre
    language: Literal["ko", "en"] = "ko"
    interval_minutes: IntervalMinutes = Field(
        default=30, description="length of a coverage interval; divides an hour or is one"
    )
    teams: tuple[Team, ...] = Field(min_length=1)
    shifts: tuple[Shift, ...] = Field(min_length=1)
    contracts: tuple[Contract, ...] = Field(min_length=1)
    queues: tuple[Queue, ...] = Field(min_length=1)
    hour_classes: HourClasses = HourClasses()
    shrinkage: Shrinkage = Shrinkage()
    shortfall_tiers: tuple[Tier, ...] = (Tier(from_share=0.0, multiplier=1),)
    surplus_free_share: Share = 0.0
    queue_access: tuple[QueueAccess, ...] = ()
    remote: RemoteRotation | None = None
    interval_dependence: Literal["independent", "lagged"] = Field(
        default="independent",
        description="service report: each interval of calls on its own, or with the calls and callers that the one "
        "before hands on",
    )
    extra_public_holidays: dict[Day, str] = Field(
        default_factory=dict, description="days off that the calendar of the country does not know"
    )
    forecast: Forecasting = WeeklyProfile()
    max_inflow_age_weeks: WeeksOfHistory = Field(
        default=8, description="how long before the plan the history of arrivals may end"
    )
    pay: Pay | None = None
    store: StoreAddress | None = Field(
        default=None,
        description="PostgreSQL database of the published rosters, without its password; null: scheduler.db beside "
        "this file",
    )
    notice_days: NoticeDays = Field(
        default=1,
        description="so many days from today on a published roster changes only with a reason, today included",
    )
    working_time: WorkingTime = WorkingTime()
    solve: Solving = Solving()
    rules: tuple[AnyRule, ...] = Field(description="rules in force, with those that hold without being listed")

    @field_validator("rules")
    @classmethod
    def _what_a_roster_is_holds(cls, value: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
        return with_what_a_roster_is(value)

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
            raise ValueError(f"{value} minutes do not divide an hour; use 15, 20, 30 or 60")
        return value

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        faults: list[Disagreement] = []
        named: tuple[tuple[str, str, list[str]], ...] = (
            ("team", "teams", [team.name for team in self.teams]),
            ("shift", "shifts", [shift.code for shift in self.shifts]),
            ("contract", "contracts", [contract.name for contract in self.contracts]),
            ("queue", "queues", [queue.name for queue in self.queues]),
            ("rule", "rules", [rule.rule for rule in self.rules]),
        )
        for what, group, names in named:
            remedy = "delete one of them" if what == "rule" else "delete one of them, or give it another name"
            for name in sorted({n for n in names if names.count(n) > 1}):
                last = -1 - names[::-1].index(name)
                faults.append(Disagreement(f"{what} '{name}' stands twice", remedy, (group, last)))
        places = [(access.team, access.queue) for access in self.queue_access]
        for team, queue in sorted({place for place in places if places.count(place) > 1}):
            twice = f"queue_access has team '{team}' and queue '{queue}' twice"
            last = -1 - places[::-1].index((team, queue))
            faults.append(Disagreement(twice, "delete one of them", ("queue_access", last)))
        faults.extend(self._off_the_grid())
        shares = [tier.from_share for tier in self.shortfall_tiers]
        multipliers = [tier.multiplier for tier in self.shortfall_tiers]
        if shares[:1] != [0.0] or shares != sorted(set(shares)) or multipliers != sorted(multipliers):
            found = "shortfall_tiers do not begin at from_share 0 and grow in from_share and multiplier"
            remedy = "let the first tier have from_share: 0, each later one a larger share and no smaller multiplier"
            faults.append(Disagreement(found, remedy, ("shortfall_tiers",)))
        if faults:
            raise DisagreementError(faults)
        return self

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
                    yield _off_grid(f"shift {shift.code}: {field} {words(minute)}", minute, grid, words, place)
        for span_at, span in _spans_in(self):
            for field, minute in (("from", span.from_minute), ("to", span.to_minute)):
                if minute % grid:
                    yield _off_grid(clock_text(minute), minute, grid, clock_text, (*span_at, field))


def _off_grid(
    what: str, minute: int, grid: int, words: Callable[[int], str], place: tuple[int | str, ...]
) -> Disagreement:
    before = minute - minute % grid
    return Disagreement(
        f"{what} does not lie on the grid of {grid} minutes",
        f"write {words(before)} or {words(before + grid)}, or set interval_minutes to a length that divides it",
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
