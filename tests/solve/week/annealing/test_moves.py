"""Every move changes the cost by what it says, and keeps every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from scheduler.solve.week.annealing import Annealer, Tables, moves
from scheduler.solve.week.annealing.count_moves import flows, meals
from scheduler.solve.week.annealing.people_moves import other_patterns, swaps
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.marginal_costs import MarginalCosts, PricedRows
from tests.solve.centre import Prepared, cost_of, current_of, keeps_all, prepared, three_days

TRIES = 3000


class Watched(Annealer):
    """An annealer whose moves can be tried one kind at a time."""

    def __init__(self, ready: Prepared, seed: int) -> None:
        costs = MarginalCosts(PricedRows(ready.structure))
        self.tables = Tables(ready.structure, costs.rows, ready.patterns)
        super().__init__(self.tables, seed)
        self.ready = ready
        self.roster = CurrentRoster(ready.program, ready.patterns, costs, seed)
        self.roster.begin()
        self.roster.best_patterns(lambda: True)
        self.take(self.roster.pattern, self.roster.counts(), self.roster.activity())

    def attempt(self, kind: Callable[..., float], temperature: float) -> float:
        """Try moves of a kind; returns what they say that they changed."""
        tables, everybody = self.tables, (self._pattern, self._picks)
        bundles = {
            other_patterns: (tables.prices, tables.options, tables.people, self._counts, *everybody),
            swaps: (tables.prices, tables.options, tables.people, self._counts, *everybody),
            meals: (tables.prices, tables.options, self._counts),
            flows: (tables.prices, self._counts),
            moves.turn: (tables.prices, tables.options, tables.people, self._counts, *everybody),
        }
        first = (temperature,) if kind is moves.turn else (TRIES, 0) if kind in (other_patterns, swaps) else (TRIES,)
        return kind(*first, temperature, self._random, *bundles[kind])

    def cost(self) -> float:
        """By the program, for values that keep every row and bound of it."""
        after = current_of(self.ready)
        after.take(self.pattern(), self.counts())
        values = after.values()
        assert keeps_all(self.ready.program, values)
        return cost_of(self.ready.program, values)


KINDS = [other_patterns, swaps, meals, flows, moves.turn]


@pytest.mark.parametrize("ready", [three_days, prepared])
@pytest.mark.parametrize("kind", KINDS)
def test_the_cost_changes_by_what_is_said_and_every_row_is_kept(
    kind: Callable[..., float], ready: Callable[[], Prepared]
) -> None:
    annealer = Watched(ready(), 1)
    for temperature in (3000.0, 300.0, 3.0):
        before = annealer.cost()
        said = annealer.attempt(kind, temperature)
        assert annealer.cost() - before == pytest.approx(said, abs=0.5)


@pytest.mark.parametrize("kind", [other_patterns, meals, moves.turn])
def test_under_heat_costs_rise_and_in_the_cold_they_fall(kind: Callable[..., float]) -> None:
    annealer = Watched(prepared(), 1)
    while annealer.attempt(kind, 1e-3) < -0.5:
        pass
    assert annealer.attempt(kind, 1e5) > 0.0
    assert annealer.attempt(kind, 1e-3) < 0.0


def test_swaps_between_people_of_one_group_leave_their_counts() -> None:
    annealer = Watched(three_days(), 1)
    people = annealer.tables.people
    alike = [person for person in people.free.tolist() if np.array_equal(people.group[person], people.group[0])]
    assert len(alike) == 3
    before = annealer.counts()
    only = people._replace(
        free=np.array(alike),
        week_first=np.array([0, len(alike)]),
        member=np.repeat(alike, 20)[: len(people.member)],
    )
    annealer.tables.people = only
    patterns = annealer.pattern().copy()
    annealer.attempt(swaps, 1e5)
    assert np.array_equal(annealer.counts(), before)
    assert not np.array_equal(annealer.pattern(), patterns)


@pytest.mark.parametrize("kind", [other_patterns, swaps])
def test_where_nobody_has_a_choice_of_weeks_nobody_moves(kind: Callable[..., float]) -> None:
    ready = three_days()
    only = [replace(person, picks=person.picks[:1], rule_cost=person.rule_cost[:1]) for person in ready.patterns]
    annealer = Watched(ready._replace(patterns=only), 1)
    assert len(annealer.tables.people.free) == 0
    assert annealer.attempt(kind, 1e5) == 0.0
