"""R23."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scheduler.constraints.fair_nights import FairNights
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Employee, History
from scheduler.domain.problem import Problem
from tests.constraints.agreement import (
    DAY,
    MONDAY,
    NIGHT,
    Choices,
    assert_agreement,
    every_roster,
    flat_demand,
    model_cost,
    person,
    roster_of,
    tiny_problem,
)


def problem_with(nights_before: Sequence[int], agents: float = 0.0, people: Sequence[Employee] = ()) -> Problem:
    employees = tuple(people) or tuple(person(n + 1) for n in range(len(nights_before)))
    return tiny_problem(
        employees=employees,
        shifts=(DAY, NIGHT),
        demand=flat_demand(Horizon(MONDAY, 3), {"general": agents}),
        history=tuple(
            History(employee_id=who.employee_id, nights=nights)
            for who, nights in zip(employees, nights_before, strict=True)
        ),
    )


def rosters_of(problem: Problem, employee: str) -> list[Choices]:
    return [roster for roster in every_roster(problem) if all(who == employee for who, _ in roster)]


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("before", [(0, 0), (1, 2), (4, 0)])
@pytest.mark.parametrize("employee", ["E001", "E002"])
def test_model_and_check_agree_on_every_roster(weight: int | None, before: tuple[int, int], employee: str) -> None:
    problem = problem_with(before, agents=0.3)
    rosters = rosters_of(problem, employee)
    rule = FairNights(shifts=("N",), weight=weight)
    for roster, cost in zip(rosters, model_cost(problem, rule, rosters), strict=True):
        found = rule.check(problem, roster_of(problem, roster))
        if weight is None:
            assert (cost is None) == bool(found)
        else:
            assert cost == sum(violation.points or 0 for violation in found)


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_two_people_at_once(weight: int | None) -> None:
    problem = problem_with((1, 2), agents=0.3).replace(shifts={"N": NIGHT})
    assert_agreement(problem, FairNights(shifts=("N",), weight=weight))


def test_the_share_is_what_was_worked_and_what_is_needed_rounded_up() -> None:
    # 3 nights of 7 h x 0.32 agents / 6.5 h paid = 1.03 nights; with 3 nights before, 4.03 / 2 is 3 rounded up.
    three_nights = {("E002", day): "N" for day in range(3)}
    problem = problem_with((0, 3), agents=0.32)
    (found,) = FairNights(shifts=("N",), weight=1).check(problem, roster_of(problem, three_nights))
    assert found.message == "E002 works 3 nights after 3 in the weeks before; a fair share is 3"


def test_a_need_just_below_a_whole_night_gives_the_smaller_share() -> None:
    # 3 nights of 7 h x 0.30 agents / 6.5 h paid = 0.97 nights; 3.97 / 2 is 2 rounded up.
    problem = problem_with((0, 3), agents=0.30)
    (found,) = FairNights(shifts=("N",), weight=1).check(problem, roster_of(problem, {("E002", 0): "N"}))
    assert found.message.endswith("a fair share is 2")


def test_nights_up_to_the_share_are_free_and_each_further_one_costs_a_step_more() -> None:
    problem = problem_with((0, 2))
    rule = FairNights(shifts=("N",), weight=10)
    nights = [{("E001", day): "N" for day in range(count)} for count in range(4)]
    assert list(model_cost(problem, rule, nights)) == [0, 0, 10, 30]


def test_nights_of_the_weeks_before_are_not_charged_again() -> None:
    problem = problem_with((9, 0))
    rule = FairNights(shifts=("N",), weight=10)
    assert rule.check(problem, roster_of(problem, {})) == []
    (found,) = rule.check(problem, roster_of(problem, {("E001", 0): "N"}))
    assert (found.amount, found.points) == (1, 10)


def test_people_who_may_not_work_nights_do_not_thin_the_share() -> None:
    people = (person(1), person(2, may_work_nights=False), person(3, shifts=("D",)))
    problem = problem_with((2, 0, 0), people=people)
    assert FairNights(shifts=("N",)).check(problem, roster_of(problem, {})) == []
    (found,) = FairNights(shifts=("N",)).check(problem, roster_of(problem, {("E001", 0): "N"}))
    assert found.message.endswith("a fair share is 2")


def test_other_shifts_do_not_count() -> None:
    problem = problem_with((0, 0))
    assert FairNights(shifts=("N",)).check(problem, roster_of(problem, {("E001", 0): "D"})) == []


def test_nobody_who_may_work_nights_means_nothing_to_share() -> None:
    problem = problem_with((0,), people=(person(1, shifts=("D",)),))
    rule = FairNights(shifts=("N",), weight=5)
    night = {("E001", 0): "N"}
    assert rule.check(problem, roster_of(problem, night)) == []
    assert list(model_cost(problem, rule, [night])) == [0]


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("employee", ["E001", "E003"])
def test_model_and_check_agree_on_teams_that_worked_unequally(weight: int | None, employee: str) -> None:
    people = (person(1, team="night"), person(2, team="night"), person(3, team="day"))
    problem = problem_with((9, 11, 0), agents=0.3, people=people)
    assert_agreement(problem, FairNights(shifts=("N",), weight=weight), rosters_of(problem, employee))


def test_the_share_of_one_team_does_not_depend_on_the_nights_of_another() -> None:
    # 0.97 nights are needed, a third for each of the three people.
    people = (person(1, team="night"), person(2, team="night"), person(3, team="day"))
    problem = problem_with((9, 11, 0), agents=0.3, people=people)
    nights = {(employee, day): "N" for employee in ("E001", "E002", "E003") for day in (0, 1)}
    found = FairNights(shifts=("N",)).check(problem, roster_of(problem, nights))
    assert [violation.message for violation in found] == [
        "E002 works 2 nights after 11 in the weeks before; a fair share is 11",
        "E003 works 2 nights after 0 in the weeks before; a fair share is 1",
    ]
