"""R34."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.most_weekends import MostWeekends
from tests.constraints.agreement import DAY, Choices, assert_agreement, roster_of, tiny_problem

SUNDAY, THURSDAY = date(2023, 11, 12), date(2023, 11, 9)


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize(("first_day", "days", "most"), [(THURSDAY, 4, 0), (SUNDAY, 7, 0), (SUNDAY, 7, 1)])
def test_model_and_check_agree_on_every_roster(weight: int | None, first_day: date, days: int, most: int) -> None:
    # From a Thursday on, four days hold a whole weekend; from a Sunday on, seven days hold two halves of weekends.
    problem = tiny_problem(days=days, shifts=(DAY,), first_day=first_day)
    assert_agreement(problem, MostWeekends(weight=weight, most=most))


def weekends_of(first: list[int], second: list[int]) -> list[Choices]:
    """Every choice of these days, each list tried with all its subsets."""
    subsets = [[d for n, d in enumerate([*first, *second]) if mask >> n & 1] for mask in range(16)]
    return [{("E001", day): "D" for day in days} for days in subsets]


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_two_weekends(weight: int | None) -> None:
    problem = tiny_problem(days=14, shifts=(DAY,))
    assert_agreement(problem, MostWeekends(weight=weight, most=1), weekends_of([5, 6], [12, 13]))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_own_limits(weight: int | None) -> None:
    problem = tiny_problem(days=14, shifts=(DAY,))
    rule = MostWeekends(weight=weight, most_by_employee={"E001": 0})
    assert_agreement(problem, rule, weekends_of([5, 6], [12, 13]))


def test_both_days_of_a_weekend_are_one_weekend() -> None:
    problem = tiny_problem(days=14)
    roster = roster_of(problem, {("E001", 5): "D", ("E001", 6): "D"})
    assert MostWeekends(most=1).check(problem, roster) == []


def test_a_saturday_and_the_next_sunday_but_one_are_two_weekends() -> None:
    problem = tiny_problem(days=14)
    roster = roster_of(problem, {("E001", 5): "D", ("E001", 13): "D"})
    (found,) = MostWeekends(most=1).check(problem, roster)
    assert found.message == "E001 works 2 weekends; at most 1 in the horizon"


def test_a_friday_evening_is_no_weekend() -> None:
    problem = tiny_problem(days=7)
    assert MostWeekends(most=0).check(problem, roster_of(problem, {("E001", 4): "V"})) == []
