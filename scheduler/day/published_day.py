"""A day as it is published, with what was counted of it and who is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.day.counted_today import counted_in
from scheduler.day.counts import on_intervals
from scheduler.day.rehearsal import AS_IT_IS, Case
from scheduler.day.review import DAYS
from scheduler.days_around import with_days_before
from scheduler.domain.arrays import FloatArray
from scheduler.domain.calendar import ONE_DAY
from scheduler.domain.known_days import HeldDays
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.errors import Fault, InputError
from scheduler.from_store.surroundings import not_published, taken_from
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.planning import plan_problem
from scheduler.repair.absences import PLACE, possible, with_absences
from scheduler.staffing.planned_activities import as_planned
from scheduler.store.actuals import replaced_by
from scheduler.store.opening import exists, open_store


@dataclass(frozen=True, eq=False)
class PublishedDay:
    """A day of a published week.

    Attributes
    ----------
    workspace
        As it is now.
    now
        By the clock of the centre.
    on
        The day: that of `now`, or a later one.
    problem
        The facts of its week, with the forecast that was made before it.
    roster
        What is published of the week.
    taken
        What is published of it and of the weeks around it.
    counted
        Calls of the day by queue and interval, nan where it is not known.
    ill
        Who is missing besides those of whom the workspace knows.
    rows_of_other_days
        So many rows of the files that were given are of other days and count nothing here.
    done
        Who was lent to other queues or called earlier on the day, which no roster says.
    """

    workspace: Workspace
    now: datetime
    on: date
    problem: Problem
    roster: Roster
    taken: tuple[HeldDays, ...] | None
    counted: Mapping[str, FloatArray]
    ill: tuple[Absence, ...]
    rows_of_other_days: int = 0
    done: Case = AS_IT_IS

    @property
    def day(self) -> int:
        """The number of the day."""
        return self.problem.horizon.day_of(self.on)

    @property
    def is_today(self) -> bool:
        """Whether the day has begun."""
        return self.on == self.now.date()

    @property
    def now_hour(self) -> int:
        """Hour of the clock before which calls can be counted."""
        return self.now.hour if self.is_today else 0

    @cached_property
    def first(self) -> int:
        """The first interval that is still to come."""
        horizon = self.problem.horizon
        begins = horizon.intervals_of_day(self.day).start
        return max(begins, -int(-horizon.elapsed_at(self.now) // horizon.interval_minutes))

    @property
    def since(self) -> datetime:
        """When it begins."""
        return self.problem.horizon.interval_start(self.first)

    @cached_property
    def rest(self) -> NDArray[np.bool_]:
        """The intervals that are still to come, shape (n_intervals,)."""
        horizon = self.problem.horizon
        to_come: NDArray[np.bool_] = np.arange(horizon.n_intervals) >= self.first
        is_of_day: NDArray[np.bool_] = horizon.day_of_interval() == self.day
        return to_come & is_of_day

    @cached_property
    def with_ill(self) -> Problem:
        """The facts with those who are missing."""
        return with_absences(self.problem, self.roster, self.ill)

    @cached_property
    def there(self) -> Roster:
        """The roster without those who are absent on the day, and without the parts of it that others are away for."""
        # A shift of the night before reaches into the day.
        near = (self.on, self.on - ONE_DAY)
        rows = (self.with_ill.as_worked(row) if row.date in near else row for row in self.roster.assignments)
        return replace(self.roster, assignments=tuple(left for left in rows if left is not None))

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """Who is missing for a shift that reaches into the day or a part of it, by id, in the order of the roster."""
        midnight = datetime(self.on.year, self.on.month, self.on.day)
        left = [
            (row, self.with_ill.as_worked(row))
            for row in self.roster.assignments
            if row.date == self.on or (row.date < self.on and row.end > midnight)
        ]
        return tuple(
            dict.fromkeys(
                row.employee_id for row, stays in left if stays is None or stays.paid_minutes < row.paid_minutes
            )
        )

    @property
    def without_shift(self) -> tuple[str, ...]:
        """Who was said to be missing, and has no shift then, by id."""
        return tuple(dict.fromkeys(one.employee_id for one in self.ill if one.employee_id not in self.absent))

    def rows(self, of: Roster) -> list[Assignment]:
        """The rows of the day."""
        return [row for row in of.assignments if row.date == self.on]


def published_day(
    workspace: Workspace,
    settings: Settings,
    now: datetime,
    on: date,
    *,
    actuals: Sequence[Path] = (),
    absences: Sequence[Absence] = (),
    done: Case = AS_IT_IS,
) -> PublishedDay:
    """Read what is published of a day, and what is known of it.

    Parameters
    ----------
    workspace, settings
        The inputs.
    now, on
        By the clock of the centre, and the day.
    actuals
        Files of counted calls that hold besides those of the store; they are not taken in.
    absences
        Who is missing besides those that the workspace knows.
    done
        Who was lent or called earlier on the day.

    Raises
    ------
    InputError
        The day is not published or is over, a file has faults, an absence is none, or the centre has no queues.
    StoreError
        The store cannot be used.
    """
    if on < now.date():
        raise InputError.of(
            "--date",
            Message("{day} is past; past days stay as they are", day=on),
            Message("name {today} or later", today=now.date()),
        )
    monday = on - on.weekday() * ONE_DAY
    sunday = monday + (DAYS - 1) * ONE_DAY
    if not exists(workspace.folder, settings):
        raise not_published(workspace, on, on, 1)
    store = open_store(workspace.folder, settings)
    with store.reading() as published:
        inputs = with_days_before(workspace, None, is_first_week=True)
        inputs = taken_from(published, store.place, inputs, monday, sunday)
        holding = published.holding(monday, sunday)
        if on not in holding:
            raise not_published(workspace, on, on, 1)
        roster = published.roster_on(holding)
        rows = published.actuals.calls(on, on + ONE_DAY)
        of_others = 0
        if actuals:
            of_day, of_others = counted_in(workspace, published, actuals, now, on)
            rows = replaced_by(rows, of_day)
    problem = as_planned(settings, plan_problem(inputs, monday, DAYS), roster)
    if not problem.demand.queues:
        raise InputError.of(
            "workspace.yaml",
            Message("has no queues, so nobody calls"),
            Message("list the queues of the centre, or leave the simulation out"),
        )
    # What is published is what people know, and leaving it has its price (R28).
    problem = problem.replace(published=roster, published_days=frozenset(holding))
    found = PublishedDay(
        workspace=workspace,
        now=now,
        on=on,
        problem=problem,
        roster=roster,
        taken=inputs.taken,
        counted={
            name: on_intervals([row for row in rows if row.queue == name], problem.horizon).entered
            for name in problem.demand.queues
        },
        ill=tuple(_ill(absences, workspace, settings, roster, now, on)),
        rows_of_other_days=of_others,
        done=done,
    )
    _refuse_lent(found)
    if not found.rest.any():
        raise InputError.of(
            "--now",
            Message("{now:%H:%M} is in the last interval of the day", now=now),
            Message("ask earlier, or for the next day"),
        )
    return found


def _refuse_lent(found: PublishedDay) -> None:
    """Refuse who was lent after the end of the shift, or to a queue that the person serves anyway."""
    problem, faults = found.problem, list[Fault]()
    rows = found.rows(found.roster)
    for one in found.done.lent:
        for employee in sorted(one.people):
            person = problem.employee_on(employee, found.on)
            if not any(row.employee_id == employee and row.end > one.start for row in rows):
                message = Message(
                    "{employee} has no shift on {day} that goes on after {time:%H:%M}",
                    employee=employee,
                    day=found.on,
                    time=one.start,
                )
            elif person is not None and one.queue in problem.queues_on(person, found.on):
                message = Message(
                    "{employee} serves the queue '{queue}' on {day} anyway",
                    employee=employee,
                    queue=one.queue,
                    day=found.on,
                )
            else:
                continue
            faults.append(
                Fault(
                    "--lent", 0, "", message, Message("name who was lent, or leave {employee} out", employee=employee)
                )
            )
    if faults:
        raise InputError(faults)


def _ill(
    absences: Sequence[Absence], workspace: Workspace, settings: Settings, roster: Roster, now: datetime, on: date
) -> Iterator[Absence]:
    """Who is missing on a day, or in a shift of the night before that reaches into it."""
    midnight = datetime(on.year, on.month, on.day)
    by_night = {row.employee_id for row in roster.assignments if row.date < on and row.end > midnight}
    before = on - ONE_DAY
    of_others = [one for one in absences if one.first_day > on or one.last_day < before]
    near = [one for one in absences if one not in of_others]
    ill = possible(near, workspace.employees, before, on, min(now.date(), before), settings.unplanned_kind)
    of_others += (one for one in ill if one.last_day < on and one.employee_id not in by_night)
    if of_others:
        remedy = Message("name {day} among its days, leave it out, or look at another day with --date", day=on)
        raise InputError(
            [
                Fault(
                    PLACE,
                    0,
                    "",
                    Message("the absence of {name} is not of {day}, which is looked at", name=one.employee_id, day=on),
                    remedy,
                )
                for one in of_others
            ]
        )
    for one in ill:
        first = max(one.first_day, before if one.employee_id in by_night else on)
        yield one.model_copy(update={"first_day": first})
