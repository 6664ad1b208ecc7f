"""Heads that are missing, or too many, by arithmetic: 616 are needed in the week, and 612 can be there.

A rule that counts heads is made elastic, all others stay hard, and the linear relaxation says how little is missed when
people may be divided as one likes. No roster misses less, so that is a proof, and takes a second where a search for the
best whole roster takes minutes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from ortools.sat.python.cp_model import LinearExpr

from scheduler.constraints.base import ChoiceRule, OwnChoiceRule, Rule
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift
from scheduler.model import build
from scheduler.penalties import ChargeKind
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import relax

_TOLERANCE = 1e-4
"""Heads that the relaxation may be off by."""


@dataclass(frozen=True, slots=True)
class Imbalance:
    """What a rule asks of some days together, and what the other rules let be.

    Attributes
    ----------
    rule
        The rule that counts.
    kind
        Whether heads are missing or too many.
    days
        The days on which it counts, for each of the hours or shifts that count.
    asked, there
        Heads that it asks for (or allows), and the most (or fewest) that any roster has, all these days together.
    is_a_week
        Whether the days are of one calendar week; otherwise they are all that are planned.
    """

    rule: Rule
    kind: ChargeKind
    days: Mapping[str, tuple[date, ...]]
    asked: int
    there: int
    is_a_week: bool

    @property
    def amount(self) -> int:
        """Heads that are missing, or too many."""
        return abs(self.asked - self.there)


def imbalances(problem: Problem, hard: Sequence[Rule], counting: Sequence[Rule]) -> list[Imbalance]:
    """Say what cannot be met however people are divided: week by week, and in all.

    Parameters
    ----------
    problem
        The facts.
    hard
        The hard rules in force, those that count included.
    counting
        Those that count heads, of which one is to give way.

    Returns
    -------
    list
        For the first of `counting` that alone can make room for the others; where none can, for each that finds no room
        by itself, the others left out. Empty where divided people keep all rules, where each day is short of people by
        itself, which needs no adding up, and for a rule that counts no heads but what they get done.
    """
    for rule in counting:
        found = _sums_of(problem, hard, counting, rule)
        if found is not None:
            return found
    others = [rule for rule in hard if rule not in counting]
    return [found for rule in counting for found in _sums_of(problem, [*others, rule], [rule], rule) or ()]


def _sums_of(problem: Problem, hard: Sequence[Rule], counting: Sequence[Rule], rule: Rule) -> list[Imbalance] | None:
    """What the rule misses where it alone gives way; None where that makes no room for the others."""
    together = _Relaxed(problem, hard, rule)
    if together.least(frozenset(ChargeKind)) is None:
        return None
    # Without the rules that link a person's days, what is missed is missed by the day alone.
    alone = _Relaxed(problem, [part for other in hard if (part := _by_day(other, counting)) is not None], rule)
    return [found for kind in (ChargeKind.LACK, ChargeKind.EXCESS) for found in _sums(problem, together, alone, kind)]


def _sums(problem: Problem, together: _Relaxed, alone: _Relaxed, kind: ChargeKind) -> Iterator[Imbalance]:
    """What is missing (or too much, the other being free) of each week and of all, where days alone miss less."""
    by_day = alone.least({kind})
    if by_day is None:
        return
    weeks = [{problem.horizon.date_of(day) for day in week} for week in problem.horizon.weeks()]
    for dates in (*weeks, *([None] if len(weeks) > 1 else [])):
        least = together.least({kind}, dates)
        if least is not None and least.in_all(dates) > by_day.in_all(dates) + _TOLERANCE:
            yield from least.imbalances(together.rule, kind, dates)


class _Forbidden(OwnChoiceRule):
    """The single choices that a rule rules out, without what it says of several days together."""

    rule: Literal["forbidden"] = "forbidden"
    whole: Rule

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        return self.whole.forbids(problem, person, day, shift)


def _by_day(rule: Rule, counting: Sequence[Rule]) -> Rule | None:
    """What the rule says of each day by itself; None for nothing."""
    if rule in counting or rule.holds_unlisted or isinstance(rule, ChoiceRule):
        return rule
    # A most number of shifts, or of minutes in a week, forbids a few choices and links all the others.
    return _Forbidden(whole=rule) if type(rule).forbids is not Rule.forbids else None


@dataclass(frozen=True, slots=True)
class _Place:
    """Hours of a day for which a rule asks heads, and whether their lack or their excess counts."""

    kind: ChargeKind
    what: str
    on: date


@dataclass(frozen=True, slots=True, eq=False)
class _Least:
    """The least that is missed of what counts: by place, with the places on which the proof stands."""

    missed: Mapping[_Place, float]
    asked: Mapping[_Place, int]
    priced: AbstractSet[_Place]

    def in_all(self, dates: AbstractSet[date] | None) -> float:
        """Heads missed on these days, or on all."""
        return sum(heads for place, heads in self.missed.items() if dates is None or place.on in dates)

    def imbalances(self, rule: Rule, kind: ChargeKind, dates: AbstractSet[date] | None) -> Iterator[Imbalance]:
        """What is missed on these days together; nothing where one day is all that counts."""
        missed = math.ceil(self.in_all(dates) - _TOLERANCE)
        days: defaultdict[str, list[date]] = defaultdict(list)
        for place in sorted(self.priced, key=lambda place: (place.what, place.on)):
            days[place.what].append(place.on)
        if len({place.on for place in self.priced}) > 1:
            asked = sum(self.asked[place] for place in self.priced)
            there = asked - missed if kind is ChargeKind.LACK else asked + missed
            yield Imbalance(
                rule, kind, {what: tuple(some) for what, some in days.items()}, asked, there, dates is not None
            )


class _Relaxed:
    """The relaxation in which one rule may be missed; of the hours asked for on a day the worst interval counts."""

    def __init__(self, problem: Problem, hard: Sequence[Rule], rule: Rule) -> None:
        self.rule = rule
        elastic = rule.model_copy(update={"weight": 1})
        built = build(problem, [elastic if other is rule else other for other in hard])
        first = problem.horizon.first_day
        amounts: defaultdict[_Place, list[LinearExpr]] = defaultdict(list)
        self._asked: defaultdict[_Place, int] = defaultdict(int)
        for charge in built.ledger.charges():
            if charge.asked is not None:
                # The evening before the horizon reaches into its first day.
                place = _Place(charge.kind, charge.asked.what, max(first, charge.asked.on))
                amounts[place].append(charge.amount)
                self._asked[place] = max(self._asked[place], charge.asked.heads)
        self._worst: dict[_Place, int] = {}
        added = 0
        most = 2 * len(problem.employees)
        for place, some in amounts.items():
            worst = built.model.new_int_var(0, most, f"worst[{place.what},{place.on}]")
            for amount in some:
                built.model.add(amount <= worst)
            self._worst[place] = worst.index
            added += len(some)
        self._program = linear_program(built.model)
        row = self._program.n_rows - added  # they came last
        self._rows: dict[_Place, range] = {}
        for place, some in amounts.items():
            self._rows[place] = range(row, row + len(some))
            row += len(some)

    def least(self, kinds: AbstractSet[ChargeKind], dates: AbstractSet[date] | None = None) -> _Least | None:
        """The least of these kinds missed on these days, or on all; None where no misses make room for the others."""
        counted = {
            place: index
            for place, index in self._worst.items()
            if place.kind in kinds and (dates is None or place.on in dates)
        }
        cost = np.zeros(self._program.n_variables)
        cost[list(counted.values())] = 1.0
        relaxation = relax(replace(self._program, cost=cost, offset=0.0))
        if relaxation is None:
            return None
        prices = np.abs(relaxation.duals)
        return _Least(
            {place: float(relaxation.values[index]) for place, index in counted.items()},
            self._asked,
            {place for place in counted if prices[list(self._rows[place])].sum() > _TOLERANCE},
        )
