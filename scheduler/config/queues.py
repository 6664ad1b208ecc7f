"""What callers are promised, queue by queue, and what a missing agent costs."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from scheduler.domain.base import ClockSpan, Frozen, Titled
from scheduler.domain.limits import (
    LARGEST_LOSS,
    MOST_WEEKS_OF_DEADLINE,
    AnyHeads,
    AttemptsPerCall,
    Deadline,
    Duration,
    Id,
    Loss,
    Multiplier,
    Occupancy,
    Reachable,
    Seconds,
    Share,
    TrueOrFalse,
    Wait,
    WaitingPlaces,
)
from scheduler.messages import Message


class HourSpan(ClockSpan):
    """A span of hours on some weekdays."""

    public_holidays: TrueOrFalse | None = Field(
        default=None, description="true: on public holidays only; false: not on public holidays; null: on any day"
    )


class Targets(Frozen):
    """What a queue promises; the target that asks for most agents binds, and its name is kept. Null: not set."""

    service_level: Reachable | None = Field(default=None, description="share answered within answer_within_seconds")
    answer_within_seconds: Seconds = Field(
        default=20.0, description="wait up to which a call counts as answered in time"
    )
    asa_seconds: Wait | None = Field(default=None, description="average wait")
    answer_rate: Reachable | None = Field(default=None, description="answered of entered")
    answer_rate_total: Reachable | None = Field(
        default=None, description="answered of all attempts, those included that never entered"
    )
    max_occupancy: Occupancy | None = Field(default=None, description="busy share of the time on the queue")
    minimum_agents: AnyHeads = Field(default=0, description="heads while the queue is open")


class Shrinkage(Frozen):
    """Shares of scheduled time that are lost to the queue, by cause; they multiply, as each takes of what is left."""

    training: Loss = Field(default=0.0, description="short courses and briefings")
    mentoring: Loss = Field(default=0.0, description="with newcomers")
    breaks_off_phone: Loss = Field(default=0.0, description="breaks besides the meal, work after calls")
    unplanned_absence: Loss = Field(default=0.0, description="absences that the planner learns of too late")
    planned_activities: Loss = Field(
        default=0.0,
        description="how much of training, mentoring and breaks_off_phone is for what `activities.csv` asks for and is "
        "placed: of that no more counts, in a week, than its activities leave; 0: what is placed comes on top",
    )

    @property
    def total(self) -> float:
        """Share lost altogether."""
        kept = 1.0
        for share in (self.training, self.mentoring, self.breaks_off_phone, self.unplanned_absence):
            kept *= 1.0 - share
        return 1.0 - kept

    @model_validator(mode="after")
    def _planned_is_a_part(self) -> Self:
        most = 1.0 - (1.0 - self.training) * (1.0 - self.mentoring) * (1.0 - self.breaks_off_phone)
        if self.planned_activities > most + 1e-9:
            raise ValueError(
                Message(
                    "planned_activities is {planned:.1%}, more than training, mentoring and breaks_off_phone lose "
                    "together, {most:.1%}",
                    planned=self.planned_activities,
                    most=most,
                )
            )
        return self

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        if self.total > LARGEST_LOSS:
            raise ValueError(
                Message(
                    "{total:.0%} of the time is lost; at most {most:.0%}",
                    total=self.total,
                    most=LARGEST_LOSS,
                )
            )
        return self


class HourWeights(Frozen):
    """Whole multipliers of the price of a missing agent, by class of hour."""

    prime: Multiplier = Field(default=1, description="in prime hours")
    vulnerable: Multiplier = Field(default=1, description="in vulnerable hours")
    other: Multiplier = Field(default=1, description="in all other hours")


class Queue(Titled):
    """A queue of calls, or of work that may wait."""

    name: Id = Field(
        min_length=1, description="as `staff.csv` and `inflow.csv` name it; read by people where it has no other name"
    )
    kind: Literal["calls", "deferrable"] = Field(
        default="calls", description="calls: somebody waits on the line; deferrable: work that may wait, such as mail"
    )
    aht_seconds: Duration = Field(description="handling time where the inflow file has none")
    open: tuple[HourSpan, ...] = Field(default=(HourSpan(),), min_length=1, description="when anybody serves it")
    targets: Targets = Field(default=Targets(), description="what the queue promises")
    targets_by_hour: dict[Literal["prime", "vulnerable", "other"], Targets] = Field(
        default_factory=dict, description="targets that replace the queue's in a class of hours"
    )
    deadline_minutes: Deadline | None = Field(default=None, description="deferrable work: done by then, in open time")
    patience_seconds: Duration | None = Field(default=None, description="when a waiting caller leaves or is cut off")
    patience: Literal["exponential", "deterministic"] = Field(
        default="exponential",
        description="exponential: callers lose patience at times spread around patience_seconds; deterministic: all "
        "of them then",
    )
    cut_off_seconds: Duration | None = Field(
        default=None, description="when the line cuts off a caller who has not hung up; null: never"
    )
    waiting_places: WaitingPlaces | None = Field(default=None, description="callers who can wait; null: any number")
    attempts_per_entered: AttemptsPerCall = Field(
        default=1.0, description="calls attempted for each that enters the queue: base of the total answer rate"
    )
    hour_weights: HourWeights = Field(default=HourWeights(), description="price of a missing agent, by class of hour")

    @model_validator(mode="after")
    def _deadline_given(self) -> Self:
        if self.kind == "deferrable" and self.deadline_minutes is None:
            raise ValueError(Message("queue {name} is deferrable and needs deadline_minutes", name=self.name))
        a_week = sum(len(span.weekdays) * (span.to_minute - span.from_minute) for span in self.open)
        if self.deadline_minutes is not None and self.deadline_minutes > MOST_WEEKS_OF_DEADLINE * a_week:
            raise ValueError(
                Message(
                    "queue {name} is open for {a_week} minutes a week; its deadline_minutes may be those "
                    "of {most} weeks",
                    name=self.name,
                    a_week=a_week,
                    most=MOST_WEEKS_OF_DEADLINE,
                )
            )
        return self


class HourClasses(Frozen):
    """Which hours are prime and which vulnerable; the first list that matches counts, the rest are other."""

    vulnerable: tuple[HourSpan, ...] = Field(default=(), description="hours in which callers are easily lost")
    prime: tuple[HourSpan, ...] = Field(default=(), description="hours with most calls")


class Tier(Frozen):
    """From which share of the requirement on a missing agent costs `multiplier` times as much."""

    from_share: Share = Field(description="share of the requirement that is missing from which on the price holds")
    multiplier: Multiplier = Field(description="times the ordinary price")
