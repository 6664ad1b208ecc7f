"""R15."""

from __future__ import annotations

from datetime import date

import pytest
from ortools.sat.python import cp_model

from scheduler.constraints.base import Rule
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.locks import Locks
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.domain.people import Lock
from scheduler.domain.problem import Problem
from scheduler.model import build
from tests.constraints.agreement import assert_agreement, person, roster_of, tiny_problem

TUESDAY = date(2023, 11, 7)


def lock(shift: str, on: date = TUESDAY, employee: str = "E001") -> Lock:
    return Lock(employee_id=employee, date=on, shift=shift)


def status(problem: Problem, rules: list[Rule]) -> tuple[int, int]:
    """How the solver ends, and the points that the ledger shows."""
    assembled = build(problem, rules)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    ended = solver.solve(assembled.model)
    costs = assembled.ledger.cost_by_rule(solver.value) if ended == cp_model.OPTIMAL else {}
    return ended, sum(costs.values())


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "locks",
    [
        (lock("V"),),
        (lock("OFF"),),
        (lock("D", date(2023, 11, 6)), lock("OFF", date(2023, 11, 8))),
        (lock("D"), lock("V", date(2023, 11, 9)), lock("V", date(2023, 11, 5))),
    ],
    ids=["shift", "off", "both ends", "outside the horizon"],
)
def test_model_and_check_agree_on_every_roster(locks: tuple[Lock, ...], weight: int | None) -> None:
    assert_agreement(tiny_problem(locks=locks), Locks(weight=weight), beside=[OneShiftADay()])


def test_the_sentence_says_what_was_found_and_what_is_locked() -> None:
    problem = tiny_problem(locks=(lock("V"), lock("OFF", date(2023, 11, 6))))
    found = Locks().check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert [violation.message for violation in found] == [
        "E001 has no shift on 2023-11-07; locked is V",
        "E001 has D on 2023-11-06; locked is OFF",
    ]


def test_a_lock_on_a_choice_that_can_be_made_is_feasible() -> None:
    problem = tiny_problem(locks=(lock("V"),))
    assert status(problem, [EligibleShifts(), Locks()]) == (cp_model.OPTIMAL, 0)


def test_a_lock_on_a_choice_without_a_variable_is_infeasible() -> None:
    problem = tiny_problem(locks=(lock("V"),), employees=(person(shifts=("D",)),))
    assert status(problem, [EligibleShifts(), Locks()])[0] == cp_model.INFEASIBLE


def test_a_soft_lock_on_a_choice_without_a_variable_is_charged() -> None:
    problem = tiny_problem(locks=(lock("V"),), employees=(person(shifts=("D",)),))
    assert status(problem, [EligibleShifts(), Locks(weight=5)]) == (cp_model.OPTIMAL, 5)


def test_contradicting_locks_are_infeasible_and_cost_one_broken_lock_when_soft() -> None:
    problem = tiny_problem(locks=(lock("V"), lock("D")))
    assert status(problem, [OneShiftADay(), Locks()])[0] == cp_model.INFEASIBLE
    assert status(problem, [OneShiftADay(), Locks(weight=5)]) == (cp_model.OPTIMAL, 5)


def test_a_lock_of_somebody_who_is_not_on_the_staff_is_not_forgotten() -> None:
    problem = tiny_problem(locks=(lock("V", employee="E999"),))
    assert status(problem, [Locks()])[0] == cp_model.INFEASIBLE
    (found,) = Locks().check(problem, roster_of(problem, {}))
    assert found.message == "E999 has no shift on 2023-11-07; locked is V"
