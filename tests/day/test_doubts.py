"""Rows of what happened that fit nothing are taken in, and said in a line each kind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli import main
from scheduler.day.doubts import Doubt
from scheduler.day.lines import taken_lines
from tests.day.happenings import Centre
from tests.publishing.offices import Office

STAMPS = "employee_id,date,check_in,check_out"
ABSENT = "employee_id,date,from_time,to_time"
CALLS = "date,hour,queue,calls"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """E001 has the day of Monday and Tuesday, E007 the evening of Monday."""
    root = tmp_path_factory.mktemp("published")
    office = Office(root, Centre.at(root).folder)
    office.publish(office.run({("E001", 0): "D", ("E001", 1): "D", ("E007", 0): "V"}))
    return office.workspace


@pytest.fixture
def centre(tmp_path: Path, published: Path) -> Centre:
    """A centre of one's own, as published."""
    return Centre(shutil.copytree(published, tmp_path / "workspace"))


def doubts(centre: Centre, *texts: str) -> list[tuple[str, int, tuple[str, ...]]]:
    """What is odd about files of one kind."""
    return [(one.kind, one.count, one.places) for one in centre.take(*texts).doubts]


def test_rows_that_fit_the_roster_leave_no_doubt(centre: Centre) -> None:
    assert doubts(centre, f"{STAMPS}\nE001,2023-11-06,08:57,18:02\nE007,2023-11-06,17:55,01:03\n") == []
    assert doubts(centre, f"{ABSENT}\nE001,2023-11-07,,\n") == []
    assert doubts(centre, f"{CALLS}\n2023-11-06,9,english,20\n2023-11-07,23,general,20\n") == []


def test_an_absence_on_a_day_off_has_no_effect_and_is_said(centre: Centre) -> None:
    rows = "E001,2023-11-06,,\nE001,2023-11-08,,\nE002,2023-11-06,09:00,10:00\nE003,2023-11-06,,\nE004,2023-11-06,,\n"
    places = ("file-1.csv:3", "file-1.csv:4", "file-1.csv:5")
    assert doubts(centre, f"{ABSENT}\n{rows}") == [("no_shift", 4, places)]


def test_check_ins_without_a_shift_are_said(centre: Centre) -> None:
    rows = "E001,2023-11-06,08:57,18:02\nE001,2023-11-08,08:57,18:02\n"
    assert doubts(centre, f"{STAMPS}\n{rows}") == [("no_shift", 1, ("file-1.csv:3",))]


def test_check_ins_and_check_outs_in_the_wrong_columns_are_said(centre: Centre) -> None:
    # 15 hours are more than anybody is there; 11 are not.
    assert "is there for 15.0 h" in centre.faults(f"{STAMPS}\nE001,2023-11-06,18:00,09:00\n")[0]
    assert doubts(centre, f"{STAMPS}\nE001,2023-11-06,22:00,09:00\n") == [("exchanged", 1, ("file-2.csv:2",))]


def test_who_is_stamped_and_listed_absent_is_said_whichever_file_comes_first(centre: Centre) -> None:
    stamps, absent = f"{STAMPS}\nE001,2023-11-06,08:57,18:02\n", f"{ABSENT}\nE001,2023-11-06,,\n"
    assert doubts(centre, stamps) == []
    assert doubts(centre, absent) == [("came_and_absent", 1, ("file-2.csv:2",))]
    assert doubts(centre, stamps) == [("came_and_absent", 1, ("file-3.csv:2",))]


def test_both_in_one_go_are_said_once(centre: Centre) -> None:
    taken = centre.take_all(f"{STAMPS}\nE001,2023-11-06,08:57,18:02\n", f"{ABSENT}\nE001,2023-11-06,,\n")
    assert [kind.doubts for kind in taken.kinds] == [(), (Doubt("came_and_absent", 1, ("file-2.csv:2",)),)]


def test_who_came_for_the_rest_of_the_shift_was_absent_for_a_part(centre: Centre) -> None:
    assert doubts(centre, f"{STAMPS}\nE001,2023-11-06,12:00,18:02\n") == []
    assert doubts(centre, f"{ABSENT}\nE001,2023-11-06,,12:10\n") == []
    assert doubts(centre, f"{ABSENT}\nE001,2023-11-06,13:00,15:00\n") == [("came_and_absent", 1, ("file-3.csv:2",))]


def test_calls_in_closed_hours_are_said(centre: Centre) -> None:
    rows = "2023-11-06,8,english,20\n2023-11-06,9,english,20\n2023-11-06,18,english,1\n2023-11-06,19,english,0\n"
    assert doubts(centre, f"{CALLS}\n{rows}") == [("closed", 2, ("file-1.csv:2", "file-1.csv:4"))]


@pytest.mark.parametrize(("header", "rest"), [(CALLS, "9,general,20"), (ABSENT, ","), (STAMPS, "08:57,18:02")])
def test_days_of_another_year_are_said_with_their_dates(centre: Centre, header: str, rest: str) -> None:
    who = "" if header == CALLS else "E001,"
    text = f"{header}\n{who}2013-11-06,{rest}\n{who}2013-11-07,{rest}\n{who}2023-11-06,{rest}\n"
    assert doubts(centre, text)[0] == ("far", 2, ("2013-11-06..2013-11-07",))


def test_a_long_history_is_not_far_from_its_end(centre: Centre) -> None:
    rows = "".join(f"{year}-{month:02}-01,9,general,20\n" for year in (2021, 2022, 2023) for month in range(1, 11))
    assert doubts(centre, f"{CALLS}\n{rows}") == []


def test_the_terminal_and_other_programs_are_told(centre: Centre) -> None:
    absent = centre.file(f"{ABSENT}\nE001,2023-11-08,,\n")
    lines = list(taken_lines(centre.take_all(f"{CALLS}\n2023-11-06,8,english,20\n2013-11-06,9,english,20\n")))
    assert lines[1:] == [
        "  Read as counts of so many minutes: 60",
        "  1 day is far from all that is published or was counted before; is the year right? (2013-11-06)",
        "  1 row has calls at a time at which the queue is closed (file-2.csv:2)",
    ]
    said = CliRunner().invoke(main, ["actuals", str(centre.folder), str(absent), "--json"])
    assert json.loads(said.stdout)[0]["doubts"] == [{"kind": "no_shift", "count": 1, "places": ["file-1.csv:2"]}]
