"""R37."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from scheduler.constraints.shifts_of_a_kind import ShiftKind, ShiftsOfAKind
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from tests.constraints.agreement import (
    DAY,
    EVENING,
    MONDAY,
    NIGHT,
    Choices,
    assert_agreement,
    assignment,
    model_cost,
    roster_of,
    tiny_problem,
)


def nights(**limits: object) -> ShiftKind:
    return ShiftKind.model_validate(limits)


def around(problem: Problem, before: str, after: str = "") -> Problem:
    """With these shifts just before the horizon, and right after it; a point is a day off."""
    first = problem.horizon.first_day
    days = {first - timedelta(days=len(before) - n): code for n, code in enumerate(before)}
    days |= {problem.horizon.date_of(problem.horizon.days - 1) + timedelta(days=n + 1): c for n, c in enumerate(after)}
    rows = [assignment(problem, "E001", on, code) for on, code in days.items() if code != "."]
    return problem.replace(
        previous=Roster.of(row for row in rows if row.date < first),
        following=Roster.of(row for row in rows if row.date >= first),
    )


def week(codes: str) -> Choices:
    return {("E001", day): code for day, code in enumerate(codes) if code != "."}


def breaches(kind: ShiftKind, codes: str, before: str = "", after: str = "") -> list[tuple[date, int]]:
    problem = around(tiny_problem(len(codes)), before, after)
    found = ShiftsOfAKind(kinds=(kind,)).check(problem, roster_of(problem, week(codes)))
    return [(one.date or MONDAY, one.amount) for one in found]


@pytest.mark.parametrize("weight", [None, 4])
@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("N", ""), ("NN.", ""), ("", "NN"), ("N", "D"), ("NNNN", ".D"), ("N.", "N.D")]
)
@pytest.mark.parametrize(
    "kind",
    [nights(most=2), nights(days_off_after={"1": "1", "2": "2"}), nights(most=3, days_off_after={2: 1, 4: 3})],
    ids=["most", "off", "both"],
)
def test_model_and_check_agree_on_every_roster(kind: ShiftKind, before: str, after: str, weight: int | None) -> None:
    problem = around(tiny_problem(4, shifts=(DAY, NIGHT)), before, after)
    rule = ShiftsOfAKind(kinds=(kind,), weight=weight)
    assert_agreement(problem, rule, choices=None)


@pytest.mark.parametrize("weight", [None, 4])
def test_two_kinds_hold_beside_each_other(weight: int | None) -> None:
    kinds = (ShiftKind(shifts=("V",), most=1), ShiftKind(shifts=("V", "N"), days_off_after={3: 1}))
    assert_agreement(tiny_problem(4, shifts=(EVENING, NIGHT)), ShiftsOfAKind(kinds=kinds, weight=weight))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("N..", []),
        ("NN.D", []),  # one day off after two
        ("NND.", [(date(2023, 11, 8), 1)]),
        ("NNN.", []),
        ("NNNN..D", []),  # two after four
        ("NNNN.D.", [(date(2023, 11, 11), 1)]),
        ("ND.NN", []),  # none after one
        ("NN.NN", []),
    ],
)
def test_days_off_go_by_the_number_of_nights(codes: str, expected: list[tuple[date, int]]) -> None:
    assert breaches(nights(days_off_after={2: 1, 4: 2}), codes) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [("NNN.NNN", []), ("NNNN...", [(MONDAY, 1)]), ("NNNNND.", [(MONDAY, 2)]), ("DDDDDD", []), ("NVNV", [(MONDAY, 1)])],
)
def test_most_in_a_row(codes: str, expected: list[tuple[date, int]]) -> None:
    assert breaches(nights(most=3), codes) == expected


def test_runs_go_over_both_ends_of_the_planned_days() -> None:
    kind = nights(most=3, days_off_after={2: 2})
    assert breaches(kind, "N...", before="NN") == []
    assert breaches(kind, "NN..", before="NN") == [(MONDAY, 1)]
    assert breaches(kind, "D...", before="NN") == [(MONDAY, 1)]
    assert breaches(kind, ".D..", before="NN") == [(date(2023, 11, 7), 1)]
    assert breaches(kind, "..D.", before="NN") == []
    assert breaches(kind, "..NN", after=".D") == [(date(2023, 11, 9), 1)]
    assert breaches(kind, "..NN", after="..D") == []
    # What was published alone is not judged.
    assert breaches(kind, "....", before="NNNND", after="NND") == []


def test_a_day_off_that_nothing_can_mend_has_no_solution() -> None:
    problem = around(tiny_problem(1, shifts=(DAY, NIGHT)), "NN", "D")
    rule = ShiftsOfAKind(kinds=(nights(days_off_after={2: 2}),))
    assert rule.check(problem, Roster())
    assert list(model_cost(problem, rule, [{}, week("N"), week("D")])) == [None] * 3


def test_nights_are_those_of_the_centre_unless_shifts_are_named() -> None:
    assert breaches(ShiftKind(shifts=("D",), most=1), "DD.NN") == [(MONDAY, 1)]
    assert nights(most=1).text(tiny_problem(1)) == "N, V"


def test_more_days_in_a_row_cannot_ask_for_fewer_days_off() -> None:
    with pytest.raises(ValidationError, match="1 days off after 4 days in a row are fewer than the 2 after 2"):
        nights(days_off_after={4: 1, 2: 2})


def test_whoever_was_at_nights_on_all_known_days_may_have_been_before() -> None:
    rule = ShiftsOfAKind(kinds=(nights(most=4, days_off_after={2: 1, 4: 2}),))
    problem = around(tiny_problem(3), "NN..")
    known_from = problem.horizon.first_day - timedelta(days=4)
    assert rule.undecided_before(problem, known_from) is None
    assert rule.undecided_before(problem, known_from + timedelta(days=1)) is None  # two nights or more, two days ago
    assert rule.undecided_before(around(problem, "N.N"), known_from + timedelta(days=1)) is None
    assert "R37 looks back 6 days" in str(
        rule.undecided_before(around(problem, "NN"), problem.horizon.first_day - timedelta(days=2))
    )
