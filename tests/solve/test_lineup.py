"""Moves of people keep the model and change the cost by what they say."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from scheduler.domain.roster import Roster
from scheduler.solve.lineup import Lineup
from tests.constraints.agreement import MONDAY, assignment
from tests.solve.centre import (
    THREE_DAY_RULES,
    cost_of,
    keeps_all,
    lineup_of,
    prepare,
    three_days,
    three_days_problem,
)


def check(lineup: Lineup) -> float:
    """The cost, as the lineup and the twin agree on it for values that keep every row and bound."""
    twin = three_days().twin
    values = lineup.values()
    assert keeps_all(twin, values)
    assert lineup.cost() == pytest.approx(cost_of(twin, values))
    return lineup.cost()


def at_random(seed: int) -> Lineup:
    """Everybody with any week."""
    lineup, random = lineup_of(three_days(), seed), np.random.default_rng(seed)
    for person, weeks in enumerate(three_days().weeks):
        lineup.assign(person, int(random.integers(len(weeks.picks))))
    return lineup


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_step_keeps_the_model_and_never_raises_the_cost(seed: int) -> None:
    lineup = at_random(seed)
    cost = check(lineup)
    for _ in range(2):
        gained = lineup.best_weeks(lambda: True)
        assert check(lineup) <= cost - gained + 1e-6
        cost = lineup.cost()
        gained = lineup.settle_meals()
        assert gained >= 0.0
        assert check(lineup) == pytest.approx(cost - gained)
        cost = lineup.cost()


def test_everybody_gets_a_week_even_when_time_is_over_and_then_nothing_moves() -> None:
    lineup = lineup_of(three_days())
    lineup.best_weeks(lambda: False)
    assert np.all(lineup.week >= 0)
    before, cost = lineup.week.copy(), check(lineup)
    assert lineup.best_weeks(lambda: False) == 0.0
    assert np.array_equal(lineup.week, before)
    assert lineup.cost() == cost


def test_a_roster_is_taken_up_again_as_it_was() -> None:
    lineup, again = at_random(1), lineup_of(three_days())
    lineup.best_weeks(lambda: True)
    again.resume(lineup.values())
    assert np.array_equal(again.week, lineup.week)
    assert np.array_equal(again.values(), lineup.values())
    assert again.cost() == pytest.approx(lineup.cost())


def test_a_week_that_is_not_listed_is_not_taken_up() -> None:
    lineup = at_random(1)
    values = lineup.values()
    weeks = three_days().weeks[0]
    for variables in weeks.choices:  # the second of a day's choices, then the first: no rest between
        values[variables] = 0
    values[weeks.choices[0][1]] = values[weeks.choices[1][2]] = 1
    with pytest.raises(ValueError, match="person 0"):
        lineup.resume(values)


def test_other_weeks_are_taken_over_with_their_counts() -> None:
    lineup, other = at_random(1), at_random(2)
    lineup.take(other.week, other.counts())
    assert check(lineup) == pytest.approx(check(other))
    assert np.array_equal(lineup.values(), other.values())


def test_a_seed_gives_the_same_roster_twice_and_another_seed_another() -> None:
    def roster(seed: int) -> list[int]:
        lineup = lineup_of(three_days(), seed)
        lineup.best_weeks(lambda: True)
        return [int(week) for week in lineup.week]

    assert roster(1) == roster(1)
    assert len({tuple(roster(seed)) for seed in range(4)}) > 1


def test_who_comes_over_midnight_from_the_day_before_serves_queues_from_the_start() -> None:
    problem = three_days_problem()
    sunday = MONDAY - timedelta(days=1)
    ready = prepare(problem.replace(previous=Roster.of([assignment(problem, "E004", sunday, "V")])), THREE_DAY_RULES)
    lineup = lineup_of(ready)
    lineup.best_weeks(lambda: True)
    values = lineup.values()
    assert keeps_all(ready.twin, values)
    assert lineup.cost() == pytest.approx(cost_of(ready.twin, values))
