"""R09."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.domain.problem import Problem
from tests.constraints.agreement import (
    DAY,
    EVENING,
    FULL_TIME,
    assert_agreement,
    person,
    roster_of,
    tiny_problem,
)

HOLIDAY = {date(2023, 11, 8): "Founding day"}
NOT_ON_TUESDAY = FULL_TIME.model_copy(update={"weekdays": frozenset({0, 2, 3, 4, 5})})
NOT_ON_HOLIDAYS = FULL_TIME.model_copy(update={"works_public_holidays": False})
MONDAY_EVENING = EVENING.model_copy(update={"weekdays": frozenset({0})})


def holiday_problem(**changes: object) -> Problem:
    return tiny_problem(public_holidays=HOLIDAY, **changes)  # type: ignore[arg-type]  # passed through


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "problem",
    [
        tiny_problem(employees=(person(shifts=("D", "V")),)),
        tiny_problem(contracts=(NOT_ON_TUESDAY,)),
        tiny_problem(shifts=(DAY, MONDAY_EVENING)),
        holiday_problem(contracts=(NOT_ON_HOLIDAYS,)),
        holiday_problem(employees=(person(may_work_holidays=False),)),
        holiday_problem(
            employees=(person(shifts=("D",), may_work_holidays=False),),
            shifts=(DAY, MONDAY_EVENING),
            contracts=(NOT_ON_TUESDAY,),
        ),
    ],
    ids=["record", "contract weekdays", "shift weekdays", "contract holidays", "consent", "all"],
)
def test_model_and_check_agree_on_every_roster(problem: Problem, weight: int | None) -> None:
    assert_agreement(problem, EligibleShifts(weight=weight))


def test_a_shift_of_the_record_is_allowed_on_a_public_holiday_with_contract_and_consent() -> None:
    problem = holiday_problem()
    assert EligibleShifts().check(problem, roster_of(problem, {("E001", 2): "D"})) == []


def test_the_day_before_a_public_holiday_needs_no_consent() -> None:
    problem = holiday_problem(employees=(person(may_work_holidays=False),))
    assert EligibleShifts().check(problem, roster_of(problem, {("E001", 1): "D"})) == []


def test_one_sentence_gives_every_reason() -> None:
    problem = holiday_problem(
        employees=(person(shifts=("D",), may_work_holidays=False),),
        shifts=(DAY, MONDAY_EVENING),
        contracts=(NOT_ON_HOLIDAYS,),
    )
    (found,) = EligibleShifts().check(problem, roster_of(problem, {("E001", 2): "V"}))
    assert found.message == (
        "E001 works V on 2023-11-08, but may only work D; the shift does not start on Wednesday; contract full_time "
        "has no work on public holidays (Founding day); does not consent to public holidays (Founding day)"
    )
