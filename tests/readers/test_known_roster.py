"""Rosters that are taken as known are checked like what is planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.readers.roster import read_edited_roster
from scheduler.readers.workspace import read_workspace
from tests.workspaces import PREVIOUS_ROSTER, SETTINGS, faults_in, faults_of, write_workspace

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


@pytest.mark.parametrize("paid", ["0", "389", "391"])
def test_other_paid_minutes_than_those_of_the_shift_are_refused(tmp_path: Path, paid: str) -> None:
    (fault,) = faults_with(tmp_path, "general,390\nE008", f"general,{paid}\nE008")
    assert fault.startswith(f"previous_roster.csv:2:paid_minutes {paid} is not what V on 2023-11-05 pays")
    assert "by its shift it is 390" in fault


@pytest.mark.parametrize(("break_end", "minutes"), [("21:15", 45), ("20:45", 15), ("20:30", 0)])
def test_a_break_of_another_length_than_the_meal_is_refused(tmp_path: Path, break_end: str, minutes: int) -> None:
    (fault,) = faults_with(tmp_path, "2023-11-05T21:00", f"2023-11-05T{break_end}")
    assert fault.startswith(f"previous_roster.csv:2:break_end the break has {minutes} minutes, and that of V has 30")


@pytest.mark.parametrize(
    ("day", "paid"), [("2023-10-28", 390), ("2023-10-29", 450), ("2024-03-31", 330), ("2024-03-30", 390)]
)
def test_paid_minutes_are_those_that_pass_where_the_clock_changes(tmp_path: Path, day: str, paid: int) -> None:
    """A night from 01:00 to 08:00 with half an hour of meal break, in a town whose clock goes back and forward."""
    settings = SETTINGS.replace("Asia/Seoul", "Europe/Berlin").replace("country: KR", "country: DE")
    row = f"E008,{day},N,{day}T01:00,{day}T08:00,{day}T04:30,{day}T05:00,office,general"
    header = PREVIOUS_ROSTER.splitlines()[0]
    for written in (330, 390, 450):
        content = f"{header}\n{row},{written}\n"
        found = faults_in(tmp_path / str(written), workspace=settings, previous_roster=content)
        assert [":paid_minutes " in fault for fault in found] == [True] * (written != paid)
        assert all(f"by its shift it is {paid}" in fault for fault in found)


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
