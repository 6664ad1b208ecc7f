"""R23."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from scheduler.constraints.fair_nights import FairNights
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Absence, Employee, FairnessHistory
from scheduler.domain.problem import Problem
from tests.constraints.agreement import (
    DAY,
    FULL_TIME,
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
            FairnessHistory(employee_id=who.employee_id, nights=nights)
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


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("days", [(40, 10), (0, 10), (0, 0), (3, None)])
@pytest.mark.parametrize("employee", ["E001", "E002"])
def test_model_and_check_agree_on_days_on_which_people_could_have_been_asked(
    weight: int | None, days: tuple[int | None, int | None], employee: str
) -> None:
    problem = with_days(problem_with((4, 1), agents=0.3), *days)
    rosters = rosters_of(problem, employee)
    rule = FairNights(shifts=("N",), weight=weight)
    for roster, cost in zip(rosters, model_cost(problem, rule, rosters), strict=True):
        found = rule.check(problem, roster_of(problem, roster))
        assert cost == (None if weight is None and found else sum(violation.points or 0 for violation in found))


def with_days(problem: Problem, *days: int | None) -> Problem:
    """The problem with days on which each person could have been asked in the weeks before."""
    history = [row.model_copy(update={"days": own}) for row, own in zip(problem.history, days, strict=True)]
    return problem.replace(history=tuple(history))


def test_who_was_away_for_most_of_the_weeks_before_owes_as_much_less() -> None:
    problem = problem_with((8, 8, 2))
    rule = FairNights(shifts=("N",), weight=1)
    assert messages(rule, with_days(problem, 56, 56, 14), {}) == {}  # 18 nights over 126 days: 8, 8 and 2
    assert messages(rule, with_days(problem, 56, 56, 28), {}) == {
        "E003": "E003 works 0 nights after 2 in the weeks before; a fair share is 3 to 4"  # 18 x 28 / 140 = 3.6
    }
    behind = "E003 works 0 nights after 2 in the weeks before; a fair share is 6"
    assert messages(rule, problem, {})["E003"] == behind
    assert messages(rule, with_days(problem, 56, None, 14), {})["E003"] == behind, "not known of all: all alike"


def messages(rule: FairNights, problem: Problem, choices: Choices) -> dict[str, str]:
    return {found.employee or "": found.message for found in rule.check(problem, roster_of(problem, choices))}


def test_the_share_is_what_was_worked_and_what_is_needed() -> None:
    # 3 nights of 7 h x 0.32 agents / 6.5 h paid = 1.03 nights; with 3 nights before, 4.03 / 2 is between 2 and 3.
    three_nights = {("E002", day): "N" for day in range(3)}
    found = messages(FairNights(shifts=("N",), weight=1), problem_with((0, 3), agents=0.32), three_nights)
    assert found["E002"] == "E002 works 3 nights after 3 in the weeks before; a fair share is 2 to 3"


def test_a_need_just_below_a_whole_night_gives_the_smaller_share() -> None:
    # 3 nights of 7 h x 0.30 agents / 6.5 h paid = 0.97 nights; 3.97 / 2 is between 1 and 2.
    found = messages(FairNights(shifts=("N",), weight=1), problem_with((0, 3), agents=0.30), {("E002", 0): "N"})
    assert found["E002"].endswith("a fair share is 1 to 2")


def test_nights_above_and_below_the_share_cost_a_step_more_each() -> None:
    # 3 nights of 7 h x 1.5 agents / 6.5 h paid = 4.85 nights: with 1 and 2 before, 3.92 for each.
    problem = problem_with((1, 2), agents=1.5)
    rule = FairNights(shifts=("N",), weight=10)
    nights = [{("E001", day): "N" for day in range(count)} for count in range(4)]
    e002_misses_one = 10
    assert list(model_cost(problem, rule, nights)) == [30 + e002_misses_one, 10 + e002_misses_one, 10, 10]
    assert list(model_cost(problem_with((0, 2)), rule, nights))[1:] == [0, 10, 30]


def test_two_each_is_dearer_than_one_or_two_where_there_are_fewer() -> None:
    # 2 nights among 3 people: one each for two of them is free, two for one of them is not.
    problem = problem_with((0, 0, 0), agents=0.62)
    rule = FairNights(shifts=("N",), weight=10)
    fair: Choices = {("E001", 0): "N", ("E002", 1): "N"}
    unfair: Choices = {("E001", 0): "N", ("E001", 1): "N"}
    assert list(model_cost(problem, rule, [fair, unfair])) == [0, 10]


def test_a_share_that_lies_between_is_free_on_both_sides_only() -> None:
    # 12 nights among 7 people: 2, 2, 2, 2, 2, 1, 1 is fair, and 2, 2, 2, 2, 2, 2, 0 is not.
    people = tuple(person(n) for n in range(1, 8))
    problem = problem_with((0,) * 7, agents=12 * 6.5 / 21, people=people)
    rule = FairNights(shifts=("N",), weight=10)

    def nights(*counts: int) -> Choices:
        return {(f"E00{n}", day): "N" for n, count in enumerate(counts, 1) for day in range(count)}

    rosters = [nights(2, 2, 2, 2, 2, 1, 1), nights(2, 2, 2, 2, 2, 2, 0), nights(3, 2, 2, 2, 2, 1, 0)]
    assert list(model_cost(problem, rule, rosters)) == [0, 10, 20]
    assert [sum(found.points or 0 for found in rule.check(problem, roster_of(problem, each))) for each in rosters] == [
        0,
        10,
        20,
    ]


def test_who_cannot_catch_up_is_not_charged_for_it() -> None:
    rule = FairNights(shifts=("N",), weight=10)
    days = [MONDAY + timedelta(days=day) for day in range(3)]
    for absences, below in (((), 3), (days[:1], 2), (days, 0)):
        problem = problem_with((9, 0)).replace(
            absences=tuple(Absence(employee_id="E002", first_day=on, last_day=on, kind="leave") for on in absences)
        )
        found = rule.check(problem, roster_of(problem, {}))
        assert [violation.amount for violation in found] == ([below] if below else [])
        assert list(model_cost(problem, rule, [{}])) == [10 * below * (below + 1) // 2]


def test_nights_of_the_weeks_before_are_not_charged_again() -> None:
    problem = problem_with((9, 0))
    rule = FairNights(shifts=("N",), weight=10)
    assert [found.employee for found in rule.check(problem, roster_of(problem, {}))] == ["E002"]
    found = {each.employee: each for each in rule.check(problem, roster_of(problem, {("E001", 0): "N"}))}
    assert (found["E001"].amount, found["E001"].points) == (1, 10)


def test_a_hard_share_is_a_limit_above_only() -> None:
    problem = problem_with((9, 0))
    rule = FairNights(shifts=("N",))
    assert rule.check(problem, roster_of(problem, {})) == []
    assert list(model_cost(problem, rule, [{}, {("E001", 0): "N"}])) == [0, None]


@pytest.mark.parametrize("changes", [{"may_work_holidays": False}, {"contract": "office"}, {"may_work_nights": False}])
def test_model_and_check_agree_on_who_could_have_worked(changes: dict[str, object]) -> None:
    office = FULL_TIME.model_copy(update={"name": "office", "weekdays": frozenset({0, 1}), "days_per_week": 1})
    problem = problem_with((9, 0), people=(person(1), person(2, **changes))).replace(
        contracts={"full_time": FULL_TIME, "office": office}, public_holidays={MONDAY: "test"}
    )
    rule = FairNights(shifts=("N", "D"), weight=7)
    rosters = rosters_of(problem, "E002")
    for roster, cost in zip(rosters, model_cost(problem, rule, rosters), strict=True):
        assert cost == sum(violation.points or 0 for violation in rule.check(problem, roster_of(problem, roster)))


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
    rule, rosters = FairNights(shifts=("N",), weight=weight), rosters_of(problem, employee)
    for roster, cost in zip(rosters, model_cost(problem, rule, rosters), strict=True):
        found = rule.check(problem, roster_of(problem, roster))
        assert cost == (None if weight is None and found else sum(violation.points or 0 for violation in found))


def test_the_share_of_one_team_does_not_depend_on_the_nights_of_another() -> None:
    # 0.97 nights are needed, a third for each of the three people.
    people = (person(1, team="night"), person(2, team="night"), person(3, team="day"))
    problem = problem_with((9, 11, 0), agents=0.3, people=people)
    nights = {(employee, day): "N" for employee in ("E001", "E002", "E003") for day in (0, 1)}
    found = FairNights(shifts=("N",)).check(problem, roster_of(problem, nights))
    assert [violation.message for violation in found] == [
        "E002 works 2 nights after 11 in the weeks before; a fair share is 10 to 11",
        "E003 works 2 nights after 0 in the weeks before; a fair share is 0 to 1",
    ]
