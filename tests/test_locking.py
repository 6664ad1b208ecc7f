"""Cells of a roster become decisions that the next one keeps."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks.random_problems import random_problem, random_roster
from scheduler.constraints.locks import Locks
from scheduler.domain.calendar import Horizon
from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.people import Absence, Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.locking import LockCells, locks_of, with_locks, with_notice
from tests.constraints.agreement import MONDAY, person, roster_of, tiny_problem
from tests.workspaces import faults_of

TUESDAY = MONDAY + timedelta(days=1)
LATER = MONDAY + timedelta(days=9)
FILE = Path("edited.xlsx")
WEEK = Horizon(MONDAY, 7)


def edited(
    cells: dict[tuple[str, date], tuple[str, ...]],
    changed: tuple[tuple[str, date], ...] = (),
    marked: tuple[tuple[str, date], ...] = (),
) -> EditedRoster:
    edits = tuple(Edit(employee, on, ("X",), cells[employee, on]) for employee, on in changed)
    return EditedRoster(Roster(), Roster(), edits, cells, frozenset(marked))


CELLS: dict[tuple[str, date], tuple[str, ...]] = {
    ("E001", MONDAY): ("D",),
    ("E001", TUESDAY): (),
    ("E002", MONDAY): ("N",),
    ("E002", TUESDAY): ("V",),
}


def lock(employee: str, on: date, shift: str) -> Lock:
    return Lock(employee_id=employee, date=on, shift=shift)


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("edited", [("E001", TUESDAY, "OFF")]),
        ("marked", [("E002", MONDAY, "N")]),
        (
            "all",
            [("E001", MONDAY, "D"), ("E001", TUESDAY, "OFF"), ("E002", MONDAY, "N"), ("E002", TUESDAY, "V")],
        ),
    ],
)
def test_the_cells_that_are_asked_for_become_locks(which: LockCells, expected: list[tuple[str, date, str]]) -> None:
    roster = edited(CELLS, changed=(("E001", TUESDAY),), marked=(("E002", MONDAY),))
    assert locks_of(roster, which, WEEK, FILE) == tuple(lock(*place) for place in expected)


def test_a_day_without_a_row_in_a_csv_file_is_off() -> None:
    roster = edited({("E001", MONDAY): ("D",), ("E002", TUESDAY): ("V",)})
    assert locks_of(roster, "all", WEEK, FILE) == (
        lock("E001", MONDAY, "D"),
        lock("E001", TUESDAY, "OFF"),
        lock("E002", MONDAY, "OFF"),
        lock("E002", TUESDAY, "V"),
    )


def test_of_all_cells_those_of_other_weeks_are_left_out() -> None:
    roster = edited({**CELLS, ("E001", LATER): ("D",)})
    assert {found.date for found in locks_of(roster, "all", WEEK, FILE)} <= set(WEEK.dates())


@pytest.mark.parametrize(
    ("which", "roster", "expected"),
    [
        (
            "edited",
            edited(CELLS),
            "no cell of the planned days is edited; edit cells in the sheet of people and days, or choose "
            "--lock-cells all",
        ),
        (
            "marked",
            edited(CELLS),
            "no cell of the planned days is marked; make the cells bold or fill them with plain yellow, or choose "
            "--lock-cells edited",
        ),
        (
            "all",
            edited({("E001", LATER): ("D",)}),
            "has no cell of the planned days; name a roster of the same week",
        ),
        (
            "edited",
            edited({("E001", LATER): ("D",)}, changed=(("E001", LATER),)),
            "the edited cell of E001 on 2023-11-15 lies outside the planned days; plan its week as well",
        ),
        (
            "all",
            edited({("E001", MONDAY): ("D", "V")}),
            "E001 has two shifts on 2023-11-06; a lock is one shift; keep one of them",
        ),
    ],
)
def test_what_cannot_be_kept_is_said(which: LockCells, roster: EditedRoster, expected: str) -> None:
    assert faults_of(lambda: locks_of(roster, which, WEEK, FILE)) == [f"edited.xlsx {expected}"]


def test_locks_join_those_of_the_workspace_once() -> None:
    problem = tiny_problem(employees=[person()], locks=(lock("E001", MONDAY, "D"),))
    both = (lock("E001", MONDAY, "D"), lock("E001", TUESDAY, "OFF"))
    assert with_locks(problem, both, FILE).locks == both


def test_a_lock_that_contradicts_the_workspace_is_a_fault() -> None:
    problem = tiny_problem(employees=[person()], locks=(lock("E001", MONDAY, "D"),))
    assert faults_of(lambda: with_locks(problem, (lock("E001", MONDAY, "N"),), FILE)) == [
        "edited.xlsx E001 has N on 2023-11-06, but the workspace locks D; change one of the two"
    ]


def published(**changes: object) -> Problem:
    """Two days that are published: one works on both, the other on none; a third has come since."""
    problem = tiny_problem(3, employees=(person(1), person(2), person(3, first_day=TUESDAY)))
    rows = roster_of(problem, {("E001", 0): "D", ("E001", 1): "V"})
    return problem.replace(**{"published": rows, "published_days": frozenset({MONDAY, TUESDAY}), **changes})


def locked(problem: Problem, first_open_day: date) -> set[tuple[str, date, str]]:
    return {(one.employee_id, one.date, one.shift) for one in with_notice(problem, first_open_day).locks}


def test_what_is_published_before_the_first_open_day_stays() -> None:
    monday = {("E001", MONDAY, "D"), ("E002", MONDAY, "OFF"), ("E003", MONDAY, "OFF")}
    tuesday = {("E001", TUESDAY, "V"), ("E002", TUESDAY, "OFF"), ("E003", TUESDAY, "OFF")}
    assert locked(published(), MONDAY) == set()
    assert locked(published(), TUESDAY) == monday
    assert locked(published(), LATER) == monday | tuesday
    assert locked(published().replace(published=None), LATER) == set()


def test_without_days_that_are_named_it_speaks_from_its_first_row_to_its_last() -> None:
    problem = published(published_days=None)
    assert {on for _, on, _ in locked(problem, LATER)} == {MONDAY, TUESDAY}


def test_a_lock_of_the_workspace_and_an_absence_go_before_what_is_published() -> None:
    ill = Absence(employee_id="E001", first_day=TUESDAY, last_day=TUESDAY, kind="sick_leave")
    problem = published(absences=(ill,), locks=(lock("E001", MONDAY, "V"),))
    assert {place for place in locked(problem, LATER) if place[0] == "E001"} == {
        ("E001", MONDAY, "V"),
        ("E001", TUESDAY, "OFF"),
    }


@pytest.mark.parametrize("seed", range(20))
def test_a_random_roster_keeps_the_locks_where_it_is_what_is_published(seed: int) -> None:
    rng = Random(seed)
    problem = random_problem(rng).replace(locks=(), absences=())
    problem = problem.replace(published=random_roster(rng, problem, 0.6), published_days=None)
    assert problem.published is not None
    dates = [*problem.horizon.dates()]
    frozen = with_notice(problem, rng.choice([*dates, LATER + timedelta(days=40)]))
    assert Locks().check(frozen, problem.published) == []
    worked = [row.date for row in problem.published.assignments]
    within = {on for on in dates if worked and min(worked) <= on <= max(worked)}
    assert {one.date for one in frozen.locks} <= within
    if frozen.locks:
        one = rng.choice(frozen.locks)
        other = Roster.of(
            row for row in problem.published.assignments if (row.employee_id, row.date) != (one.employee_id, one.date)
        )
        assert bool(Locks().check(frozen, other)) == (one.shift != "OFF")
