"""A week as it was planned and published, held against what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.coverage import measure
from scheduler.day.attendance import Attendance, ShiftAttendance
from scheduler.day.counts import IntervalCounts
from scheduler.day.curves import Curves, curves_of
from scheduler.day.hints import Hint, hints_of
from scheduler.day.splitting import MEASURES, Split, split_of, steps_of
from scheduler.domain.arrays import BoolArray
from scheduler.domain.calendar import Horizon
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.written import json_number
from scheduler.messages import Message, joined

DAYS = 7


@dataclass(frozen=True, slots=True)
class ReviewedIntervals:
    """Some intervals of one queue, or of all queues of calls together: what was planned of them, and what was.

    Attributes
    ----------
    queue
        None: all queues of calls.
    start
        When it begins, by the clock; None: the whole week.
    planned_calls, counted_calls
        Of the intervals that were counted.
    expected_agents, present_agents
        Reference agents, the mean over the open intervals: planned ones less the absence that is planned for, and those
        who were there.
    planned_aht_seconds, aht_seconds
        Per call; nan where there is none, or it was not counted.
    wape, bias
        Of the forecast by interval: the absolute errors, and planned less counted, as shares of the counted calls.
    splits
        By measure; those that were not counted are left out.
    """

    queue: str | None
    start: datetime | None
    planned_calls: float
    counted_calls: float
    expected_agents: float
    present_agents: float
    planned_aht_seconds: float
    aht_seconds: float
    wape: float
    bias: float
    splits: Mapping[str, Split] = field(default_factory=dict)

    @property
    def main(self) -> tuple[str, Split] | None:
        """The measure that says most of what was counted."""
        return next(((name, self.splits[name]) for name in MEASURES if name in self.splits), None)

    @property
    def lost(self) -> float:
        """Calls that fared worse than was promised; of waits, minutes waited beyond."""
        if self.main is None:
            return 0.0
        name, split = self.main
        return self.counted_calls * (split.difference / 60 if name == "asa_seconds" else -split.difference)

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        named = {
            name: json_number(getattr(self, name))
            for name in (
                *("planned_calls", "counted_calls", "expected_agents", "present_agents"),
                *("planned_aht_seconds", "aht_seconds", "wape", "bias"),
            )
        }
        return {
            "queue": self.queue,
            "start": None if self.start is None else self.start.isoformat(timespec="minutes"),
            **named,
            "splits": {
                name: {step: json_number(value) for step, value in split.as_json().items()}
                for name, split in self.splits.items()
            },
        }


@dataclass(frozen=True, eq=False)
class Review:
    """A week of plan against what happened.

    Attributes
    ----------
    week
        Of all queues of calls together.
    queues, days, hours, intervals
        Of each queue; each day, hour of a day and interval of each queue. Only where something was counted.
    hours_of_day
        Of each queue, the hour of the clock over all days.
    attendance
        Who was there.
    hints
        Settings that would have explained what the model missed.
    notices
        What a reader should know.
    curves
        Each queue by interval, to be drawn.
    """

    settings: Settings
    problem: Problem
    horizon: Horizon
    versions: tuple[int, ...]
    week: ReviewedIntervals
    queues: tuple[ReviewedIntervals, ...]
    days: tuple[ReviewedIntervals, ...]
    hours: tuple[ReviewedIntervals, ...]
    intervals: tuple[ReviewedIntervals, ...]
    attendance: Attendance
    hints: tuple[Hint, ...]
    notices: tuple[Message, ...]
    curves: Mapping[str, Curves]

    def worst(self, most: int = 10) -> list[ReviewedIntervals]:
        """The hours in which most calls fared worse than was promised, the worst first."""
        worse = [part for part in self.hours if part.lost > 0]
        return sorted(worse, key=lambda part: (-part.lost, str(part.start), str(part.queue)))[:most]

    @property
    def shifts(self) -> tuple[ShiftAttendance, ...]:
        """Each shift of the week with who was there."""
        return self.attendance.shifts

    @property
    def absent_share(self) -> float:
        """The share of the planned minutes on which somebody was missing, where that is known; nan where it is not."""
        return absent_share(self.attendance)

    def as_json(self) -> dict[str, Any]:
        """The review for other programs; docs/actuals.md says what each figure is."""
        return {
            "first_day": self.horizon.first_day.isoformat(),
            "days": self.horizon.days,
            "versions": list(self.versions),
            "week": self.week.as_json(),
            "absent_share": json_number(self.absent_share),
            "queues": [part.as_json() for part in self.queues],
            "by_day": [part.as_json() for part in self.days],
            "by_hour": [part.as_json() for part in self.hours],
            "by_interval": [part.as_json() for part in self.intervals],
            "worst_hours": [part.as_json() for part in self.worst()],
            "hints": [hint.as_json() for hint in self.hints],
            "notices": [str(notice) for notice in self.notices],
        }


def absent_share(attendance: Attendance) -> float:
    """The share of the planned minutes on which somebody was missing, where that is known."""
    known = [shift for shift in attendance.shifts if shift.is_known and shift.planned_minutes > 0]
    planned = sum(shift.planned_minutes for shift in known)
    there = sum(min(shift.present_minutes, shift.planned_minutes) for shift in known)
    return 1.0 - there / planned if planned else float("nan")


class Parts:
    """Cuts a week into its parts.

    Parameters
    ----------
    settings, problem
        The workspace's settings, and the facts of the week.
    roster
        What was published.
    attendance, counts
        Who was there, and the counted calls of the queues that were counted.
    versions
        Of which the roster is.
    changed
        What has changed of the workspace since the week was planned.
    """

    def __init__(
        self,
        settings: Settings,
        problem: Problem,
        roster: Roster,
        attendance: Attendance,
        counts: Mapping[str, IntervalCounts],
        versions: tuple[int, ...],
        changed: Sequence[Message],
    ) -> None:
        self._settings, self._problem, self._horizon, self._demand = settings, problem, problem.horizon, problem.demand
        self._coverage = measure(problem, roster)
        self._attendance, self._counts, self._versions, self._changed = attendance, counts, versions, changed
        self._steps = steps_of(settings, self._demand, self._coverage, attendance, counts)
        self._names = [queue.name for queue in settings.queues if queue.name in counts]
        self._of_calls = [name for name in self._names if name in self._steps]

    def review(self) -> Review:
        """The week, with each queue, day, hour and interval."""
        horizon = self._horizon
        day = horizon.day_of_interval()
        clock_hour = horizon.clock_minute_of_interval() // 60
        everything = np.ones(horizon.n_intervals, dtype=np.bool_)
        hour = day * 24 + clock_hour
        return Review(
            settings=self._settings,
            problem=self._problem,
            horizon=horizon,
            versions=self._versions,
            week=self._part(self._of_calls or self._names, None, everything, None),
            queues=tuple(self._part([name], name, everything, None) for name in self._names),
            days=self._each(day),
            hours=self._each(hour),
            intervals=self._each(np.arange(horizon.n_intervals), is_short=True),
            attendance=self._attendance,
            hints=tuple(self._hints()),
            notices=tuple(self._notices()),
            curves={
                name: curves_of(
                    self._demand.queues[name],
                    self._coverage,
                    self._attendance,
                    self._counts[name],
                    self._steps.get(name),
                    name,
                    self._settings.shrinkage.unplanned_absence,
                )
                for name in self._names
            },
        )

    def _each(self, groups: NDArray[np.int64], *, is_short: bool = False) -> tuple[ReviewedIntervals, ...]:
        """The parts of each queue, a group of intervals each; those of which nothing was counted are left out."""
        found = []
        for name in self._names:
            counts = self._counts[name]
            is_divided = counts.is_divided if is_short else np.zeros_like(counts.is_divided)
            used = ~np.isnan(counts.entered) & self._counts_here(name) & ~is_divided
            for group in np.unique(groups[used]).tolist():
                mask = groups == group
                first = int(np.flatnonzero(mask)[0])
                found.append(self._part([name], name, mask, self._horizon.interval_start(first)))
        return tuple(found)

    def _counts_here(self, name: str) -> BoolArray:
        """Where the counts of a queue are compared: where it is open, or where its work may come at any time."""
        needs = self._demand.queues[name]
        return needs.is_open | needs.deferrable

    def _part(
        self, names: Sequence[str], queue: str | None, mask: BoolArray, start: datetime | None
    ) -> ReviewedIntervals:
        planned = counted = off = expected = present = planned_load = load = loaded = planned_of_load = 0.0
        open_intervals = 0
        kept = 1.0 - self._settings.shrinkage.unplanned_absence
        for name in names:
            needs, counts = self._demand.queues[name], self._counts[name]
            used = mask & self._counts_here(name) & ~np.isnan(counts.entered)
            calls, entered = needs.calls[used], counts.entered[used]
            planned += float(calls.sum())
            counted += float(entered.sum())
            off += float(np.abs(calls - entered).sum())
            is_open = mask & needs.is_open
            open_intervals += int(is_open.sum())
            agents = self._coverage.effective_permille[name] / 1000
            factor = np.where(self._attendance.is_known, kept, 1.0)
            expected += float((agents * factor)[is_open].sum())
            present += float(self._attendance.agents[name][is_open].sum())
            planned_load += float((calls * needs.aht_seconds[used]).sum())
            handled = counts.handled_seconds[used]
            known = ~np.isnan(handled)
            answered = np.where(np.isnan(counts.answered[used]), entered, counts.answered[used])
            load += float(handled[known].sum())
            loaded += float(answered[known].sum())
            planned_of_load += float(calls.sum())
        splits = {
            measure_name: split
            for measure_name in MEASURES
            if (steps := [self._steps[name] for name in names if name in self._steps])
            and (split := split_of(steps, measure_name, mask)) is not None
        }
        # Of one queue the mean number at a time; of several, of all of them together.
        divisor = open_intervals / max(1, len(names))
        nan = float("nan")
        return ReviewedIntervals(
            queue=queue,
            start=start,
            planned_calls=planned,
            counted_calls=counted,
            expected_agents=expected / divisor if divisor else 0.0,
            present_agents=present / divisor if divisor else 0.0,
            planned_aht_seconds=planned_load / planned_of_load if planned_of_load else nan,
            aht_seconds=load / loaded if loaded else nan,
            wape=off / counted if counted else nan,
            bias=(planned - counted) / counted if counted else nan,
            splits=splits,
        )

    def _hints(self) -> list[Hint]:
        return hints_of(
            self._settings,
            self._demand,
            self._coverage,
            self._attendance,
            {name: self._counts[name] for name in self._of_calls},
            self._steps,
            absent_share(self._attendance),
        )

    def _notices(self) -> list[Message]:
        attendance = self._attendance
        notices: list[Message] = []
        if self._changed:
            notices.append(
                Message(
                    "changed since the week was planned, and used as they are now: {files}",
                    files=joined(", ", self._changed),
                )
            )
        notices += [
            Message("{day}: so few people checked in that a file must be missing; the plan is taken", day=on)
            for on in attendance.hardly_seen
        ]
        unknown = [on for on in attendance.unknown_days if on not in attendance.hardly_seen]
        if unknown:
            notices.append(
                Message(
                    "nothing says who was there on {count} day ({days}): the plan is taken",
                    "nothing says who was there on {count} days ({days}): the plan is taken",
                    count=len(unknown),
                    days=", ".join(str(on) for on in unknown),
                )
            )
        for queue in self._settings.queues:
            needs = self._demand.queues[queue.name]
            counts = self._counts.get(queue.name)
            if counts is None:
                notices.append(Message("queue '{queue}' was not counted in this week", queue=queue.name))
                continue
            missing = int((needs.is_open & np.isnan(counts.entered)).sum())
            if missing:
                notices.append(
                    Message(
                        "queue '{queue}': {share:.0%} of its open intervals were not counted and are left out",
                        queue=queue.name,
                        share=missing / max(1, int(needs.is_open.sum())),
                    )
                )
            if counts.is_divided.any():
                notices.append(
                    Message(
                        "queue '{queue}' is counted in longer stretches than intervals of {minutes} minutes; within "
                        "one its calls are taken to be spread evenly",
                        queue=queue.name,
                        minutes=self._horizon.interval_minutes,
                    )
                )
            if not needs.deferrable:
                outside = float(np.nansum(np.where(needs.is_open, 0.0, counts.entered)))
                if outside > 0:
                    notices.append(
                        Message(
                            "queue '{queue}': {calls:,.0f} calls came while it was closed, and are left out",
                            queue=queue.name,
                            calls=outside,
                        )
                    )
        return notices
