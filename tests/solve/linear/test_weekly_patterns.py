"""The listed patterns are those that the model allows, at the model's price."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import FlatIntExpr, LinearExpr

from benchmarks.held_model import HeldModel
from scheduler.constraints.base import Rule
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.fair_weekends import FairWeekends
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.requests import Requests
from scheduler.constraints.stable_starts import StableStarts
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.people import Contract, FairnessHistory, Request
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, enumerate_patterns, find_alike
from scheduler.variables import Build
from tests.constraints.agreement import DAY, MONDAY, SHIFTS, person, tiny_problem
from tests.solve.centre import prepared, three_days

FRIDAY = date(2023, 11, 10)
RULES: tuple[Rule, ...] = (
    OneShiftADay(),
    ContractDays(),
    MinimumRest(),
    WeeklyDayOff(),
    StableStarts(weight=7),
    NoIsolatedDays(weight=5),
    FairWeekends(weight=3),
    Requests(weight=2),
)


def contract(days: int) -> Contract:
    return Contract(
        name="full_time", name_ko="전일제", name_en="full time", days_per_week=days, paid_minutes_per_week=480 * days
    )


PROBLEMS = {
    "part of a week": tiny_problem(4, employees=[person(1), person(2, shifts=("D",))], contracts=[contract(3)]),
    "over a weekend": tiny_problem(
        4,
        first_day=FRIDAY,
        employees=[person(1), person(2), person(3, queues=())],
        contracts=[contract(2)],
        shifts=SHIFTS[:2],
        history=(FairnessHistory(employee_id="E001", weekend_days=3),),
        requests=(
            Request(employee_id="E001", date=FRIDAY, shift="D", weight=4),
            Request(employee_id="E002", date=FRIDAY, shift="OFF", weight=1),
            Request(employee_id="E002", date=date(2023, 11, 11), shift="V", weight=-2),
        ),
    ),
    "a whole week": tiny_problem(
        7, employees=[person(1), person(2)], shifts=[DAY], contracts=[contract(5)], first_day=MONDAY
    ),
}


def structure_of(built: Build) -> Structure:
    _ = built.meals  # without a rule of coverage nobody has made them yet
    return Structure.of(built, linear_program(built.model))


def listed(built: Build) -> list[WeeklyPatterns]:
    patterns = enumerate_patterns(structure_of(built))
    assert patterns is not None
    return patterns


def why_not_listed(built: Build, caplog: pytest.LogCaptureFixture, most_patterns: int = 400_000) -> str:
    with caplog.at_level(logging.INFO, logger="scheduler"):
        assert enumerate_patterns(structure_of(built), most_patterns) is None
    (record,) = caplog.records
    return record.getMessage()


def own_charges(built: Build, employee: str) -> LinearExpr:
    own = [charge for charge in built.ledger.charges() if charge.employee == employee]
    return cp_model.LinearExpr.weighted_sum([charge.amount for charge in own], [charge.weight for charge in own])


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_weeks_are_those_of_the_model_at_what_the_persons_rules_charge(name: str) -> None:
    problem = PROBLEMS[name]
    built = build(problem, RULES)
    _ = built.heads
    program = linear_program(built.model)
    costs_seen = set()
    for who, patterns in zip(problem.employees, listed(built), strict=True):
        days = [
            [var.index for var in built.works.on_day(who.employee_id, day).values()]
            for day in range(problem.horizon.days)
        ]
        own = own_charges(built, who.employee_id)
        known = {
            frozenset(patterns.variables(pattern).tolist()): cost + FlatIntExpr(own).offset
            for pattern, cost in enumerate(patterns.value(program.cost).tolist())
        }
        assert len(known) == len(patterns.picks)
        built.model.minimize(own)
        choices = [index for day in days for index in day]
        held = HeldModel(built.model, choices)
        for pattern in product(*([None, *day] for day in days)):
            chosen = frozenset(index for index in pattern if index is not None)
            cost = held.optimum(index in chosen for index in choices)
            assert known.get(chosen) == cost, (who.employee_id, pattern)
            costs_seen.add(cost)
    assert None in costs_seen
    assert len(costs_seen) > 2, "some patterns must cost more than others"


def test_of_too_many_weeks_some_of_a_few_shifts_are_listed_and_together_people_have_all_shifts() -> None:
    wish = Request(employee_id="E002", date=MONDAY, shift="N", weight=4)
    people = [person(n) for n in range(1, 5)]
    problem = tiny_problem(7, employees=people, contracts=[contract(5)], shifts=SHIFTS, requests=(wish,))
    built = build(problem, RULES)
    structure = structure_of(built)
    price = structure.program.cost
    whole, part = listed(built), enumerate_patterns(structure, 100, most_in_part=700)
    assert part is not None
    assert enumerate_patterns(structure, 100) is None
    codes = {var.index: code for _, _, code, var in built.works}
    kept = []
    for every, some in zip(whole, part, strict=True):
        assert (every.is_part, some.is_part) == (False, True)
        assert 0 < len(some.picks) <= 700 < len(every.picks)
        costs = dict(
            zip(map(frozenset, map(every.variables, range(len(every.picks)))), every.value(price), strict=True)
        )
        for number, cost in enumerate(some.value(price).tolist()):
            assert costs[frozenset(some.variables(number).tolist())] == pytest.approx(cost)
        used = {index for number in range(len(some.picks)) for index in some.variables(number).tolist()}
        kept.append({codes[index] for index in used})
    assert set.union(*kept) == {"D", "V", "N"}
    assert min(map(len, kept)) < 3
    (night,) = [var.index for employee, day, code, var in built.works if (employee, day, code) == ("E002", 0, "N")]
    assert any(night in part[1].variables(number) for number in range(len(part[1].picks))), "what is wished for is kept"


def test_a_week_is_the_sum_of_its_parts() -> None:
    ready = prepared()
    for patterns in ready.patterns:
        for pattern in (0, len(patterns.picks) - 1):
            on = patterns.variables(pattern)
            assert ready.ownership.day_of_choice[on].tolist() == [
                day for day, pick in enumerate(patterns.picks[pattern]) if pick
            ]
            expected = patterns.rule_cost[pattern] + ready.program.cost[on].sum()
            assert patterns.value(ready.program.cost)[pattern] == pytest.approx(expected)


def without_first_rule(problem: Problem) -> Build:
    return build(problem, RULES[1:2])


def test_without_one_shift_a_day_nothing_is_listed(caplog: pytest.LogCaptureFixture) -> None:
    assert "two shifts" in why_not_listed(without_first_rule(PROBLEMS["part of a week"]), caplog)


def test_with_one_shift_to_choose_from_the_rule_is_not_needed() -> None:
    patterns = listed(without_first_rule(PROBLEMS["a whole week"]))
    assert [len(person.picks) for person in patterns] == [21, 21]  # 7 choose 5


def test_more_weeks_than_the_most_are_refused_and_as_many_are_not(caplog: pytest.LogCaptureFixture) -> None:
    built = build(tiny_problem(2), RULES[:1])
    patterns = enumerate_patterns(structure_of(built), 16)
    assert patterns is not None
    assert len(patterns[0].picks) == 16
    assert "more than 15" in why_not_listed(built, caplog, 15)


def test_listing_that_takes_too_long_is_given_up_and_a_listing_in_time_is_not() -> None:
    assert enumerate_patterns(three_days().structure, seconds=-1.0) is None
    patterns = enumerate_patterns(three_days().structure, seconds=1000.0)
    assert patterns is not None
    assert len(patterns) == 5


def test_a_slack_variable_that_earns_points_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    built = build(tiny_problem(1), RULES[:1])
    slacks = built.model.new_bool_var("slack")
    built.model.add(slacks <= built.works.on_day("E001", 0)["D"])
    built.model.minimize(-1 * slacks)
    assert "earns" in why_not_listed(built, caplog)


def test_a_person_without_a_possible_week_has_none() -> None:
    built = build(tiny_problem(7, shifts=[DAY], contracts=[contract(7)]), RULES)
    assert len(listed(built)[0].picks) == 0


def test_the_least_slacks_keep_the_persons_rows_and_none_of_them_could_be_less() -> None:
    ready = three_days()
    program, helped = ready.program, 0
    for place, patterns in enumerate(ready.patterns):
        rows = ready.ownership.owner_of_row == place
        least = patterns.slacks.least(patterns.picks)

        def keeps(values: NDArray[np.float64], rows: NDArray[np.bool_] = rows) -> bool:
            activity = (program.matrix @ values)[rows]
            return bool(np.all((program.row_lower[rows] <= activity) & (activity <= program.row_upper[rows])))

        for pattern in range(len(patterns.picks)):
            values = np.zeros(program.n_variables)
            values[patterns.variables(pattern)] = 1.0
            values[patterns.slacks.variables] = least[pattern]
            assert keeps(values)
            for variable in patterns.slacks.variables[(least[pattern] > 0) & (patterns.slacks.cost > 0)].tolist():
                values[variable] -= 1.0
                assert not keeps(values)
                values[variable] += 1.0
                helped += 1
    assert helped > 0


def test_weeks_whose_helps_would_have_to_be_larger_than_they_may_have_none() -> None:
    patterns = three_days().patterns[0]
    least = patterns.slacks.least(patterns.picks)
    needed = (least > least[0]).any(axis=1)
    assert needed.any()
    limited = replace(patterns.slacks, upper=least[0]).least(patterns.picks)
    assert np.array_equal(np.isnan(limited).any(axis=1), needed)
    assert np.array_equal(limited[~needed], least[~needed])


def test_weeks_are_found_by_their_picks_and_others_are_not() -> None:
    for listed in three_days().patterns:
        numbers = np.arange(len(listed.picks))[::-1]
        assert np.array_equal(listed.numbers_of(listed.picks[numbers]), numbers)
        everything = np.array(list(product(*(range(len(choices) + 1) for choices in listed.choices))), dtype=np.int8)
        assert np.count_nonzero(listed.numbers_of(everything) >= 0) == len(listed.picks) < len(everything)


def test_everybody_is_in_one_set_of_people_who_share_a_list() -> None:
    found = find_alike(prepared().patterns)
    assert sorted(np.concatenate([alike.people for alike in found]).tolist()) == list(range(9))
    assert len(found) < 9
    for alike in found:
        for number in alike.people.tolist():
            assert prepared().patterns[number].picks is alike.listed.picks


def test_weeks_are_read_off_a_roster_as_they_were_put_in() -> None:
    ready = prepared()
    for alike in find_alike(ready.patterns):
        numbers = 7 + np.arange(len(alike.people))
        values = np.zeros(ready.program.n_variables, dtype=np.int64)
        values[alike.chosen(numbers)] = 1
        wanted = [ready.patterns[person].variables(7 + n) for n, person in enumerate(alike.people.tolist())]
        assert np.array_equal(np.flatnonzero(values), np.sort(np.concatenate(wanted)))
        assert np.array_equal(alike.numbers_in(values), numbers)
        last = alike.among(alike.people == alike.people[-1])
        assert np.array_equal(last.numbers_in(values), numbers[-1:])


def test_a_week_that_is_not_listed_has_no_number() -> None:
    alike = find_alike(prepared().patterns)[0]
    every_day = np.zeros(prepared().program.n_variables, dtype=np.int64)
    for choices in alike.choices:
        every_day[choices[:, 0]] = 1
    assert np.all(alike.numbers_in(every_day) == -1)
