"""Heads that do not add up are proven by the relaxation, and said with their sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.constraints.base import Rule
from scheduler.constraints.conflict import Misses
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.constraints.shift_cover import ShiftCover
from scheduler.constraints.shift_limits import ShiftLimits
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.counting import Imbalance, imbalances
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.penalties import ChargeKind
from tests.constraints.agreement import DAY, MONDAY, flat_demand, person, tiny_problem
from tests.test_diagnose import explain

A_DAY_OFF: tuple[Rule, ...] = (OneShiftADay(), MealBreak(), WeeklyDayOff())


def people(n: int, weeks: int = 1) -> Problem:
    return tiny_problem(7 * weeks, employees=[person(k, shifts=("D",)) for k in range(1, n + 1)], shifts=(DAY,))


def cover(heads: Sequence[int], **fields: int) -> ShiftCover:
    return ShiftCover(cover=[{"day": day, "shift": "D", "heads": n, **fields} for day, n in enumerate(heads)])


def morning(heads: int) -> MinimumHeads:
    return MinimumHeads(spans=[{"queue": "general", "from": "09:00", "to": "10:00", "heads": heads}])


def is_feasible(problem: Problem, rules: Sequence[Rule]) -> bool:
    return cp_model.CpSolver().solve(build(problem, rules).model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def sums(found: Sequence[Imbalance]) -> list[tuple[int, int, int]]:
    return [(each.asked, each.there, each.amount) for each in found]


@pytest.mark.parametrize("rule", [morning(8), cover([8] * 7)], ids=["R17", "R36"])
def test_a_week_that_lacks_heads_is_said_with_rule_and_sums(rule: Rule) -> None:
    (sentence,) = explain(people(9), (*A_DAY_OFF, rule), workers=1)
    assert sentence.startswith("week of 2023-11-06: ")
    assert f"({rule.number}): 56 needed (" in sentence
    assert "2023-11-06 ~ 2023-11-12), 54 there at most by the other rules: 2 short" in sentence


@pytest.mark.parametrize(
    "cap",
    [
        ShiftLimits(most={"D": 6}),
        OvertimeCap(max_overtime_minutes_per_week=720, max_regular_minutes_per_week=6 * 480),
        OvertimeCap(
            max_overtime_minutes_per_week=720, max_regular_minutes_per_week=6 * 480, max_paid_minutes_per_day=480
        ),
    ],
    ids=["R30", "R07", "R07 with a limit by the day"],
)
def test_rules_that_forbid_single_choices_link_days_as_well(cap: Rule) -> None:
    assert DAY.regular_minutes == 480
    rule = cover([8] * 7)
    found = imbalances(people(9), (OneShiftADay(), MealBreak(), cap, rule), (rule,))
    assert sums(found) == [(56, 54, 2)]


def test_a_day_on_which_a_limit_forbids_single_people_is_not_added_up() -> None:
    rule, limit = cover([2] * 7), ShiftLimits(most={"D": 7}, most_by_employee={"E001": {"D": 0}})
    problem = people(2)
    assert not is_feasible(problem, (OneShiftADay(), limit, rule))
    assert imbalances(problem, (OneShiftADay(), limit, rule), (rule,)) == []


def test_heads_that_just_add_up_are_no_matter() -> None:
    assert imbalances(people(9), (*A_DAY_OFF, cover([8] * 5 + [7] * 2)), (cover([8] * 5 + [7] * 2),)) == []


def test_the_heads_that_are_short_are_just_what_has_to_go() -> None:
    assert not is_feasible(people(9), (*A_DAY_OFF, cover([8] * 6 + [7])))
    assert is_feasible(people(9), (*A_DAY_OFF, cover([8] * 5 + [7] * 2)))


def test_several_weeks_have_a_sum_each_and_one_of_all() -> None:
    rule = cover([8] * 14)
    found = imbalances(people(9, weeks=2), (*A_DAY_OFF, rule), (rule,))
    assert sums(found) == [(56, 54, 2), (56, 54, 2), (112, 108, 4)]
    assert [each.is_a_week for each in found] == [True, True, False]
    assert found[2].days == {"D": tuple(MONDAY + timedelta(days=n) for n in range(14))}


def test_too_few_seats_for_the_days_of_contracts_add_up_as_well() -> None:
    seats = OnSiteSeats(seats=6)
    rules = (*A_DAY_OFF, ContractDays(), seats)
    (found,) = imbalances(people(9), rules, (seats,))
    assert (found.kind, sums([found])) == (ChargeKind.EXCESS, [(42, 45, 3)])
    (sentence,) = explain(people(9), rules, workers=1)
    assert "42 allowed" in sentence
    assert "45 there at least by the other rules: 3 too many" in sentence


def test_rules_of_which_none_makes_room_for_the_others_have_their_sums_each() -> None:
    rules = (cover([8] * 7), morning(8), CoverageShortfall())
    problem = people(9).replace(demand=flat_demand(people(9).horizon, {"general": 20.0}))
    found = imbalances(problem, (*A_DAY_OFF, *rules), rules)
    assert [each.rule.number for each in found] == ["R36", "R17"]
    assert sums(found) == [(56, 54, 2)] * 2
    sentences = explain(problem, (*A_DAY_OFF, *rules), workers=1)
    assert [": 2 short" in sentence for sentence in sentences] == [True, True]


def test_sums_speak_korean() -> None:
    (sentence,) = explain(people(9), (*A_DAY_OFF, cover([8] * 7)), language="ko", workers=1)
    assert sentence.startswith(
        "11월 6일(월) 주: '근무별 배치 인원 (R36)' - 56명 필요하지만(D: 11월 6일(월) ~ 11월 12일(일))"
    )
    assert "최대 54명이어서 2명이 부족합니다" in sentence


def test_a_day_that_lacks_people_by_itself_is_not_added_up() -> None:
    rule = morning(3)
    assert imbalances(people(2), (OneShiftADay(), MealBreak(), rule), (rule,)) == []


def test_of_two_rules_that_count_the_one_that_makes_room_is_named() -> None:
    # Lifting the seats alone does not bring the 56 heads that are needed.
    heads, seats = morning(8), OnSiteSeats(seats=8)
    (found,) = imbalances(people(9), (*A_DAY_OFF, seats, heads), (seats, heads))
    assert (found.rule.number, sums([found])) == ("R17", [(56, 54, 2)])


def test_a_miss_that_may_not_be_the_least_leaves_no_doubt_that_no_roster_exists() -> None:
    rule = cover([1])
    (said,) = rule.blame(Misses(people(2), Roster(()), able=(), counting=(rule,), is_least=False))
    assert "It is proven that no roster keeps all rules" in str(said)
    assert "might do better" not in str(said)
    assert "근무표가 없음은 증명" in said.text("ko")


@settings(derandomize=True, max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=7, max_size=7), st.integers(2, 4), st.integers(1, 4))
def test_no_roster_misses_fewer_heads_than_the_sum_says(heads: list[int], n: int, days_off: int) -> None:
    problem, rule = people(n), cover(heads, weight_over=0)
    rules = (OneShiftADay(), WeeklyDayOff(days_off=days_off))
    found = imbalances(problem, (*rules, rule), (rule,))
    # By hand: everybody works at most 7 - days_off days, and no day has more than n.
    there = min(sum(min(n, asked) for asked in heads), n * (7 - days_off))
    is_linked = there < sum(min(n, asked) for asked in heads)
    assert bool(found) == is_linked
    for each in found:
        on = {MONDAY + timedelta(days=day): min(n, asked) for day, asked in enumerate(heads)}
        assert each.amount == sum(on.values()) - there
