"""People, their contracts, and what is known of their days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from scheduler.domain.base import (
    ALL_WEEK,
    MINUTES_PER_DAY,
    WEEKEND,
    EndMinute,
    Frozen,
    StartMinute,
    Titled,
    WeekdaySet,
    clock_text,
)
from scheduler.domain.limits import (
    Count,
    Day,
    GroupNumber,
    Id,
    KindName,
    MinutesPerWeek,
    Name,
    RequestPoints,
    TrueOrFalse,
    Whole,
)
from scheduler.domain.part_of_day import DayPart
from scheduler.messages import Message


class Contract(Titled):
    """What a week of work is for the people who hold it."""

    name: Id = Field(min_length=1, description="as `staff.csv` names it; read by people where it has no other name")
    days_per_week: Annotated[Whole, Field(ge=0, le=7)] = Field(description="worked days of an ordinary week")
    paid_minutes_per_week: MinutesPerWeek = Field(description="without overtime")
    weekdays: WeekdaySet = Field(default=ALL_WEEK, description="weekdays on which work is possible")
    required_weekdays: WeekdaySet = Field(default=frozenset(), description="weekdays that are worked every week")
    weekend_days_per_week: Annotated[Whole, Field(ge=0, le=2)] = Field(
        default=0,
        description="least Saturdays and Sundays worked a week (days off in lieu follow)",
    )
    works_public_holidays: TrueOrFalse = Field(default=True, description="may be rostered on a public holiday")
    public_holidays_paid_off: TrueOrFalse = Field(
        default=True, description="a public holiday shortens the week by a day (LSA Art. 55(2))"
    )
    absence_counts_as_work: TrueOrFalse = Field(
        default=True,
        description="a day of an absence kind that counts as work is a worked contract day (LSA Art. 60); false: of "
        "those that are on_duty alone (LSA Art. 18(3): below 15 h a week there is no annual leave)",
    )

    @model_validator(mode="after")
    def _days_fit(self) -> Self:
        if self.days_per_week > len(self.weekdays):
            raise ValueError(
                Message(
                    "contract {name}: {days} days do not fit its weekdays",
                    name=self.name,
                    days=self.days_per_week,
                )
            )
        if not self.required_weekdays <= self.weekdays:
            raise ValueError(
                Message("contract {name}: required_weekdays are not all among its weekdays", name=self.name)
            )
        if len(self.required_weekdays) > self.days_per_week:
            raise ValueError(Message("contract {name}: more required_weekdays than days_per_week", name=self.name))
        if self.weekend_days_per_week > min(self.days_per_week, len(self.weekdays & WEEKEND)):
            raise ValueError(
                Message(
                    "contract {name}: weekend_days_per_week are more than its days_per_week or than the "
                    "Saturdays and Sundays among its weekdays",
                    name=self.name,
                )
            )
        return self


class Employee(Frozen):
    """What a person is, from one day to another. `queues` is in order: the first is the home queue."""

    employee_id: Id = Field(min_length=1)
    name: Name
    team: str
    contract: str
    shifts: tuple[str, ...] = Field(description="shift codes the person may work")
    queues: tuple[str, ...] = Field(default=(), description="queues the person can serve; none for office staff")
    remote_group: GroupNumber | None = Field(default=None, description="rotation group; none: always in the office")
    may_work_nights: TrueOrFalse = Field(default=False, description="consents to night work (LSA Art. 70)")
    may_work_holidays: TrueOrFalse = Field(default=True, description="consents to public holidays (LSA Art. 70)")
    overtime_volunteer: TrueOrFalse = False
    first_day: Day | None = Field(default=None, description="first day on which all of this holds; none: open")
    last_day: Day | None = Field(default=None, description="last day on which it does; none: open")

    @property
    def has_dates(self) -> bool:
        """Whether the person has not been, or will not be, employed like this on all days."""
        return self.first_day is not None or self.last_day is not None

    def is_employed_on(self, on: date) -> bool:
        """Whether this holds on a date."""
        return self.meets(on, on)

    def meets(self, first: date, last: date) -> bool:
        """Whether this holds on one of these days."""
        return (self.first_day is None or self.first_day <= last) and (self.last_day is None or first <= self.last_day)


class AbsenceKind(Titled):
    """What an absence of a kind means for the days of the contract, and for pay."""

    name: KindName = Field(
        min_length=1, description="as `absences.csv` names it; read by people where it has no other name"
    )
    counts_as_work: TrueOrFalse = Field(
        default=True,
        description="a day of it counts as a worked contract day, where the contract's absences do; where it is false "
        "write `paid: false` as well, since nobody is paid for a day that does not count",
    )
    paid: TrueOrFalse = Field(
        default=True,
        description="a day that counts as work is paid as the contract's average day; only with counts_as_work",
    )
    on_duty: TrueOrFalse = Field(
        default=False, description="work away from the queues, such as training: it counts for every contract"
    )
    owed_again: TrueOrFalse = Field(
        default=False, description="a day that does not count as work is made good on other days of the week"
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.paid and not self.counts_as_work:
            raise ValueError(
                Message("absence kind {name}: paid, but does not count as work; write paid: false", name=self.name)
            )
        if self.on_duty and not self.paid:
            raise ValueError(Message("absence kind {name}: on_duty is work, which counts and is paid", name=self.name))
        return self

    def counts_for(self, contract: Contract) -> bool:
        """Whether a day of it on a weekday of the contract counts as a worked contract day."""
        return self.on_duty or (self.counts_as_work and contract.absence_counts_as_work)

    @classmethod
    def called(cls, name: str) -> AbsenceKind:
        """A kind of which no more is known than its name."""
        return cls(name=name)


USUAL_ABSENCE_KINDS = (
    AbsenceKind(name="annual_leave", name_ko="연차", name_en="Leave"),
    AbsenceKind(name="sick_leave", name_ko="병가", name_en="Sick"),
    AbsenceKind(name="parental_leave", name_ko="육아휴직", name_en="Parental", paid=False),
    AbsenceKind(name="training", name_ko="교육", name_en="Training", on_duty=True),
    AbsenceKind(name="day_in_lieu", name_ko="대체휴일", name_en="Day in lieu"),
)
"""Those of a centre that lists none of its own."""

SICK_LEAVE = "sick_leave"
"""The kind of an absence that comes unforeseen, where the centre has it."""


class Absence(Frozen):
    """Days on which a person cannot work, both ends included, or of which each has a part on which he or she cannot.

    A part is one of the shift that would be worked (`part`), or a span of the clock (`from_minute` to `to_minute`).
    """

    employee_id: str
    first_day: Day
    last_day: Day
    kind: KindName
    part: DayPart | None = Field(default=None, description="half or quarter of the shift that starts on the day")
    from_minute: StartMinute | None = Field(default=None, lt=MINUTES_PER_DAY)
    to_minute: EndMinute | None = Field(default=None, gt=0, description="past 24:00: on the day after")

    @model_validator(mode="after")
    def _is_one_part(self) -> Self:
        if (self.from_minute is None) != (self.to_minute is None):
            raise ValueError(Message("one of from_time and to_time is missing"))
        if self.from_minute is not None and self.to_minute is not None:
            if self.part is not None:
                raise ValueError(Message("a part and times at once"))
            if not self.from_minute < self.to_minute <= self.from_minute + MINUTES_PER_DAY:
                raise ValueError(Message("from_time is not before to_time, or more than a day before it"))
        return self

    @property
    def is_partial(self) -> bool:
        """Whether it leaves a part of each of its days."""
        return self.part is not None or self.from_minute is not None

    @property
    def times(self) -> tuple[int, int] | None:
        """Between which minutes of the clock it is, where it has times."""
        return None if self.from_minute is None or self.to_minute is None else (self.from_minute, self.to_minute)

    def days(self) -> list[date]:
        """Every date of the absence."""
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]

    def row(self) -> str:
        """The row that says it in ``absences.csv``; what no part has needs no cells of a part."""
        times = ["" if minute is None else clock_text(minute) for minute in (self.from_minute, self.to_minute)]
        part = [self.part or "", *times] if self.is_partial else []
        return ",".join([self.employee_id, str(self.first_day), str(self.last_day), self.kind, *part])


MUST = "must"
"""What stands in the place of a wish's weight where it is to be met in any case."""


class Request(Frozen):
    """A wish: work `shift` on `date` (``OFF``: be off); a negative weight asks for the opposite.

    ``OFF`` may be between two times alone: no shift of that date is worked then.
    """

    employee_id: str
    date: Day
    shift: str
    weight: RequestPoints = Field(description="points that an unmet wish costs; negative: points for having the shift")
    is_must: TrueOrFalse = Field(
        default=False, description="the wish is met, whatever that costs; its weight is 1 then"
    )
    from_minute: StartMinute | None = Field(default=None, lt=MINUTES_PER_DAY)
    to_minute: EndMinute | None = Field(default=None, gt=0, description="past 24:00: on the day after")

    @property
    def times(self) -> tuple[int, int] | None:
        """Between which minutes of the clock it is, where it has times."""
        return None if self.from_minute is None or self.to_minute is None else (self.from_minute, self.to_minute)


class Lock(Frozen):
    """A decision that the roster must keep: `shift` on `date`, or ``OFF``."""

    employee_id: str
    date: Day
    shift: str


class KnownCounts(Frozen):
    """What is known of the counts of the weeks before; None: nothing, which is another thing than 0."""

    employee_id: str
    nights: Count | None = None
    weekend_days: Count | None = None
    days: Count | None = None


class FairnessHistory(Frozen):
    """Counts of the weeks before, for fairness across weeks.

    `days` are those on which the person could have been asked, employed and not absent; None where nobody knows.
    """

    employee_id: str
    nights: Count = 0
    weekend_days: Count = 0
    days: Count | None = None
