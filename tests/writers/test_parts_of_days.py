"""A shift that an absence of a part of the day shortens, in every file that people read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from openpyxl import load_workbook

from scheduler.domain.edits import EditedRoster
from scheduler.figures import Run
from scheduler.figures.people import staff_totals
from scheduler.readers.roster import read_edited_roster
from scheduler.writers.calendars import calendar_name, write_calendars
from scheduler.writers.report.people import person_row
from scheduler.writers.workbook import write_teams, write_workbook
from tests.books import Grid, change_book, set_cells
from tests.runs import small_run

ABSENCES = """\
employee_id,from,to,kind,part,from_time,to_time
E005,2023-11-07,2023-11-07,annual_leave,afternoon,,
E005,2023-11-08,2023-11-08,sick_leave,,13:00,15:00
E006,2023-11-07,2023-11-07,annual_leave,morning,,
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """E005 works the day shift from Monday to Friday, shortened on Tuesday, with a gap on Wednesday."""
    return small_run(tmp_path_factory.mktemp("workspace"), absences=ABSENCES)


def read_back(path: Path, run: Run) -> EditedRoster:
    return read_edited_roster(path, run.settings, run.problem.employees, run.problem.absences)


def test_the_checks_find_nothing_wrong_with_it(run: Run) -> None:
    assert run.audit is not None
    assert run.roster is not None
    assert not run.audit.hard
    assert [row.paid_minutes for row in run.roster.of_employee("E005")] == [480, 240, 390, 480, 480]


def test_the_workbook_shows_the_times_beside_the_code_and_comes_back(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "roster.xlsx"
    write_workbook(path, run)
    edited = read_back(path, run)
    assert edited.roster == run.roster
    assert not edited.edits
    cells = [cell for row in load_workbook(path)["Roster"].iter_rows() for cell in row if cell.value == "D"]
    marks = [cell.number_format for cell in cells if "~" in cell.number_format]
    assert [mark.split('"')[-2].strip() for mark in marks] == ["09:00~13:30", "09:00~12:30 15:00~18:00"]


def test_hours_on_paper_stand_on_lines_of_their_own_and_the_note_says_what_they_are(tmp_path: Path, run: Run) -> None:
    write_workbook(tmp_path / "roster.xlsx", run)
    write_teams(tmp_path / "teams.xlsx", run)
    for name in ("roster.xlsx", "teams.xlsx"):
        book = load_workbook(tmp_path / name)
        found = [
            (sheet, cell)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if "~" in cell.number_format
        ]
        assert len(found) == 2
        for sheet, cell in found:
            assert cell.value == "D"
            assert cell.alignment.wrap_text
            assert not cell.alignment.shrink_to_fit
            assert cell.font.size == 8
            assert sheet.row_dimensions[cell.row].height >= 3 * 1.5 * 8
        if name == "teams.xlsx":
            assert "hours with ~" in str(found[0][0]["A2"].value)
            # The gap has the meal in it: no time of its own.
            assert found[1][1].number_format in ('@" 09:00~12:30 15:00~18:00"', '@"⌂"" 09:00~12:30 15:00~18:00"')


def test_an_edited_day_is_shortened_as_well(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "roster.xlsx"
    write_workbook(path, run)
    change_book(path, lambda book: set_cells(E006_1="D")(Grid(book)))
    added = [row for row in read_back(path, run).roster.assignments if row.employee_id == "E006"]
    assert [(one.start.hour + one.start.minute / 60, one.paid_minutes) for one in added] == [(13.5, 240)]


def test_calendars_have_the_real_times(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path, run, datetime(2023, 11, 1).astimezone())
    found = Calendar.from_ical((tmp_path / calendar_name("E005")).read_bytes()).walk("VEVENT")
    by_day = {event.start.day: event for event in found if isinstance(event, Event)}
    assert f"{by_day[7].start:%H:%M}-{by_day[7].end:%H:%M}" == "09:00-13:30"
    assert "shortened" in by_day[7]["summary"]
    assert "shortened" not in by_day[6]["summary"]
    assert by_day[8]["description"].startswith(("Away and meal 12:30-15:00", "Away and meal 13:00-15:30"))


def test_the_report_has_the_times(run: Run) -> None:
    (totals,) = (each for each in staff_totals(run) if each.person.employee_id == "E005")
    days = [text for text, _, _ in person_row(run, totals).days]
    assert days[:3] == ["D", "D 09:00~13:30", "D 09:00~12:30 15:00~18:00"]
    assert totals.paid_hours == 480 * 3 / 60 + 240 / 60 + 390 / 60
