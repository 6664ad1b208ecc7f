"""Rosters that are taken as known are checked like what is planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.readers.roster import read_edited_roster
from scheduler.readers.workspace import read_workspace
from tests.workspaces import PREVIOUS_ROSTER, faults_in, faults_of, write_workspace

EVENING, NIGHT = PREVIOUS_ROSTER.splitlines()[1:]


def faults_with(folder: Path, old: str, new: str) -> list[str]:
    assert old in PREVIOUS_ROSTER
    return faults_in(folder, previous_roster=PREVIOUS_ROSTER.replace(old, new))


def test_an_evening_that_ends_on_its_own_date_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_with(tmp_path, "T18:00,2023-11-06T01:00", "T18:00,2023-11-05T01:00")
    assert fault.startswith("previous_roster.csv:2:end 2023-11-05T01:00 is not when V on 2023-11-05 ends")
    assert "by its shift it is 2023-11-06T01:00" in fault


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("2023-11-05T18:00", "2023-11-05T17:30", "start"),
        ("2023-11-05T18:00", "2023-11-06T18:00", "start"),
        ("2023-11-06T01:00", "2023-11-06T00:30", "end"),
        ("2023-11-05T08:00", "2023-11-04T08:00", "end"),
    ],
)
def test_other_times_than_those_of_the_shift_are_refused(tmp_path: Path, old: str, new: str, column: str) -> None:
    assert any(f":{column} " in fault for fault in faults_with(tmp_path, old, new))


@pytest.mark.parametrize("break_end", ["", "2023-11-04T21:00"])
def test_a_break_outside_the_shift_is_refused(tmp_path: Path, break_end: str) -> None:
    (fault,) = faults_with(tmp_path, "2023-11-05T21:00", break_end)
    assert fault.startswith("previous_roster.csv:2:break_start the break does not lie inside the shift")


def test_a_roster_may_leave_breaks_out(tmp_path: Path) -> None:
    assert not faults_with(tmp_path, "2023-11-05T20:30,2023-11-05T21:00", ",")


def test_two_rows_of_a_person_and_day_are_refused(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, previous_roster=f"{PREVIOUS_ROSTER}{EVENING.replace('E007', 'E008')}\n")
    assert (
        fault
        == "previous_roster.csv:4:date employee 'E008' has a second row on 2023-11-05; see row 3; keep one of the two"
    )


def test_what_a_command_takes_as_known_is_checked_and_what_it_checks_is_read(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path / "w"))
    path = tmp_path / "roster.csv"
    path.write_text(PREVIOUS_ROSTER.replace("2023-11-06T01:00", "2023-11-05T01:00"), encoding="utf-8")
    settings, people = workspace.settings, workspace.employees
    assert faults_of(lambda: read_edited_roster(path, settings, people, is_known=True))
    assert len(read_edited_roster(path, settings, people).roster.assignments) == 2


# ---- rows far from the others ----


@pytest.mark.parametrize(
    ("day", "is_far"), [("2023-11-19", False), ("2023-11-20", True), ("2033-11-05", True), ("2022-11-05", True)]
)
def test_a_row_more_than_two_weeks_from_the_others_is_refused(tmp_path: Path, day: str, is_far: bool) -> None:
    workspace = read_workspace(write_workspace(tmp_path / "w"))
    path = tmp_path / "roster.csv"
    far = NIGHT.replace("E008", "E009").replace("2023-11-05", day)
    path.write_text(f"{PREVIOUS_ROSTER}{far}\n", encoding="utf-8")
    faults = faults_of(lambda: read_edited_roster(path, workspace.settings, workspace.employees))
    assert len(faults) == is_far
    assert all(f":4:date {day} is more than 14 days away" in fault for fault in faults)
    assert all("2023-11-05 to 2023-11-05" in fault for fault in faults)


def test_of_two_groups_the_smaller_one_is_far(tmp_path: Path) -> None:
    later = NIGHT.replace("2023-11-05", "2024-11-05")
    faults = faults_in(tmp_path, previous_roster=f"{PREVIOUS_ROSTER}{later}\n")
    assert [fault.partition(" ")[0] for fault in faults] == ["previous_roster.csv:4:date"]
