"""The walk of docs/adding-a-rule.md: a rule that stands in no list is modelled, searched, checked and explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, ClassVar, Literal

import pytest
from pydantic import Field

from benchmarks.model_and_check import compare
from scheduler import docs
from scheduler.config import Solving
from scheduler.constraints import RULES, Rule, Violation
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.known_rows import known_rows
from scheduler.constraints.locks import Locks
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.outside_rows import outside_rows
from scheduler.diagnose import explain
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import MinutesPerDay
from scheduler.domain.people import Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid
from scheduler.result import Status
from scheduler.solve import solve
from scheduler.variables import Build
from scheduler.verify import audit, disagreement
from tests.constraints.agreement import MONDAY, assert_agreement, assignment, roster_of, tiny_problem

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

ONE_WORKER = Solving(workers=1)
WHAT_A_ROSTER_IS = (OneShiftADay(), EligibleShifts())


class SameStart(Rule):
    """R50: nobody starts at another time than the day before.

    Starts of two days in a row lie 24 hours apart, as time passes, give or take `free_minutes`. Shifts before and after
    the horizon count where they are known. Soft unit: each start that differs from one of the day before. Counts on
    R01.
    """

    number: ClassVar[str] = "R50"
    title_en: ClassVar[str] = msgid("Same start")
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    blame_points: ClassVar[int] = 2_000

    rule: Literal["same_start"] = "same_start"
    free_minutes: MinutesPerDay = Field(default=0, description="difference that is free")

    def apply(self, build: Build) -> None:
        """Let no two choices of neighbouring days stand whose starts differ, nor one that differs from a given one."""
        horizon = build.problem.horizon
        for person in build.problem.employees:
            employee = person.employee_id
            for day in range(1, horizon.days):
                for before, choice in self._starts(build, employee, day - 1):
                    others = [var for at, var in self._starts(build, employee, day) if self._is_another(before, at)]
                    if others:
                        self._hold(build, employee, day, [choice, *others], 1)
            for there, row in outside_rows(build.problem, employee):
                given = horizon.elapsed_at(row.start)
                for day, order in ((there + 1, 1), (there - 1, -1)):
                    if 0 <= day < horizon.days:
                        starts = self._starts(build, employee, day)
                        others = [var for at, var in starts if self._is_another(*(given, at)[::order])]
                        self._hold(build, employee, day, others, 0)

    @staticmethod
    def _starts(build: Build, employee: str, day: int) -> list[tuple[int, IntVar]]:
        """When each choice of a planned day begins, in minutes that pass from the horizon's start on."""
        shifts, midnight = build.problem.shifts_of(employee, day), build.problem.horizon.midnight(day)
        choices = build.works.on_day(employee, day).items()
        return [(midnight + shifts[code].start_minute, choice) for code, choice in choices]

    def _is_another(self, before: float, at: float) -> bool:
        return abs(at - before - MINUTES_PER_DAY) > self.free_minutes

    def _hold(self, build: Build, employee: str, day: int, choices: Sequence[IntVar], limit: int) -> None:
        on = build.problem.horizon.date_of(day)
        build.at_most(self.number, self.weight, build.sum(choices), limit, 1, employee=employee, date=on)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each start with those of the day before, where one of the two is planned."""
        found: list[Violation] = []
        for employee, planned in roster.by_employee.items():
            rows = known_rows(problem, roster, employee)
            for before, row in product(rows, rows):
                if row.date - before.date != timedelta(days=1) or not {before, row} & set(planned):
                    continue
                passed = minutes_between(before.start, row.start, problem.horizon.zone)
                if not 24 * 60 - self.free_minutes <= passed <= 24 * 60 + self.free_minutes:
                    found.append(
                        self.violation(
                            Message("{employee} starts anew on {on}", employee=employee, on=row.date),
                            employee=employee,
                            date=row.date if row in planned else before.date,
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


@pytest.mark.parametrize("around", ["previous", "following"])
def test_what_stands_on_the_day_beside_the_horizon_counts(around: str) -> None:
    problem = tiny_problem(2)
    beside = assignment(problem, "E001", MONDAY + timedelta(days=-1 if around == "previous" else 2), "D")
    problem = problem.replace(**{around: Roster.of([beside])})
    for weight in (None, 3):
        assert_agreement(problem, SameStart(weight=weight), beside=[OneShiftADay()])
    next_to_it = 0 if around == "previous" else 1
    assert SameStart().check(problem, roster_of(problem, {("E001", next_to_it): "D"})) == []
    assert len(SameStart().check(problem, roster_of(problem, {("E001", next_to_it): "V"}))) == 1


@pytest.mark.parametrize("clock_changes", [False, True])
def test_they_agree_on_odd_problems_with_days_around_and_changes_of_the_clock(clock_changes: bool) -> None:
    rules = [SameStart(), SameStart(weight=3), SameStart(weight=2, free_minutes=90)]
    compared = [each for seed in range(8) for each in compare(seed, rules=rules, clock_changes=clock_changes)]
    assert [each for each in compared if not each.agree] == []
    assert {bool(each.check_points) for each in compared} == {True, False}


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
