"""The walk of docs/adding-a-rule.md: a rule that stands in no list is modelled, searched, checked and explained."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import ClassVar, Literal

import pytest
from pydantic import Field

from scheduler import docs
from scheduler.config import Solving
from scheduler.constraints import RULES, Rule, Violation
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.locks import Locks
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.diagnose import explain
from scheduler.domain.people import Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.messages import Message, msgid
from scheduler.result import Status
from scheduler.solve import solve
from scheduler.variables import Build
from scheduler.verify import audit, disagreement
from tests.constraints.agreement import MONDAY, assert_agreement, tiny_problem

ONE_WORKER = Solving(workers=1)
WHAT_A_ROSTER_IS = (OneShiftADay(), EligibleShifts())


class SameStart(Rule):
    """R50: nobody starts at another time than the day before.

    Starts that lie `free_minutes` apart or less are the same. Soft unit: each day with another start than the day
    before. Counts on R01.
    """

    number: ClassVar[str] = "R50"
    title_en: ClassVar[str] = msgid("Same start")
    blame_points: ClassVar[int] = 2_000

    rule: Literal["same_start"] = "same_start"
    free_minutes: int = Field(default=0, ge=0, description="difference that is free")

    def apply(self, build: Build) -> None:
        """Let no two choices of neighbouring days stand whose starts differ."""
        problem = build.problem
        for person in problem.employees:
            for day in range(1, problem.horizon.days):
                today = build.works.on_day(person.employee_id, day)
                for code, choice in build.works.on_day(person.employee_id, day - 1).items():
                    start = problem.shifts[code].start_minute
                    others = [
                        other
                        for later, other in today.items()
                        if abs(problem.shifts[later].start_minute - start) > self.free_minutes
                    ]
                    build.at_most(
                        self.number,
                        self.weight,
                        build.sum([choice, *others]),
                        1,
                        1,
                        employee=person.employee_id,
                        date=problem.horizon.date_of(day),
                    )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each start with that of the day before."""
        found: list[Violation] = []
        for employee, rows in roster.by_employee.items():
            for before, row in pairwise(rows):
                apart = abs(row.start - before.start - timedelta(days=1)) / timedelta(minutes=1)
                if row.date - before.date == timedelta(days=1) and apart > self.free_minutes:
                    found.append(
                        self.violation(
                            Message("{employee} starts anew on {on}", employee=employee, on=row.date),
                            employee=employee,
                            date=row.date,
                        )
                    )
        return found


def locked_problem() -> Problem:
    """One person, a day shift and then an evening shift, both locked."""
    locks = tuple(Lock(employee_id="E001", date=MONDAY + timedelta(days=n), shift=code) for n, code in enumerate("DV"))
    return tiny_problem(2, locks=locks)


def test_the_rule_is_in_no_list() -> None:
    assert SameStart not in RULES
    assert SameStart.number not in {rule.number for rule in RULES}


@pytest.mark.parametrize("weight", [None, 3])
def test_its_model_and_its_check_agree(weight: int | None) -> None:
    assert_agreement(tiny_problem(3), SameStart(weight=weight), beside=[OneShiftADay()])


def test_a_search_charges_what_the_check_finds() -> None:
    problem, rules = locked_problem(), (*WHAT_A_ROSTER_IS, Locks(), SameStart(weight=3))
    result = solve(problem, rules, options=ONE_WORKER)
    assert result.roster is not None
    checked = audit(problem, rules, result.roster)
    assert (checked.hard, checked.cost_by_rule) == ((), {"R50": 3})
    assert disagreement(checked, result) is None


def test_a_diagnosis_names_it_in_both_languages_and_says_what_would_help() -> None:
    rules = (*WHAT_A_ROSTER_IS, Locks(), SameStart())
    assert solve(locked_problem(), rules, options=ONE_WORKER).status is Status.INFEASIBLE
    (reason,) = explain(locked_problem(), rules, workers=1)
    assert reason.rules == {"R50", "R15"}
    assert "2023-11-07: Same start (R50) cannot be kept" in reason.text("en")
    assert "lift one of the locks, or relax Same start (R50) or give it a weight" in reason.text("en")
    # Its title is in no catalogue, and stays in English.
    assert "'Same start (R50)' 규칙을 지킬 수 없습니다" in reason.text("ko")


def test_its_page_comes_from_the_class() -> None:
    section = "\n".join(docs.rule_section(SameStart))
    assert "R50 Same start (Same start)" in section
    assert "difference that is free" in section
