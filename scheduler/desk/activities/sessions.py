"""Who may attend what when: by days and hours that are asked for, by shifts, and by who leads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.calendar import monday_of
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster

EmployeeDay = tuple[str, int]
"""A person and the number of a day."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """When a session may be: on a day of shifts, over some intervals of the horizon."""

    day: int
    first: int
    stop: int

    @property
    def intervals(self) -> range:
        """The intervals that it takes."""
        return range(self.first, self.stop)


@dataclass(frozen=True, eq=False)
class PendingSessions:
    """What is still to be placed of one request.

    Attributes
    ----------
    request
        What is asked for.
    slots
        When each person may attend; some may in none.
    led
        When its trainer may lead it; None: nobody has to.
    left
        How often each person has yet to attend, by person and first day of the unit (`PendingSessions.unit`).
    heads
        How many more people may attend in a unit; None: all that `left` has.
    begun
        Who attends in a unit already, and counts for no more.
    """

    request: ActivityRequest
    slots: Mapping[str, Sequence[Slot]]
    led: Sequence[Slot] | None
    left: Mapping[tuple[str, date], int]
    heads: Mapping[date, int] | None
    begun: frozenset[tuple[str, date]]

    def unit(self, on: date) -> date:
        """The first day of the span in which so many times are asked for; `date.min` where it is all of the days."""
        return unit_of(self.request, on)


def unit_of(request: ActivityRequest, on: date) -> date:
    """The first day of that in which a request counts how often people attend."""
    if request.per == "span":
        return date.min
    return on if request.per == "day" else monday_of(on)


@dataclass(frozen=True, eq=False)
class Sessions:
    """A roster, and what may be placed in it.

    Attributes
    ----------
    problem, roster
        The facts, and the shifts in which it is placed; what is attended in them stays.
    first_day
        Earlier days stay as they are.
    only
        By number of the request, the only slots in which it may be placed; None: all.
    """

    problem: Problem
    roster: Roster
    first_day: date
    only: Mapping[int, Collection[Slot]] | None = None
    _rows: dict[EmployeeDay, Assignment] = field(init=False)

    def __post_init__(self) -> None:
        horizon = self.problem.horizon
        rows = {
            (row.employee_id, horizon.day_of(row.date)): row
            for row in self.roster.assignments
            if row.employee_id in self.problem.employee
        }
        object.__setattr__(self, "_rows", rows)

    @property
    def rows(self) -> Mapping[EmployeeDay, Assignment]:
        """What people work, by person and day."""
        return self._rows

    @cached_property
    def asked(self) -> tuple[PendingSessions, ...]:
        """What is still to be placed."""
        asked = tuple(map(self._asked, self.problem.activities))
        if self.only is None:
            return asked
        return tuple(
            replace(
                one,
                slots={
                    employee: [slot for slot in slots if slot in self.only[number]]
                    for employee, slots in one.slots.items()
                },
            )
            for number, one in enumerate(asked)
        )

    def meal_starts(self, place: EmployeeDay) -> tuple[int, ...]:
        """Minutes from midnight of the day at which the meal break may begin; none in shifts without one."""
        employee, day = place
        shift = self.problem.shifts_of(employee, day)[self._rows[place].shift]
        return shift.meal_starts(self.problem.horizon.interval_minutes)

    def meal_intervals(self, place: EmployeeDay, start: int) -> range:
        """The intervals of a meal break that begins at a minute."""
        employee, day = place
        shift = self.problem.shifts_of(employee, day)[self._rows[place].shift]
        return self.touched(day, start, start + shift.meal_minutes)

    def touched(self, day: int, start: float, end: float) -> range:
        """The intervals of which any part lies between two minutes from midnight of a day."""
        horizon = self.problem.horizon
        midnight, minutes = horizon.midnight(day), horizon.interval_minutes
        return range(int((midnight + start) // minutes), int(-(-(midnight + end) // minutes)))

    def taken(self, place: EmployeeDay) -> frozenset[int]:
        """The intervals in which a person attends something already."""
        _, day = place
        horizon = self.problem.horizon
        midnight = horizon.midnight(day)
        return frozenset(
            interval
            for one in self._rows[place].activities
            for interval in self.touched(
                day, horizon.elapsed_at(one.start) - midnight, horizon.elapsed_at(one.end) - midnight
            )
        )

    def candidates(self, request: ActivityRequest) -> list[str]:
        """Who may attend: named or in the team on some planned day, and not the trainer."""
        problem = self.problem
        return [
            person.employee_id
            for person in problem.employees
            if person.employee_id != request.trainer
            and (not request.who or person.employee_id in request.who)
            and any(request.team in (None, row.team) for row in problem.planned_rows(person))
        ]

    def slots(self, request: ActivityRequest, employee: str, *, in_any_place: bool = False) -> list[Slot]:
        """When a person may be in a session, a meal break and what is attended already beside it."""
        return [
            slot
            for day in range(self.problem.horizon.days)
            if (place := (employee, day)) in self._rows and self._may_attend(request, place, in_any_place=in_any_place)
            for slot in self._slots(request, place)
        ]

    def _may_attend(self, request: ActivityRequest, place: EmployeeDay, *, in_any_place: bool) -> bool:
        row = self._rows[place]
        person = self.problem.employee_on(row.employee_id, row.date)
        return (
            row.date >= self.first_day
            and request.may_be_on(row.date)
            and person is not None
            and (request.team in (None, person.team) or row.employee_id == request.trainer)
            and (in_any_place or request.place in (None, row.work_mode))
        )

    def _slots(self, request: ActivityRequest, place: EmployeeDay) -> Iterator[Slot]:
        horizon, row, (_, day) = self.problem.horizon, self._rows[place], place
        minutes = horizon.interval_minutes
        begins = max(horizon.elapsed_at(row.start), horizon.elapsed(day, request.from_minute))
        ends = min(horizon.elapsed_at(row.end), horizon.elapsed(day, request.to_minute))
        taken = self.taken(place)
        meals = [frozenset(self.meal_intervals(place, start)) - taken for start in self.meal_starts(place)]
        meals = [
            meal
            for start, meal in zip(self.meal_starts(place), meals, strict=True)
            if len(meal) == len(self.meal_intervals(place, start))
        ]
        length = -(-request.minutes // minutes)
        first = int(-(-begins // minutes))
        while first * minutes + request.minutes <= ends and first + length <= horizon.n_intervals:
            intervals = range(first, first + length)
            is_free = taken.isdisjoint(intervals)
            if is_free and (not self.meal_starts(place) or any(meal.isdisjoint(intervals) for meal in meals)):
                yield Slot(day, first, first + length)
            first += 1

    def activity(self, request: ActivityRequest, slot: Slot) -> Activity:
        """A session in a slot."""
        horizon = self.problem.horizon
        start = slot.first * horizon.interval_minutes
        return Activity(horizon.local(start), horizon.local(start + request.minutes), request.name, request.kind)

    def _asked(self, request: ActivityRequest) -> PendingSessions:
        problem, people = self.problem, self.candidates(request)
        done = Counter[tuple[str, date]]()
        for roster in (problem.previous, self.roster, problem.following):
            for row in roster.assignments:
                if request.may_be_on(row.date) and row.employee_id != request.trainer:
                    times = sum(one.name == request.name for one in row.activities)
                    done[row.employee_id, unit_of(request, row.date)] += times
        days = [on for on in problem.horizon.dates() if on >= self.first_day and request.may_be_on(on)]
        units = sorted({unit_of(request, on) for on in days})
        begun = frozenset(place for place, times in done.items() if times)
        left = {
            (employee, unit): more
            for employee in people
            for unit in units
            if (more := request.times - done[employee, unit]) > 0
        }
        heads = None
        if request.heads is not None:
            heads = {unit: max(0, request.heads - sum(begins == unit for _, begins in begun)) for unit in units}
        return PendingSessions(
            request=request,
            slots={employee: self.slots(request, employee) for employee in people},
            led=None if request.trainer is None else self.slots(request, request.trainer),
            left=left,
            heads=heads,
            begun=begun,
        )
