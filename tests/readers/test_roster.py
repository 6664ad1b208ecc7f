"""Rosters are read as they stand; only what cannot be read is refused."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.domain.roster import Assignment, Roster
from scheduler.readers.roster import read_roster
from scheduler.readers.workspace import read_workspace
from tests.workspaces import PREVIOUS_ROSTER, SETTINGS, faults_of, write_workspace


def read(folder: Path, content: str) -> Roster:
    workspace = read_workspace(write_workspace(folder))
    path = folder / "roster.csv"
    path.write_text(content, encoding="utf-8")
    return read_roster(path, workspace.settings, workspace.employees)


def faults_after(folder: Path, old: str, new: str) -> list[str]:
    assert old in PREVIOUS_ROSTER
    # The path of the file is left out: it is another one in every test.
    return [
        fault.removeprefix(str(folder / "roster.csv"))
        for fault in faults_of(lambda: read(folder, PREVIOUS_ROSTER.replace(old, new, 1)))
    ]


def test_a_row_becomes_an_assignment(tmp_path: Path) -> None:
    assert read(tmp_path, PREVIOUS_ROSTER).of_employee("E007") == (
        Assignment(
            employee_id="E007",
            date=date(2023, 11, 5),
            shift="V",
            start=datetime(2023, 11, 5, 18),
            end=datetime(2023, 11, 6, 1),
            break_start=datetime(2023, 11, 5, 20, 30),
            break_end=datetime(2023, 11, 5, 21),
            work_mode="office",
            queue="general",
            paid_minutes=390,
        ),
    )


def test_a_roster_may_be_empty(tmp_path: Path) -> None:
    assert read(tmp_path, PREVIOUS_ROSTER.splitlines()[0]) == Roster()


def test_office_staff_have_no_queue_and_short_shifts_no_break(tmp_path: Path) -> None:
    content = PREVIOUS_ROSTER.replace("2023-11-05T20:30,2023-11-05T21:00,office,general", ",,office,")
    (row,) = read(tmp_path, content).of_employee("E007")
    assert (row.break_start, row.break_end, row.queue) == (None, None, "")


def test_times_that_a_spreadsheet_has_rewritten_are_read(tmp_path: Path) -> None:
    content = PREVIOUS_ROSTER.replace("T", " ").replace("2023-11-05", "2023/11/05")
    assert read(tmp_path, content) == read(tmp_path, PREVIOUS_ROSTER)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023-11-05T18:00", "2023-11-05T12:00"),  # not when the shift begins
        ("2023-11-06T01:00", "2023-11-05T17:00"),  # ends before it starts
        ("E007,2023-11-05", "E007,2023-11-04"),  # not the day on which it starts
        ("E008", "E007"),  # two shifts a day, and nights that overlap
        ("390", "0"),
    ],
)
def test_what_a_rule_judges_is_no_fault_of_the_file(tmp_path: Path, old: str, new: str) -> None:
    assert faults_after(tmp_path, old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("E007", "E077", ":2:employee_id employee 'E077' is unknown; did you mean 'E007'?"),
        (",V,", ",W,", ":2:shift shift 'W' is unknown; use one of D, N, V"),
        (",V,", ",OFF,", ":2:shift shift 'OFF' is unknown; use one of D, N, V"),
        ("general", "genral", ":2:queue queue 'genral' is unknown; did you mean 'general'?"),
        ("office", "ofice", ":2:work_mode work mode 'ofice' is unknown; did you mean 'office'?"),
        ("390", "-390", ":2:paid_minutes '-390' is negative; write 0 or more"),
        ("T18:00", "T25:00", ":2:start '2023-11-05T25:00' is not a time of day; hours go from 0 to 23"),
        ("T18:00", "", ":2:start '2023-11-05' is not a date with a time; write local time without a zone as"),
        ("T18:00", "T18:00Z", ":2:start '2023-11-05T18:00Z' is not a date with a time"),
        ("paid_minutes", "paid_minuts", ":1:paid_minuts column 'paid_minuts' is unknown; did you mean 'paid_minutes'?"),
    ],
)
def test_what_cannot_be_read_is_a_fault(tmp_path: Path, old: str, new: str, expected: str) -> None:
    (fault,) = faults_after(tmp_path, old, new)
    assert fault.startswith(expected)


def test_a_missing_column_and_a_missing_file(tmp_path: Path) -> None:
    without_end = "\n".join(",".join(row.split(",")[:9]) for row in PREVIOUS_ROSTER.splitlines())
    (fault,) = faults_of(lambda: read(tmp_path, without_end))
    assert "column 'paid_minutes' is missing" in fault
    workspace = read_workspace(tmp_path)
    (fault,) = faults_of(lambda: read_roster(tmp_path / "none.csv", workspace.settings, workspace.employees))
    assert "none.csv is missing" in fault


# ---- Hours that the clock shows twice, or never ----


def read_in_berlin(folder: Path, start: str, end: str) -> Roster:
    settings = SETTINGS.replace("Asia/Seoul", "Europe/Berlin").replace("country: KR", "country: DE")
    workspace = read_workspace(write_workspace(folder, workspace=settings, previous_roster=None))
    header = PREVIOUS_ROSTER.splitlines()[0]
    (folder / "roster.csv").write_text(
        f"{header}\nE008,{start[:10]},N,{start},{end},,,office,general,390\n", encoding="utf-8"
    )
    return read_roster(folder / "roster.csv", workspace.settings, workspace.employees)


@pytest.mark.parametrize(
    ("start", "fold"),
    [
        ("2024-10-27T02:30", 0),  # the first, as RFC 5545 has it
        ("2024-10-27T02:30+02:00", 0),
        ("2024-10-27T02:30+01:00", 1),
        ("2024-10-27 02:30+0100", 1),
        ("2024-10-27T01:30", 0),
        ("2024-10-27T03:30+01:00", 0),
    ],
)
def test_a_local_time_may_say_which_of_two_it_is(tmp_path: Path, start: str, fold: int) -> None:
    [row] = read_in_berlin(tmp_path, start, "2024-10-27T08:00").assignments
    assert row.start == datetime.fromisoformat(start.replace(" ", "T")).replace(tzinfo=None)
    assert row.start.fold == fold


@pytest.mark.parametrize(
    ("start", "fault"),
    [
        ("2024-10-27T02:30+03:00", "an offset that Europe/Berlin does not have then; write 2024-10-27T02:30 or "),
        ("2024-10-27T04:30+02:00", "an offset that Europe/Berlin does not have then; write 2024-10-27T04:30"),
        (
            "2024-03-31T02:00",
            "does not exist in Europe/Berlin: the clock skips it; the clock goes on at 2024-03-31T03:00",
        ),
        ("2024-03-31T02:59", "does not exist in Europe/Berlin"),
    ],
)
def test_a_time_that_the_clock_does_not_show_is_a_fault(tmp_path: Path, start: str, fault: str) -> None:
    [found] = faults_of(lambda: read_in_berlin(tmp_path, start, f"{start[:10]}T08:00"))
    assert fault in found


def test_the_times_around_a_skipped_hour_exist(tmp_path: Path) -> None:
    [row] = read_in_berlin(tmp_path, "2024-03-31T01:59", "2024-03-31T03:00").assignments
    assert (row.start.minute, row.end.hour) == (59, 3)
