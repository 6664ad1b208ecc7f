"""R38."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.constraints.forward_rotation import ForwardRotation
from scheduler.domain.roster import Roster
from tests.constraints.agreement import assert_agreement, assignment, roster_of, tiny_problem

ORDER = (("D",), ("V",), ("N",))


@pytest.mark.parametrize("weight", [None, 4])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(tiny_problem(3), ForwardRotation(order=ORDER, weight=weight))


@pytest.mark.parametrize("weight", [None, 4])
def test_model_and_check_agree_between_days_that_are_known(weight: int | None) -> None:
    problem = tiny_problem(3)
    problem = problem.replace(
        previous=Roster.of([assignment(problem, "E001", date(2023, 11, 5), "V")]),
        following=Roster.of([assignment(problem, "E001", date(2023, 11, 9), "V")]),
    )
    assert_agreement(problem, ForwardRotation(order=ORDER, weight=weight))


@pytest.mark.parametrize(
    ("codes", "backward"),
    [("DVN", 0), ("DDD", 0), ("DN", 0), ("VD", 1), ("NV", 1), ("NVD", 2), ("N.D", 0), ("ND", 1)],
)
def test_backward_costs_and_forward_is_free(codes: str, backward: int) -> None:
    problem = tiny_problem(len(codes))
    roster = roster_of(problem, {("E001", day): code for day, code in enumerate(codes) if code != "."})
    found = ForwardRotation(order=ORDER, weight=7).check(problem, roster)
    assert [one.points for one in found] == [7] * backward


def test_shifts_of_one_part_and_those_in_none_are_free() -> None:
    problem = tiny_problem(2)
    for order, codes in (((("D", "V"), ("N",)), "VD"), ((("D",), ("V",)), "ND")):
        roster = roster_of(problem, {("E001", day): code for day, code in enumerate(codes)})
        assert ForwardRotation(order=order).check(problem, roster) == []


def test_it_forbids_what_the_same_successions_would() -> None:
    problem = tiny_problem(2)
    same = ForbiddenSuccessions(successions={"V": ("D",), "N": ("D", "V")})
    assert {key: set(out) for key, out in ForwardRotation(order=ORDER).out_after(problem).items()} == {
        key: set(out) for key, out in same.out_after(problem).items()
    }


def test_a_shift_belongs_to_one_part() -> None:
    with pytest.raises(ValidationError, match="'D' stands twice"):
        ForwardRotation(order=(("D",), ("V", "D")))
