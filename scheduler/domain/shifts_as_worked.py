"""Shifts as they are worked on a day: as the clock makes them, and as absences of parts of days leave them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property

from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.calendar import Horizon
from scheduler.domain.part_of_day import QUARTERS_OF, Away, ShortenedShifts, shortened
from scheduler.domain.people import Absence, Employee
from scheduler.domain.shifts import Shift


class ShiftsAsWorked:
    """The shifts of each day, in minutes that pass from its midnight on: the one place that knows their real times.

    Parameters
    ----------
    horizon
        Counts the days, and knows the clock around them.
    shifts
        By code, as the clock has them.
    absences
        Those of whole days play no part.
    rules
        What is made of a shift of which somebody is away for a part.
    """

    def __init__(
        self, horizon: Horizon, shifts: Mapping[str, Shift], absences: Iterable[Absence], rules: ShortenedShifts
    ) -> None:
        self._horizon = horizon
        self._shifts = shifts
        self._absences = absences
        self._rules = rules
        self._known: dict[tuple[int, Away], tuple[Mapping[str, Shift], frozenset[str]]] = {}

    def away_on(self, employee: str, day: int) -> Away | None:
        """When a person is away for a part of a day, in a way that changes a shift; None on other days."""
        return self._away.get((employee, day))

    def shifts_on(self, day: int, away: Away | None) -> Mapping[str, Shift]:
        """The shifts that start on a day, for whoever is away like that; where too little is left, as they are."""
        return self._by_day.get(day, self._shifts) if away is None else self._left(day, away)[0]

    def unfit(self, day: int, away: Away | None) -> frozenset[str]:
        """The codes of those of which too little is left."""
        return frozenset() if away is None else self._left(day, away)[1]

    def absent_dates(
        self, employees: Iterable[Employee], employee_on: Callable[[str, date], Employee | None]
    ) -> dict[str, dict[date, str]]:
        """For each of these people and all others who are absent, the dates of absence all day, with their kind.

        So is a day of which parts add up to the whole, or leave too little of every shift that the person could work.
        """
        dates: dict[str, dict[date, str]] = {person.employee_id: {} for person in employees}
        parts: dict[str, dict[date, str]] = {}
        for absence in self._absences:
            for on in absence.days():
                if absence.is_partial:
                    parts.setdefault(absence.employee_id, {}).setdefault(on, absence.kind)
                else:
                    dates.setdefault(absence.employee_id, {})[on] = absence.kind
        for person in employees if parts else ():
            whole = dates[person.employee_id]
            for on, kind in parts.get(person.employee_id, {}).items():
                day = self._horizon.day_of(on)
                then = employee_on(person.employee_id, on)
                codes = {
                    code
                    for code in (() if then is None else then.shifts)
                    if code in self._shifts and on.weekday() in self._shifts[code].weekdays
                }
                if on not in whole and codes and codes <= self.unfit(day, self.away_on(person.employee_id, day)):
                    whole[on] = kind
        return dates

    @cached_property
    def _by_day(self) -> Mapping[int, Mapping[str, Shift]]:
        horizon = self._horizon
        around = {horizon.day_of(change.at.date()) - back for change in horizon.clock_changes for back in range(3)}

        def passed(day: int) -> Callable[[int], int]:
            return lambda minute: horizon.elapsed(day, minute) - horizon.midnight(day)

        return {day: {code: shift.as_it_runs(passed(day)) for code, shift in self._shifts.items()} for day in around}

    @cached_property
    def _away(self) -> Mapping[tuple[str, int], Away]:
        quarters: dict[tuple[str, int], frozenset[int]] = {}
        spans: dict[tuple[str, int], set[tuple[int, int]]] = {}
        horizon = self._horizon
        for absence in self._absences:
            for on in absence.days() if absence.is_partial else ():
                day = horizon.day_of(on)
                place = absence.employee_id, day
                if absence.part is not None:
                    quarters[place] = quarters.get(place, frozenset()) | QUARTERS_OF[absence.part]
                elif absence.times is not None:
                    from_minute, to_minute = absence.times
                    start, end = horizon.elapsed(day, from_minute), horizon.elapsed(day, to_minute)
                    # A shift of the evening before may still run, and one of the day after have begun.
                    for near in range(day - 1, day + to_minute // MINUTES_PER_DAY + 1):
                        midnight = horizon.midnight(near)
                        spans.setdefault((absence.employee_id, near), set()).add((start - midnight, end - midnight))
        found = {
            place: Away(quarters.get(place, frozenset()), tuple(sorted(spans.get(place, ()))))
            for place in sorted({*quarters, *spans})
        }
        return {
            (employee, day): away
            for (employee, day), away in found.items()
            if self._left(day, away) != (self.shifts_on(day, None), frozenset())
        }

    def _left(self, day: int, away: Away) -> tuple[Mapping[str, Shift], frozenset[str]]:
        """What an absence leaves of each shift, and the codes of those of which it leaves too little."""
        known = self._known.get((day, away))
        if known is None:
            runs = self.shifts_on(day, None)
            left = {
                code: shortened(shift, self._shifts[code], away, self._rules, self._horizon.interval_minutes)
                for code, shift in runs.items()
            }
            known = self._known[day, away] = (
                {code: runs[code] if shift is None else shift for code, shift in left.items()},
                frozenset(code for code, shift in left.items() if shift is None),
            )
        return known
