"""R29 - trainings, meetings and the like lie in shifts, and are as they were asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.base import clock_text
from scheduler.domain.calendar import monday_of
from scheduler.domain.clock import as_shown, minutes_between, moment
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class _Fault(NamedTuple):
    """What is wrong, with whom and when."""

    said: Message
    employee: str | None
    on: date


class Activities(Rule):
    """R29: whoever attends something is at work, is on no break and attends nothing else then; and it is as asked for.

    What is asked for says who attends, how long, on which days and in which hours, how often, where, in groups of which
    size, and who leads them. An activity that nobody asks for is a breach as well. Part of what a roster is: the rule
    holds without being listed, and is always hard. Soft unit of the check: each thing that is wrong.
    """

    number: ClassVar[str] = "R29"
    title_en: ClassVar[str] = msgid("Activities within shifts")
    couples_people: ClassVar[bool] = True
    holds_unlisted: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["activities"] = "activities"
    weight: None = None

    def apply(self, build: Build) -> None:
        """Add nothing: activities are placed in rosters that are finished."""

    def reads(self, row: Assignment) -> bool:
        """Whether anything is attended in it."""
        return bool(row.activities)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each activity with the shift in which it lies, and with what was asked for."""
        placed = [_Placed(row, activity) for row in roster.assignments for activity in row.activities]
        return [
            self.violation(fault.said, employee=fault.employee, date=fault.on)
            for fault in (*_in_shifts(problem, placed), *_as_asked(problem, placed))
        ]


class _Placed(NamedTuple):
    """An activity in the shift to which it belongs."""

    row: Assignment
    activity: Activity


def _in_shifts(problem: Problem, placed: Sequence[_Placed]) -> Iterator[_Fault]:
    """What does not fit the shifts and breaks of its people, or meets something else that they attend."""
    zone = problem.horizon.zone
    of_person: defaultdict[str, list[_Placed]] = defaultdict(list)
    for one in placed:
        row, activity = one
        of_person[row.employee_id].append(one)
        begins, ends = moment(activity.start, zone), moment(activity.end, zone)
        if begins >= ends:
            yield _said(one, Message("ends before it begins"))
        elif begins < moment(row.start, zone) or moment(row.end, zone) < ends:
            yield _said(one, Message("is not within the shift {shift} of that day", shift=row.shift))
        elif (
            row.break_start is not None
            and row.break_end is not None
            and begins < moment(row.break_end, zone)
            and moment(row.break_start, zone) < ends
        ):
            pause = f"{row.break_start:%H:%M}-{row.break_end:%H:%M}"
            yield _said(one, Message("meets the meal break of {pause}", pause=pause))
    for own in of_person.values():
        for before, after in pairwise(sorted(own, key=lambda one: moment(one.activity.start, zone))):
            first = before.activity
            if moment(after.activity.start, zone) < moment(first.end, zone):
                times = f"{first.start:%H:%M}-{first.end:%H:%M}"
                yield _said(after, Message("meets '{other}' of {times}", other=first.name, times=times))


def _said(one: _Placed, what: Message) -> _Fault:
    """A fault of one person's activity."""
    row, activity = one
    said = Message(
        "{employee}: '{activity}' ({start:%Y-%m-%d %H:%M}-{end:%H:%M}) {what}",
        employee=row.employee_id,
        activity=activity.name,
        start=activity.start,
        end=activity.end,
        what=what,
    )
    return _Fault(said, row.employee_id, row.date)


def _as_asked(problem: Problem, placed: Sequence[_Placed]) -> Iterator[_Fault]:
    """What is not as it was asked for."""
    asked = {request.name: request for request in problem.activities}
    staff = StaffByDate(problem)
    of_name: defaultdict[str, list[_Placed]] = defaultdict(list)
    for one in placed:
        row, activity = one
        request = asked.get(activity.name)
        if request is None:
            yield _said(one, Message("is nothing that activities.csv of the workspace asks for; keep its row there"))
            continue
        of_name[activity.name].append(one)
        yield from _times(request, one, problem.horizon.zone)
        person = staff.on(row.employee_id, row.date)
        is_meant = person is not None and (request.team in (None, person.team) or row.employee_id == request.trainer)
        if not is_meant or (request.who and row.employee_id not in (*request.who, request.trainer)):
            yield _said(one, Message("is not for this person"))
        if request.place is not None and row.work_mode != request.place:
            in_office = request.place == "office"
            yield _said(one, Message("is only in the office") if in_office else Message("is only at home"))
    around = [
        _Placed(row, activity)
        for roster in (problem.previous, problem.following)
        for row in roster.assignments
        for activity in row.activities
    ]
    for name, own in of_name.items():
        yield from _sessions(asked[name], own)
        yield from _how_often(asked[name], own, [*own, *(one for one in around if one.activity.name == name)])


def _times(request: ActivityRequest, one: _Placed, zone: tzinfo | None) -> Iterator[_Fault]:
    """What of a session's kind, length, day and hours is not as asked for."""
    row, activity = one
    if activity.kind != request.kind:
        yield _said(one, Message("is of the kind {kind}, not {asked}", kind=activity.kind, asked=request.kind))
    if minutes_between(activity.start, activity.end, zone) != request.minutes:
        yield _said(one, Message("does not take {minutes} min", minutes=request.minutes))
    if not request.may_be_on(row.date):
        yield _said(one, Message("is not on one of its days"))
    midnight = datetime.combine(row.date, time())
    first, last = (
        as_shown(midnight + timedelta(minutes=minute), zone) for minute in (request.from_minute, request.to_minute)
    )
    if moment(activity.start, zone) < moment(first, zone) or moment(last, zone) < moment(activity.end, zone):
        hours = f"{clock_text(request.from_minute)}-{clock_text(request.to_minute)}"
        yield _said(one, Message("is not within {hours}", hours=hours))


def _sessions(request: ActivityRequest, own: Sequence[_Placed]) -> Iterator[_Fault]:
    """What of the groups and of who leads them is not as asked for."""
    led = {(one.row.date, one.activity.start) for one in own if one.row.employee_id == request.trainer}
    attending = Counter((one.row.date, one.activity.start) for one in own if one.row.employee_id != request.trainer)
    for on, start in sorted({*attending, *led}):
        people = attending[on, start]
        if request.trainer is not None and (on, start) not in led:
            said = Message(
                "'{activity}' ({start:%Y-%m-%d %H:%M}) is without its trainer {employee}",
                activity=request.name,
                start=start,
                employee=request.trainer,
            )
            yield _Fault(said, request.trainer, on)
        if not request.may_be_divided(people):
            said = Message(
                "'{activity}' ({start:%Y-%m-%d %H:%M}) has {count} participant; a group has {least} to {most}",
                "'{activity}' ({start:%Y-%m-%d %H:%M}) has {count} participants; a group has {least} to {most}",
                activity=request.name,
                start=start,
                count=people,
                least=request.group_min,
                most=request.group_max or "...",
            )
            yield _Fault(said, None, on)


def _how_often(request: ActivityRequest, own: Sequence[_Placed], known: Sequence[_Placed]) -> Iterator[_Fault]:
    """Who attends more often than asked for, and where more people do."""

    def unit(on: date) -> date:
        if request.per == "span":
            return date.min
        return on if request.per == "day" else monday_of(on)

    counted = [one for one in known if one.row.employee_id != request.trainer and request.may_be_on(one.row.date)]
    often = Counter((one.row.employee_id, unit(one.row.date)) for one in counted)
    daily = Counter((one.row.employee_id, one.row.date) for one in counted)
    people: defaultdict[date, set[str]] = defaultdict(set)
    for one in counted:
        people[unit(one.row.date)].add(one.row.employee_id)
    for one in own:
        if often[one.row.employee_id, unit(one.row.date)] > request.times:
            yield _said(one, Message("is attended more often than asked for ({times})", times=request.times))
        elif request.per != "day" and daily[one.row.employee_id, one.row.date] > 1:
            yield _said(one, Message("is attended twice on one day"))
    for first in sorted({unit(one.row.date) for one in own}):
        if request.heads is not None and len(people[first]) > request.heads:
            on = min(one.row.date for one in own if unit(one.row.date) == first)
            said = Message(
                "'{activity}' has {count} person, and asks for {heads}",
                "'{activity}' has {count} people, and asks for {heads}",
                activity=request.name,
                count=len(people[first]),
                heads=request.heads,
            )
            yield _Fault(said, None, on)
