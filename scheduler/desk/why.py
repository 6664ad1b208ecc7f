"""Why somebody works what the roster says, and what else could be."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.constraints.base import Violation
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.effects import Effects, effects_json, effects_of, telling_first, violation_json
from scheduler.desk.rows import handed_over, ways_to_work
from scheduler.domain.roster import Assignment, PersonDay
from scheduler.domain.shifts import OFF
from scheduler.inputs import Workspace
from scheduler.standing import Changes, Outcome


@dataclass(frozen=True)
class Alternative:
    """Another shift, or a day off.

    Attributes
    ----------
    shift
        Its code, or ``OFF``.
    effects
        What it does when nothing else changes, with the meal break where that costs least.
    never_by
        Numbers of hard rules that forbid this shift to this person on this day in every roster.
    is_in_no_roster
        Whether it is proven that no roster has it, whoever else moves: by these rules, or by all that hard rules ask of
        the person's days together.
    at_least
        What every roster costs in which the person has it, in points; None: nothing is proven, or there is no such
        roster.
    found
        The cheapest change that was found with which the person has it: alone, with another day of the person's, or
        with another person who exchanges that day, or that day and another one. Where nothing was looked for in which
        others move: alone. None: none was found.
    partner
        Who exchanges days there; None: nobody.
    """

    shift: str
    effects: Effects
    never_by: tuple[str, ...]
    is_in_no_roster: bool
    at_least: int | None
    found: Effects | None
    partner: str | None

    @property
    def breaches(self) -> tuple[Violation, ...]:
        """What it breaks when nothing else changes."""
        return self.effects.outcome.broken


@dataclass(frozen=True)
class Why:
    """Why somebody works what the roster says.

    Attributes
    ----------
    rows
        What the person works on the day; nothing: a day off.
    absent_as
        The kind of absence on that day; None: none.
    alternatives
        All other shifts, and a day off.
    with_others
        Whether changes were looked for in which others move.
    """

    desk: Desk
    employee_id: str
    date: date
    rows: tuple[Assignment, ...]
    absent_as: str | None
    alternatives: tuple[Alternative, ...]
    with_others: bool = True

    @property
    def is_employed(self) -> bool:
        """Whether the person is employed on that day."""
        return self.desk.problem.employee_on(self.employee_id, self.date) is not None

    @property
    def best(self) -> Alternative | None:
        """The alternative with the cheapest change that was found; for somebody who works, a day off before all."""
        known = [one for one in self.alternatives if one.found is not None]
        return min(known, key=lambda one: (one.shift != OFF, _cost(one)), default=None)

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        desk = self.desk
        cost = desk.standing.checked.cost
        return {
            "employee_id": self.employee_id,
            "date": self.date.isoformat(),
            "shifts": [row.shift for row in self.rows],
            "absent_as": self.absent_as,
            "cost": cost,
            "alternatives": [
                {
                    "shift": one.shift,
                    "broken": [violation_json(desk, found) for found in one.breaches],
                    "in_no_roster": one.is_in_no_roster,
                    "in_no_roster_by": list(one.never_by),
                    "alone": effects_json(desk, one.effects),
                    "at_least": one.at_least,
                    "found": None if one.found is None else effects_json(desk, one.found),
                    "partner": one.partner,
                }
                for one in self.alternatives
            ],
        }


def _cost(one: Alternative) -> int:
    return 0 if one.found is None else one.found.outcome.cost


def why(
    workspace: Workspace | Path | str,
    roster_path: Path,
    employee: str,
    on: date,
    *,
    today: date | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    with_others: bool = True,
) -> Why:
    """Say why somebody works what the roster says, and what else could be.

    Parameters
    ----------
    workspace, roster_path, today, previous, is_first_week
        As of `open_desk`.
    employee, on
        Who, by id or name, and on which day; past days can be asked about as well.
    with_others
        Whether to look for changes in which others move as well, and for a bound.

    Raises
    ------
    InputError
        The inputs have faults, or there is no such person or day.
    """
    desk = open_desk(workspace, roster_path, days=(on, on), today=today, previous=previous, is_first_week=is_first_week)
    return why_of(desk, desk.person(employee), desk.day(on), with_others=with_others)


def why_of(desk: Desk, employee: str, on: date, *, with_others: bool = True) -> Why:
    """Say why somebody works what a roster says, and what else could be.

    Parameters
    ----------
    desk
        The roster.
    employee, on
        Who, by id, and on which day.
    with_others
        As of `why`.
    """
    standing = desk.standing
    rows = standing.rows.get((employee, on), ())
    worked = {row.shift for row in rows}
    codes = [*([OFF] if rows else []), *(code for code in desk.problem.shifts if code not in worked)]
    alone = {code: _alone(desk, employee, on, code) for code in codes}
    never = {code: _never_by(desk, employee, on, code) for code in codes}
    bounds = _bounds(desk, employee, on, [code for code in codes if not never[code]]) if with_others else {}
    possible = [code for code in codes if not never[code] and bounds.get(code) != math.inf]
    cheapest = _cheapest(desk, employee, on, alone, possible, with_others=with_others)
    found = []
    for code in codes:
        outcome, partner = cheapest.get(code, (None, None))
        bound = bounds.get(code)
        found.append(
            Alternative(
                code,
                effects_of(desk, replace(alone[code], come=telling_first(desk, employee, alone[code].come))),
                never[code],
                code not in possible,
                None if bound is None or bound == math.inf else int(bound),
                None if outcome is None else effects_of(desk, outcome),
                partner,
            )
        )
    # Whoever has left is not on leave, whatever was entered.
    is_employed = desk.problem.employee_on(employee, on) is not None
    absent_as = desk.problem.absent_dates[employee].get(on) if is_employed else None
    return Why(desk, employee, on, rows, absent_as, tuple(found), with_others)


def _alone(desk: Desk, employee: str, on: date, code: str) -> Outcome:
    """What an alternative does when nothing else changes, with the meal break where that breaks and costs least."""
    if code == OFF:
        return desk.standing.after({(employee, on): ()})
    ways = ways_to_work(desk.problem, employee, on, code)
    outcomes = [desk.standing.after({(employee, on): (ways[0],)})]
    if not any(breach.employee == employee for breach in outcomes[0].broken):
        outcomes += (desk.standing.after({(employee, on): (way,)}) for way in ways[1:])
    return min(outcomes, key=lambda outcome: (len(outcome.hard), outcome.cost))


def _never_by(desk: Desk, employee: str, on: date, code: str) -> tuple[str, ...]:
    """The hard rules by which nobody like that may have this shift then, whatever else the roster says."""
    problem = desk.problem
    person = problem.employee_on(employee, on)
    if code == OFF or person is None:
        return ()
    day = problem.horizon.day_of(on)
    shift = problem.shifts_of(employee, day)[code]
    hard = (rule for rule in desk.run.rules if rule.weight is None)
    return tuple(rule.number for rule in hard if rule.forbids(problem, person, day, shift))


# ---- With others moving ---------------------------------------------------------------------------------------------

_Cheapest = tuple[Outcome | None, str | None]


def _cheapest(
    desk: Desk, employee: str, on: date, alone: Mapping[str, Outcome], possible: Sequence[str], *, with_others: bool
) -> dict[str, _Cheapest]:
    """For each alternative the cheapest change that keeps every rule, of these: the alternative alone, and where others
    may move, with another day of the person's, or an exchange with any other person of that day, or of that day and
    another one."""
    best: dict[str, _Cheapest] = {}

    def offer(code: str, outcome: Outcome, partner: str | None) -> None:
        tolerated = Counter(desk.standing.checked.hard)
        known = best.get(code, (None, None))[0]
        if not Counter(outcome.hard) - tolerated and (known is None or outcome.cost < known.cost):
            best[code] = outcome, partner

    for code in possible:
        offer(code, alone[code], None)
        for changes in () if not with_others else _with_another_day(desk, employee, on, code, alone[code]):
            offer(code, desk.standing.after(changes), None)
    for also, options in () if not with_others else _exchanges(desk, employee, on, set(possible)):
        rows = also[employee, on]
        code = rows[0].shift if rows else OFF
        for partner, outcome in desk.standing.after_each(options, also).items():
            offer(code, outcome, partner)
    return best


def _with_another_day(desk: Desk, employee: str, on: date, code: str, alone: Outcome) -> Iterable[Changes]:
    """The alternative with another day of the person's week turned round: off where worked, worked where off."""
    was_off, is_off = not desk.standing.rows.get((employee, on)), code == OFF
    if was_off == is_off:
        return
    (rows,) = alone.changes.values()
    for other in _open_days(desk, employee, on):
        worked = desk.standing.rows.get((employee, other), ())
        if is_off and not worked:
            for own in desk.problem.shifts:
                if not _never_by(desk, employee, other, own):
                    ways = ways_to_work(desk.problem, employee, other, own)
                    yield {(employee, on): rows, (employee, other): (ways[len(ways) // 2],)}
        elif not is_off and worked:
            yield {(employee, on): rows, (employee, other): ()}


def _open_days(desk: Desk, employee: str, on: date) -> list[date]:
    """The other days of the same calendar week that are neither past nor days of absence."""
    first = on.toordinal() - on.weekday()
    return [
        other
        for other in desk.problem.horizon.dates()
        if first <= other.toordinal() < first + 7
        and other != on
        and other >= min(desk.today, on)
        and other not in desk.problem.absent_dates[employee]
    ]


def _exchanges(desk: Desk, employee: str, on: date, codes: set[str]) -> Iterable[tuple[Changes, dict[str, Changes]]]:
    """Exchanges of a day, or of that day and another one, by what the person has then, with who may be the other one.

    Of those who would have to work what they never may, and of those who would work another number of days where a hard
    rule counts them, nothing is asked.
    """
    problem, rows = desk.problem, desk.standing.rows
    hard = [rule for rule in desk.run.rules if rule.weight is None]
    contracts = problem.contracts.values()
    counts_days = any(rule.week_demand(contract).days is not None for rule in hard for contract in contracts)

    def may(who: str, day: date, code: str) -> bool:
        then = problem.employee_on(who, day)
        shift = problem.shifts.get(code)
        return then is not None and shift is not None and not any(rule.never_allows(then, shift) for rule in hard)

    for other_day in (None, *_open_days(desk, employee, on)):
        days = [on] if other_day is None else [on, other_day]
        mine = [rows.get((employee, day), ()) for day in days]
        groups: defaultdict[tuple[tuple[str, str], ...], dict[str, Changes]] = defaultdict(dict)
        of_group: dict[tuple[tuple[str, str], ...], Changes] = {}
        for person in problem.employees:
            who = person.employee_id
            theirs = [rows.get((who, day), ()) for day in days]
            code = theirs[0][0].shift if theirs[0] else OFF
            if who == employee or code not in codes or any(day in problem.absent_dates[who] for day in days):
                continue
            if counts_days and sum(map(len, mine)) != sum(map(len, theirs)):
                continue
            gives = [(day, row.shift) for day, own in zip(days, mine, strict=True) for row in own]
            takes = [(day, row.shift) for day, own in zip(days, theirs, strict=True) for row in own]
            if not all(may(who, *one) for one in gives) or not all(may(employee, *one) for one in takes):
                continue
            also: dict[PersonDay, tuple[Assignment, ...]] = {}
            own_changes: dict[PersonDay, tuple[Assignment, ...]] = {}
            for day, own, others in zip(days, mine, theirs, strict=True):
                also[employee, day] = tuple(handed_over(problem, row, employee) for row in others)
                own_changes[who, day] = tuple(handed_over(problem, row, who) for row in own)
            group = tuple((str(row.start), str(row.break_start)) for others in also.values() for row in others)
            of_group[group] = also
            groups[group][who] = own_changes
        for group, options in groups.items():
            yield of_group[group], options


def _bounds(desk: Desk, employee: str, on: date, codes: Sequence[str]) -> dict[str, float | None]:
    """What every roster costs at least in which the person has an alternative, as of `LowerBounds.with_choice`."""
    from scheduler.desk.bounds import LowerBounds

    known = desk.__dict__.get("lower_bounds")
    if known is None:
        known = desk.__dict__["lower_bounds"] = LowerBounds(desk.problem, desk.run.rules)
    day = desk.problem.horizon.day_of(on)
    return {code: known.with_choice(employee, day, code) for code in codes}
