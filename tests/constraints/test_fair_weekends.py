"""R24."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.constraints.fair_weekends import FairWeekends
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Absence, Contract, Employee, FairnessHistory
from scheduler.domain.problem import Problem
from tests.constraints.agreement import (
    DAY,
    FULL_TIME,
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

FRIDAY = date(2023, 11, 10)
WEEKDAYS_ONLY = Contract(
    name="office",
    name_ko="사무",
    name_en="office",
    days_per_week=5,
    paid_minutes_per_week=2400,
    weekdays=["mon", "tue", "wed", "thu", "fri"],
)
WEEKEND_DUTY = Contract(
    name="weekend",
    name_ko="주말",
    name_en="weekend",
    days_per_week=5,
    paid_minutes_per_week=2400,
    weekend_days_per_week=1,
)


def problem_with(
    *people: Employee, before: tuple[int, ...] = (), agents: float = 0.0, days: int = 4, **changes: object
) -> Problem:
    employees = people or (person(1), person(2))
    return tiny_problem(
        days,
        employees=employees,
        shifts=(DAY,),
        contracts=(FULL_TIME, WEEKDAYS_ONLY, WEEKEND_DUTY),
        first_day=FRIDAY,
        demand=flat_demand(Horizon(FRIDAY, days), {"general": agents}),
        history=tuple(
            FairnessHistory(employee_id=who.employee_id, weekend_days=count)
            for who, count in zip(employees, before, strict=False)
        ),
        **changes,
    )


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("before", [(0, 0), (1, 2), (3, 0)])
def test_model_and_check_agree_on_every_roster(weight: int | None, before: tuple[int, int]) -> None:
    assert_agreement(problem_with(before=before, agents=0.1), FairWeekends(weight=weight))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_public_holidays(weight: int | None) -> None:
    problem = problem_with(person(1), before=(1,), public_holidays={date(2023, 11, 13): "test"})
    assert_agreement(problem, FairWeekends(weight=weight, public_holidays=True))


def test_days_up_to_the_share_are_free_and_each_further_one_costs_a_step_more() -> None:
    problem = problem_with(person(1), days=10, before=(1,), agents=0.0)
    saturdays_and_sundays = (1, 2, 8, 9)
    rosters = [{("E001", day): "D" for day in saturdays_and_sundays[:count]} for count in range(5)]
    assert list(model_cost(problem, FairWeekends(weight=10), rosters)) == [0, 10, 30, 60, 100]


def test_the_share_is_what_was_worked_and_what_is_needed() -> None:
    # 2 days of 24 h x 0.2 agents / 8 h paid = 1.2 days: with 1 day before, 2.2 / 2 is between 1 and 2.
    problem = problem_with(before=(0, 1), agents=0.2)
    both = {("E002", 1): "D", ("E002", 2): "D"}
    found = FairWeekends(weight=10).check(problem, roster_of(problem, both))[-1]
    assert found.message == "E002 works 2 weekend days after 1 in the weeks before; a fair share is 1 to 2"
    assert (found.amount, found.points) == (1, 10)


def test_a_need_of_just_one_day_gives_the_smaller_share() -> None:
    # 2 days of 24 h x 0.166 agents / 8 h paid = 0.996 days: 1.996 / 2 is between 0 and 1.
    problem = problem_with(before=(0, 1), agents=0.166)
    (found,) = FairWeekends(weight=10).check(problem, roster_of(problem, {("E002", 1): "D"}))
    assert found.message.endswith("a fair share is 0 to 1")


def test_people_on_weekdays_only_and_on_weekend_duty_are_left_out() -> None:
    problem = problem_with(person(1), person(2, contract="office"), person(3, contract="weekend"), before=(1, 0, 0))
    rule = FairWeekends(weight=10)
    for employee in ("E002", "E003"):
        assert rule.check(problem, roster_of(problem, {(employee, 1): "D", (employee, 2): "D"})) == []
    (found,) = rule.check(problem, roster_of(problem, {("E001", 1): "D"}))
    assert found.message.endswith("a fair share is 1")


def test_days_that_contracts_promise_are_not_shared() -> None:
    # 1.2 days are needed, and one of them is promised: 0.2 remain for one person.
    problem = problem_with(person(1), person(3, contract="weekend"), agents=0.2)
    both = {("E001", 1): "D", ("E001", 2): "D"}
    (found,) = FairWeekends(weight=10).check(problem, roster_of(problem, both))
    assert found.message.endswith("a fair share is 0 to 1")
    assert list(model_cost(problem, FairWeekends(weight=10), [both])) == [10]


def test_a_shift_that_does_not_run_at_weekends_shares_nothing() -> None:
    weekday_night = NIGHT.model_copy(update={"weekdays": frozenset(range(5))})
    problem = problem_with(person(1, shifts=("N",))).replace(shifts={"N": weekday_night})
    assert FairWeekends().check(problem, roster_of(problem, {("E001", 1): "N"})) == []


def test_a_friday_does_not_count() -> None:
    problem = problem_with(person(1))
    assert FairWeekends().check(problem, roster_of(problem, {("E001", 0): "D"})) == []


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_teams_that_worked_unequally(weight: int | None) -> None:
    problem = problem_with(person(1, team="night"), person(2, team="day"), before=(9, 0), agents=0.1)
    assert_agreement(problem, FairWeekends(weight=weight))


def test_the_share_of_one_team_does_not_depend_on_the_weekends_of_another() -> None:
    # 0.6 days are needed, 0.2 for each of the three people.
    people = (person(1, team="night"), person(2, team="night"), person(3, team="day"))
    problem = problem_with(*people, before=(9, 11, 0), agents=0.1)
    both_days = {(employee, day): "D" for employee in ("E001", "E002", "E003") for day in (1, 2)}
    found = FairWeekends().check(problem, roster_of(problem, both_days))
    assert [violation.message for violation in found] == [
        "E002 works 2 weekend days after 11 in the weeks before; a fair share is 10 to 11",
        "E003 works 2 weekend days after 0 in the weeks before; a fair share is 0 to 1",
    ]


def test_twelve_days_among_seven_people_are_two_or_one_for_each() -> None:
    # 2 days of 24 h x 2 agents / 8 h paid = 12 days.
    people = tuple(person(n) for n in range(1, 8))
    problem = problem_with(*people, agents=2.0)
    rule = FairWeekends(weight=10)

    def days(*counts: int) -> Choices:
        return {(f"E00{n}", day): "D" for n, count in enumerate(counts, 1) for day in (1, 2)[:count]}

    rosters = [days(2, 2, 2, 2, 2, 1, 1), days(2, 2, 2, 2, 2, 2, 0)]
    assert list(model_cost(problem, rule, rosters)) == [0, 10]
    (found,) = rule.check(problem, roster_of(problem, rosters[1]))
    assert found.message == "E007 works 0 weekend days after 0 in the weeks before; a fair share is 1 to 2"


def test_who_cannot_catch_up_is_not_charged_for_it() -> None:
    rule = FairWeekends(weight=10)
    saturday = date(2023, 11, 11)
    for last_day, below in ((None, 2), (saturday, 1), (saturday + timedelta(days=1), 0)):
        absences = () if last_day is None else (absence(saturday, last_day),)
        problem = problem_with(before=(9, 0), absences=absences)
        found = rule.check(problem, roster_of(problem, {}))
        assert [violation.amount for violation in found] == ([below] if below else [])
        assert list(model_cost(problem, rule, [{}])) == [10 * below * (below + 1) // 2]


def absence(first: date, last: date) -> Absence:
    return Absence(employee_id="E002", first_day=first, last_day=last, kind="leave")


@pytest.mark.parametrize(
    "changes", [{"may_work_holidays": False}, {"contract": "seldom"}, {"may_work_nights": False, "shifts": ("N",)}]
)
def test_model_and_check_agree_on_who_could_have_worked(changes: dict[str, object]) -> None:
    seldom = FULL_TIME.model_copy(update={"name": "seldom", "days_per_week": 1})
    problem = problem_with(
        person(1, shifts=("D",)), person(2, **changes), before=(9, 0), public_holidays={date(2023, 11, 12): "test"}
    )
    problem = problem.replace(contracts={**problem.contracts, "seldom": seldom}, shifts={"D": DAY, "N": NIGHT})
    rule = FairWeekends(weight=7, public_holidays=True)
    rosters = [roster for roster in every_roster(problem) if all(who == "E002" for who, _ in roster)]
    for roster, cost in zip(rosters, model_cost(problem, rule, rosters), strict=True):
        assert cost == sum(violation.points or 0 for violation in rule.check(problem, roster_of(problem, roster)))
