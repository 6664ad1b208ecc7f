"""R17 - a least number of people at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.constraints.base import CountedHeads, Violation
from scheduler.constraints.conflict import Misses
from scheduler.constraints.interval_rule import IntervalRule, Tally, added
from scheduler.constraints.missed_spans import MissedSpan, able_at, runs_of
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.arrays import IntArray
from scheduler.domain.base import ALL_WEEK, ClockSpan, EmployeeIds, QueueName, clock_text
from scheduler.domain.clock import as_shown, minutes_between, moment
from scheduler.domain.limits import Name, SomeHeads
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid
from scheduler.penalties import HeadDemand

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from scheduler.variables import Build


class HeadSpan(ClockSpan):
    """Hours in which so many people must be at hand, for a queue or of a group."""

    queue: QueueName | None = Field(default=None, description="who can serve it counts; null: all of `people`")
    people: EmployeeIds = Field(default=(), description="only these count, such as team leaders; none: everybody")
    name: Name = Field(default="", description="what people read; left out: the queue, or else `people`")
    heads: SomeHeads = Field(description="people at hand of those who count")

    @model_validator(mode="after")
    def _somebody_counts(self) -> Self:
        if self.queue is None and not self.people:
            raise ValueError(Message("a span needs a queue, or the people who count"))
        return self

    @property
    def what(self) -> str:
        """Who counts, as people read it."""
        return self.name or self.queue or ", ".join(self.people)

    @property
    def who(self) -> Who:
        """Who counts: the queue and the people."""
        return Who(self.queue, self.people)

    @property
    def text(self) -> str:
        """Who counts and hours, as in ``general 09:00 ~ 18:00``."""
        return f"{self.what} {clock_text(self.from_minute)} ~ {clock_text(self.to_minute)}"


class Who(NamedTuple):
    """Who counts in a span: the people who can serve a queue, those of a list, or those who are both."""

    queue: str | None
    people: tuple[str, ...]

    def has(self, employee: str, queues: Collection[str]) -> bool:
        """Whether somebody counts, on a day on which that one can serve these queues."""
        return (self.queue is None or self.queue in queues) and (not self.people or employee in self.people)


class MinimumHeads(IntervalRule):
    """R17: in every interval that begins in a span, at least `heads` people who can serve its queue are at hand.

    At hand is who works and is neither on the meal break nor in an activity, in the office or at home; who can
    serve several queues counts for each. With `people` only these count, such as team leaders, of whom one is to be
    there at all hours; without a queue whatever they serve: ``{name: leaders, people: [E001, E017], from: "09:00",
    to: "18:00", heads: 1}``. Shifts that began before the horizon count; intervals after it are not judged. Where the
    plan is declared a first week (``--first-week``), nobody comes from the evening before: a span is asked for from the
    first time on at which any shift of those who count begins. Meal breaks are R12's, on which this rule counts.
    Soft unit: each head missing for one interval of one span.
    """

    number: ClassVar[str] = "R17"
    title_en: ClassVar[str] = msgid("Minimum heads")
    units: ClassVar[tuple[Unit, ...]] = (Unit("head in an interval", "heads in an interval"),)

    rule: Literal["minimum_heads"] = "minimum_heads"
    spans: tuple[HeadSpan, ...] = Field(description="queues and hours with their least number of people")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen = set()
        for span in self.spans:
            place = span.who, span.weekdays, span.from_minute, span.to_minute
            if place in seen:
                raise ValueError(
                    Message(
                        "{queue} has two spans from {start} to {end} on the same weekdays; keep one",
                        queue=span.what,
                        start=clock_text(span.from_minute),
                        end=clock_text(span.to_minute),
                    )
                )
            seen.add(place)
        return self

    def marks(self, problem: Problem) -> Mapping[str, str]:
        """In which lists of people each of these stands."""
        lists = [people for people in dict.fromkeys(span.people for span in self.spans) if people]
        named = dict.fromkeys(employee for people in lists for employee in people)
        return {
            employee: ",".join(str(number) for number, people in enumerate(lists) if employee in people)
            for employee in named
        }

    def beyond_staff(self, people: Sequence[Employee]) -> Iterable[tuple[Message, Message]]:
        """Spans for more heads than there are people who count."""
        for span in self.spans:
            able = {row.employee_id for row in people if span.who.has(row.employee_id, row.queues)}
            if len(able) < span.heads:
                yield self.asks_too_many(span.heads, span.text, len(able))

    def renamed_queue(self, queue: str, to: str) -> Self:
        """The rule with the spans of this queue for another."""
        renamed = (span.model_copy(update={"queue": to}) if span.queue == queue else span for span in self.spans)
        return self.model_copy(update={"spans": tuple(renamed)})

    def apply(self, build: Build) -> None:
        """Hold heads less meal breaks at the least in each interval of each span."""
        horizon = build.problem.horizon
        terms = self._terms(build)
        carried = self._carried(build.problem)
        for span in self.spans:
            opening = self._opening(build.problem, span.who)
            for day in range(-1, horizon.days):  # a span of the evening before can reach into the first day
                if horizon.weekday(day) not in span.weekdays:
                    continue
                for interval in horizon.intervals_within(day, span.from_minute, span.to_minute):
                    if interval < opening:
                        continue
                    variables, factors = terms.get((span.who, interval), ([], []))
                    heads = max(0, span.heads - carried.get((span.who, interval), 0))
                    build.at_least(
                        self.number,
                        self.weight,
                        build.weighted_sum(variables, factors),
                        heads,
                        date=horizon.interval_start(interval).date(),
                        asked=HeadDemand(span.text, horizon.date_of(day), heads),
                    )

    @staticmethod
    def _opening(problem: Problem, who: Who) -> int:
        """The first interval in which anybody who counts can be there: 0 but in a first week."""
        if not problem.is_after_nothing:
            return 0
        horizon = problem.horizon
        for day in range(horizon.days):
            on = horizon.date_of(day)
            there = [row for one in problem.employees if (row := problem.employee_on(one.employee_id, on)) is not None]
            there = [row for row in there if who.has(row.employee_id, problem.queues_on(row, on))]
            starts = [
                horizon.intervals_between(day, shift.start_minute, shift.end_minute).start
                for code, shift in problem.shifts_on(day).items()
                if horizon.weekday(day) in shift.weekdays and any(code in row.shifts for row in there)
            ]
            if starts:
                return min(starts)
        return 0

    def _terms(self, build: Build) -> dict[tuple[Who, int], tuple[list[IntVar], list[int]]]:
        """Head counts (+1) and meal counts (-1) by who counts and interval."""
        horizon = build.problem.horizon
        # Whoever has the mark of one of the people is one of them: marks say in which lists somebody stands.
        someone_with = {mark: employee for employee, mark in build.marks.items()}
        counting = dict.fromkeys(span.who for span in self.spans)
        terms: dict[tuple[Who, int], tuple[list[IntVar], list[int]]] = {}
        for (day, code, group), heads in build.heads.counts.items():
            shift = build.problem.shifts_on(day, group.away)[code]
            spans = [(heads, 1, horizon.intervals_between(day, shift.start_minute, shift.end_minute))]
            for minute, eating in build.meals.starting(day, code, group).items():
                spans.append((eating, -1, horizon.intervals_between(day, minute, minute + shift.meal_minutes)))
            for interval, away in build.attending.get((day, code, group), {}).items():
                spans.append((away, -1, range(interval, interval + 1)))
            for who in counting:
                if not who.has(someone_with.get(group.mark, ""), group.queues):
                    continue
                for count, factor, intervals in spans:
                    for interval in intervals:
                        variables, factors = terms.setdefault((who, interval), ([], []))
                        variables.append(count)
                        factors.append(factor)
        return terms

    def _carried(self, problem: Problem) -> dict[tuple[Who, int], int]:
        """People at hand whose shift began before the horizon, by who counts and interval."""
        horizon = problem.horizon
        counting = dict.fromkeys(span.who for span in self.spans)
        carried: defaultdict[tuple[Who, int], int] = defaultdict(int)
        for row in problem.previous.assignments:
            person = problem.employee_on(row.employee_id, row.date)
            if person is None or not row.start < horizon.start < row.end:
                continue
            last = horizon.elapsed_at(row.end)
            pauses = [(horizon.elapsed_at(one.start), horizon.elapsed_at(one.end)) for one in row.activities]
            if row.break_start is not None and row.break_end is not None:
                pauses.append((horizon.elapsed_at(row.break_start), horizon.elapsed_at(row.break_end)))
            for interval in range(horizon.n_intervals):
                start = interval * horizon.interval_minutes
                end = start + horizon.interval_minutes
                if end > last:
                    break
                if all(end <= pause_start or pause_end <= start for pause_start, pause_end in pauses):
                    for who in counting:
                        if who.has(person.employee_id, problem.queues_on(person, row.date)):
                            carried[who, interval] += 1
        return carried

    def blame(self, misses: Misses) -> list[Message]:
        """Where each span is short, in the words of its hours."""
        problem, horizon = misses.problem, misses.problem.horizon
        carried = self.tally_before(problem)
        at_hand = added(carried, self.tally(problem, misses.roster.assignments))
        nobody = np.zeros(horizon.n_intervals, dtype=np.int64)
        said: list[Message] = []
        for asked in self.spans:
            found = at_hand.get(asked.who, nobody)
            # Nobody's break counts here: an upper bound on the heads of any roster.
            possible = able_at(problem, misses.able, asked.who.has) + carried.get(asked.who, nobody)
            within = np.zeros(horizon.n_intervals, dtype=bool)
            for day in range(-1, horizon.days):
                if horizon.weekday(day) in asked.weekdays:
                    within[horizon.intervals_within(day, asked.from_minute, asked.to_minute)] = True
            within[: self._opening(problem, asked.who)] = False
            short = within & (found < asked.heads)
            reachable = int(found[short].min(initial=asked.heads))
            for run in runs_of(short):
                start, end = horizon.interval_start(run.start), horizon.interval_start(run.stop)
                worst, able = int(found[run].min()), int(possible[run].min())
                span = MissedSpan(start, end, asked=asked.heads, found=worst, able=able, reachable=reachable)
                said.append(self._too_few(misses, asked.what, span))
        return said

    def _too_few(self, misses: Misses, queue: str, span: MissedSpan) -> Message:
        missing = span.asked - span.found
        # More than the people who can work then nobody can have: that needs no search for a proof.
        certainty = misses.certainty(is_proven=span.found == span.able)
        able = Message("at most {heads} can work then", heads=span.able) if span.able < span.asked else ""
        left = (
            Message("breaks and the other rules leave {heads} at the same time", heads=span.found)
            if span.found < span.able
            else ""
        )
        return Message(
            "{when}: {queue} needs {asked} by {rule}, but {have}; {count} is missing.{certainty} What would help: "
            "{count} more who may work shifts that cover these hours, or lowering the heads to {reachable}.",
            "{when}: {queue} needs {asked} by {rule}, but {have}; {count} are missing.{certainty} What would help: "
            "{count} more who may work shifts that cover these hours, or lowering the heads to {reachable}.",
            when=span.text,
            queue=queue,
            asked=Message("{count} head", "{count} heads", count=span.asked),
            rule=self.name(),
            have=Message("{one}, and {other}", one=able, other=left) if able and left else able or left,
            count=missing,
            certainty=certainty,
            reachable=span.reachable,
        )

    def judge(self, problem: Problem, tally: Tally, intervals: IntArray) -> list[Violation]:
        """Set the people at hand beside the least number of each span."""
        horizon = problem.horizon
        nobody = np.zeros(horizon.n_intervals, dtype=np.int64)
        found: list[Violation] = []
        for span in self.spans:
            counts = tally.get(span.who, nobody)
            begins = self._first_start(problem, span)
            for interval in intervals[counts[intervals] < span.heads]:
                start = horizon.interval_start(int(interval))
                if not self._holds(span, start, horizon.zone):
                    continue
                if begins is not None and minutes_between(start, begins, horizon.zone) > 0:
                    continue
                found.append(
                    self.violation(
                        Message(
                            "{queue} has {count} person at hand from {start:%Y-%m-%d %H:%M}; at least {asked}",
                            "{queue} has {count} people at hand from {start:%Y-%m-%d %H:%M}; at least {asked}",
                            queue=span.what,
                            count=int(counts[interval]),
                            start=start,
                            asked=span.heads,
                        ),
                        amount=span.heads - int(counts[interval]),
                        date=start.date(),
                        heads=CountedHeads(
                            span.what,
                            span.heads,
                            int(counts[interval]),
                            start,
                            horizon.interval_start(int(interval) + 1),
                        ),
                    )
                )
        return found

    @staticmethod
    def _first_start(problem: Problem, span: HeadSpan) -> datetime | None:
        """In a first week when the earliest shift of anybody who counts begins; None: people may be there already."""
        if not problem.is_after_nothing:
            return None
        staff = StaffByDate(problem)
        access = {(one.team, one.queue): one.weekdays for one in problem.queue_access}
        starts = [
            datetime.combine(on, time()) + timedelta(minutes=problem.shifts[code].start_minute)
            for on in problem.horizon.dates()
            for one in problem.employees
            if (row := staff.on(one.employee_id, on)) is not None
            and (not span.people or row.employee_id in span.people)
            and (
                span.queue is None
                or (span.queue in row.queues and on.weekday() in access.get((row.team, span.queue), ALL_WEEK))
            )
            for code in row.shifts
            if code in problem.shifts and on.weekday() in problem.shifts[code].weekdays
        ]
        return as_shown(min(starts), problem.horizon.zone) if starts else None

    @staticmethod
    def _holds(span: HeadSpan, start: datetime, zone: tzinfo | None) -> bool:
        """Whether a time lies in the span of its own day or in that of the day before."""

        def at(midnight: datetime, minute: int) -> datetime:
            return moment(as_shown(midnight + timedelta(minutes=minute), zone), zone)

        midnights = (datetime.combine(start.date(), time()) - timedelta(days=n) for n in (0, 1))
        return any(
            midnight.weekday() in span.weekdays
            and at(midnight, span.from_minute) <= moment(start, zone) < at(midnight, span.to_minute)
            for midnight in midnights
        )

    def tally(self, problem: Problem, rows: Iterable[Assignment]) -> Tally:
        """Count people at work for a whole interval and on no break, nor in an activity, in any part, by who counts."""
        horizon = problem.horizon
        minutes, n_intervals = horizon.interval_minutes, horizon.n_intervals

        def passed(at: datetime) -> int:
            return minutes_between(horizon.start, at, horizon.zone)

        weekdays_of = {(access.team, access.queue): access.weekdays for access in problem.queue_access}
        counting = dict.fromkeys(Who(span.queue, span.people) for span in self.spans)
        # People who come at an interval, less those who go: added up, they are how many are there.
        moves: dict[Who, list[int]] = {}
        for row in rows:
            person = problem.employee_on(row.employee_id, row.date)
            if person is None:
                continue
            first, after = -(-passed(row.start) // minutes), passed(row.end) // minutes
            spans = [(first, after, 1)]
            missing: set[int] = set()
            if row.break_start is not None and row.break_end is not None:
                missing.update(range(passed(row.break_start) // minutes, -(-passed(row.break_end) // minutes)))
            for activity in row.activities:
                missing.update(range(passed(activity.start) // minutes, -(-passed(activity.end) // minutes)))
            spans += [(interval, interval + 1, -1) for interval in missing if first <= interval < after]
            served = [
                queue
                for queue in person.queues
                if row.date.weekday() in weekdays_of.get((person.team, queue), ALL_WEEK)
            ]
            for asked in counting:
                if asked.queue is not None and asked.queue not in served:
                    continue
                if asked.people and row.employee_id not in asked.people:
                    continue
                come = moves.setdefault(asked, [0] * (n_intervals + 1))
                for start, end, change in spans:
                    if max(0, start) < min(end, n_intervals):
                        come[max(0, start)] += change
                        come[min(end, n_intervals)] -= change
        return {asked: np.cumsum(come[:-1]) for asked, come in moves.items()}
