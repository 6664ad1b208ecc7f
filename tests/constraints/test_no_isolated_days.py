"""R26."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.domain.roster import Roster
from tests.constraints.agreement import DAY, assert_agreement, assignment, model_cost, person, roster_of, tiny_problem


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("days_off_too", [True, False])
def test_model_and_check_agree_on_every_roster(weight: int | None, days_off_too: bool) -> None:
    assert_agreement(tiny_problem(days=5, shifts=(DAY,)), NoIsolatedDays(weight=weight, days_off_too=days_off_too))


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("november_days_before", [(4, 5), (4,), (5,), (3,)])
def test_model_and_check_agree_on_what_came_before(weight: int | None, november_days_before: tuple[int, ...]) -> None:
    problem = tiny_problem(days=4, shifts=(DAY,), employees=(person(1),))
    before = Roster.of(assignment(problem, "E001", date(2023, 11, day), "D") for day in november_days_before)
    assert_agreement(problem.replace(previous=before), NoIsolatedDays(weight=weight))


def test_a_single_day_of_work_is_found() -> None:
    problem = tiny_problem()
    (found,) = NoIsolatedDays(weight=3).check(problem, roster_of(problem, {("E001", 1): "D"}))
    assert found.message == "E001 works on 2023-11-07 alone, between two days off"


def test_two_days_of_work_are_enough() -> None:
    problem = tiny_problem(days=4)
    assert NoIsolatedDays().check(problem, roster_of(problem, {("E001", 1): "D", ("E001", 2): "V"})) == []


def test_a_single_day_off_is_found() -> None:
    problem = tiny_problem()
    (found,) = NoIsolatedDays().check(problem, roster_of(problem, {("E001", 0): "D", ("E001", 2): "D"}))
    assert found.message == "E001 is off on 2023-11-07 alone, between two worked days"


def test_a_single_day_off_is_free_when_only_work_counts() -> None:
    problem = tiny_problem()
    roster = roster_of(problem, {("E001", 0): "D", ("E001", 2): "D"})
    assert NoIsolatedDays(days_off_too=False).check(problem, roster) == []


def test_nothing_is_assumed_beyond_either_end() -> None:
    problem = tiny_problem()
    roster = {("E001", 0): "D"}
    assert NoIsolatedDays(weight=1).check(problem, roster_of(problem, roster)) == []
    assert list(model_cost(problem, NoIsolatedDays(weight=1), [roster])) == [0]


def test_a_day_off_before_the_horizon_isolates_its_first_day() -> None:
    problem = tiny_problem(days=2, employees=(person(1), person(2)))
    others_worked = Roster.of([assignment(problem, "E002", date(2023, 11, 5), "D")])
    problem = problem.replace(previous=others_worked)
    found = NoIsolatedDays().check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"}))
    assert [(one.employee, one.date) for one in found] == [("E001", date(2023, 11, 6))]


def test_the_last_day_before_the_horizon_must_not_stay_alone() -> None:
    problem = tiny_problem(days=2, employees=(person(1), person(2)))
    before = [assignment(problem, "E001", date(2023, 11, 5), "D"), assignment(problem, "E002", date(2023, 11, 4), "D")]
    problem = problem.replace(previous=Roster.of(before))
    (found,) = NoIsolatedDays(days_off_too=False).check(problem, roster_of(problem, {}))
    assert found.message == "E001 works on 2023-11-05 alone, between two days off"
