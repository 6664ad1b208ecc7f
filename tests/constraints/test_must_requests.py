"""R19."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints import with_what_a_roster_is
from scheduler.constraints.must_requests import MustRequests
from scheduler.constraints.requests import Requests
from scheduler.domain.people import Request
from tests.constraints.agreement import assert_agreement, every_roster, model_cost, roster_of, tiny_problem

MONDAY, TUESDAY = date(2023, 11, 6), date(2023, 11, 7)


def must(on: date, shift: str, **times: int) -> Request:
    return Request(employee_id="E001", date=on, shift=shift, weight=1, is_must=True, **times)


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize(
    "wishes",
    [
        (must(MONDAY, "D"),),
        (must(MONDAY, "OFF"), must(TUESDAY, "N")),
        (must(TUESDAY, "OFF", from_minute=20 * 60, to_minute=26 * 60),),
    ],
    ids=["shift", "off-and-shift", "hours"],
)
def test_model_and_check_agree_on_every_roster(wishes: tuple[Request, ...], weight: int | None) -> None:
    assert_agreement(tiny_problem(2, requests=wishes), MustRequests(weight=weight))


def test_a_wish_is_of_one_of_the_two_rules() -> None:
    wish = must(MONDAY, "D")
    other = wish.model_copy(update={"is_must": False})
    for mine, rule, not_mine in ((wish, MustRequests(), Requests()), (other, Requests(), MustRequests())):
        problem = tiny_problem(1, requests=(mine,))
        for choices in every_roster(problem):
            is_met = choices == {("E001", 0): "D"}
            assert bool(rule.check(problem, roster_of(problem, choices))) != is_met
            assert not_mine.check(problem, roster_of(problem, choices)) == []
            assert list(model_cost(problem, not_mine, [choices])) == [0]


def test_it_names_who_was_promised_what() -> None:
    problem = tiny_problem(1, requests=(must(MONDAY, "OFF", from_minute=22 * 60, to_minute=24 * 60),))
    (found,) = MustRequests().check(problem, roster_of(problem, {("E001", 0): "V"}))
    assert found.message == "E001 asked for OFF 22:00-24:00 on 2023-11-06 and works V"
    assert found.text("ko") == "E001: 11월 6일(월) 휴무 22:00-24:00 희망; V 근무"
    assert found.is_hard


def test_it_holds_without_being_listed() -> None:
    assert [type(rule) for rule in with_what_a_roster_is(()) if rule.number == "R19"] == [MustRequests]
