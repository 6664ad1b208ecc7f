"""R36."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from scheduler.constraints.absences import Absences
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from tests.constraints.agreement import (
    DAY,
    NIGHT,
    assert_agreement,
    every_roster,
    model_cost,
    person,
    roster_of,
    tiny_problem,
)


def three_people(days: int = 1) -> Problem:
    return tiny_problem(days=days, employees=[person(n, queues=()) for n in (1, 2, 3)], shifts=(DAY, NIGHT))


def one_day_shift(heads: int, **changes: object) -> CoverRequirement:
    return CoverRequirement.model_validate({"day": 0, "shift": "D", "heads": heads, **changes})


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("heads", [0, 1, 2, 3])
def test_model_and_check_agree_on_every_roster(weight: int | None, heads: int) -> None:
    cover = (
        one_day_shift(heads, weight_under=100, weight_over=3),
        CoverRequirement(day=0, shift="N", heads=0, weight_over=0),
    )
    assert_agreement(three_people(), ShiftCover(weight=weight, cover=cover))


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("free", ["weight_under", "weight_over"])
def test_model_and_check_agree_where_one_side_is_free(weight: int | None, free: str) -> None:
    cover = (one_day_shift(1, **{free: 0}), CoverRequirement(day=0, shift="N", heads=2, weight_over=5, weight_under=0))
    assert_agreement(three_people(), ShiftCover(weight=weight, cover=cover))


def test_model_and_check_agree_where_too_few_people_can_come() -> None:
    absence = Absence(employee_id="E001", first_day=date(2023, 11, 6), last_day=date(2023, 11, 6), kind="sick")
    problem = three_people().replace(absences=(absence,))
    rosters = [roster for roster in every_roster(problem) if ("E001", 0) not in roster]
    rule = ShiftCover(weight=2, cover=(one_day_shift(3, weight_under=100),))
    costs = list(model_cost(problem, rule, rosters, [Absences()]))
    assert costs == [sum(v.points or 0 for v in rule.check(problem, roster_of(problem, r))) for r in rosters]
    assert min(cost for cost in costs if cost is not None) == 200


def test_too_few_are_told_with_their_price() -> None:
    problem = three_people()
    rule = ShiftCover(weight=2, cover=(one_day_shift(3, weight_under=100),))
    (found,) = rule.check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert found.message == "D has 1 person on 2023-11-06; 3 are needed"
    assert (found.amount, found.points) == (2, 400)


def test_too_many_are_told_with_their_price() -> None:
    problem = three_people()
    rule = ShiftCover(weight=2, cover=(one_day_shift(1, weight_over=5),))
    (found,) = rule.check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"}))
    assert (found.amount, found.points) == (1, 10)


def test_the_exact_number_is_free() -> None:
    problem = three_people()
    rule = ShiftCover(cover=(one_day_shift(1),))
    assert rule.check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "N"})) == []


def test_a_date_stands_for_its_day() -> None:
    problem = three_people(days=2)
    rule = ShiftCover.model_validate({"cover": [{"date": "2023-11-07", "shift": "D", "heads": 1}]})
    assert rule.check(problem, roster_of(problem, {("E001", 1): "D"})) == []
    (found,) = rule.check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert found.date == date(2023, 11, 7)


@pytest.mark.parametrize("place", [{"day": 1}, {"date": "2023-11-05"}])
def test_entries_outside_the_horizon_are_ignored(place: dict[str, object]) -> None:
    rule = ShiftCover.model_validate({"weight": 1, "cover": [{**place, "shift": "D", "heads": 1}]})
    assert rule.check(three_people(), roster_of(three_people(), {})) == []
    assert list(model_cost(three_people(), rule, [{}])) == [0]


@pytest.mark.parametrize("place", [{}, {"day": 0, "date": "2023-11-06"}])
def test_an_entry_needs_a_day_or_a_date_and_not_both(place: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="needs either day or date"):
        CoverRequirement.model_validate({**place, "shift": "D", "heads": 1})
