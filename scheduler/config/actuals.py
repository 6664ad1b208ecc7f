"""How the files are written that tell what happened: what their columns are called, and their units."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scheduler.domain.base import Frozen, QueueName
from scheduler.domain.limits import LONGEST_NAME, IntervalMinutes, TrueOrFalse
from scheduler.messages import Message

Header = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
"""What a column is called in a file; case, spaces and underscores do not matter."""

Durations = Literal["seconds", "minutes", "hh:mm:ss", "mm:ss"]
Of = Literal["mean", "total"]

TOTALS = ("합계", "총계", "소계", "계", "평균", "total", "totals", "sum", "subtotal", "average")
"""Words in place of a date, a time, a queue or a person that make a row one of sums."""


class CallsColumns(Frozen):
    """The columns of a file of counted calls; null: the file has none."""

    date: Header | None = Field(default=None, description="the day; null: `time` has it")
    time: Header = Field(description="when the count begins: 9, 09:00, 09:00-09:30, or with the date")
    queue: Header | None = Field(default=None, description="null: all of the file is of one queue")
    entered: Header = Field(description="calls that entered the queue")
    attempts: Header | None = Field(default=None, description="calls attempted, those included that never entered")
    answered: Header | None = Field(default=None, description="answered calls")
    answered_in_time: Header | None = Field(
        default=None, description="calls answered within answer_within_seconds of the queue"
    )
    wait: Header | None = Field(default=None, description="how long answered calls waited")
    handling: Header | None = Field(default=None, description="how long answered calls were handled, wrap-up included")
    abandoned: Header | None = Field(
        default=None, description="callers who hung up while they waited, without those whom the line cut off"
    )
    abandoned_wait: Header | None = Field(default=None, description="how long these had waited when they hung up")
    redials: Header | None = Field(
        default=None, description="calls of callers who had entered the queue before and were lost, by their number"
    )
    answered_home: Header | None = Field(default=None, description="answered calls that people at home took")
    handling_home: Header | None = Field(default=None, description="how long these were handled, wrap-up included")


class CallsFormat(Frozen):
    """A kind of file with counted calls."""

    columns: CallsColumns = Field(description="what the columns are called")
    queue: QueueName | None = Field(default=None, description="the queue of files without a column of queues")
    queues: dict[Header, QueueName] = Field(
        default_factory=dict, description="the queue by what the file calls it; a queue's own name needs no line"
    )
    ignored_queues: tuple[Header, ...] = Field(default=(), description="what else the file counts and nobody asks for")
    minutes: IntervalMinutes | None = Field(
        default=None, description="length of a count; null: what the times of the file tell"
    )
    durations: Durations = Field(default="seconds", description="how waits and handling times are written")
    wait_is: Of = Field(default="mean", description="whether waits are the mean of a call or the total of all")
    handling_is: Of = Field(default="mean", description="the same of handling times")
    no_row_means_no_calls: TrueOrFalse = Field(
        default=False,
        description="the file leaves out what had no call: within its days, an open interval without a row counts as 0",
    )

    @model_validator(mode="after")
    def _queue_is_known(self) -> Self:
        if (self.queue is None) == (self.columns.queue is None):
            raise ValueError(
                Message("the queue stands in a column or is named here: give one of columns.queue and queue")
            )
        return self


class AttendanceColumns(Frozen):
    """The columns of a file of check-ins and check-outs; null: the file has none."""

    employee_id: Header = Field(description="who, by id or by name")
    date: Header | None = Field(default=None, description="the day of times that have none")
    check_in: Header | None = Field(default=None, description="when the person came; a row may have one of the two")
    check_out: Header | None = Field(default=None, description="when the person left; before check_in: on the next day")
    time: Header | None = Field(default=None, description="of files with a row a stamp: when it was")
    event: Header | None = Field(default=None, description="of such files: whether the person came or left")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        pair, stamp = (self.check_in, self.check_out), (self.time, self.event)
        if not ((all(pair) and not any(stamp)) or (all(stamp) and not any(pair))):
            raise ValueError(Message("give check_in and check_out, or time and event"))
        return self


class AttendanceFormat(Frozen):
    """A kind of file with check-ins and check-outs."""

    columns: AttendanceColumns = Field(description="what the columns are called")
    came: tuple[Header, ...] = Field(default=("in", "check-in", "출근"), description="what `event` has for who came")
    left: tuple[Header, ...] = Field(default=("out", "check-out", "퇴근"), description="what it has for who left")


class AbsencesColumns(Frozen):
    """The columns of a file of absences after the fact; null: the file has none."""

    employee_id: Header = Field(description="who, by id or by name")
    date: Header = Field(description="the day on which the shift starts; the first one where `to` is given")
    to: Header | None = Field(default=None, description="the last day")
    from_time: Header | None = Field(default=None, description="from when; empty: from the start of the shift")
    to_time: Header | None = Field(default=None, description="until when; empty: until its end")


class AbsencesFormat(Frozen):
    """A kind of file with absences after the fact."""

    columns: AbsencesColumns = Field(description="what the columns are called")


class ActualsFormats(Frozen):
    """The kinds of files that `scheduler actuals` reads beside its own: of each the first whose columns a file has."""

    calls: tuple[CallsFormat, ...] = Field(default=(), description="files of counted calls")
    attendance: tuple[AttendanceFormat, ...] = Field(default=(), description="files of check-ins and check-outs")
    absences: tuple[AbsencesFormat, ...] = Field(default=(), description="files of absences after the fact")
