"""R21."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scheduler.constraints.coverage_surplus import CoverageSurplus
from scheduler.domain.calendar import Horizon
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import (
    MONDAY,
    assert_agreement,
    assignment,
    flat_demand,
    person,
    roster_of,
    tiny_problem,
)

MORNING = Shift(code="A", name_ko="오전", name_en="morning", start="08:00", end="12:00")
LATE = Shift(code="L", name_ko="심야", name_en="late", start="20:00", end="26:00")


def problem_with(agents: float, free_share: float = 0.0, people: int = 3, closed_until_hour: int = 0) -> Problem:
    demand = flat_demand(Horizon(MONDAY, 1), {"general": agents}, surplus_free_share=free_share)
    hour_class = np.full(48, "other", dtype="<U10")
    hour_class[: 2 * closed_until_hour] = "closed"
    general = replace(demand.queues["general"], hour_class=hour_class)
    return tiny_problem(
        1,
        employees=[person(n + 1, shifts=("A", "L")) for n in range(people)],
        shifts=(MORNING, LATE),
        demand=replace(demand, queues={"general": general}),
    )


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize(("agents", "free_share"), [(1.0, 0.0), (1.0, 0.5), (1.999, 0.5), (0.0, 0.1), (1.7, 0.17)])
def test_model_and_check_agree_on_every_roster(weight: int | None, agents: float, free_share: float) -> None:
    assert_agreement(problem_with(agents, free_share), CoverageSurplus(weight=weight))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_who_comes_over_from_sunday(weight: int | None) -> None:
    problem = problem_with(1.0, people=2)
    before = Roster.of([assignment(problem, "E001", date(2023, 11, 5), "L")])
    assert_agreement(problem.replace(previous=before), CoverageSurplus(weight=weight))


def test_the_requirement_and_its_free_share_are_free() -> None:
    problem = problem_with(2.0, 0.5)
    roster = roster_of(problem, {(f"E00{n}", 0): "A" for n in (1, 2, 3)})
    assert CoverageSurplus().check(problem, roster) == []


def test_a_thousandth_more_is_told_with_its_queue_and_time() -> None:
    problem = problem_with(1.999, 0.5)
    roster = roster_of(problem, {(f"E00{n}", 0): "A" for n in (1, 2, 3)})
    found = CoverageSurplus(weight=3).check(problem, roster)
    assert len(found) == 8
    assert (found[0].amount, found[0].points) == (2, 6)  # the free share is 999 whole thousandths
    assert found[0].message == "general has 0.002 agents more than the 2.998 that are of use from 2023-11-06 08:00"


def test_a_closed_queue_has_no_surplus() -> None:
    problem = problem_with(0.0, closed_until_hour=12)
    assert CoverageSurplus().check(problem, roster_of(problem, {("E001", 0): "A"})) == []
    assert CoverageSurplus().check(problem, roster_of(problem, {("E001", 0): "L"})) != []
