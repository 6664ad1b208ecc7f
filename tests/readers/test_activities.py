"""What people are to attend, and what they attend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.roster import Roster
from scheduler.readers.roster import read_roster
from scheduler.readers.workspace import read_workspace
from scheduler.writers.roster_csv import write_activities, write_roster
from tests.constraints.agreement import MONDAY, assignment, person, tiny_problem
from tests.workspaces import faults_in, faults_of, write_workspace

HEADER = (
    "name,kind,minutes,who,team,heads,group_min,group_max,trainer,from,to,weekdays,from_time,to_time,times,per,place\n"
)


def test_a_row_says_who_attends_what_how_long_when_and_where(tmp_path: Path) -> None:
    row = "상담 교육,교육,60,,day,4,2,3,Agent 11,2023-11-06,2023-11-10,mon|금,09:00,17:00,2,week,home\n"
    workspace = read_workspace(write_workspace(tmp_path, activities=HEADER + row))
    assert workspace.activities == (
        ActivityRequest(
            name="상담 교육",
            kind="training",
            minutes=60,
            team="day",
            heads=4,
            group_min=2,
            group_max=3,
            trainer="E011",
            first_day=date(2023, 11, 6),
            last_day=date(2023, 11, 10),
            weekdays=frozenset({0, 4}),
            from_minute=9 * 60,
            to_minute=17 * 60,
            times=2,
            per="week",
            place="remote",
        ),
    )


def test_name_kind_and_minutes_are_enough_and_everybody_attends_once(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, activities="이름,구분,시간(분)\n조회,회의,15\n"))
    assert workspace.activities == (ActivityRequest(name="조회", kind="meeting", minutes=15),)


def test_people_are_named_by_id_or_name(tmp_path: Path) -> None:
    (asked,) = read_workspace(
        write_workspace(tmp_path, activities="name,kind,minutes,who\ntalk,meeting,30,E001|Agent 2\n")
    ).activities
    assert asked.who == ("E001", "E002")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("x,lesson,60", "kind of activity 'lesson' is unknown"),
        ("x,training,0", "0"),
        ("x,training,60,E001|E001", "somebody stands twice"),
        ("x,training,60,E013", "employee 'E013' is unknown"),
        ("x,training,60,E007,day", "'E007' is not in the team 'day'"),
        ("x,training,60,,day,7", "asks for 7 of 6 people"),
        ("x,training,60,,day,4,5", "a group has 5 people at least, and 4 are to attend"),
        ("x,training,60,,,,3,2", "the largest group is smaller than the smallest"),
        ("x,training,60,E001,,,,,E001", "'E001' leads the sessions and attends them"),
        ("x,training,60,,,,,,,2023-11-07,2023-11-06", "it ends before it begins"),
        ("x,training,60,,,,,,,,,monday", "'monday' is not a weekday"),
        ("x,training,61,,,,,,,,,,09:00,10:00", "the session is longer than the hours in which it may be"),
        ("x,training,60,,,,,,,,,,,,,month", "'month' is not span, week or day"),
        ("x,training,60,,,,,,,,,,,,,,attic", "work mode 'attic' is unknown"),
    ],
)
def test_what_cannot_be_is_a_fault_of_its_row(tmp_path: Path, row: str, fault: str) -> None:
    cells = row.split(",")
    line = ",".join([*cells, *[""] * (HEADER.count(",") + 1 - len(cells))])
    (said,) = faults_in(tmp_path, activities=f"{HEADER}{line}\n")
    assert said.startswith("activities.csv:2")
    assert fault in said


def test_all_faults_are_told_together_and_one_name_is_of_one_row(tmp_path: Path) -> None:
    rows = "x,training,60\nX,meeting,30\ny,lesson,30\n"
    said = faults_in(tmp_path, activities=f"name,kind,minutes\n{rows}")
    assert len(said) == 2
    assert any("activities.csv:3" in fault and "'X' stands twice, first in row 2" in fault for fault in said)


def test_what_is_attended_stands_beside_the_roster_and_is_read_with_it(tmp_path: Path) -> None:
    settings = read_workspace(write_workspace(tmp_path / "centre")).settings
    problem = tiny_problem(employees=[person(1)])
    talk = Activity(datetime(2023, 11, 6, 15), datetime(2023, 11, 6, 15, 30), "=talk", "meeting")
    roster = Roster.of([replace(assignment(problem, "E001", MONDAY, "D"), activities=(talk,))])
    folder = tmp_path / "run"
    folder.mkdir()
    write_roster(folder / "roster.csv", roster)
    write_activities(folder / "activities.csv", roster)
    assert (folder / "activities.csv").read_text(encoding="utf-8").splitlines() == [
        "employee_id,date,start,end,activity,kind",
        "E001,2023-11-06,2023-11-06T15:00,2023-11-06T15:30,'=talk,meeting",
    ]
    assert read_roster(folder / "roster.csv", settings, problem.employees) == roster
    # A file of another name is none of a run, and what a workspace asks for is not what anybody attends.
    (folder / "roster.csv").rename(folder / "other.csv")
    assert read_roster(folder / "other.csv", settings, problem.employees).has_activities is False
    (folder / "other.csv").rename(folder / "roster.csv")
    (folder / "workspace.yaml").touch()
    assert read_roster(folder / "roster.csv", settings, problem.employees).has_activities is False


def test_nobody_attends_anything_and_no_file_is_written(tmp_path: Path) -> None:
    write_activities(tmp_path / "activities.csv", Roster())
    assert not (tmp_path / "activities.csv").exists()


def test_somebody_attends_something_on_a_day_off_and_it_is_a_fault(tmp_path: Path) -> None:
    settings = read_workspace(write_workspace(tmp_path / "centre")).settings
    problem = tiny_problem(employees=[person(1)])
    write_roster(tmp_path / "roster.csv", Roster.of([assignment(problem, "E001", MONDAY, "D")]))
    row = "E001,2023-11-07,2023-11-07T15:00,2023-11-07T15:30,talk,meeting\n"
    (tmp_path / "activities.csv").write_text(f"employee_id,date,start,end,activity,kind\n{row}", encoding="utf-8")
    (said,) = faults_of(lambda: read_roster(tmp_path / "roster.csv", settings, problem.employees))
    assert "employee 'E001' has no shift on 2023-11-07 in the roster" in said
