"""R07."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.domain.people import Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import (
    DAY,
    FULL_TIME,
    MONDAY,
    Choices,
    assert_agreement,
    assignment,
    model_cost,
    person,
    roster_of,
    tiny_problem,
)

LONG = Shift(
    code="L",
    name_ko="주간 연장",
    name_en="day with overtime",
    start="09:00",
    end="20:00",
    meal_minutes=60,
    meal_earliest="11:00",
    meal_latest="14:00",
    overtime_minutes=120,
)
SHIFTS = (DAY, LONG)
WEDNESDAY = date(2023, 11, 8)


KOREAN = {"max_overtime_minutes_per_week": 12 * 60, "max_regular_minutes_per_week": 40 * 60}


def week(codes: str) -> Choices:
    """One letter a day: ``LLD.DL`` has a free Thursday."""
    return {("E001", day): code for day, code in enumerate(codes) if code != "."}


def after(problem: Problem, codes: str) -> Problem:
    """The problem with these shifts on the days just before the horizon."""
    first = problem.horizon.first_day - timedelta(days=len(codes))
    rows = [assignment(problem, "E001", first + timedelta(days=n), code) for n, code in enumerate(codes)]
    return problem.replace(previous=Roster.of(rows))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "limits",
    [
        {"max_overtime_minutes_per_week": 240},
        {"max_regular_minutes_per_week": 960},
        {"max_paid_minutes_per_day": 599},
        {"max_overtime_minutes_per_week": 119, "max_regular_minutes_per_week": 959, "max_paid_minutes_per_day": 480},
    ],
    ids=["overtime", "regular", "day", "all"],
)
def test_model_and_check_agree_on_every_roster(limits: dict[str, int], weight: int | None) -> None:
    assert_agreement(tiny_problem(days=4, shifts=SHIFTS), OvertimeCap(weight=weight, **{**KOREAN, **limits}))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("before", ["D", "LL", "LLLLL"])
def test_model_and_check_agree_on_a_week_that_began_before_the_horizon(before: str, weight: int | None) -> None:
    problem = after(tiny_problem(days=3, shifts=SHIFTS, first_day=WEDNESDAY), before)
    rule = OvertimeCap(max_overtime_minutes_per_week=240, max_regular_minutes_per_week=1440, weight=weight)
    assert_agreement(problem, rule)


@pytest.mark.parametrize("weight", [None, 5])
def test_each_calendar_week_is_judged_alone(weight: int | None) -> None:
    problem = tiny_problem(days=4, shifts=SHIFTS, first_day=date(2023, 11, 11))
    assert_agreement(problem, OvertimeCap(**{**KOREAN, "max_overtime_minutes_per_week": 120}, weight=weight))


def test_twelve_hours_of_overtime_are_allowed() -> None:
    problem = tiny_problem(days=7, shifts=SHIFTS)
    rule = OvertimeCap(max_overtime_minutes_per_week=720, max_regular_minutes_per_week=7 * 480)
    assert rule.check(problem, roster_of(problem, week("LLLLLLD"))) == []


def test_a_minute_more_is_too_much() -> None:
    problem = tiny_problem(days=7, shifts=SHIFTS)
    rule = OvertimeCap(max_overtime_minutes_per_week=719, max_regular_minutes_per_week=7 * 480)
    (found,) = rule.check(problem, roster_of(problem, week("LLLLLLD")))
    assert found.message == "E001 works 720 overtime min in the week of 2023-11-06; at most 719"
    assert (found.amount, found.date) == (1, MONDAY)


def test_forty_regular_hours_are_allowed_beside_the_overtime() -> None:
    problem = tiny_problem(days=7, shifts=SHIFTS)
    assert OvertimeCap(**KOREAN).check(problem, roster_of(problem, week("LLLLL"))) == []


def test_a_sixth_day_is_beyond_forty_hours() -> None:
    problem = tiny_problem(days=7, shifts=SHIFTS)
    (found,) = OvertimeCap(**KOREAN).check(problem, roster_of(problem, week("DDDDDD")))
    assert found.message == "E001 works 2880 regular min in the week of 2023-11-06; at most 2400"
    assert found.amount == 480


@pytest.mark.parametrize(("limit", "violations"), [(600, 0), (599, 1)])
def test_the_limit_by_the_day_counts_overtime_and_leaves_the_break_out(limit: int, violations: int) -> None:
    problem = tiny_problem(shifts=SHIFTS)
    found = OvertimeCap(**KOREAN, max_paid_minutes_per_day=limit).check(problem, roster_of(problem, week("L")))
    assert len(found) == violations
    assert [v.message for v in found] == ["E001 works 600 paid min on 2023-11-06 (L); at most 599"][:violations]


def test_minutes_paid_beyond_the_shift_are_overtime() -> None:
    problem = tiny_problem(shifts=SHIFTS)
    row = assignment(problem, "E001", MONDAY, "D", paid_minutes=480 + 721)
    (found,) = OvertimeCap(**KOREAN).check(problem, Roster.of([row]))
    assert found.message == "E001 works 721 overtime min in the week of 2023-11-06; at most 720"


@pytest.mark.parametrize("left_out", list(KOREAN))
def test_no_countrys_law_is_taken_for_granted(left_out: str) -> None:
    with pytest.raises(ValueError, match=left_out):
        OvertimeCap(**{name: minutes for name, minutes in KOREAN.items() if name != left_out})


FEWER, AS_MANY = (
    FULL_TIME.model_copy(update={"days_per_week": 3, "paid_minutes_per_week": minutes}) for minutes in (899, 900)
)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_where_short_contracts_have_no_overtime(weight: int | None) -> None:
    problem = tiny_problem(days=4, shifts=SHIFTS, contracts=(FEWER,))
    assert_agreement(problem, OvertimeCap(**KOREAN, weight=weight, no_overtime_below_minutes=900))


@pytest.mark.parametrize(
    ("contract", "least", "is_barred"), [(FEWER, 900, True), (AS_MANY, 900, False), (FEWER, 0, False)]
)
def test_overtime_is_barred_below_fifteen_hours_a_week_where_the_rule_says_so(
    contract: Contract, least: int, *, is_barred: bool
) -> None:
    problem = tiny_problem(days=7, shifts=SHIFTS, contracts=(contract,))
    rule = OvertimeCap(**KOREAN, no_overtime_below_minutes=least)
    found = rule.check(problem, roster_of(problem, week("D.L")))
    assert [(one.amount, one.date) for one in found] == ([(120, WEDNESDAY)] if is_barred else [])
    assert rule.check(problem, roster_of(problem, week("D.D"))) == []


def test_overtime_is_barred_on_the_days_of_the_short_contract_alone() -> None:
    full = FULL_TIME.model_copy(update={"name": "full"})
    people = (person(contract="full", last_day=date(2023, 11, 7)), person(first_day=WEDNESDAY))
    problem = tiny_problem(days=4, shifts=SHIFTS, contracts=(full, FEWER), employees=people[:1], employments=people)
    rule = OvertimeCap(
        max_overtime_minutes_per_week=10_000, max_regular_minutes_per_week=10_000, no_overtime_below_minutes=900
    )
    assert {one.date for one in rule.check(problem, roster_of(problem, week("LLL.")))} == {WEDNESDAY}
    assert list(model_cost(problem, rule, [week("LL.."), week("..L.")])) == [0, None]
