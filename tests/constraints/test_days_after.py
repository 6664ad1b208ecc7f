"""Days after the horizon that are already published bind like those before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduler.constraints import Rule
from scheduler.constraints.consecutive_days_off import ConsecutiveDaysOff
from scheduler.constraints.consecutive_shifts import ConsecutiveShifts
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.constraints.stable_starts import StableStarts
from scheduler.constraints.weekend_duty import WeekendDuty
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from tests.constraints.agreement import (
    DAY,
    EVENING,
    FULL_TIME,
    Choices,
    assert_agreement,
    assignment,
    every_roster,
    model_cost,
    roster_of,
    tiny_problem,
)

WEEKEND_CONTRACT = FULL_TIME.model_copy(
    update={"days_per_week": 3, "weekend_days_per_week": 1, "paid_minutes_per_week": 3 * 480}
)
AFTER = {9: "D", 10: "V", 11: "D", 12: "D"}
"""Thursday to Sunday, published."""


def before_published_days(codes: dict[int, str]) -> Problem:
    """Monday to Wednesday of a week, of which the rest is published."""
    problem = tiny_problem(days=3, shifts=(DAY, EVENING), contracts=(WEEKEND_CONTRACT,))
    rows = [assignment(problem, "E001", date(2023, 11, day), code) for day, code in codes.items()]
    return problem.replace(following=Roster.of(rows))


RULES: list[tuple[dict[str, object], type[Rule], dict[int, str]]] = [
    ({}, ContractDays, {9: "D", 12: "D"}),
    ({"min_rest_minutes": 15 * 60}, MinimumRest, AFTER),
    ({"max_days": 5}, MaximumConsecutiveDays, AFTER),
    ({"days_off": 2}, WeeklyDayOff, AFTER),
    ({}, ContractMinutes, {9: "D", 12: "D"}),
    ({"max_overtime_minutes_per_week": 0, "max_regular_minutes_per_week": 5 * 480}, OvertimeCap, AFTER),
    ({}, StableStarts, {9: "D", 11: "D"}),
    ({}, NoIsolatedDays, {9: "D", 11: "D"}),
    ({"most": 5}, ConsecutiveShifts, AFTER),
    ({"fewest": 3}, ConsecutiveShifts, {9: "D", 11: "D"}),
    ({"fewest": 3}, ConsecutiveDaysOff, {10: "D"}),
    ({"successions": {"V": ("D",)}}, ForbiddenSuccessions, AFTER),
]
ids = [f"{rule.__name__}{number}" for number, (_, rule, _) in enumerate(RULES)]


@pytest.mark.parametrize("weight", [None, 3])
@pytest.mark.parametrize(("settings", "rule", "after"), RULES, ids=ids)
def test_model_and_check_agree(
    settings: dict[str, Any], rule: type[Rule], after: dict[int, str], weight: int | None
) -> None:
    assert_agreement(before_published_days(after), rule(weight=weight, **settings))


@pytest.mark.parametrize(("settings", "rule", "after"), RULES, ids=ids)
def test_they_find_what_nobody_finds_who_does_not_look_behind_the_last_day(
    settings: dict[str, Any], rule: type[Rule], after: dict[int, str]
) -> None:
    looking = rule(weight=None, **settings)
    problem = before_published_days(after)

    def found(problem: Problem, choices: Choices) -> bool:
        return bool(looking.check(problem, roster_of(problem, choices)))

    blind = problem.replace(following=Roster())
    assert any(found(problem, choices) != found(blind, choices) for choices in every_roster(problem))


@pytest.mark.parametrize("weight", [None, 3])
def test_a_published_sunday_keeps_the_weekend_duty(weight: int | None) -> None:
    # Thursday to Saturday; of Monday to Wednesday the roster before knows.
    problem = tiny_problem(days=3, shifts=(DAY,), contracts=(WEEKEND_CONTRACT,), first_day=date(2023, 11, 9))
    before = Roster.of([assignment(problem, "E001", date(2023, 11, 6), "D")])
    before = Roster.of(
        [
            *before.assignments,
            *(replace(before.assignments[0], employee_id="E9", date=date(2023, 11, day)) for day in (7, 8)),
        ]
    )
    problem = problem.replace(previous=before)
    off = problem.replace(
        following=Roster.of([replace(before.assignments[0], employee_id="E9", date=date(2023, 11, 12))])
    )
    assert_agreement(off, WeekendDuty(weight=weight))
    at_work = problem.replace(following=Roster.of([assignment(problem, "E001", date(2023, 11, 12), "D")]))
    assert WeekendDuty(weight=weight).check(at_work, Roster()) == []
    assert list(model_cost(at_work, WeekendDuty(weight=weight), [{}])) == [0]


def test_a_day_just_after_the_horizon_is_alone_because_of_the_plan() -> None:
    problem = before_published_days({9: "D", 11: "D"})
    messages = [violation.message for violation in NoIsolatedDays().check(problem, roster_of(problem, {}))]
    assert messages == ["E001 works on 2023-11-09 alone, between two days off"]


def test_what_is_too_much_after_the_horizon_alone_is_not_held_against_the_plan() -> None:
    problem = before_published_days(AFTER)
    assert MaximumConsecutiveDays(max_days=3).check(problem, roster_of(problem, {("E001", 0): "D"})) == []


@pytest.mark.parametrize(
    ("rule", "worked_after"), [(ConsecutiveShifts(fewest=4), 9), (ConsecutiveDaysOff(fewest=4), 8)]
)
def test_a_single_day_that_nothing_can_mend_has_no_solution(rule: Rule, worked_after: int) -> None:
    problem = tiny_problem(days=1, shifts=(DAY,))
    before, after = (
        Roster.of(assignment(problem, "E001", date(2023, 11, day), "D") for day in days)
        for days in ((1, 5), (worked_after,))
    )
    problem = problem.replace(previous=before, following=after)
    for choices in every_roster(problem):
        assert rule.check(problem, roster_of(problem, choices))
        assert list(model_cost(problem, rule, [choices])) == [None]
