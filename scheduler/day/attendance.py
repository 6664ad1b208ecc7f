"""Who was there of those who were planned, to the minute, and what that was worth to each queue.

Somebody's check-ins belong to the shift that they overlap, whatever day the calendar says: a check-out at 07:10 is of
the night before. Within the shift every minute counts. Who comes early or stays a little longer is not at the phone for
that; more than half an hour beyond the shift was worked and counts as well, and so does a span that meets no shift.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.coverage import divide_capacity
from scheduler.domain.actuals import MissedWork, PresentSpan
from scheduler.domain.arrays import FloatArray
from scheduler.domain.clock import moment
from scheduler.domain.demand import PERMILLE
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, WorkMode
from scheduler.store.actuals import ActualsFile

MinuteSpan = tuple[float, float]
"""Minutes from the start of the horizon."""

BEYOND_MINUTES = 30
"""Up to so long before and after a shift nobody is taken to work."""

LEAST_SEEN = 0.5
"""Share of a day's shifts of which somebody has to be seen: a file of one team says nothing of the others."""


@dataclass(frozen=True, slots=True)
class ShiftAttendance:
    """A planned shift, or time without one: the minutes without breaks that were planned, and that somebody was there.

    Attributes
    ----------
    is_known
        Whether anything says who was there; else the plan is taken.
    """

    employee_id: str
    date: date
    shift: str
    planned_minutes: float
    present_minutes: float
    is_known: bool


@dataclass(frozen=True, eq=False)
class Attendance:
    """Who was there.

    Attributes
    ----------
    agents
        Reference agents who were there for each queue, shape (n_intervals,).
    shifts
        Each shift of people with queues, that of the last night before included.
    is_known
        Whether it is known of an interval who was there; else as planned, shape (n_intervals,).
    unknown_days
        Days of the horizon on which somebody works, and of which nothing says who was there.
    hardly_seen
        Days on which so few were seen that a file must have missed the others: taken as unknown.
    """

    agents: Mapping[str, FloatArray]
    shifts: tuple[ShiftAttendance, ...]
    is_known: NDArray[np.bool_]
    unknown_days: tuple[date, ...]
    hardly_seen: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class _Attended:
    """A shift, and when its person was there."""

    shift: ShiftAttendance
    work_mode: WorkMode
    there: Sequence[MinuteSpan]


class AttendanceMeasure:
    """Who was there on the days of a problem.

    Parameters
    ----------
    problem
        The facts of these days.
    rows
        What was published for them, and for the day before.
    present, missed
        Who came and left, and who was missing.
    files
        That were taken in: they tell of which days anything is known.
    """

    def __init__(
        self,
        problem: Problem,
        rows: Sequence[Assignment],
        present: Sequence[PresentSpan],
        missed: Sequence[MissedWork],
        files: Sequence[ActualsFile],
    ) -> None:
        self._problem = problem
        self._zone = problem.horizon.zone
        self._start = moment(problem.horizon.start, self._zone)
        self._rows = [
            row
            for row in rows
            if row.employee_id in problem.employee and problem.queues_on(problem.employee[row.employee_id], row.date)
        ]
        self._missed = {(one.employee_id, one.date): one for one in missed}
        self._files = files
        self._spans_of = self._matched(present)

    def _minute(self, at: datetime) -> float:
        return (at - self._start).total_seconds() / 60

    def _span(self, row: Assignment) -> MinuteSpan:
        return self._minute(moment(row.start, self._zone)), self._minute(moment(row.end, self._zone))

    def _matched(self, present: Sequence[PresentSpan]) -> dict[tuple[str, date], list[MinuteSpan]]:
        """The spans of each shift, by the greatest overlap; those that meet none are kept by the day."""
        rows_of: dict[str, list[tuple[MinuteSpan, date]]] = {}
        for row in self._rows:
            rows_of.setdefault(row.employee_id, []).append((self._span(row), row.date))
        found: dict[tuple[str, date], list[MinuteSpan]] = {}
        self._open: set[tuple[str, date]] = set()
        self._without_shift: list[tuple[str, date, MinuteSpan]] = []
        for one in present:
            span = self._minute(one.start), self._minute(one.end)
            shared, day = max(
                ((_shared(span, shift), on) for shift, on in rows_of.get(one.employee_id, ())), default=(0.0, None)
            )
            if shared > 0 and day is not None:
                found.setdefault((one.employee_id, day), []).append(span)
                if one.is_open:
                    self._open.add((one.employee_id, day))
            elif one.employee_id in self._problem.employee:
                local = (self._problem.horizon.start + timedelta(minutes=span[0])).date()
                self._without_shift.append((one.employee_id, local, span))
        return found

    def _days(self) -> tuple[set[date], set[date], set[date]]:
        """The days of which attendance is known, of which absences are, and on which hardly anybody was seen."""
        attended, listed = (
            {
                file.first_day + n * timedelta(days=1)
                for file in self._files
                if file.kind == kind
                for n in range((file.last_day - file.first_day).days + 1)
            }
            for kind in ("attendance", "absences")
        )
        hardly = set()
        for on in attended:
            shifts = [row for row in self._rows if row.date == on]
            seen = sum((row.employee_id, on) in self._spans_of for row in shifts)
            if shifts and seen < LEAST_SEEN * len(shifts):
                hardly.add(on)
        return attended - hardly, listed, hardly

    def shifts(self) -> tuple[ShiftAttendance, ...]:
        """Each shift with who was there, for which no demand is needed."""
        return tuple(one.shift for one in self._attended())

    def _attended(self) -> Iterator[_Attended]:
        """Each shift, and time without one, that was planned or worked."""
        attended, listed, _ = self._days()
        for row in self._rows:
            attends = self._attends(row)
            planned = _without(_without([self._span(row)], self._break(row)), attends)
            # Of whoever is not seen to leave, the plan is taken.
            is_open = (row.employee_id, row.date) in self._open
            is_known = not is_open and (row.date in attended or row.date in listed)
            there = planned if is_open else _without(self._there(row, row.date in attended, planned), attends)
            if there or planned:
                shift = ShiftAttendance(
                    row.employee_id, row.date, row.shift, _length(planned), _length(there), is_known
                )
                yield _Attended(shift, row.work_mode, there)
        for employee_id, on, span in self._without_shift:
            if on in attended and self._problem.queues_on(self._problem.employee[employee_id], on):
                yield _Attended(ShiftAttendance(employee_id, on, "", 0.0, _length([span]), True), "office", [span])

    def attendance(self) -> Attendance:
        """Each shift with who was there, and how many there were at a time."""
        horizon = self._problem.horizon
        attended, listed, hardly = self._days()
        capacity: dict[tuple[str, ...], FloatArray] = {}
        shifts = []
        for one in self._attended():
            shifts.append(one.shift)
            self._add(capacity, one.shift.employee_id, one.shift.date, one.work_mode, one.there)
        whole = {queues: np.rint(amounts).astype(np.int64) for queues, amounts in capacity.items()}
        agents = {queue: amounts / PERMILLE for queue, amounts in divide_capacity(self._problem, whole).items()}
        days = list(horizon.dates())
        has_work = {row.date for row in self._rows}
        known = np.array([on in attended or on in listed for on in days], dtype=np.bool_)
        return Attendance(
            agents=agents,
            shifts=tuple(shifts),
            is_known=known[horizon.day_of_interval()],
            unknown_days=tuple(on for on in days if on in has_work and on not in attended and on not in listed),
            hardly_seen=tuple(sorted(hardly.intersection(days) - listed)),
        )

    def _break(self, row: Assignment) -> list[MinuteSpan]:
        if row.break_start is None or row.break_end is None:
            return []
        return [(self._minute(moment(row.break_start, self._zone)), self._minute(moment(row.break_end, self._zone)))]

    def _attends(self, row: Assignment) -> list[MinuteSpan]:
        """The trainings and the like of a shift, during which nobody is on the phone."""
        return [
            (self._minute(moment(one.start, self._zone)), self._minute(moment(one.end, self._zone)))
            for one in row.activities
        ]

    def _there(self, row: Assignment, is_attended: bool, planned: Sequence[MinuteSpan]) -> list[MinuteSpan]:
        """When the person was there for the shift, meals left out."""
        missed = self._missed.get((row.employee_id, row.date))
        if not is_attended or (missed is not None and (row.employee_id, row.date) not in self._spans_of):
            # Nobody is seen, or somebody is said to be missing who is not: what is said of absences holds.
            if missed is None:
                return list(planned)
            if missed.start is None or missed.end is None:
                return []
            return _without(planned, [(self._minute(missed.start), self._minute(missed.end))])
        start, end = self._span(row)
        there: list[MinuteSpan] = []
        for first, last in sorted(self._spans_of.get((row.employee_id, row.date), [])):
            came = first if first < start - BEYOND_MINUTES else max(first, start)
            left = last if last > end + BEYOND_MINUTES else min(last, end)
            if came < left:
                there.append((came, left))
        meal = self._break(row)
        gaps = sum(after[0] - before[1] for before, after in pairwise(there))
        # Who stamps out for the meal has had it.
        return there if gaps >= _length(meal) / 2 > 0 else _without(there, meal)

    def _add(
        self,
        capacity: dict[tuple[str, ...], FloatArray],
        employee_id: str,
        on: date,
        mode: WorkMode,
        spans: Sequence[MinuteSpan],
    ) -> None:
        problem, horizon = self._problem, self._problem.horizon
        queues = problem.queues_on(problem.employee[employee_id], on)
        if queues not in capacity:
            capacity[queues] = np.zeros(horizon.n_intervals)
        worth = problem.capacity_permille(mode) / horizon.interval_minutes
        for first, minutes in _by_interval(spans, horizon.interval_minutes, horizon.n_intervals):
            capacity[queues][first : first + len(minutes)] += worth * minutes


def _by_interval(spans: Sequence[MinuteSpan], length: int, n_intervals: int) -> Iterator[tuple[int, FloatArray]]:
    """The first interval of each span, and its minutes in that and in those after it."""
    for start, end in spans:
        first, last = max(0, int(start // length)), min(n_intervals, int(-(-end // length)))
        if first < last:
            edges = np.arange(first, last) * float(length)
            yield first, np.clip(np.minimum(edges + length, end) - np.maximum(edges, start), 0.0, None)


def _shared(one: MinuteSpan, other: MinuteSpan) -> float:
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))


def _length(spans: Sequence[MinuteSpan]) -> float:
    return sum(end - start for start, end in spans)


def _without(spans: Sequence[MinuteSpan], away: Sequence[MinuteSpan]) -> list[MinuteSpan]:
    """What is left of spans."""
    left = list(spans)
    for gone in away:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, gone[0])), (max(start, gone[1]), end))
            if part[0] < part[1]
        ]
    return left
