"""R03."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import DAY, EVENING, NIGHT, assert_agreement, assignment, roster_of, tiny_problem


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(tiny_problem(), MinimumRest(weight=weight))


def test_model_and_check_agree_on_what_came_before() -> None:
    problem = tiny_problem(days=2)
    sunday_evening = Roster.of([assignment(problem, "E001", date(2023, 11, 5), "V")])
    assert_agreement(problem.replace(previous=sunday_evening), MinimumRest())


def late_start(start: str) -> Shift:
    return Shift(code="L", name_ko="늦음", name_en="late", start=start, end="21:00")


def test_eleven_hours_is_enough() -> None:
    problem = tiny_problem(days=2, shifts=(DAY, EVENING, NIGHT, late_start("12:00")))
    roster = roster_of(problem, {("E001", 0): "V", ("E001", 1): "L"})
    assert MinimumRest().check(problem, roster) == []


def test_ten_hours_and_a_half_is_too_short() -> None:
    problem = tiny_problem(days=2, shifts=(DAY, EVENING, NIGHT, late_start("11:30")))
    roster = roster_of(problem, {("E001", 0): "V", ("E001", 1): "L"})
    (found,) = MinimumRest().check(problem, roster)
    assert found.message == "E001 rests 10.5 h before L on 2023-11-07 (after V on 2023-11-06); at least 11 h"


LATE_NIGHT = Shift(code="N", name_ko="야간", name_en="night", start="22:00", end="30:00")
EARLY = Shift(code="E", name_ko="새벽", name_en="early", start="00:00", end="08:00")
A_DAY_AND_MORE = Shift(code="W", name_ko="당직", name_en="watch", start="15:00", end="48:00")


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize(
    ("shifts", "min_rest_hours"),
    [((LATE_NIGHT, EARLY), 20), ((LATE_NIGHT, EARLY), 48), ((A_DAY_AND_MORE, EARLY), 0), ((A_DAY_AND_MORE, EARLY), 48)],
)
def test_model_and_check_agree_on_shifts_that_are_several_days_apart(
    shifts: tuple[Shift, ...], min_rest_hours: int, weight: int | None
) -> None:
    rule = MinimumRest(weight=weight, min_rest_minutes=60 * min_rest_hours)
    assert_agreement(tiny_problem(days=4, shifts=shifts), rule)


@pytest.mark.parametrize(("min_rest_minutes", "violations"), [(18 * 60, 0), (18 * 60 + 1, 1)])
def test_rest_is_measured_over_a_day_off(min_rest_minutes: int, violations: int) -> None:
    problem = tiny_problem(days=3, shifts=(LATE_NIGHT, EARLY))
    roster = roster_of(problem, {("E001", 0): "N", ("E001", 2): "E"})
    assert len(MinimumRest(min_rest_minutes=min_rest_minutes).check(problem, roster)) == violations


def test_a_long_shift_is_not_forgotten_behind_a_short_one() -> None:
    problem = tiny_problem(days=3, shifts=(A_DAY_AND_MORE, EARLY))
    roster = roster_of(problem, {("E001", 0): "W", ("E001", 1): "E", ("E001", 2): "E"})
    found = MinimumRest(weight=7, min_rest_minutes=0).check(problem, roster)
    assert [violation.message for violation in found] == [
        "E001 works two shifts at once: E on 2023-11-07 begins 24 h before the end of W on 2023-11-06; at least 0 h of "
        "rest between them"
    ]
    found = MinimumRest(weight=7, min_rest_minutes=60).check(problem, roster)
    assert [violation.message for violation in found[1:]] == [
        "E001 rests 0 h before E on 2023-11-08 (after W on 2023-11-06); at least 1 h"
    ]


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_what_reaches_far_into_the_horizon(weight: int | None) -> None:
    problem = tiny_problem(days=3, shifts=(DAY, EARLY))
    row = assignment(problem, "E001", date(2023, 11, 4), "D", end=datetime(2023, 11, 7, 3, 0))
    assert_agreement(problem.replace(previous=Roster.of([row])), MinimumRest(weight=weight))


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("min_rest_hours", [11, 48])
def test_model_and_check_agree_on_what_is_published_after_the_horizon(min_rest_hours: int, weight: int | None) -> None:
    problem = tiny_problem(days=3, shifts=(LATE_NIGHT, EARLY))
    after = Roster.of([assignment(problem, "E001", date(2023, 11, day), "E") for day in (9, 10)])
    rule = MinimumRest(weight=weight, min_rest_minutes=60 * min_rest_hours)
    assert_agreement(problem.replace(following=after), rule)


@pytest.mark.parametrize(("code", "violations"), [("D", 0), ("V", 1)])
def test_a_shift_may_not_end_too_soon_before_the_published_next_one(code: str, violations: int) -> None:
    problem = tiny_problem(days=1)
    problem = problem.replace(following=Roster.of([assignment(problem, "E001", date(2023, 11, 7), "D")]))
    found = MinimumRest().check(problem, roster_of(problem, {("E001", 0): code}))
    assert [violation.date for violation in found] == [date(2023, 11, 6)] * violations
