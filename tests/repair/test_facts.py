"""What may change in a repair, and what must not."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.constraints.absences import Absences
from scheduler.constraints.locks import Locks
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.domain.people import Absence, Lock, Request
from scheduler.domain.problem import Problem
from scheduler.repair.facts import Facts, gather
from tests.constraints.agreement import MONDAY, person, roster_of, tiny_problem

RULES = (OneShiftADay(), MinimumRest(), Absences(), Locks())
WORKED = {("E001", 0): "D", ("E001", 1): "D", ("E002", 0): "D", ("E002", 1): "D", ("E003", 1): "D"}


def on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def two_weeks(*absent_days: int, **changes: object) -> Problem:
    """Two weeks of E001 and E002, who serve a queue, and E003, who does not; E001 is ill."""
    problem = tiny_problem(14, employees=[person(1), person(2), person(3, queues=())], **changes)  # type: ignore[arg-type]  # of mixed fields
    absences = [
        Absence(employee_id="E001", first_day=on(day), last_day=on(day), kind="sick_leave") for day in absent_days
    ]
    return problem.replace(absences=tuple(absences))


def gathered(problem: Problem, first_open: int = 0) -> Facts:
    return gather(problem, RULES, roster_of(problem, WORKED), on(first_open))


def open_days(facts: Facts, employee: str) -> list[int]:
    return sorted((when - MONDAY).days for name, when in facts.open_places if name == employee)


def test_those_who_serve_a_queue_are_open_in_the_week_of_the_absence() -> None:
    facts = gathered(two_weeks(1))
    assert open_days(facts, "E002") == list(range(7))
    assert open_days(facts, "E003") == [], "without a queue nobody can stand in"
    assert open_days(facts, "E001") == [], "whoever is ill keeps the other days"


def test_the_day_before_the_first_open_one_is_closed_and_locked_for_everybody() -> None:
    facts = gathered(two_weeks(1), first_open=1)
    assert open_days(facts, "E002") == list(range(1, 7))
    assert {(lock.employee_id, lock.shift) for lock in facts.problem.locks if lock.date == MONDAY} == {
        ("E001", "D"),
        ("E002", "D"),
        ("E003", "OFF"),
    }
    assert not [lock for lock in facts.problem.locks if lock.date == on(1)]


def test_whoever_is_ill_on_a_closed_day_is_off_there_all_the_same() -> None:
    facts = gathered(two_weeks(0, 1), first_open=1)
    assert Lock(employee_id="E001", date=MONDAY, shift="OFF") in facts.problem.locks
    assert [row.employee_id for row in facts.unmoved.assignments if row.date == MONDAY] == ["E002"]


def test_nothing_is_open_where_nothing_came_up() -> None:
    facts = gathered(two_weeks())
    assert facts.open_places == frozenset()
    assert not facts.unmoved_audit.hard


def test_a_published_roster_that_breaks_a_rule_is_open_there_for_whom_it_concerns() -> None:
    problem = two_weeks()
    facts = gather(problem, RULES, roster_of(problem, {**WORKED, ("E003", 0): "V"}), MONDAY)
    assert [violation.employee for violation in facts.unmoved_audit.hard] == ["E003"]
    assert open_days(facts, "E003") == list(range(7))


def test_a_lock_that_the_published_roster_keeps_closes_its_day() -> None:
    kept = Lock(employee_id="E002", date=on(3), shift="OFF")
    assert 3 not in open_days(gathered(two_weeks(1, locks=(kept,))), "E002")
    broken = Lock(employee_id="E002", date=on(3), shift="D")
    assert 3 in open_days(gathered(two_weeks(1, locks=(broken,))), "E002")


def test_promises_of_closed_days_bind_no_more() -> None:
    wishes = tuple(
        Request(employee_id="E002", date=on(day), shift="OFF", weight=1, is_must=is_must)
        for day, is_must in ((0, True), (0, False), (2, True))
    )
    assert gathered(two_weeks(1, requests=wishes), first_open=1).problem.requests == wishes[1:]
