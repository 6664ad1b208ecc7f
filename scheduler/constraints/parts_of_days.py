"""What absences of parts of days leave of shifts, for `check` only: the model has it from `Problem.shifts_of`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from itertools import groupby
from math import ceil, floor
from typing import NamedTuple

from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.calendar import ONE_DAY
from scheduler.domain.clock import as_shown, minutes_between, moment
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift

_QUARTERS = {
    "morning": (1, 2),
    "afternoon": (3, 4),
    "quarter1": (1,),
    "quarter2": (2,),
    "quarter3": (3,),
    "quarter4": (4,),
}


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a shift on a day.

    Attributes
    ----------
    start, end
        Local times.
    pause_minutes
        Length of the break, the absence included where it lies in the middle.
    pause_from, pause_until
        Minutes after the start between which the break lies.
    """

    start: datetime
    end: datetime
    pause_minutes: int
    pause_from: int
    pause_until: int


class _Window(NamedTuple):
    """Minutes after the start of a shift between which its break lies."""

    opens: int
    closes: int


class _Break(NamedTuple):
    """When somebody leaves, comes back, and has the meal between, in minutes after the start of a shift."""

    leaves: int
    returns: int
    eats: int


class PartsOfDays:
    """The absences of a problem as checks see them: whole days, and what parts leave of each shift."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._staff = StaffByDate(problem)
        self._by_person: defaultdict[str, list[Absence]] = defaultdict(list)
        for absence in problem.absences:
            self._by_person[absence.employee_id].append(absence)
        self._in_part = {
            employee
            for employee, absences in self._by_person.items()
            if any(absence.part or absence.to_minute for absence in absences)
        }
        self._whole_days: dict[str, dict[date, str]] = {}

    def whole_days(self, employee: str) -> Mapping[date, str]:
        """Dates on which a person is absent all day, with the kind.

        Parts that leave too little of every shift of the person are a whole day.
        """
        known = self._whole_days.get(employee)
        if known is not None:
            return known
        whole = self._whole_days[employee] = {}
        in_part: dict[date, str] = {}
        for absence in self._by_person.get(employee, ()):
            on = absence.first_day
            while on <= absence.last_day:
                if absence.part or absence.to_minute:
                    in_part.setdefault(on, absence.kind)
                else:
                    whole[on] = absence.kind
                on += ONE_DAY
        problem = self._problem
        for on, kind in in_part.items():
            person = self._staff.on(employee, on)
            shifts = [problem.shifts[code] for code in (person.shifts if person else ()) if code in problem.shifts]
            shifts = [shift for shift in shifts if on.weekday() in shift.weekdays]
            if on not in whole and shifts and not any(self.may_be_worked(employee, on, shift) for shift in shifts):
                whole[on] = kind
        return whole

    def on_duty(self, employee: str) -> set[date]:
        """Dates on which a person is employed and works all day away from the queues, as in training."""
        kind_of = self._problem.kind_of_absence
        return {
            on
            for on, kind in self.whole_days(employee).items()
            if kind_of(kind).on_duty and self._staff.on(employee, on) is not None
        }

    def in_part(self, employee: str) -> set[date]:
        """Dates on which a person takes a half or a quarter of the shift off, and works the rest."""
        dates: set[date] = set()
        if employee in self._in_part:
            for absence in self._by_person[employee]:
                if absence.part:
                    dates.update(
                        absence.first_day + n * ONE_DAY for n in range((absence.last_day - absence.first_day).days + 1)
                    )
            dates.difference_update(self.whole_days(employee))
        return dates

    def may_be_worked(self, employee: str, on: date, shift: Shift) -> bool:
        """Whether absences of a part leave enough of a shift on a date, or do not touch it."""
        return employee not in self._in_part or self._left(employee, on, shift) is not None

    def left(self, employee: str, on: date, shift: Shift) -> Left | None:
        """What is left of a shift on a date that an absence shortens; None where it is worked whole, or not at all."""
        if employee not in self._in_part:
            return None
        found = self._left(employee, on, shift)
        return found if isinstance(found, Left) else None

    def _left(self, employee: str, on: date, shift: Shift) -> Left | Shift | None:
        """The shift itself where nothing touches it; None where too little is left."""
        problem = self._problem
        zone, grid = problem.horizon.zone, problem.horizon.interval_minutes
        midnight = datetime.combine(on, time())
        start = as_shown(midnight + timedelta(minutes=shift.start_minute), zone)
        end = as_shown(midnight + timedelta(minutes=shift.end_minute), zone)
        lasts = minutes_between(start, end, zone)
        cells = range(lasts // grid)
        there = [True for _ in cells]
        quarters: set[int] = set()
        for absence in self._by_person[employee]:
            if absence.part and absence.first_day <= on <= absence.last_day:
                quarters.update(_QUARTERS[absence.part])
        meal_gap: set[int] = set()
        if quarters:
            there, meal_gap = self._by_quarters(sorted({1, 2, 3, 4} - quarters), lasts, shift.meal_minutes)
        for away_from, away_until in self._spans(employee, on):
            first = minutes_between(start, away_from, zone)
            last = minutes_between(start, away_until, zone)
            there = [here and not (first < (n + 1) * grid and n * grid < last) for n, here in enumerate(there)]
        if all(there):
            return shift
        stretches = [[n for n, _ in cell] for here, cell in groupby(enumerate(there), key=lambda c: c[1]) if here]
        if shift.overtime_minutes or not stretches or len(stretches) > 2:
            return None
        if len(stretches) == 2 and min(map(len, stretches)) * grid < problem.shortened_shifts.least_stretch_minutes:
            return None
        own = self._own_window(midnight, shift, start)
        window, meal = None, 0
        if len(stretches) == 2:
            early, late = stretches
            gap = set(range(early[-1] + 1, late[0]))
            if not meal_gap or not meal_gap <= gap:
                meal = self._least_break(sum(map(len, stretches)) * grid, shift.meal_minutes)
            most = 0 if own is None else max(own.closes, lasts - own.opens) - shift.meal_minutes
            window = self._joined(early, late, meal, own, most)
            if window is None:
                stretches = [max(stretches, key=len)]
        first_cell, last_cell = stretches[0][0], stretches[-1][-1]
        length = (last_cell + 1 - first_cell) * grid
        pause = length - sum(map(len, stretches)) * grid + meal
        if window is None:
            pause = self._least_break(length, shift.meal_minutes)
            window = self._window(own, first_cell * grid, length, pause)
        worked = length - pause
        if worked < Fraction(problem.shortened_shifts.least_hours) * 60:
            return None
        if pause and not self._fits(window, pause):
            return None
        return Left(
            _after(start, first_cell * grid, zone),
            _after(start, first_cell * grid + length, zone),
            pause,
            *window,
        )

    def _spans(self, employee: str, on: date) -> list[tuple[datetime, datetime]]:
        """Local times between which a person is away, in days near a date."""
        zone = self._problem.horizon.zone
        spans = []
        for absence in self._by_person[employee]:
            if absence.from_minute is None or absence.to_minute is None:
                continue
            for day in (on + n * ONE_DAY for n in range(-2, 4)):
                if absence.first_day <= day <= absence.last_day:
                    midnight = datetime.combine(day, time())
                    spans.append(
                        (
                            as_shown(midnight + timedelta(minutes=absence.from_minute), zone),
                            as_shown(midnight + timedelta(minutes=absence.to_minute), zone),
                        )
                    )
        return spans

    def _by_quarters(self, present: list[int], lasts: int, meal: int) -> tuple[list[bool], set[int]]:
        """Which intervals of a shift somebody works who is there for these quarters, from 1; and the gap between."""
        grid = self._problem.horizon.interval_minutes
        n_cells = lasts // grid
        quarter = Fraction(lasts - meal, 4)
        if not present:
            return [False] * n_cells, set()
        first, last = present[0], present[-1]
        if last - first + 1 == len(present):
            share = floor(quarter * len(present))
            best, most = 0, 0
            for count in range(n_cells + 1):
                work = count * grid - self._least_break(count * grid, meal)
                if most < work <= share:
                    best, most = count, work
            begin = n_cells - best if last == 4 else ceil(quarter * (first - 1) / grid)
            return [begin <= n < begin + best for n in range(n_cells)], set()
        hole = next(n for n in range(first, last) if n not in present)
        back = next(n for n in range(hole, 5) if n in present)
        leaves, returns = quarter * (hole - 1), lasts - quarter * (5 - back)
        early, late = (quarter * (first - 1), leaves), (returns, lasts - quarter * (4 - last))
        there = [
            any(begins <= n * grid and (n + 1) * grid <= ends for begins, ends in (early, late)) for n in range(n_cells)
        ]
        worked = [n for n, here in enumerate(there) if here]
        before = [n for n in worked if n * grid < leaves]
        after = [n for n in worked if n * grid >= returns]
        gap = set(range(before[-1] + 1, after[0])) if before and after else set()
        return there, gap

    def _least_break(self, presence: int, own: int) -> int:
        """The shortest break of so long a presence, in whole intervals, that is enough for the work beside it."""
        levels, grid = self._problem.shortened_shifts.breaks, self._problem.horizon.interval_minutes
        if levels is None:
            return own
        for pause in sorted({0, *(ceil(Fraction(level.minutes, grid)) * grid for level in levels), own}):
            if pause > own:
                break
            asked = [level.minutes for level in levels if presence - pause >= Fraction(level.from_hours) * 60]
            if pause >= min(own, max(asked, default=0)):
                return pause
        return own

    def _own_window(self, midnight: datetime, shift: Shift, start: datetime) -> _Window | None:
        """The window of the shift's own meal, in minutes after its start."""
        if shift.meal_earliest_minute is None or shift.meal_latest_minute is None:
            return None
        zone = self._problem.horizon.zone
        opens, closes = (
            minutes_between(start, as_shown(midnight + timedelta(minutes=minute), zone), zone)
            for minute in (shift.meal_earliest_minute, shift.meal_latest_minute)
        )
        return _Window(opens, closes)

    def _joined(self, early: list[int], late: list[int], meal: int, own: _Window | None, most: int) -> _Window | None:
        """When the one break of two stretches lies, in minutes after the first begins; None: nowhere.

        The absence is all of it but the meal, which comes just before or just after: at a time for meals, or else at
        one that leaves no stretch longer than the most minutes that the whole shift can have without a break.
        """
        grid = self._problem.horizon.interval_minutes
        begin, leaves, returns, finish = early[0] * grid, (early[-1] + 1) * grid, late[0] * grid, (late[-1] + 1) * grid
        if not meal or own is None:
            return _Window(leaves - begin, returns - begin)
        breaks = [_Break(leaves - meal, returns, leaves - meal), _Break(leaves, returns + meal, returns)]
        breaks = [one for one in breaks if begin < one.leaves and one.returns < finish]
        in_time = [one for one in breaks if own.opens <= one.eats <= own.closes - meal]
        if not in_time:
            in_time = [one for one in breaks if one.leaves - begin <= most and finish - one.returns <= most]
        if not in_time:
            return None
        return _Window(min(one.leaves for one in in_time) - begin, max(one.returns for one in in_time) - begin)

    def _window(self, own: _Window | None, offset: int, length: int, pause: int) -> _Window:
        """When the break lies, in minutes after the new start: in the shift's window, or anywhere within the work."""
        grid = self._problem.horizon.interval_minutes
        within = _Window(grid, length - grid)
        if own is not None:
            narrower = _Window(max(own.opens - offset, within.opens), min(own.closes - offset, within.closes))
            if self._fits(narrower, pause):
                return narrower
        return within if self._fits(within, pause) else _Window(0, length)

    def _fits(self, window: _Window, pause: int) -> bool:
        grid = self._problem.horizon.interval_minutes
        return ceil(Fraction(window.opens, grid)) * grid + pause <= window.closes


def _after(start: datetime, minutes: int, zone: tzinfo | None) -> datetime:
    """The local time so many minutes after another."""
    return (moment(start, zone) + timedelta(minutes=minutes)).astimezone(zone or UTC).replace(tzinfo=None)
