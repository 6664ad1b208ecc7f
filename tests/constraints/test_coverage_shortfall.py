"""R20."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand, ShortfallTier
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build
from tests.constraints.agreement import (
    MONDAY,
    assert_agreement,
    assignment,
    every_roster,
    flat_demand,
    model_cost,
    person,
    roster_of,
    tiny_problem,
)

MORNING = Shift(code="A", name_ko="오전", name_en="morning", start="08:00", end="12:00")
LATE = Shift(code="L", name_ko="심야", name_en="late", start="20:00", end="26:00")
TIERS = (ShortfallTier(0.0, 1), ShortfallTier(0.25, 3), ShortfallTier(0.5, 10))


def demand_between(hours: Mapping[range, float], days: int = 1, weight: int = 1, **changes: object) -> Demand:
    """Demand of the queue ``general`` in some hours from the start of the horizon, none in the others."""
    demand = flat_demand(Horizon(MONDAY, days), **changes)  # type: ignore[arg-type]  # passed through
    required = np.zeros(days * 48)
    for span, agents in hours.items():
        required[2 * span.start : 2 * span.stop] = agents
    weights = np.full(days * 48, weight, dtype=np.int64)
    queues = {"general": replace(demand.queues["general"], required=required, shortfall_weight=weights)}
    return replace(demand, queues=queues)


def problem_with(demand: Demand, people: int = 3, shifts: Sequence[Shift] = (MORNING, LATE)) -> Problem:
    return tiny_problem(
        demand.horizon.days,
        employees=[person(n + 1, shifts=("A", "L")) for n in range(people)],
        shifts=shifts,
        demand=demand,
    )


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("agents", [1.0, 1.2, 2.0])
def test_model_and_check_agree_on_every_roster(weight: int | None, agents: float) -> None:
    demand = demand_between({range(8, 12): agents, range(21, 23): 1.0}, weight=2, shortfall_tiers=TIERS)
    assert_agreement(problem_with(demand), CoverageShortfall(weight=weight))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_nights_that_reach_into_the_next_day(weight: int | None) -> None:
    demand = demand_between({range(24, 26): 1.0}, days=2, shortfall_tiers=TIERS)
    assert_agreement(problem_with(demand, people=1), CoverageShortfall(weight=weight))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_who_comes_over_from_sunday(weight: int | None) -> None:
    problem = problem_with(demand_between({range(2): 2.0, range(8, 12): 1.0}, shortfall_tiers=TIERS), people=2)
    sunday = date(2023, 11, 5)
    both = Roster.of(assignment(problem, employee, sunday, "L") for employee in ("E001", "E002"))
    assert_agreement(problem.replace(previous=both), CoverageShortfall(weight=weight))
    one = problem.replace(previous=Roster.of([assignment(problem, "E001", sunday, "L")]))
    rule = CoverageShortfall(weight=weight)
    rosters = list(every_roster(one))
    for roster, cost in zip(rosters, model_cost(one, rule, rosters), strict=True):
        points = sum(violation.points or 0 for violation in rule.check(one, roster_of(one, roster)))
        assert cost == (None if weight is None else points)


def test_model_and_check_agree_where_nobody_can_cover_the_demand() -> None:
    problem = problem_with(demand_between({range(7, 9): 5.0}, shortfall_tiers=TIERS), people=2)
    rule = CoverageShortfall(weight=7)
    rosters = list(every_roster(problem))
    costs = list(model_cost(problem, rule, rosters))
    assert costs == [sum(v.points or 0 for v in rule.check(problem, roster_of(problem, roster))) for roster in rosters]


def test_what_nobody_can_cover_is_a_constant_and_not_in_the_objective() -> None:
    assembled = build(problem_with(demand_between({range(7, 8): 2.0})), [CoverageShortfall(weight=7)])
    assert assembled.ledger.unavoidable_cost == 2 * 2000 * 7
    assert assembled.ledger.charges() == ()


def test_what_two_of_three_agents_can_cover_is_not_a_constant() -> None:
    assembled = build(problem_with(demand_between({range(8, 9): 3.5})), [CoverageShortfall(weight=1)])
    assert assembled.ledger.unavoidable_cost == 2 * 500
    assert len(assembled.ledger.charges()) == 2


def test_a_person_with_two_shifts_to_choose_from_is_one_head_where_they_overlap() -> None:
    longer = MORNING.model_copy(update={"code": "L"})
    problem = problem_with(demand_between({range(8, 12): 2.0}), people=1, shifts=(MORNING, longer))
    assert build(problem, [CoverageShortfall(weight=1)]).ledger.unavoidable_cost == 8 * 1000


@pytest.mark.parametrize(
    ("required", "points"),
    [
        (1.0, 0),
        (1.25, 2 * 8 * 250),  # less than a quarter is missing
        (4 / 3, 2 * 8 * (333 + 3 * 1)),  # 333.5 of 1334 are a quarter: the tier begins at 333 whole thousandths
        (2.0, 2 * 8 * (500 + 3 * 500)),  # exactly half
        (4.0, 2 * 8 * (1000 + 3 * 1000 + 10 * 1000)),
    ],
)
def test_the_deeper_the_shortfall_the_steeper_its_price(required: float, points: int) -> None:
    problem = problem_with(demand_between({range(8, 12): required}, weight=2, shortfall_tiers=TIERS))
    found = CoverageShortfall(weight=1).check(problem, roster_of(problem, {("E001", 0): "A"}))
    assert sum(violation.points or 0 for violation in found) == points


def test_a_shortfall_is_told_with_its_queue_and_time() -> None:
    problem = problem_with(demand_between({range(8, 9): 2.0}))
    found = CoverageShortfall(weight=1).check(problem, roster_of(problem, {("E001", 0): "A"}))
    assert [violation.message for violation in found] == [
        "general is 1 agents short of 2 from 2023-11-06 08:00",
        "general is 1 agents short of 2 from 2023-11-06 08:30",
    ]


def test_the_requirement_itself_is_enough() -> None:
    problem = problem_with(demand_between({range(8, 12): 2.0}))
    roster = roster_of(problem, {("E001", 0): "A", ("E002", 0): "A"})
    assert CoverageShortfall().check(problem, roster) == []
