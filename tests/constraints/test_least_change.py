"""R28."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.absences import Absences
from scheduler.constraints.least_change import LeastChange
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from tests.constraints.agreement import (
    assert_agreement,
    assignment,
    every_roster,
    model_cost,
    person,
    roster_of,
    tiny_problem,
)


def published(problem: Problem, codes: dict[int, str]) -> Problem:
    """Publish these codes of E001, by the day of November 2023."""
    rows = (assignment(problem, "E001", date(2023, 11, day), code) for day, code in codes.items())
    return problem.replace(published=Roster.of(rows))


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("codes", [{6: "D", 8: "N"}, {4: "D", 7: "V"}, {5: "D", 6: "D", 20: "D"}])
def test_model_and_check_agree_on_every_roster(weight: int | None, codes: dict[int, str]) -> None:
    assert_agreement(published(tiny_problem(), codes), LeastChange(weight=weight))


def test_model_and_check_agree_where_the_published_shift_is_not_possible_any_more() -> None:
    sick = Absence(employee_id="E001", first_day=date(2023, 11, 7), last_day=date(2023, 11, 7), kind="sick")
    problem = published(tiny_problem(absences=(sick,)), {6: "D", 7: "D", 8: "D"})
    rosters = [roster for roster in every_roster(problem) if ("E001", 1) not in roster]
    rule = LeastChange(weight=10)
    costs = list(model_cost(problem, rule, rosters, [Absences()]))
    assert costs == [sum(v.points or 0 for v in rule.check(problem, roster_of(problem, r))) for r in rosters]
    assert min(cost for cost in costs if cost is not None) == 10


def test_nothing_published_asks_for_nothing() -> None:
    problem = tiny_problem()
    for unpublished in (problem, problem.replace(published=Roster())):
        roster = {("E001", 0): "D"}
        assert LeastChange(weight=5).check(unpublished, roster_of(unpublished, roster)) == []
        assert list(model_cost(unpublished, LeastChange(weight=5), [roster])) == [0]


@pytest.mark.parametrize(
    ("becomes", "message"),
    [
        ({("E001", 0): "D", ("E001", 1): "V"}, "E001 works V on 2023-11-07; published was D"),
        ({("E001", 0): "D"}, "E001 is off on 2023-11-07; published was D"),
    ],
)
def test_a_change_is_told_with_what_was_published(becomes: dict[tuple[str, int], str], message: str) -> None:
    problem = published(tiny_problem(), {6: "D", 7: "D"})
    (found,) = LeastChange(weight=5).check(problem, roster_of(problem, becomes))
    assert found.message == message


def test_work_on_a_published_day_off_is_a_change() -> None:
    problem = published(tiny_problem(employees=(person(1), person(2))), {6: "D"})
    roster = roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"})
    (found,) = LeastChange().check(problem, roster)
    assert found.message == "E002 works D on 2023-11-06; published was a day off"


def test_days_after_the_last_published_one_are_free() -> None:
    problem = published(tiny_problem(), {6: "D"})
    assert LeastChange().check(problem, roster_of(problem, {("E001", 0): "D", ("E001", 1): "D"})) == []
