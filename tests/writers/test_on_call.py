"""Who is on call, in every file that people read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain.roster import Duty
from scheduler.figures import Run
from scheduler.readers.roster import read_edited_roster
from scheduler.writers.calendars import calendar_name, write_calendars
from scheduler.writers.report import write_report
from scheduler.writers.roster_csv import write_on_call
from scheduler.writers.workbook import write_teams, write_workbook
from tests.constraints.agreement import MONDAY
from tests.runs import small_run

TUESDAY = date(2023, 11, 7)
ON_CALL = (Duty(MONDAY, "E006"), Duty(MONDAY, "E010"), Duty(TUESDAY, "E006"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    found = small_run(tmp_path_factory.mktemp("workspace"))
    assert found.roster is not None
    return replace(found, roster=found.roster.with_on_call(ON_CALL))


def texts(sheet: Worksheet) -> list[list[str]]:
    return [[str(value) for value in row if value not in (None, "")] for row in sheet.iter_rows(values_only=True)]


def test_the_roster_sheet_marks_them_and_comes_back_unedited(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "roster.xlsx"
    write_workbook(path, run)
    write_on_call(tmp_path / "on_call.csv", run.roster or pytest.fail("no roster"))
    edited = read_edited_roster(path, run.settings, run.problem.employees, run.problem.absences)
    assert edited.roster == run.roster
    assert not edited.edits
    book = load_workbook(path)
    rows = [row for row in texts(book["Roster"]) if any(text.startswith("☎") for text in row)]
    assert rows == [["On call", "☎ Agent 6", "☎ Agent 6"], ["☎ Agent 10"]]
    (cells,) = (row for row in book["Roster"].iter_rows() if row[0].value == "E006")
    assert [cell.fill.fgColor.rgb == "FFDCCFF5" for cell in cells[4:11]] == [True, True, *[False] * 5]
    assert [cell.value for cell in cells[4:11]] == [None] * 7
    day = [text for row in texts(book["11-06 Mon"]) for text in row]
    assert "off, on call  ·  2 people" in day
    assert "E006 Agent 6" in day[day.index("off, on call  ·  2 people") :]


def test_the_notice_board_says_it_in_the_cell(tmp_path: Path, run: Run) -> None:
    write_teams(tmp_path / "teams.xlsx", run)
    book = load_workbook(tmp_path / "teams.xlsx")
    rows = [row for name in book.sheetnames for row in texts(book[name])]
    (person,) = [row for row in rows if row[:1] == ["E006"]]
    assert person[4:6] == ["On call", "On call"]
    # A word that is no shift would look like an absence there.
    colours = {
        rule.formula[0]: rule.dxf.fill.bgColor.rgb
        for name in book.sheetnames
        for of in book[name].conditional_formatting
        for rule in of.rules
        if rule.formula
    }
    assert colours['"On call"'] == "FFDCCFF5"


def test_a_calendar_says_it_of_a_day_that_stays_free(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path, run, datetime(2023, 11, 1, tzinfo=UTC))
    text = (tmp_path / calendar_name("E006")).read_text(encoding="utf-8")
    assert text.count("SUMMARY:off\\, on call") == 2
    assert text.count("TRANSP:TRANSPARENT") == 7


def test_the_report_lists_them_by_day(tmp_path: Path, run: Run) -> None:
    write_report(tmp_path / "report.html", run)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<th>2023-11-06 Mon</th><td class="wrap">E006 Agent 6, E010 Agent 10</td>' in page
    assert page.count('<td class="day on-call">On call</td>') == 3


def test_without_such_a_rule_nothing_is_said(tmp_path: Path, run: Run) -> None:
    assert run.roster is not None
    free = replace(run, roster=replace(run.roster, on_call=None))
    write_report(tmp_path / "report.html", free)
    write_workbook(tmp_path / "roster.xlsx", free)
    assert 'on-call"' not in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not any("n call" in text for row in texts(load_workbook(tmp_path / "roster.xlsx")["Roster"]) for text in row)
