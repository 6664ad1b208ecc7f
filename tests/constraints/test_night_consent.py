"""R10."""

from __future__ import annotations

import pytest

from scheduler.constraints.night_consent import NightConsent
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import DAY, assert_agreement, person, roster_of, tiny_problem


def plain_shift(start: str, end: str) -> Shift:
    return Shift(code="L", name_ko="늦음", name_en="late", start=start, end=end)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(tiny_problem(employees=(person(may_work_nights=False),)), NightConsent(weight=weight))


@pytest.mark.parametrize(("start", "end"), [("14:00", "22:00"), ("06:00", "14:00")])
def test_a_shift_that_ends_at_22_or_starts_at_6_is_no_night_work(start: str, end: str) -> None:
    shift = plain_shift(start, end)
    problem = tiny_problem(employees=(person(may_work_nights=False),), shifts=(DAY, shift))
    assert NightConsent().check(problem, roster_of(problem, {("E001", 0): "L"})) == []
    assert not NightConsent().forbids(problem, problem.employees[0], 0, shift)


@pytest.mark.parametrize(("start", "end"), [("14:00", "22:30"), ("05:30", "14:00")])
def test_half_an_hour_between_22_and_6_is_night_work(start: str, end: str) -> None:
    shift = plain_shift(start, end)
    problem = tiny_problem(employees=(person(may_work_nights=False),), shifts=(DAY, shift))
    (found,) = NightConsent().check(problem, roster_of(problem, {("E001", 0): "L"}))
    assert found.message == (
        "E001 works L on 2023-11-06 with 30 min between 22:00 and 06:00, without consent to night work"
    )
    assert NightConsent().forbids(problem, problem.employees[0], 0, shift)


def test_a_shift_across_two_nights_counts_both() -> None:
    problem = tiny_problem(employees=(person(may_work_nights=False),), shifts=(plain_shift("05:00", "23:30"),))
    (found,) = NightConsent().check(problem, roster_of(problem, {("E001", 0): "L"}))
    assert "with 150 min" in found.message


def test_with_consent_every_night_is_allowed() -> None:
    problem = tiny_problem()
    assert NightConsent().check(problem, roster_of(problem, {("E001", 0): "N", ("E001", 1): "N"})) == []
