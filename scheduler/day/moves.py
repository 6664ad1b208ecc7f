"""Moves of a roster for the rest of a day: the one that gains most by the rules' own prices, the past left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from scheduler.day.steps import Span, StepKind, Way
from scheduler.desk.rows import ways_to_work
from scheduler.domain.calendar import Horizon
from scheduler.domain.roster import Assignment, Duty, PersonDay
from scheduler.standing import Changes, Outcome, Standing

_STILL_WORTH = 0.5
"""As long as the next person gains this share of what the first one did, the same move goes on."""
_ASKED_FIRST = 3
"""So many of those who are alike are asked what a move is worth; the first whose rules let it."""

_ASKED_IN_ORDER: tuple[StepKind, ...] = ("overtime", "call_in")
"""Volunteers for overtime and people on call are asked; others when none of them is left who may."""

Option = tuple[Way, Assignment]
OptionsOf = Callable[[Standing, PersonDay], Iterator[Option]]
"""What somebody could do instead."""


@dataclass(frozen=True, slots=True)
class Now:
    """The time of a proposal, in minutes that pass from the start of the horizon.

    Attributes
    ----------
    horizon
        The days of the roster.
    since
        What begins then or later is still to come.
    reached
        From then on somebody who is at home can begin.
    """

    horizon: Horizon
    since: float
    reached: float

    def is_to_come(self, at: datetime) -> bool:
        """Whether what begins then has not begun."""
        return self.horizon.elapsed_at(at) >= self.since

    def is_in_reach(self, at: datetime) -> bool:
        """Whether somebody who is at home can be told and begin then."""
        return self.horizon.elapsed_at(at) >= max(self.since, self.reached)


class Move(NamedTuple):
    """Some people who do the same instead, each with what comes of it, one after the other."""

    way: Way
    outcomes: tuple[Outcome, ...]

    @property
    def changes(self) -> Changes:
        """What changes in the roster."""
        return {place: rows for outcome in self.outcomes for place, rows in outcome.changes.items()}

    @property
    def points(self) -> int:
        """The cost falls by so many."""
        return -sum(outcome.cost_change for outcome in self.outcomes)


class _Alike(NamedTuple):
    """People who are the same to everybody else on a day."""

    shift: str
    start: datetime | None
    queues: tuple[str, ...]
    work_mode: str
    meal: datetime | None
    is_asked_first: bool
    may_work: tuple[str, ...]


def best_move(standing: Standing, places: AbstractSet[PersonDay], options: OptionsOf) -> Move | None:
    """The move that gains most for one person, with all who follow; None: none gains.

    Parameters
    ----------
    standing
        The roster held against what is expected now.
    places
        Whose day may change.
    options
        What they could do instead.
    """
    groups: dict[_Alike, list[PersonDay]] = {}
    worked = _overtime(standing, places)
    for place in sorted(places, key=lambda place: (worked[place[0]], place)):
        groups.setdefault(_alike(standing, place), []).append(place)
    found: dict[tuple[bool, Way], dict[_Alike, int]] = {}
    for alike, members in groups.items():
        tried: set[Way] = set()
        for member in members[:_ASKED_FIRST]:
            for way, row in options(standing, member):
                if way in tried or (outcome := standing.after({member: (row,)})).broken:
                    continue
                tried.add(way)
                if outcome.cost_change < 0:
                    later = way.kind in _ASKED_IN_ORDER and not alike.is_asked_first
                    found.setdefault((later, way), {})[alike] = outcome.cost_change
    if not found:
        return None
    # Whoever is asked first goes before whoever gains more.
    (_, way), gains = min(found.items(), key=lambda one: (one[0][0], min(one[1].values())))
    first = min(gains.values())
    outcomes: list[Outcome] = []
    for alike in sorted(gains, key=lambda alike: gains[alike]):
        for member in groups[alike]:
            changed = next((row for other, row in options(standing, member) if other == way), None)
            if changed is None or (outcome := standing.after({member: (changed,)})).broken:
                continue
            if outcome.cost_change > _STILL_WORTH * first:
                break
            outcomes.append(outcome)
            standing = standing.moved(outcome, is_measured=False)
    return Move(way, tuple(outcomes))


def _overtime(standing: Standing, places: Iterable[PersonDay]) -> dict[str, int]:
    """Minutes of overtime of people on the days of the roster: who has least is asked first."""
    shifts = standing.problem.shifts
    return {
        employee: sum(
            shifts[row.shift].overtime_minutes for row in standing.roster.of_employee(employee) if row.shift in shifts
        )
        for employee, _ in places
    }


def _alike(standing: Standing, place: PersonDay) -> _Alike:
    employee, on = place
    problem, row = standing.problem, standing.row_on(employee, on)
    person = problem.employee_on(employee, on) or problem.employee[employee]
    return _Alike(
        shift="" if row is None else row.shift,
        start=None if row is None else row.start,
        queues=tuple(problem.queues_on(person, on)),
        work_mode=problem.work_mode(person, on) if row is None else row.work_mode,
        meal=None if row is None else row.break_start,
        is_asked_first=person.overtime_volunteer
        if row is not None
        else Duty(on, employee) in (standing.roster.on_call or ()),
        may_work=tuple(person.shifts) if row is None else (),
    )


def other_meals(now: Now) -> OptionsOf:
    """A meal that has not begun at each other time within the window of its shift; the past and activities left out."""

    def options(standing: Standing, place: PersonDay) -> Iterator[Option]:
        row = standing.row_on(*place)
        if row is None or row.break_start is None or row.break_end is None or not now.is_to_come(row.break_start):
            return
        problem = standing.problem
        horizon, day = problem.horizon, problem.horizon.day_of(row.date)
        shift = problem.shifts_of(row.employee_id, day)[row.shift]
        midnight = horizon.midnight(day)
        was = Span(row.break_start, row.break_end)
        for minute in shift.meal_starts(horizon.interval_minutes):
            becomes = Span(*(horizon.local(midnight + at) for at in (minute, minute + shift.meal_minutes)))
            meets = any(one.start < becomes.end and becomes.start < one.end for one in row.activities)
            if now.is_to_come(becomes.start) and becomes != was and not meets:
                yield (
                    Way("meal", row.shift, was, becomes),
                    replace(row, break_start=becomes.start, break_end=becomes.end),
                )

    return options


def other_shifts(now: Now, kind: StepKind) -> OptionsOf:
    """Other shifts of somebody's on the day that are of one kind: what has begun goes on as it was until now.

    Parameters
    ----------
    now
        The time.
    kind
        ``overtime``: with more of it; ``leave_early``: with less; ``shift``: with as much, at other times; ``call_in``:
        of somebody who is off.
    """

    def options(standing: Standing, place: PersonDay) -> Iterator[Option]:
        employee, on = place
        problem, row = standing.problem, standing.row_on(employee, on)
        person = problem.employee_on(employee, on)
        if person is None or (row is None) != (kind == "call_in"):
            return
        shifts = problem.shifts_of(employee, problem.horizon.day_of(on))
        if row is not None and row.shift not in shifts:
            return
        for code in person.shifts:
            if code not in shifts or (row is not None and code == row.shift):
                continue
            if row is not None and kind != _kind(shifts[code].overtime_minutes - shifts[row.shift].overtime_minutes):
                continue
            rows = [other for other in ways_to_work(problem, employee, on, code) if _is_possible(now, row, other)]
            if not rows:
                continue
            other = _nearest(row, rows)
            was = None if row is None else Span(row.start, row.end)
            yield Way(kind, "" if row is None else row.shift, was, Span(other.start, other.end), code), other

    return options


def _kind(more_overtime_minutes: int) -> StepKind:
    if more_overtime_minutes == 0:
        return "shift"
    return "overtime" if more_overtime_minutes > 0 else "leave_early"


def _is_possible(now: Now, row: Assignment | None, other: Assignment) -> bool:
    """Whether somebody can still work another way: nothing of it lies in the past, or it is as it was."""
    if row is None:
        return now.is_in_reach(other.start)
    if now.is_to_come(row.start):
        # Whoever is on the way comes when it was said, or can be told before.
        begins = other.start == row.start or now.is_in_reach(min(row.start, other.start))
    else:
        begins = other.start == row.start and now.is_to_come(min(row.end, other.end))
    if row.break_start is not None and not now.is_to_come(row.break_start):
        meal = (other.break_start, other.break_end) == (row.break_start, row.break_end)
    else:
        meal = other.break_start is None or now.is_to_come(other.break_start)
    return begins and meal


def _nearest(row: Assignment | None, rows: Sequence[Assignment]) -> Assignment:
    """The way in which the meal is nearest to where it was, with what is attended and the home queue as they were."""
    if row is None:
        return rows[len(rows) // 2]

    def apart(other: Assignment) -> timedelta:
        if row.break_start is None or other.break_start is None:
            return timedelta(0)
        return abs(other.break_start - row.break_start)

    return replace(min(rows, key=apart), activities=row.activities, queue=row.queue, work_mode=row.work_mode)


def best_session(standing: Standing, places: AbstractSet[PersonDay], now: Now) -> Move | None:
    """Of what is attended and has not begun, that whose move gains most, with all who attend it; None: none gains."""
    sessions: dict[tuple[str, Span], list[Assignment]] = {}
    days = {on for _, on in places}
    for row in standing.roster.assignments:
        for one in row.activities if row.date in days else ():
            if now.is_to_come(one.start):
                sessions.setdefault((one.name, Span(one.start, one.end)), []).append(row)
    best: Move | None = None
    for (name, was), rows in sessions.items():
        if any((row.employee_id, row.date) not in places for row in rows):
            continue  # who may not be moved would be left there alone
        for becomes in _later_spans(standing, was, rows, now):
            changes = {(row.employee_id, row.date): (_with_session(row, name, was, becomes),) for row in rows}
            outcome = standing.after(changes)
            move = Move(Way("activity", name, was, becomes), (outcome,))
            if not outcome.broken and move.points > (0 if best is None else best.points):
                best = move
    return best


def _later_spans(standing: Standing, was: Span, rows: Sequence[Assignment], now: Now) -> Iterator[Span]:
    """Other times at which all of these people are at work."""
    horizon = standing.problem.horizon
    begins = max(now.since, *(horizon.elapsed_at(row.start) for row in rows))
    ends = min(horizon.elapsed_at(row.end) for row in rows)
    at = -int(-begins // horizon.interval_minutes) * horizon.interval_minutes
    minutes = int(horizon.elapsed_at(was.end) - horizon.elapsed_at(was.start))
    while at + minutes <= ends:
        if (span := Span(horizon.local(at), horizon.local(at + minutes))) != was:
            yield span
        at += horizon.interval_minutes


def _with_session(row: Assignment, name: str, was: Span, becomes: Span) -> Assignment:
    activities = [
        replace(one, start=becomes.start, end=becomes.end) if (one.name, one.start) == (name, was.start) else one
        for one in row.activities
    ]
    return replace(row, activities=tuple(sorted(activities)))
