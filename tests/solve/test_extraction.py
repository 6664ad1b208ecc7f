"""From counts to people."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from scheduler.domain.shifts import Shift
from scheduler.model import build
from scheduler.solve.extraction import extract_roster
from scheduler.variables import Group
from scheduler.verify import audit
from tests.constraints.agreement import DAY, person, tiny_problem
from tests.solve.centre import RULES, first_roster, prepared, value_in

_VALUES = first_roster().tolist()


def test_as_many_people_eat_at_each_minute_as_the_counts_say() -> None:
    built = prepared().built
    problem = built.problem
    roster = extract_roster(built, lambda expression: value_in(_VALUES, expression))
    eating = Counter(
        (
            row.date,
            row.shift,
            Group(row.work_mode, problem.queues_on(problem.employee[row.employee_id], row.date)),
            row.break_start,
        )
        for row in roster.assignments
        if row.queue
    )
    counted: Counter[tuple[date, str, Group, datetime]] = Counter()
    for day, code, group in built.heads.choices:
        on = problem.horizon.date_of(day)
        for minute, count in built.meals.starting(day, code, group).items():
            counted[on, code, group, datetime.combine(on, time()) + timedelta(minutes=minute)] = value_in(
                _VALUES, count
            )
    assert eating == +counted


def test_everybody_works_what_the_choices_say_and_no_hard_rule_is_broken() -> None:
    built = prepared().built
    roster = extract_roster(built, lambda expression: value_in(_VALUES, expression))
    assert {(row.employee_id, row.date, row.shift) for row in roster.assignments} == {
        (employee, built.problem.horizon.date_of(day), code)
        for employee, day, code, var in built.works
        if _VALUES[var.index]
    }
    assert audit(built.problem, RULES, roster).hard == ()


def test_whoever_serves_no_queue_eats_in_the_middle_of_the_window() -> None:
    built = prepared().built
    roster = extract_roster(built, lambda expression: value_in(_VALUES, expression))
    starts = DAY.meal_starts(built.problem.horizon.interval_minutes)
    rows = roster.of_employee("E009")
    assert rows
    for row in rows:
        midnight = datetime.combine(row.date, time())
        assert row.queue == ""
        assert row.break_start == midnight + timedelta(minutes=starts[len(starts) // 2])
        assert row.break_end == row.break_start + timedelta(minutes=DAY.meal_minutes)


def test_a_shift_without_a_meal_has_no_break() -> None:
    short = Shift(code="D", name_ko="짧음", name_en="short", start="09:00", end="13:00")
    built = build(tiny_problem(1, employees=[person(1), person(2, queues=())], shifts=[short]), RULES[:1])
    _ = built.meals
    roster = extract_roster(built, lambda _: 1)
    assert len(roster.assignments) == 2
    assert all(row.break_start is None and row.break_end is None for row in roster.assignments)
