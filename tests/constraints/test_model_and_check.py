"""Model and check say the same of random rosters, for each rule alone and for several together.

The problems are odd on purpose: shifts of up to 33 hours, rests of up to two days, whatever may lie before and after.
``python -m benchmarks.model_and_check`` tries many more.
"""

from __future__ import annotations

import pytest

from benchmarks import random_problems
from benchmarks.model_and_check import compare, disagreements
from scheduler.constraints import RULES
from scheduler.constraints.base import Violation
from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster


@pytest.mark.parametrize("seed", range(24))
def test_model_and_check_agree_on_a_random_problem(seed: int) -> None:
    assert disagreements(seed) == []


@pytest.mark.parametrize("seed", range(12))
def test_model_and_check_agree_on_days_around_a_change_of_the_clock(seed: int) -> None:
    assert disagreements(seed, clock_changes=True) == []


@pytest.mark.parametrize("spoilt", [MinimumRest, MaximumConsecutiveDays])
def test_a_check_that_forgets_what_lies_outside_the_horizon_is_found(
    spoilt: type[MinimumRest | MaximumConsecutiveDays], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = spoilt.check

    def forgetful(self: MinimumRest | MaximumConsecutiveDays, problem: Problem, roster: Roster) -> list[Violation]:
        return list(right(self, problem.replace(following=Roster(), previous=Roster()), roster))

    monkeypatch.setattr(spoilt, "check", forgetful)
    assert any(not each.agree for seed in range(20) for each in compare(seed) if each.rules == (spoilt.number,))


def test_every_rule_is_tried() -> None:
    rng = random_problems.Random(1)
    tried = {type(rule) for rule in random_problems.random_rules(rng, random_problems.random_problem(rng))}
    assert tried == set(RULES)


def test_the_problems_hold_what_is_rare() -> None:
    problems = [random_problems.random_problem(random_problems.Random(seed)) for seed in range(50)]
    longest = [shift.end_minute - shift.start_minute for problem in problems for shift in problem.shifts.values()]
    assert max(longest) == 33 * 60
    assert {problem.horizon.days for problem in problems} >= {1, 2, 7, 14}
    assert {len(problem.employees) for problem in problems} == set(range(1, 7))
    assert any(problem.previous.assignments for problem in problems)
    assert any(problem.following.assignments for problem in problems)
