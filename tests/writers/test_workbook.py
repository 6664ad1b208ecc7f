"""``roster.xlsx``."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from scheduler.figures import Run
from scheduler.writers.workbook import write_workbook
from tests.runs import small_run
from tests.workspaces import SETTINGS


def written(tmp_path: Path, run: Run) -> Workbook:
    write_workbook(tmp_path / "roster.xlsx", run)
    return load_workbook(tmp_path / "roster.xlsx")


def cells(book: Workbook, sheet: str) -> Iterator[Cell]:
    for row in book[sheet].iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell))


def row_of(book: Workbook, employee: str) -> list[object]:
    (found,) = (cell.row for cell in cells(book, "Roster") if cell.column == 1 and cell.value == employee)
    return [cell.value for cell in book["Roster"][found]]


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["Roster", "Coverage", "Summary"]), ("ko", ["근무표", "충원 현황", "요약"])],
)
def test_the_sheets_are_in_the_language_of_the_workspace(tmp_path: Path, language: str, names: list[str]) -> None:
    settings = SETTINGS.replace("language: en", f"language: {language}")
    assert written(tmp_path, small_run(tmp_path / "workspace", workspace=settings)).sheetnames == names


def test_a_person_has_a_row_of_shift_codes_and_totals(tmp_path: Path) -> None:
    row = row_of(written(tmp_path, small_run(tmp_path / "workspace")), "E003")
    assert row[4:11] == ["D", "D", "V", None, None, None, None]
    assert row[11:16] == [3, 22.5, 0, 1, 0]


def test_a_day_of_absence_says_why(tmp_path: Path) -> None:
    row = row_of(written(tmp_path, small_run(tmp_path / "workspace")), "E002")
    assert row[4:11] == [None, None, None, "Training", "Training", None, None]


def test_shift_codes_have_the_colour_of_the_shift(tmp_path: Path) -> None:
    settings = SETTINGS.replace('end: "18:00",\n', 'end: "18:00", colour: "#ABCDEF",\n', 1)
    book = written(tmp_path, small_run(tmp_path / "workspace", workspace=settings))
    colours = {cell.fill.fgColor.rgb for cell in cells(book, "Roster") if cell.value == "D"}
    assert colours == {"FFABCDEF"}


def test_a_day_at_home_is_marked_and_still_holds_the_bare_code(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    book = written(tmp_path, run)
    assert run.roster is not None
    modes = {(row.employee_id, row.date.isoformat()): row.work_mode for row in run.roster.assignments}
    (row,) = (cell.row for cell in cells(book, "Roster") if cell.column == 1 and cell.value == "E004")
    friday = book["Roster"].cell(row, 9)
    assert modes["E004", "2023-11-10"] == ("remote" if "⌂" in friday.number_format else "office")
    (row,) = (cell.row for cell in cells(book, "Roster") if cell.column == 1 and cell.value == "E005")
    assert "⌂" not in book["Roster"].cell(row, 5).number_format
    assert {cell.value for cell in cells(book, "Roster") if "⌂" in cell.number_format} <= {"D", "V", "N"}


@pytest.mark.parametrize("name", ['=HYPERLINK("http://example.org")', "+1", "@SUM(A1)", "http://example.org", "12"])
def test_text_from_the_inputs_stays_text(tmp_path: Path, name: str) -> None:
    run = small_run(tmp_path / "workspace")
    people = tuple(person.model_copy(update={"name": name}) for person in run.problem.employees)
    written(tmp_path, replace(run, problem=run.problem.replace(employees=people)))
    with zipfile.ZipFile(tmp_path / "roster.xlsx") as archive:
        roster = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not [file for file in archive.namelist() if "rels" in file and "sheet1" in file]
    formulas = re.findall("<f>(.*?)</f>", roster)
    assert formulas
    assert all(formula.startswith("COUNTIF(") for formula in formulas)
    assert roster.count(f"<t>{html.escape(name, quote=False)}</t>") == len(people)


def test_headers_stay_in_view_and_pages_fit_the_width_of_a3(tmp_path: Path) -> None:
    book = written(tmp_path, small_run(tmp_path / "workspace"))
    sheet = book["Roster"]
    assert sheet.freeze_panes is not None
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "8")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
    assert sheet.print_title_rows


def test_coverage_begins_with_the_queue_that_needs_most_and_leaves_closed_hours_out(tmp_path: Path) -> None:
    book = written(tmp_path, small_run(tmp_path / "workspace"))
    first = [cell.value for cell in cells(book, "Coverage") if cell.column == 1 and cell.value]
    titles = [value for value in first if value in ("general", "English", "text")]
    assert titles[0] == "general"
    assert sorted(titles) == ["English", "general", "text"]
    # general all day, the two others from 09:00 to 18:00
    assert sum(isinstance(value, str) and ":" in value and len(value) == 5 for value in first) == 48 + 18 + 18


def test_over_or_short_is_effective_less_required(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    book = written(tmp_path, run)
    sheet = book["Coverage"]
    row = next(cell.row for cell in cells(book, "Coverage") if cell.value == "09:00")
    required, effective, gap = (sheet.cell(row, column).value for column in (2, 10, 18))
    assert isinstance(required, float | int)
    assert isinstance(effective, float | int)
    assert gap == pytest.approx(effective - required, abs=0.002)


def test_the_summary_lists_the_cost_of_each_rule(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    values = [cell.value for cell in cells(written(tmp_path, run), "Summary")]
    assert run.audit is not None
    assert run.audit.cost_by_rule["R20"] in values
    assert "R03 Minimum rest between shifts" in values
