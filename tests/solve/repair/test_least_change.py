"""The least change of a published roster under limits of people touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.least_change import LeastChange
from scheduler.constraints.locks import Locks
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.coverage import measure
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Absence, Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.result import Status
from scheduler.solve.parameters import DEFAULTS
from scheduler.solve.repair.least_change import Allowed, least_change
from scheduler.solve.repair.model import RepairModel
from scheduler.verify import audit
from tests.constraints.agreement import (
    DAY,
    EVENING,
    MONDAY,
    assignment,
    every_roster,
    flat_demand,
    person,
    roster_of,
    tiny_problem,
)

DAYS = [MONDAY + timedelta(days=n) for n in range(3)]
RULES: tuple[Rule, ...] = (
    OneShiftADay(),
    MinimumRest(),
    Absences(),
    MealBreak(),
    CoverageShortfall(weight=10),
    LeastChange(weight=1000),
)


def published_problem(required: float = 2.0, **worked: str) -> Problem:
    """Four people and three days; ``E001_0="D"`` publishes a shift."""
    problem = tiny_problem(
        3, employees=[person(n) for n in range(1, 5)], demand=flat_demand(Horizon(MONDAY, 3), {"general": required})
    )
    shifts = {(name[:4], int(name[5])): code for name, code in worked.items()}
    return problem.replace(published=roster_of(problem, shifts))


def ill(problem: Problem, employee: str, *days: int) -> Problem:
    absences = [Absence(employee_id=employee, first_day=DAYS[n], last_day=DAYS[n], kind="sick_leave") for n in days]
    return problem.replace(absences=tuple(absences))


def everywhere(problem: Problem, days: Sequence[date] = tuple(DAYS)) -> frozenset[tuple[str, date]]:
    return frozenset(
        (one.employee_id, on)
        for one in problem.employees
        for on in days
        if on not in problem.absent_dates[one.employee_id]
    )


def repaired(
    problem: Problem, allowances: Sequence[int], rules: Sequence[Rule] = RULES, **options: object
) -> list[Allowed]:
    places = options.pop("places", everywhere(problem))
    uncounted = options.pop("uncounted", frozenset())
    model = RepairModel(problem, rules, places, uncounted)  # type: ignore[arg-type]  # taken from options
    return least_change(model, allowances, workers=1, **options)  # type: ignore[arg-type]  # taken from options


def codes(roster: Roster | None) -> dict[tuple[str, int], str]:
    assert roster is not None
    return {(row.employee_id, (row.date - MONDAY).days): row.shift for row in roster.assignments}


def touched(problem: Problem, roster: Roster | None) -> set[str]:
    assert problem.published is not None
    was, now = codes(problem.published), codes(roster)
    return {
        employee
        for employee, day in was.keys() | now.keys()
        if was.get((employee, day)) != now.get((employee, day)) and DAYS[day] not in problem.absent_dates[employee]
    }


def test_one_person_stands_in_where_one_may() -> None:
    problem = ill(published_problem(E001_1="D", E002_1="D"), "E001", 1)
    (found,) = repaired(problem, [1])
    assert found.status is Status.FEASIBLE
    assert len(touched(problem, found.roster)) == 1
    assert sorted(code for (_, day), code in codes(found.roster).items() if day == 1) == ["D", "D"]
    assert found.roster is not None
    assert not audit(problem, RULES, found.roster).hard


def test_nobody_is_touched_for_what_was_missing_before_the_absence() -> None:
    problem = published_problem(required=4.0, E001_1="D", E002_1="D")
    (found,) = repaired(problem, [4])
    assert touched(problem, found.roster) == set()
    assert found.roster == problem.published


def test_more_people_stand_in_where_more_may_and_no_wider_allowance_is_dearer() -> None:
    problem = published_problem(E001_1="D", E002_1="D")
    both = (*ill(problem, "E001", 1).absences, *ill(problem, "E002", 1).absences)
    problem = problem.replace(absences=both)
    one, two, more = repaired(problem, [1, 2, 4])
    assert len(touched(problem, one.roster)) == 1
    assert len(touched(problem, two.roster)) == 2
    assert touched(problem, more.roster) == touched(problem, two.roster)
    costs = [audit(problem, RULES, found.roster).cost for found in (one, two, more) if found.roster is not None]
    assert costs == sorted(costs, reverse=True)


def test_what_stays_keeps_its_published_row_to_the_minute() -> None:
    problem = published_problem(E001_1="D", E003_0="V")
    assert problem.published is not None
    own = assignment(
        problem,
        "E002",
        DAYS[1],
        "D",
        break_start=assignment(problem, "E002", DAYS[1], "D").break_start + timedelta(minutes=75),  # type: ignore[operator]  # D has a meal
        break_end=assignment(problem, "E002", DAYS[1], "D").break_end + timedelta(minutes=75),  # type: ignore[operator]  # D has a meal
    )
    problem = ill(problem.replace(published=Roster.of([*problem.published.assignments, own])), "E001", 1)
    (found,) = repaired(problem, [1])
    assert found.roster is not None
    assert own in found.roster.assignments
    (instead,) = [row for row in found.roster.assignments if row.date == DAYS[1] and row != own]
    assert instead.break_start is not None


def test_days_that_are_not_open_stay_even_where_they_are_short() -> None:
    problem = ill(published_problem(E001_0="D", E001_1="D", E002_1="D"), "E001", 0, 1)
    (found,) = repaired(problem, [4], places=everywhere(problem, DAYS[1:]))
    assert {place for place in codes(found.roster) if place[1] == 0} == set()
    assert ("E002", 1) in codes(found.roster)


def test_whom_the_contract_gives_days_off_in_exchange_gets_them_with_the_same_touch() -> None:
    rules = (*RULES, ContractDays())
    problem = published_problem(required=1.0, E001_0="D", E002_1="D", E003_2="D", E004_2="D")
    contracts = {"full_time": problem.contracts["full_time"].model_copy(update={"days_per_week": 1})}
    # The week is known whole: three planned days, and four before them.
    horizon = Horizon(MONDAY, 3)
    problem = ill(problem.replace(contracts=contracts, horizon=horizon), "E001", 0)
    (found,) = repaired(problem, [1], rules)
    worked = [employee for employee, _ in codes(found.roster)]
    assert len(worked) == len(set(worked)), "nobody works more days than the contract has"


def test_too_few_people_are_told_apart_from_enough() -> None:
    heads = MinimumHeads(spans=[{"queue": "general", "from": "09:00", "to": "11:00", "heads": 2}])  # type: ignore[list-item]  # parsed
    problem = published_problem(**{f"E00{n}_{day}": "D" for n in (1, 2) for day in range(3)})
    both = (*ill(problem, "E001", 1).absences, *ill(problem, "E002", 1).absences)
    one, two = repaired(problem.replace(absences=both), [1, 2], (*RULES, heads))
    assert (one.status, one.roster) == (Status.INFEASIBLE, None)
    assert two.status is Status.FEASIBLE


@pytest.mark.parametrize(
    ("absent", "locks", "uncounted", "allowances"),
    [
        ((0, 1), (), frozenset(), (1, 2)),
        # An evening that ends too late for the day shift that follows.
        ((), (Lock(employee_id="E001", date=MONDAY, shift="V"),), frozenset({"E001"}), (0, 1, 2)),
    ],
    ids=["absence", "edit"],
)
def test_no_roster_within_the_allowance_restores_more_cheaply(
    absent: tuple[int, ...], locks: tuple[Lock, ...], uncounted: frozenset[str], allowances: tuple[int, ...]
) -> None:
    shifts = [DAY.model_copy(update={"meal_minutes": 0}), EVENING.model_copy(update={"meal_minutes": 0})]
    problem = tiny_problem(
        2,
        employees=[person(n, shifts=("D", "V")) for n in range(1, 4)],
        shifts=shifts,
        demand=flat_demand(Horizon(MONDAY, 2), {"general": 1.5}),
    )
    problem = problem.replace(
        published=roster_of(problem, {("E001", 0): "D", ("E001", 1): "D", ("E002", 0): "V", ("E003", 1): "V"})
    )
    problem = ill(problem, "E001", *absent).replace(locks=locks)
    assert problem.published is not None
    required = problem.demand.queues["general"].required_permille

    def short_of(roster: Roster) -> NDArray[np.int64]:
        return np.maximum(required - measure(problem, roster).effective_permille["general"], 0)

    def price(roster: Roster) -> int:
        # What was short before is no reason to move anybody.
        short = int(np.maximum(short_of(roster), short_of(problem.published)).sum())  # type: ignore[arg-type]  # is given
        return 10 * short + sum(found.points or 0 for found in LeastChange(weight=1000).check(problem, roster))

    hard = (OneShiftADay(), MinimumRest(), Absences(), Locks())
    least = dict.fromkeys(allowances, 10**9)
    for choices in every_roster(problem):
        roster = roster_of(problem, choices)
        for people in least:
            if len(touched(problem, roster) - uncounted) <= people and not any(
                rule.check(problem, roster) for rule in hard
            ):
                least[people] = min(least[people], price(roster))
    rules = (*hard, CoverageShortfall(weight=10), LeastChange(weight=1000))
    found = repaired(problem, allowances, rules, uncounted=uncounted)
    assert [price(one.roster) for one in found if one.roster is not None] == list(least.values())
    assert least[allowances[-1]] < least[allowances[0]]


def test_rosters_are_the_same_however_many_allowances_are_solved_at_a_time() -> None:
    problem = ill(published_problem(E001_1="D", E002_1="D", E001_2="D", E002_2="D"), "E001", 1, 2)
    one, two = (
        least_change(
            RepairModel(problem, RULES, everywhere(problem)),
            [1, 2, 3, 4],
            workers=2,
            parameters=DEFAULTS.repair.model_copy(update={"most_at_once": at_once}),
        )
        for at_once in (1, 2)
    )
    assert one == two
    assert one[-1].roster is not None


def test_a_repair_without_a_published_roster_is_refused() -> None:
    problem = tiny_problem(3)
    with pytest.raises(ValueError, match="published"):
        RepairModel(problem, RULES, frozenset())
