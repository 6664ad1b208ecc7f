"""Who must be told what."""

from __future__ import annotations

from datetime import timedelta

from scheduler.changes.between import changes_between
from scheduler.domain.people import Absence
from tests.constraints.agreement import MONDAY, assignment, person, roster_of, tiny_problem

TUESDAY = MONDAY + timedelta(days=1)


def test_shifts_of_the_absent_fall_out_and_everybody_else_is_told() -> None:
    problem = tiny_problem(
        3,
        employees=[person(1), person(2)],
        absences=(Absence(employee_id="E001", first_day=MONDAY, last_day=MONDAY, kind="sick_leave"),),
    )
    old = roster_of(problem, {("E001", 0): "D", ("E001", 1): "D", ("E002", 1): "D"})
    new = roster_of(problem, {("E002", 0): "D", ("E002", 1): "V"})
    told, fallen = changes_between(problem, old, new)
    assert [(change.employee_id, change.date) for change in fallen] == [("E001", MONDAY)]
    assert [
        (change.employee_id, change.date, change.old and change.old.shift, change.new and change.new.shift)
        for change in told
    ] == [("E001", TUESDAY, "D", None), ("E002", MONDAY, None, "D"), ("E002", TUESDAY, "D", "V")]


def test_another_meal_break_is_a_change_too() -> None:
    problem = tiny_problem(1)
    row = assignment(problem, "E001", MONDAY, "D")
    assert row.break_start is not None
    later = assignment(problem, "E001", MONDAY, "D", break_start=row.break_start + timedelta(minutes=30))
    told, _ = changes_between(problem, type(roster_of(problem, {})).of([row]), type(roster_of(problem, {})).of([later]))
    assert len(told) == 1


def test_whoever_has_left_before_the_planned_days_has_a_name_as_long_as_the_staff_list_has_it() -> None:
    problem = tiny_problem(2, employees=[person(1), person(2)])
    old = roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"})
    left = person(2, name="Kim", last_day=MONDAY - timedelta(days=1))
    now = problem.replace(employees=(person(1),), employments=(left,))
    told, _ = changes_between(now, old, roster_of(now, {("E001", 0): "D"}))
    assert [(change.employee_id, change.name, change.new) for change in told] == [("E002", "Kim", None)]
    told, _ = changes_between(now.replace(employments=()), old, roster_of(now, {("E001", 0): "D"}))
    assert [change.name for change in told] == ["E002"]
