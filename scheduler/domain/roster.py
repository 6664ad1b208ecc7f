"""A roster: who works which shift on which day, with real datetimes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal, NamedTuple

from scheduler.domain.activities import Activity
from scheduler.domain.calendar import Horizon
from scheduler.domain.shifts import Shift

WorkMode = Literal["office", "remote"]

PersonDay = tuple[str, date]
"""A person, by id, and a date."""


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One person's work on one day: a row of ``roster.csv``, with the rows of ``activities.csv`` for it.

    `date` is the day on which the shift starts; all times are local, and their ``fold`` tells the second pass of an
    hour that the clock shows twice.
    `queue` is the home queue of the day, empty for office staff. `activities` is what is attended in it, in order of
    time: trainings, meetings and the like, during which the person is not on the phone.
    """

    employee_id: str
    date: date
    shift: str
    start: datetime
    end: datetime
    break_start: datetime | None
    break_end: datetime | None
    work_mode: WorkMode
    queue: str
    paid_minutes: int
    activities: tuple[Activity, ...] = ()


def assignment_of(
    horizon: Horizon,
    day: int,
    shift: Shift,
    employee_id: str,
    *,
    meal_minute: int | None,
    work_mode: WorkMode,
    queue: str,
) -> Assignment:
    """A shift as somebody works it on a day.

    Parameters
    ----------
    horizon, day
        The day's number, counted from the horizon's first.
    shift
        As it runs on the day.
    meal_minute
        When the meal break begins, in minutes that pass from midnight on; None: without a meal break.
    employee_id, work_mode, queue
        Whose it is, where, and the home queue, empty for none.
    """
    midnight = horizon.midnight(day)
    meal = None if meal_minute is None else midnight + meal_minute
    return Assignment(
        employee_id=employee_id,
        date=horizon.date_of(day),
        shift=shift.code,
        start=horizon.local(midnight + shift.start_minute),
        end=horizon.local(midnight + shift.end_minute),
        break_start=None if meal is None else horizon.local(meal),
        break_end=None if meal is None else horizon.local(meal + shift.meal_minutes),
        work_mode=work_mode,
        queue=queue,
        paid_minutes=shift.paid_minutes,
    )


class Duty(NamedTuple):
    """Somebody who can be called on a day without being at work: a row of ``on_call.csv``."""

    date: date
    employee_id: str


def _passes(row: Assignment) -> list[int]:
    """Which pass of an hour that the clock shows twice each time of a row is in: to Python the two are equal."""
    times = [row.start, row.end, *(time for one in row.activities for time in (one.start, one.end))]
    return [time.fold for time in (*times, row.break_start, row.break_end) if time is not None]


@dataclass(frozen=True)
class Roster:
    """Assignments, sorted by person and day.

    `on_call` has who can be called without being at work; None: nobody says.
    """

    assignments: tuple[Assignment, ...] = field(default=())
    on_call: tuple[Duty, ...] | None = None

    @classmethod
    def of(cls, assignments: Iterable[Assignment]) -> Roster:
        """A roster of these assignments, in canonical order."""
        return cls(tuple(sorted(assignments, key=lambda a: (a.employee_id, a.start, a.shift))))

    @cached_property
    def by_employee(self) -> Mapping[str, tuple[Assignment, ...]]:
        """Assignments of each person, in order of time."""
        people: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            people.setdefault(assignment.employee_id, []).append(assignment)
        return {person: tuple(rows) for person, rows in people.items()}

    def of_employee(self, employee_id: str) -> tuple[Assignment, ...]:
        """The person's assignments in order of time; empty when there are none."""
        return self.by_employee.get(employee_id, ())

    @cached_property
    def by_day(self) -> Mapping[PersonDay, tuple[Assignment, ...]]:
        """What people work, by person and day; days off are left out."""
        rows: dict[PersonDay, tuple[Assignment, ...]] = {}
        for row in self.assignments:
            place = row.employee_id, row.date
            rows[place] = (*rows.get(place, ()), row)
        return rows

    def changed(self, changes: Mapping[PersonDay, Iterable[Assignment]]) -> Roster:
        """The roster with other rows on some days of people; nothing is a day off."""
        kept = (row for row in self.assignments if (row.employee_id, row.date) not in changes)
        return replace(Roster.of([*kept, *(row for rows in changes.values() for row in rows)]), on_call=self.on_call)

    def changes_to(self, other: Roster) -> dict[PersonDay, tuple[Assignment, ...]]:
        """What people work in another roster on the days on which the two differ."""
        mine, theirs = self.by_day, other.by_day
        places = sorted(mine.keys() | theirs.keys())
        return {place: theirs.get(place, ()) for place in places if mine.get(place) != theirs.get(place)}

    def is_same_as(self, other: Roster) -> bool:
        """Whether every row is the same to the minute, of an hour that the clock shows twice the same pass."""
        return self == other and [*map(_passes, self.assignments)] == [*map(_passes, other.assignments)]

    @property
    def has_activities(self) -> bool:
        """Whether anybody attends anything."""
        return any(row.activities for row in self.assignments)

    def with_on_call(self, duties: Iterable[Duty]) -> Roster:
        """The roster with other people on call."""
        return replace(self, on_call=tuple(sorted(duties)))

    def between(self, first: date, last: date) -> Roster:
        """Only what lies on the days first..last."""
        return self._where(lambda on: first <= on <= last)

    def on_days(self, days: Collection[date]) -> Roster:
        """Only what lies on these days."""
        return self._where(days.__contains__)

    def _where(self, is_wanted: Callable[[date], bool]) -> Roster:
        duties = None if self.on_call is None else tuple(duty for duty in self.on_call if is_wanted(duty.date))
        return Roster(tuple(row for row in self.assignments if is_wanted(row.date)), duties)

    @cached_property
    def duties(self) -> frozenset[tuple[str, date]]:
        """Who is on call when; nobody where nobody says."""
        return frozenset((duty.employee_id, duty.date) for duty in self.on_call or ())
