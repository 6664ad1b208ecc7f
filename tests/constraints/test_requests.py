"""R22."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.absences import Absences
from scheduler.constraints.requests import Requests
from scheduler.domain.people import Absence, Request
from tests.constraints.agreement import assert_agreement, every_roster, model_cost, person, roster_of, tiny_problem

MONDAY, TUESDAY, WEDNESDAY = date(2023, 11, 6), date(2023, 11, 7), date(2023, 11, 8)


def request(on: date, shift: str, weight: int, employee_id: str = "E001") -> Request:
    return Request(employee_id=employee_id, date=on, shift=shift, weight=weight)


ALL_KINDS = (
    request(MONDAY, "D", 3),
    request(MONDAY, "N", -2),
    request(TUESDAY, "OFF", 4),
    request(TUESDAY, "V", -1),
    request(WEDNESDAY, "OFF", -5),
    request(WEDNESDAY, "D", -1),
)


def test_model_and_check_agree_on_every_roster() -> None:
    assert_agreement(tiny_problem(requests=ALL_KINDS), Requests(weight=10))


@pytest.mark.parametrize("only", ALL_KINDS)
def test_model_and_check_agree_on_each_kind_when_requests_must_be_met(only: Request) -> None:
    assert_agreement(tiny_problem(requests=(only,)), Requests())


@pytest.mark.parametrize("shift", ["D", "OFF"])
@pytest.mark.parametrize("weight", [2, -2])
def test_model_and_check_agree_where_an_absence_leaves_no_choice(shift: str, weight: int) -> None:
    absence = Absence(employee_id="E001", first_day=TUESDAY, last_day=TUESDAY, kind="sick")
    problem = tiny_problem(absences=(absence,), requests=(request(TUESDAY, shift, weight), request(MONDAY, "D", 1)))
    free = [roster for roster in every_roster(problem) if ("E001", 1) not in roster]
    rule = Requests(weight=10)
    costs = list(model_cost(problem, rule, free, [Absences()]))
    assert costs == [sum(v.points or 0 for v in rule.check(problem, roster_of(problem, roster))) for roster in free]


def test_a_day_off_that_is_worked_is_told_with_its_shift() -> None:
    problem = tiny_problem(requests=(request(TUESDAY, "OFF", 2),))
    (found,) = Requests(weight=10).check(problem, roster_of(problem, {("E001", 1): "D"}))
    assert found.message == "E001 asked for OFF on 2023-11-07 and works D"
    assert (found.amount, found.points) == (2, 20)


def test_a_shift_that_is_not_had_is_told_with_the_day_off() -> None:
    problem = tiny_problem(requests=(request(TUESDAY, "D", 2),))
    (found,) = Requests(weight=10).check(problem, roster_of(problem, {}))
    assert found.message == "E001 asked for D on 2023-11-07 and is off"


def test_a_shift_that_somebody_wants_to_avoid_is_told() -> None:
    problem = tiny_problem(requests=(request(TUESDAY, "N", -2),))
    (found,) = Requests(weight=10).check(problem, roster_of(problem, {("E001", 1): "N"}))
    assert found.message == "E001 asked not to have N on 2023-11-07 and works N"


@pytest.mark.parametrize("on", [date(2023, 11, 5), date(2023, 11, 9)])
def test_requests_outside_the_horizon_are_ignored(on: date) -> None:
    problem = tiny_problem(requests=(request(on, "D", 2),))
    assert Requests(weight=10).check(problem, roster_of(problem, {})) == []
    assert list(model_cost(problem, Requests(weight=10), [{}])) == [0]


def test_requests_of_people_who_left_are_ignored() -> None:
    problem = tiny_problem(employees=(person(2),), requests=(request(MONDAY, "D", 2),))
    assert Requests(weight=10).check(problem, roster_of(problem, {})) == []
    assert list(model_cost(problem, Requests(weight=10), [{}])) == [0]


def off_between(on: date, start: str, end: str, weight: int) -> Request:
    fields = {"employee_id": "E001", "date": on, "shift": "OFF", "weight": weight}
    return Request.model_validate({**fields, "from_minute": start, "to_minute": end})


@pytest.mark.parametrize("weight", [10, None])
def test_model_and_check_agree_on_wishes_by_the_hour(weight: int | None) -> None:
    wishes = (off_between(MONDAY, "22:00", "30:00", 3), off_between(TUESDAY, "09:00", "12:00", -2))
    assert_agreement(tiny_problem(2, requests=wishes), Requests(weight=weight))


@pytest.mark.parametrize(
    ("start", "end", "shift", "is_met"),
    [
        ("22:00", "26:00", "V", False),  # until 01:00
        ("17:00", "18:00", "V", True),
        ("22:00", "26:00", "D", True),
        ("00:00", "01:00", "N", True),  # from 01:00
        ("00:00", "01:30", "N", False),
    ],
)
def test_a_wish_by_the_hour_is_about_shifts_that_touch_it(start: str, end: str, shift: str, *, is_met: bool) -> None:
    problem = tiny_problem(1, requests=(off_between(MONDAY, start, end, 3),))
    found = Requests(weight=10).check(problem, roster_of(problem, {("E001", 0): shift}))
    assert [violation.points for violation in found] == ([] if is_met else [30])
    assert all(f"asked for OFF {start}-{end} on 2023-11-06" in violation.message for violation in found)


def test_whoever_is_away_in_part_meets_it_with_what_is_left() -> None:
    away = Absence(employee_id="E001", first_day=MONDAY, last_day=MONDAY, kind="leave", part="afternoon")
    problem = tiny_problem(1, requests=(off_between(MONDAY, "22:00", "26:00", 3),), absences=(away,))
    assert not Requests(weight=10).check(problem, roster_of(problem, {("E001", 0): "V"}))
    assert list(model_cost(problem, Requests(weight=10), [{("E001", 0): "V"}])) == [0]
