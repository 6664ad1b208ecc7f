"""Cells of a roster become decisions that the next one keeps."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.domain.calendar import Horizon
from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.people import Lock
from scheduler.domain.roster import Roster
from scheduler.locking import LockCells, locks_of, with_locks
from tests.constraints.agreement import MONDAY, person, tiny_problem
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
