"""Absence of a part of a day, and what it leaves of a shift.

A half day (반차) is a half of the shift that would be worked, a quarter (반반차) a quarter of it, counted in paid
minutes: of 09:00 to 18:00 with an hour's meal, that pays 8 h, the first half leaves 4 h and the half hour of break that
4 h need, 13:30 to 18:00. Times of the clock are taken from the shift as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pydantic import Field

from scheduler.domain.base import Frozen
from scheduler.domain.limits import MinutesOfShift, Number
from scheduler.domain.shifts import Shift
from scheduler.messages import Message

DayPart = Literal["morning", "afternoon", "quarter1", "quarter2", "quarter3", "quarter4"]

QUARTERS_OF: dict[DayPart, frozenset[int]] = {
    "morning": frozenset({0, 1}),
    "afternoon": frozenset({2, 3}),
    "quarter1": frozenset({0}),
    "quarter2": frozenset({1}),
    "quarter3": frozenset({2}),
    "quarter4": frozenset({3}),
}
"""Which quarters of a shift's paid minutes each part takes, in order of time."""

WHOLE_DAY = frozenset(range(4))
"""All quarters: two half days are a whole one."""


class LeastBreak(Frozen):
    """The break that so many hours of work need."""

    from_hours: Number = Field(gt=0, le=48, description="hours of work from which on the break is needed")
    minutes: MinutesOfShift = Field(gt=0, description="length of the break")


LSA_54 = (LeastBreak(from_hours=4, minutes=30), LeastBreak(from_hours=8, minutes=60))
"""The breaks of Korea (LSA Art. 54)."""


class ShortenedShifts(Frozen):
    """What is made of a shift of which somebody is away for a part."""

    least_hours: Number = Field(
        default=2, gt=0, le=24, description="paid hours below which what is left of a shift is not worked"
    )
    least_stretch_minutes: MinutesOfShift = Field(
        default=0,
        ge=0,
        description="minutes below which nobody comes before an absence, or comes back after it: such a shift is not "
        "worked; 0: any",
    )
    breaks: tuple[LeastBreak, ...] | None = Field(
        default=None,
        description="breaks by hours of work: `validate` names whole shifts with less, and what is left of a shift has "
        "them, never longer than the shift's own; left out: in Korea 30 minutes from 4 hours on and 60 from 8 (LSA "
        "Art. 54); elsewhere nothing is known, so that whatever is left of a shift has the whole break of the shift",
    )

    def in_country(self, country: str | None) -> ShortenedShifts:
        """With the breaks of the country's law where none are written and they are known."""
        return self.model_copy(update={"breaks": LSA_54}) if self.breaks is None and country == "KR" else self

    def too_short(self, shifts: Iterable[Shift]) -> list[Message]:
        """For each shift with less of a break than its hours of work need, what they are and what to do."""
        return [
            Message(
                "Shift {shift} has {work} min of work and {own} min of break; so much work needs {needed} min "
                "(LSA Art. 54 in Korea). Set its meal_minutes to {needed}, or write under shortened_shifts in "
                "workspace.yaml which breaks are needed at your centre.",
                shift=shift.code,
                work=shift.paid_minutes,
                own=shift.meal_minutes,
                needed=needed,
            )
            for shift in shifts
            if shift.meal_minutes < (needed := self._needed(shift.paid_minutes))
        ]

    def meal_within(self, minutes: int, own: int, grid: int) -> int:
        """The shortest break on the grid that leaves no more work of so many minutes than it is enough for.

        Parameters
        ----------
        minutes
            From beginning to end, the break included.
        own
            The break of the whole shift, which is never exceeded, and holds where nothing is known of breaks.
        grid
            Minutes of an interval: whoever is on a break for a part of one is not counted in it.
        """
        if self.breaks is None:
            return own
        meals = sorted({0, *(min(-(-level.minutes // grid) * grid, own) for level in self.breaks)})
        return next((meal for meal in meals if min(self._needed(minutes - meal), own) <= meal), own)

    def _needed(self, work_minutes: int) -> int:
        """The break that so much work needs, as far as that is known."""
        levels = self.breaks or ()
        return max((level.minutes for level in levels if work_minutes >= level.from_hours * 60), default=0)


class Away(NamedTuple):
    """When somebody is away on a day.

    Attributes
    ----------
    quarters
        Those of the shift that starts on the day.
    spans
        Times, in minutes that pass from the day's midnight on.
    """

    quarters: frozenset[int]
    spans: tuple[tuple[int, int], ...]


class _Piece(NamedTuple):
    """A stretch of presence, in minutes from midnight."""

    start: int
    end: int


def shortened(runs: Shift, by_clock: Shift, away: Away, rules: ShortenedShifts, grid: int) -> Shift | None:
    """What an absence leaves of a shift: the shift itself where they do not meet, None where it is not worked.

    It is not worked where less than the least hours would be left, where it would be in more than two pieces or in one
    of two that is too short, and where it has overtime: whoever takes leave is not asked for that. Of two pieces only
    the longer one is worked where the break, of which a row has one, could not be the absence and the meal in one.

    Parameters
    ----------
    runs, by_clock
        The shift as it runs on the day, and by the clock, whose regular minutes are all that is not overtime.
    away
        When somebody is away.
    rules
        The least hours, and the breaks.
    grid
        Minutes of an interval. What is left begins and ends on the grid: absences are widened to it.
    """
    pieces, gap_with_meal = _left_by_quarters(runs, away.quarters, rules, grid)
    for start, end in away.spans:
        pieces = [*_without(pieces, start // grid * grid, -(-end // grid) * grid)]
    if pieces == [_Piece(runs.start_minute, runs.end_minute)]:
        return runs
    if by_clock.overtime_minutes or not 1 <= len(pieces) <= 2:
        return None
    pause, window = 0, None
    if len(pieces) == 2:
        first, second = pieces
        if min(first.end - first.start, second.end - second.start) < rules.least_stretch_minutes:
            return None
        gap = _Piece(first.end, second.start)
        has_meal = gap_with_meal is not None and gap.start <= gap_with_meal.start and gap_with_meal.end <= gap.end
        present = first.end - first.start + second.end - second.start
        meal = 0 if has_meal else rules.meal_within(present, runs.meal_minutes, grid)
        pause, window = gap.end - gap.start + meal, _beside(runs, first, second, meal)
    if window is None:
        # One stretch, or two with no place for the meal beside the absence: the longer one is worked.
        pieces = [max(pieces, key=lambda piece: piece.end - piece.start)]
        pause = rules.meal_within(pieces[0].end - pieces[0].start, runs.meal_minutes, grid)
        window = _window(runs, pieces[0], pause, grid)
    paid = pieces[-1].end - pieces[0].start - pause
    if paid < rules.least_hours * 60 or not _has_room(window, pause, grid):
        return None
    return runs.with_times(
        pieces[0].start,
        pieces[-1].end,
        pause,
        window if pause else (None, None),
        overtime_minutes=max(0, paid - by_clock.regular_minutes),
    )


def _left_by_quarters(
    shift: Shift, away: frozenset[int], rules: ShortenedShifts, grid: int
) -> tuple[list[_Piece], _Piece | None]:
    """When somebody is there who is away for these quarters, and the gap between two stretches, which has the meal."""
    if not away:
        return [_Piece(shift.start_minute, shift.end_minute)], None
    runs = _runs_of(WHOLE_DAY - away)
    if not runs:
        return [], None
    paid = shift.paid_minutes
    if len(runs) == 1:
        first, last = runs[0]
        length = _longest(shift, paid * (last - first + 1) // 4, rules, grid)
        if last == 3:
            return [_Piece(shift.end_minute - length, shift.end_minute)], None
        start = -(-(shift.start_minute + paid * first / 4) // grid) * grid
        return [_Piece(int(start), int(start) + length)], None
    (first, before), (after, last) = runs
    start = shift.start_minute + paid * first / 4
    gap_start = start + paid * (before - first + 1) / 4
    end = shift.end_minute - paid * (3 - last) / 4
    gap_end = end - paid * (last - after + 1) / 4
    pieces = [
        _Piece(int(-(-begins // grid) * grid), int(ends // grid * grid))
        for begins, ends in ((start, gap_start), (gap_end, end))
    ]
    left = [piece for piece in pieces if piece.end > piece.start]
    earlier, later = pieces
    return left, _Piece(earlier.end, later.start)


def _longest(shift: Shift, share_minutes: int, rules: ShortenedShifts, grid: int) -> int:
    """Minutes on the grid, break included, with as much work as fits a share; of two ways the shorter."""
    lengths = range(0, shift.end_minute - shift.start_minute + 1, grid)
    worked = {length: length - rules.meal_within(length, shift.meal_minutes, grid) for length in lengths}
    return max((length for length in lengths if worked[length] <= share_minutes), key=lambda n: (worked[n], -n))


def _runs_of(quarters: frozenset[int]) -> list[tuple[int, int]]:
    """Quarters that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for quarter in sorted(quarters):
        if runs and runs[-1][1] == quarter - 1:
            runs[-1] = runs[-1][0], quarter
        else:
            runs.append((quarter, quarter))
    return runs


def _without(pieces: Iterable[_Piece], start: int, end: int) -> Iterator[_Piece]:
    """The pieces less a span."""
    for piece in pieces:
        for left in (_Piece(piece.start, min(piece.end, start)), _Piece(max(piece.start, end), piece.end)):
            if left.end > left.start:
                yield left


def _beside(shift: Shift, first: _Piece, second: _Piece, meal: int) -> _Piece | None:
    """When the absence between two stretches and the meal before or after it are, as one break; None: at no time.

    The meal is in the shift's own window. Where it is so on neither side, it may be beside the absence all the same if
    nobody then works longer without a break than the whole shift may ask for.
    """
    gap = _Piece(first.end, second.start)
    earliest, latest = shift.meal_earliest_minute, shift.meal_latest_minute
    if not meal or earliest is None or latest is None:
        return gap
    longest = max(latest - shift.start_minute, shift.end_minute - earliest) - shift.meal_minutes
    before, after = _Piece(gap.start - meal, gap.start), _Piece(gap.end, gap.end + meal)
    sides = [side for side in (before, after) if first.start < side.start and side.end < second.end]
    fitting = [side for side in sides if earliest <= side.start and side.end <= latest] or [
        side
        for side in sides
        if max(min(side.start, gap.start) - first.start, second.end - max(side.end, gap.end)) <= longest
    ]
    if not fitting:
        return None
    return _Piece(min(gap.start, fitting[0].start), max(gap.end, fitting[-1].end))


def _window(shift: Shift, piece: _Piece, pause: int, grid: int) -> _Piece:
    """When the break may be: in the shift's own window if it has room there, else at any time within the work."""
    inside = _Piece(piece.start + grid, piece.end - grid)
    if shift.meal_earliest_minute is not None and shift.meal_latest_minute is not None:
        own = _Piece(max(shift.meal_earliest_minute, inside.start), min(shift.meal_latest_minute, inside.end))
        if _has_room(own, pause, grid):
            return own
    return inside if _has_room(inside, pause, grid) else piece


def _has_room(window: _Piece, pause: int, grid: int) -> bool:
    return not pause or -(-window.start // grid) * grid + pause <= window.end
