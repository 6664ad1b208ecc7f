"""Annealing finds what is best where that is known, and the same twice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from scheduler.solve.week.annealing import moves
from tests.solve.centre import least_cost, prepared, three_days
from tests.solve.week.annealing.test_moves import Watched


def turns(count: int) -> Callable[[], float]:
    done = 0

    def share() -> float:
        nonlocal done
        done += 1
        return done / count

    return share


def test_of_three_days_it_finds_a_best_roster() -> None:
    annealer = Watched(three_days(), 1)
    annealer.run(3000.0, 1.0, 100.0, turns(50))
    assert annealer.cost() == pytest.approx(least_cost())


def test_a_seed_gives_the_same_roster_twice_and_another_seed_another() -> None:
    def roster(seed: int) -> list[int]:
        annealer = Watched(prepared(), 1)
        annealer._random = np.random.default_rng(seed)
        annealer.run(3000.0, 300.0, 300.0, turns(3))
        return [int(pattern) for pattern in annealer.pattern()]

    assert roster(1) == roster(1)
    assert roster(1) != roster(2)


def test_one_turn_is_made_before_the_first_question_and_none_after_the_way_is_done() -> None:
    annealer = Watched(three_days(), 1)
    asked = 0

    def share() -> float:
        nonlocal asked
        asked += 1
        return 1.0

    before = annealer.pattern().copy()
    annealer.run(3000.0, 1.0, 1.0, share)
    assert asked == 1
    assert not np.array_equal(annealer.pattern(), before)


def test_a_roster_that_was_taken_is_given_back_untouched() -> None:
    annealer = Watched(three_days(), 1)
    assert np.array_equal(annealer.pattern(), annealer.roster.pattern)
    assert annealer.cost() == pytest.approx(annealer.roster.cost())


def test_people_cool_down_from_hot_to_cold_more_slowly_at_first_and_meals_are_never_hotter_than_calm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    annealer = Watched(three_days(), 1)
    heats: list[tuple[float, float]] = []

    def turn(temperature: float, calm: float, *_: object) -> float:
        heats.append((temperature, calm))
        return 0.0

    monkeypatch.setattr(moves, "turn", turn)
    annealer.run(100.0, 1.0, 5.0, turns(100))
    people = [temperature for temperature, _ in heats]
    assert people[0] == 100.0
    assert people[-1] == pytest.approx(1.0, rel=0.1)
    assert people == sorted(people, reverse=True)
    assert people[50] > 10.0
    assert [calm for _, calm in heats] == [min(temperature, 5.0) for temperature in people]
