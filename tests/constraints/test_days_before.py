"""Every rule that looks back says so: what is not known of the days before never passes for days off."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from benchmarks.random_problems import random_problem, random_roster, random_rules
from scheduler.constraints.base import Rule
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster


def with_previous(rng: Random, problem: Problem) -> Problem:
    """The problem with a dense roster of the sixteen days before, in which some rest a whole day and some do not."""
    first = problem.horizon.first_day
    earlier = problem.replace(
        horizon=problem.horizon.__class__(first - timedelta(days=16), 16, 60, problem.horizon.zone)
    )
    return problem.replace(previous=random_roster(rng, earlier, rng.choice((0.3, 0.6, 0.9))), following=Roster())


def cut(problem: Problem, known: int) -> tuple[Problem, date]:
    """The problem with the last days before it alone."""
    known_from = problem.horizon.first_day - timedelta(days=known)
    kept = Roster.of(row for row in problem.previous.assignments if row.date >= known_from)
    return problem.replace(previous=kept), known_from


def breaches(rule: Rule, problem: Problem, roster: Roster) -> list[tuple[object, ...]]:
    """What a check finds, less its sentences, which tell of days before that no longer matter."""
    found = rule.check(problem, roster)
    return sorted((str(one.employee), str(one.date), one.unit, one.amount, one.points or 0) for one in found)


def silent_changes(seed: int, *, clock_changes: bool = False) -> list[str]:
    """Rules whose check of a roster depends on days that they do not call undecided."""
    rng = Random(seed)
    problem = with_previous(rng, random_problem(rng, clock_changes=clock_changes))
    found = []
    rules = [*random_rules(rng, problem)]
    rosters = [random_roster(rng, problem, density) for density in (0.5, 0.9)]
    for rule in rules:
        whole = [breaches(rule, problem, roster) for roster in rosters]
        for known in (0, 1, 2, 3, 5, 8):
            thin, known_from = cut(problem, known)
            if (
                rule.undecided_before(thin, known_from) is None
                and [breaches(rule, thin, each) for each in rosters] != whole
            ):
                found.append(f"{rule.number} with {known} days known: {rule}")
    return found


@pytest.mark.parametrize("seed", range(10))
def test_a_rule_that_thin_history_changes_says_so(seed: int) -> None:
    assert silent_changes(seed) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_rule_that_thin_history_changes_says_so_around_a_change_of_the_clock(seed: int) -> None:
    assert silent_changes(seed, clock_changes=True) == []


def test_three_weeks_are_enough_for_every_rule() -> None:
    rng = Random(1)
    problem = with_previous(rng, random_problem(rng))
    long_ago = problem.horizon.first_day - timedelta(weeks=3)
    rules: list[Rule] = [*random_rules(rng, problem)]
    assert [rule.number for rule in rules if rule.undecided_before(problem, long_ago) is not None] == []
