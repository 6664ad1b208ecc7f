"""Trainings and meetings from a file to a published roster, by commands alone."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.commands import scheduler
from tests.publishing.offices import Office
from tests.runs import WORKED

ASKED = """\
name,kind,minutes,who,team,heads,group_min,group_max,trainer,from_time,to_time
course,training,60,,day,3,2,,E011,09:00,12:00
talk,meeting,30,E007|E009,,,,,,,
evening talk,meeting,30,E001,,,,,,,
"""
"""E011, who leads the course, works on Monday; E001 does not work at all."""


def place(office: Office) -> Path:
    """A run in which everything that is asked for has its place, but for who does not work."""
    (office.workspace / "activities.csv").write_text(ASKED, encoding="utf-8")
    output = office.root / "placed"
    made = scheduler("activities", office.workspace, office.run(WORKED), "--output", output, "--time-limit", 20)
    assert made.exit_code == 0, made.output
    assert "no shift on any of its days (E001)" in made.output
    return output


@pytest.fixture
def placed(small_office: Office) -> Path:
    return place(small_office)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_was_placed_is_verified_shown_published_and_brought_back(office: Office) -> None:
    placed = place(office)
    rows = rows_of(placed / "activities.csv")
    assert list(rows[0]) == ["employee_id", "date", "start", "end", "activity", "kind"]
    course = [row for row in rows if row["activity"] == "course"]
    # On Monday E003 and E005 work with E011.
    assert {row["employee_id"] for row in course} == {"E003", "E005", "E011"}
    assert len({row["start"] for row in course}) == 1
    assert {row["employee_id"] for row in rows if row["activity"] == "talk"} == {"E007", "E009"}
    assert list(rows_of(placed / "roster.csv")[0])[-1] == "paid_minutes"
    verified = scheduler("verify", office.workspace, placed)
    assert verified.exit_code == 0, verified.output

    sheet = openpyxl.load_workbook(placed / "roster.xlsx")["Trainings and meetings"]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert {"course", "talk", "training", "E011 Agent 11"} <= cells.keys()
    # Of a whole team the names take several lines.
    assert cells["E003 Agent 3, E005 Agent 5"].alignment.wrap_text
    report = (placed / "report.html").read_text(encoding="utf-8")
    assert '<a href="#activities">' in report
    assert "<td>E011 Agent 11</td>" in report.partition('<section id="activities">')[2]
    assert scheduler("export", placed, "--format", "ics", "--workspace", office.workspace).exit_code == 0
    calendar = (placed / "calendars" / "E003.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    times = f"{course[0]['start'][11:]}-{course[0]['end'][11:]}"
    assert f"course {times}" in calendar

    published = scheduler("publish", office.workspace, placed, "--by", "Kim", "--note", "course")
    assert published.exit_code == 0, published.output
    shown = office.root / "shown"
    assert scheduler("history", office.workspace, "--show", 1, "--output", shown).exit_code == 0
    assert (shown / "activities.csv").read_bytes() == (placed / "activities.csv").read_bytes()
    again = scheduler("activities", office.workspace, "published", "--json")
    assert again.exit_code == 0, again.output
    answer = json.loads(again.stdout)
    assert (answer["placed"], answer["before"], len(answer["sessions"])) == (0, answer["after"], 3)
    assert not any(one["is_new"] for one in answer["sessions"])


def test_the_week_that_is_looked_at_is_named_and_what_lies_outside_of_it(small_office: Office) -> None:
    assert scheduler("publish", small_office.workspace, small_office.run(WORKED)).exit_code == 0
    asked = "name,kind,minutes,who,from,to\ntalk,meeting,30,E007,2023-11-13,2023-11-19\n"
    (small_office.workspace / "activities.csv").write_text(asked, encoding="utf-8")
    arguments = ("activities", small_office.workspace, "published", "--week")
    found = scheduler(*arguments, "2023-11-06")
    assert found.exit_code == 0, found.output
    first, placed, outside, *_ = found.stdout.splitlines()
    assert first == "Days looked at: 2023-11-06 Mon to 2023-11-12 Sun"
    assert placed == "0 attendances were placed."
    assert outside.startswith("'talk' lies outside of these days")
    assert "No place for" not in found.stdout
    other = scheduler(*arguments, "2023-11-13")
    assert other.exit_code == 3
    assert "has nothing published from 2023-11-13 to 2023-11-19" in other.output
    refused = scheduler("activities", small_office.workspace, small_office.run(WORKED), "--week", "2023-11-06")
    assert refused.exit_code == 3
    assert "--week chooses among what is published" in refused.output


def test_an_edit_that_puts_a_session_into_a_meal_break_is_found(small_office: Office, placed: Path) -> None:
    rows = rows_of(placed / "roster.csv")
    worked = next(row for row in rows if row["employee_id"] == "E003" and row["date"] == "2023-11-06")
    text = (placed / "activities.csv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("E003,"))
    moved = f"E003,2023-11-06,{worked['break_start']},{worked['break_end']},course,training"
    (placed / "activities.csv").write_text(text.replace(line, moved), encoding="utf-8")
    found = scheduler("verify", small_office.workspace, placed)
    assert found.exit_code == 6
    assert "R29" in found.output
    assert "meets the meal break" in found.output


def test_a_repair_prices_each_allowance_with_what_people_still_attend(small_office: Office, placed: Path) -> None:
    # Without E003 the group of the course is too small, and it falls out; the talk stays.
    told = ("--absence", "E003:2023-11-06", "--today", "2023-11-06", "--frozen-days", 0, "--max-people", 1)
    found = scheduler("repair", small_office.workspace, placed, *told, "--json")
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert {one["activity"] for one in answer["fallen_activities"]} == {"course"}
    chosen = next(entry for entry in answer["allowances"] if entry["is_chosen"])
    assert chosen["cost"] == answer["rosters"]["repaired"]["cost"]
    assert answer["allowances"][0]["cost"] == answer["rosters"]["unmoved"]["cost"]
    shown = scheduler("repair", small_office.workspace, placed, *told)
    assert "of these, changes (R28)  " in shown.stdout


def test_nothing_asked_for_is_bad_input(small_office: Office) -> None:
    found = scheduler("activities", small_office.workspace, small_office.run(WORKED))
    assert found.exit_code == 3
    assert "activities.csv" in found.output


def test_a_workbook_keeps_what_people_attend_wherever_it_lies_and_agrees_with_the_file_beside_it(
    small_office: Office, placed: Path
) -> None:
    elsewhere = small_office.root / "roster of Monday.xlsx"
    shutil.copy(placed / "roster.xlsx", elsewhere)
    found = scheduler("activities", small_office.workspace, elsewhere, "--json")
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert (answer["placed"], len(answer["sessions"])) == (0, 3)
    assert scheduler("verify", small_office.workspace, placed / "roster.xlsx").exit_code == 0
    path = placed / "activities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",talk,", ",chat,"), encoding="utf-8")
    refused = scheduler("verify", small_office.workspace, placed / "roster.xlsx")
    assert refused.exit_code == 3
    assert "says otherwise than the workbook roster.xlsx beside it" in refused.output
