"""Tables say what the program says, and give back what they were given."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.week.annealing import Tables
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.marginal_costs import MarginalCosts, PricedRows
from tests.solve.centre import Prepared, current_of, prepared, three_days


def tables_of(ready: Prepared) -> Tables:
    return Tables(ready.structure, PricedRows(ready.structure), ready.patterns)


def roster_of(ready: Prepared) -> CurrentRoster:
    current = current_of(ready)
    current.best_patterns(lambda: True)
    return current


@pytest.mark.parametrize("ready", [three_days(), prepared()])
def test_weeks_and_counts_come_back_as_they_went_in(ready: Prepared) -> None:
    tables, roster = tables_of(ready), roster_of(ready)
    assert np.array_equal(tables.numbers_of(tables.places_of(roster.pattern)), roster.pattern)
    counts = roster.counts()
    again = current_of(ready)
    again.take(roster.pattern, tables.counts_of(tables.people_on(counts), tables.flows(counts)))
    assert np.array_equal(again.values(), roster.values())


@pytest.mark.parametrize("ready", [three_days(), prepared()])
def test_listed_weeks_are_those_of_their_people_ascending_by_key(ready: Prepared) -> None:
    people = tables_of(ready).people
    for person, patterns in enumerate(ready.patterns):
        mine = slice(people.pattern_first[person], people.pattern_first[person] + people.n_patterns[person])
        assert np.all(np.diff(people.key[mine]) > 0)
        assert np.array_equal(people.key[mine], people.picks[mine] @ people.stride[person])
        assert sorted(map(tuple, people.picks[mine].tolist())) == sorted(map(tuple, patterns.picks.tolist()))
        assert people.rule_cost[mine].sum() == pytest.approx(patterns.rule_cost.sum())


def test_hinges_of_all_lines_cost_what_the_rows_cost() -> None:
    ready = three_days()
    costs = MarginalCosts(PricedRows(ready.structure))
    tables = Tables(ready.structure, costs.rows, ready.patterns)
    costs.start(roster_of(ready).counts())
    prices, activity = tables.prices, tables.activity(costs.activity)
    total = 0.0
    for node, stands in enumerate(activity.tolist()):
        for hinge in range(prices.hinge_first[node], prices.hinge_first[node + 1]):
            beyond = prices.hinge_sign[hinge] * (prices.hinge_begin[hinge] - stands)
            total += max(0.0, beyond) * prices.hinge_steeper[hinge]
    assert total == pytest.approx(costs.cost())
    assert total > 0.0


def test_a_code_is_picked_by_the_pick_that_has_it() -> None:
    people = tables_of(three_days()).people
    for person, day, pick in np.argwhere(people.shift >= 0).tolist():
        assert people.pick_of[person, day, people.code[person, day, pick]] == pick
    assert np.all(people.code[:, :, 0] == 0)


def test_the_typical_cost_is_that_of_an_effect_where_it_costs_anything() -> None:
    ready = three_days()
    costs = MarginalCosts(PricedRows(ready.structure))
    tables = Tables(ready.structure, costs.rows, ready.patterns)
    costs.start(roster_of(ready).counts())
    assert tables.typical_cost(costs.activity) > 1.0
