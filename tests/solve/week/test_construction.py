"""Moves of people keep the model and change the cost by what they say."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from scheduler.domain.roster import Roster
from scheduler.solve.week.construction import CurrentRoster
from tests.constraints.agreement import MONDAY, assignment
from tests.solve.centre import (
    THREE_DAY_RULES,
    cost_of,
    current_of,
    keeps_all,
    prepare,
    three_days,
    three_days_problem,
)


def check(current: CurrentRoster) -> float:
    """The cost, as the current roster and the program agree on it for values that keep every row and bound."""
    program = three_days().program
    values = current.values()
    assert keeps_all(program, values)
    assert current.cost() == pytest.approx(cost_of(program, values))
    return current.cost()


def at_random(seed: int) -> CurrentRoster:
    """Everybody with any week."""
    current, random = current_of(three_days(), seed), np.random.default_rng(seed)
    for person, patterns in enumerate(three_days().patterns):
        current.assign(person, int(random.integers(len(patterns.picks))))
    return current


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_step_keeps_the_model_and_never_raises_the_cost(seed: int) -> None:
    current = at_random(seed)
    cost = check(current)
    for _ in range(2):
        gained = current.best_patterns(lambda: True)
        assert check(current) <= cost - gained + 1e-6
        cost = current.cost()
        gained = current.reoptimize_meals()
        assert gained >= 0.0
        assert check(current) == pytest.approx(cost - gained)
        cost = current.cost()


def test_everybody_gets_a_week_even_when_time_is_over_and_then_nothing_moves() -> None:
    current = current_of(three_days())
    current.best_patterns(lambda: False)
    assert np.all(current.pattern >= 0)
    before, cost = current.pattern.copy(), check(current)
    assert current.best_patterns(lambda: False) == 0.0
    assert np.array_equal(current.pattern, before)
    assert current.cost() == cost


def test_a_roster_is_taken_up_again_as_it_was() -> None:
    current, again = at_random(1), current_of(three_days())
    current.best_patterns(lambda: True)
    again.resume(current.values())
    assert np.array_equal(again.pattern, current.pattern)
    assert np.array_equal(again.values(), current.values())
    assert again.cost() == pytest.approx(current.cost())


def test_a_week_that_is_not_listed_is_not_taken_up() -> None:
    current = at_random(1)
    values = current.values()
    patterns = three_days().patterns[0]
    for variables in patterns.choices:  # the second of a day's choices, then the first: no rest between
        values[variables] = 0
    values[patterns.choices[0][1]] = values[patterns.choices[1][2]] = 1
    with pytest.raises(ValueError, match="person 0"):
        current.resume(values)


def test_other_weeks_are_taken_over_with_their_counts() -> None:
    current, other = at_random(1), at_random(2)
    current.take(other.pattern, other.counts())
    assert check(current) == pytest.approx(check(other))
    assert np.array_equal(current.values(), other.values())


def test_a_seed_gives_the_same_roster_twice_and_another_seed_another() -> None:
    def roster(seed: int) -> list[int]:
        current = current_of(three_days(), seed)
        current.best_patterns(lambda: True)
        return [int(pattern) for pattern in current.pattern]

    assert roster(1) == roster(1)
    assert len({tuple(roster(seed)) for seed in range(4)}) > 1


def test_who_comes_over_midnight_from_the_day_before_serves_queues_from_the_start() -> None:
    problem = three_days_problem()
    sunday = MONDAY - timedelta(days=1)
    ready = prepare(problem.replace(previous=Roster.of([assignment(problem, "E004", sunday, "V")])), THREE_DAY_RULES)
    current = current_of(ready)
    current.best_patterns(lambda: True)
    values = current.values()
    assert keeps_all(ready.program, values)
    assert current.cost() == pytest.approx(cost_of(ready.program, values))
