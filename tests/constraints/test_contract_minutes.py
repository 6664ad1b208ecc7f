"""R06."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.domain.people import Absence, Contract
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
    person,
    roster_of,
    tiny_problem,
)


def shift(code: str, start: str, end: str, overtime_minutes: int = 0) -> Shift:
    return Shift(code=code, name_ko="짧음", name_en="short", start=start, end=end, overtime_minutes=overtime_minutes)


FIVE_HOURS = shift("P1", "09:00", "14:00")
FOUR_AND_A_HALF = shift("P2", "09:00", "13:30")
SIX_WITH_OVERTIME = shift("P3", "09:00", "15:00", overtime_minutes=60)
SHIFTS = (FIVE_HOURS, FOUR_AND_A_HALF, SIX_WITH_OVERTIME)
PART_TIME = Contract(
    name="part_time",
    name_ko="초단시간",
    name_en="part time",
    days_per_week=3,
    paid_minutes_per_week=870,
    weekdays=frozenset({0, 2, 4}),
)
HOLIDAY = {date(2023, 11, 8): "Founding day"}


def absence(first_day: int, last_day: int) -> Absence:
    """Absent on these days of November 2023, of which the 6th is a Monday."""
    return Absence(
        employee_id="E001", first_day=date(2023, 11, first_day), last_day=date(2023, 11, last_day), kind="annual"
    )


def part_timers(days: int = 7, **changes: object) -> Problem:
    fields: dict[str, object] = {
        "employees": (person(contract="part_time"),),
        "contracts": (PART_TIME,),
        "shifts": SHIFTS,
    }
    return tiny_problem(days, **{**fields, **changes})  # type: ignore[arg-type]  # built from a dict of mixed fields


def on_monday_wednesday_friday() -> list[Choices]:
    return [
        {("E001", day): code for day, code in zip((0, 2, 4), codes, strict=True) if code}
        for codes in product(("", "P1", "P2", "P3"), repeat=3)
    ]


def week(*codes: str) -> Choices:
    return {("E001", day): code for day, code in enumerate(codes) if code}


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"absences": (absence(8, 8),)},
        {"absences": (absence(8, 12),), "public_holidays": HOLIDAY},
        {"public_holidays": HOLIDAY},
        {"contracts": (PART_TIME.model_copy(update={"absence_counts_as_work": False}),), "absences": (absence(8, 8),)},
        {"contracts": (PART_TIME.model_copy(update={"paid_minutes_per_week": 871}),), "absences": (absence(8, 8),)},
        {"contracts": (PART_TIME.model_copy(update={"days_per_week": 0, "paid_minutes_per_week": 600}),)},
    ],
    ids=["plain", "absence", "long absence", "holiday", "uncredited", "fraction of a minute", "no days"],
)
def test_model_and_check_agree_on_every_week(changes: dict[str, object], weight: int | None) -> None:
    assert_agreement(part_timers(**changes), ContractMinutes(weight=weight), on_monday_wednesday_friday())


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("tolerance", [0, 20, 280])
def test_model_and_check_agree_with_any_tolerance(tolerance: int, weight: int | None) -> None:
    rule = ContractMinutes(credit_tolerance_minutes=tolerance, weight=weight)
    rosters = [*on_monday_wednesday_friday(), week("", "P1", "P1"), week("P2", "P1", "P1")]
    problem = part_timers(
        absences=(absence(8, 8),), contracts=(PART_TIME.model_copy(update={"paid_minutes_per_week": 855}),)
    )
    assert_agreement(problem, rule, rosters)


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("before", [(), ("P1", ""), ("P1", "P3"), ("", "P2")])
def test_model_and_check_agree_on_a_week_that_began_before_the_horizon(
    before: tuple[str, ...], weight: int | None
) -> None:
    problem = part_timers(days=5, first_day=date(2023, 11, 8))
    rows = [
        assignment(problem, "E001", MONDAY + timedelta(days=n), code or "P1", employee_id="E001" if code else "E002")
        for n, code in enumerate(before)
    ]
    rosters = [week(*codes) for codes in product(("", "P1", "P2", "P3"), repeat=3)]
    assert_agreement(problem.replace(previous=Roster.of(rows)), ContractMinutes(weight=weight), rosters)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_a_week_that_outlasts_the_horizon(weight: int | None) -> None:
    problem = part_timers(days=4, absences=(absence(10, 10),))
    assert_agreement(problem, ContractMinutes(weight=weight))


@pytest.mark.parametrize(
    ("codes", "amounts"),
    [
        (("P1", "", "P1", "", "P2"), []),
        (("P1", "", "P2", "", "P2"), [30]),
        (("P1", "", "P1", "", "P1"), [30]),
        (("P1", "", "P1"), [270]),
    ],
)
def test_part_timers_have_exactly_fourteen_and_a_half_hours(codes: tuple[str, ...], amounts: list[int]) -> None:
    problem = part_timers()
    found = ContractMinutes().check(problem, roster_of(problem, week(*codes)))
    assert [violation.amount for violation in found] == amounts


def test_overtime_does_not_count_towards_the_contract() -> None:
    problem = part_timers()
    assert ContractMinutes().check(problem, roster_of(problem, week("P3", "", "P3", "", "P2"))) == []


def test_the_minutes_are_those_of_the_rows() -> None:
    problem = part_timers()
    rows = roster_of(problem, week("P1", "", "P1")).assignments
    friday = assignment(problem, "E001", date(2023, 11, 10), "P2", paid_minutes=269)
    (found,) = ContractMinutes().check(problem, Roster.of([*rows, friday]))
    assert found.message == ("E001 has 869 regular paid min in the week of 2023-11-06; contract part_time asks for 870")
    assert (found.amount, found.employee, found.date) == (1, "E001", MONDAY)


@pytest.mark.parametrize(("tolerance", "violations"), [(20, 0), (19, 1)])
def test_a_week_with_a_credited_day_may_miss_the_average_by_the_tolerance(tolerance: int, violations: int) -> None:
    problem = part_timers(absences=(absence(8, 8),))
    rule = ContractMinutes(credit_tolerance_minutes=tolerance)
    found = rule.check(problem, roster_of(problem, week("P1", "", "", "", "P1")))
    assert [violation.message for violation in found] == [
        "E001 has 600 regular paid min in the week of 2023-11-06; contract part_time asks for 580, give or take 19 "
        "(870 a week; counted as worked: 2023-11-08 (annual))"
    ][:violations]


def test_a_week_of_absence_asks_for_nothing() -> None:
    problem = tiny_problem(days=7, shifts=(DAY,), contracts=(FULL_TIME,), absences=(absence(6, 12),))
    assert ContractMinutes().check(problem, roster_of(problem, {})) == []
    (found,) = ContractMinutes().check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert found.amount == 450
