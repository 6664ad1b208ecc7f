"""``roster.xlsx``."""

from __future__ import annotations

import csv
import html
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from scheduler.domain.roster import Roster
from scheduler.figures import Run
from scheduler.formats.roster_sheet import DATA_SHEET, GRID_SHEETS, HEADER_WITHIN_ROWS, ID_HEADERS
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.verify import audit
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.workbook import write_teams, write_workbook
from tests.runs import small_run
from tests.workspaces import SETTINGS

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


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
    [
        ("en", ["Roster", "Summary", "Coverage", "Charts", "Rules", "Fairness"]),
        ("ko", ["근무표", "요약", "충원 현황", "충원 그래프", "규칙", "공평성"]),
    ],
)
def test_the_sheets_are_in_the_language_of_the_workspace(tmp_path: Path, language: str, names: list[str]) -> None:
    settings = SETTINGS.replace("language: en", f"language: {language}")
    found = written(tmp_path, small_run(tmp_path / "workspace", workspace=settings)).sheetnames
    weekdays = ("월", "화", "수", "목", "금", "토", "일")
    if language == "en":
        weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    days = [f"11-{6 + n:02} {weekday}" for n, weekday in enumerate(weekdays)]
    assert found == [*names, *days, "data", "copies"]


def test_a_person_has_a_row_of_shift_codes_and_totals(tmp_path: Path) -> None:
    row = row_of(written(tmp_path, small_run(tmp_path / "workspace")), "E003")
    assert row[4:11] == ["D", "D", "V", None, None, None, None]
    book = load_workbook(tmp_path / "roster.xlsx", data_only=True)
    assert row_of(book, "E003")[11:17] == [3, 22.5, 0, 1, 0, "1/1"]
    assert re.fullmatch(r"=SUMPRODUCT\(COUNTIF\(E(\d+):K\1,shift_codes\)\)", str(row[11]))


def test_a_person_with_an_unmet_wish_is_told(tmp_path: Path) -> None:
    assert row_of(written(tmp_path, small_run(tmp_path / "workspace")), "E004")[16] == "0/1"


def test_a_day_of_absence_says_why(tmp_path: Path) -> None:
    row = row_of(written(tmp_path, small_run(tmp_path / "workspace")), "E002")
    assert row[4:11] == [None, None, None, "Training", "Training", None, None]


def test_shift_codes_have_the_colour_of_the_shift_whoever_writes_them(tmp_path: Path) -> None:
    settings = SETTINGS.replace('end: "18:00",\n', 'end: "18:00", colour: "#ABCDEF",\n', 1)
    book = written(tmp_path, small_run(tmp_path / "workspace", workspace=settings))
    rules = [rule for found in book["Roster"].conditional_formatting for rule in found.rules]
    colours = {rule.formula[0]: rule.dxf.fill.bgColor.rgb for rule in rules if rule.formula}
    assert colours['"D"'] == "FFABCDEF"
    legend = [cell.fill.fgColor.rgb for cell in cells(book, "Roster") if cell.value == "D" and cell.row < 6]
    assert legend == ["FFABCDEF"]


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
    assert {cell.value for cell in cells(book, "Roster") if "⌂" in cell.number_format} <= {"D", "V", "N", None}


@pytest.mark.parametrize("name", ['=HYPERLINK("http://example.org")', "+1", "@SUM(A1)", "http://example.org", "12"])
def test_text_from_the_inputs_stays_text(tmp_path: Path, name: str) -> None:
    run = small_run(tmp_path / "workspace")
    people = tuple(person.model_copy(update={"name": name}) for person in run.problem.employees)
    written(tmp_path, replace(run, problem=run.problem.replace(employees=people)))
    with zipfile.ZipFile(tmp_path / "roster.xlsx") as archive:
        sheets = [archive.read(file).decode() for file in archive.namelist() if file.startswith("xl/worksheets/sheet")]
        relations = [archive.read(file).decode() for file in archive.namelist() if file.endswith(".rels")]
    assert not [text for text in relations if "hyperlink" in text]
    formulas = [formula for sheet in sheets for formula in re.findall("<f>(.*?)</f>", sheet)]
    assert formulas
    assert all(formula.startswith(("COUNTIF(", "SUMPRODUCT(")) for formula in formulas)
    shown = f"<t>{html.escape(name, quote=False)}</t>"
    assert sheets[0].count(shown) == len(people)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "a/b:c?[d]*e", "'quoted'", "x" * 40, "data", "ROSTER"])
def test_names_of_teams_and_queues_are_never_formulas_or_names_that_excel_refuses(tmp_path: Path, name: str) -> None:
    run = small_run(tmp_path / "workspace")
    teams = tuple(team.model_copy(update={"name_en": name}) for team in run.settings.teams)
    queues = tuple(queue.model_copy(update={"name_en": name}) for queue in run.settings.queues)
    settings = run.settings.model_copy(update={"teams": teams, "queues": queues})
    named = replace(run, settings=settings)
    book = written(tmp_path, named)
    assert len({sheet.casefold() for sheet in book.sheetnames}) == 6 + 7 + 2
    write_teams(tmp_path / "teams.xlsx", named)
    assert len({sheet.casefold() for sheet in load_workbook(tmp_path / "teams.xlsx").sheetnames}) == 3
    assert all(len(sheet) <= 31 and not re.search(r"[\[\]:*?/\\]", sheet) for sheet in book.sheetnames)
    formulas = [cell.value for sheet in book.sheetnames for cell in cells(book, sheet) if cell.data_type == "f"]
    assert all(str(formula).startswith(("=COUNTIF(", "=SUMPRODUCT(")) for formula in formulas)


def test_the_grid_has_the_structure_that_a_reader_looks_for(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    sheet = written(tmp_path, run)["Roster"]
    assert sheet.title in GRID_SHEETS
    column = [cell.value for cell in sheet["A"]]
    header = next(n for n, value in enumerate(column) if value in ID_HEADERS)
    assert header < HEADER_WITHIN_ROWS
    ids = [person.employee_id for person in run.problem.employees]
    assert column[header + 1 : header + 1 + len(ids)] == ids
    assert column[header + 1 + len(ids)] is None
    days = [cell.value.date() for cell in sheet[header + 1] if isinstance(cell.value, datetime)]
    assert days == list(run.problem.horizon.dates())


def test_the_data_sheet_holds_the_rows_of_roster_csv(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    assert run.roster is not None
    sheet = written(tmp_path, run)[DATA_SHEET]
    write_roster(tmp_path / "roster.csv", run.roster)
    with (tmp_path / "roster.csv").open(encoding="utf-8", newline="") as file:
        wanted = list(csv.reader(file))
    assert [["" if value is None else str(value) for value in row] for row in sheet.values] == wanted
    assert sheet.sheet_state == "hidden"


def test_two_shifts_on_one_day_stand_in_one_cell(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    assert run.roster is not None
    twice = [row for row in run.roster.assignments if row.employee_id == "E003" and row.shift == "D"][:1]
    evening = [replace(row, shift="V", start=row.end, end=row.end + timedelta(hours=7)) for row in twice]
    book = written(tmp_path, replace(run, roster=Roster.of([*run.roster.assignments, *evening])))
    assert row_of(book, "E003")[4] == "D+V"
    assert row_of(book, "E003")[11] == 3


def test_headers_stay_in_view_and_a_week_fits_the_width_of_an_upright_a3(tmp_path: Path) -> None:
    book = written(tmp_path, small_run(tmp_path / "workspace"))
    sheet = book["Roster"]
    assert sheet.freeze_panes is not None
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("portrait", "8")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
    assert sheet.print_title_rows


def test_what_has_a_row_for_everybody_is_printed_on_request(tmp_path: Path) -> None:
    """Of the bundled centre the whole workbook was 47 pages, of which nobody needs more than 16."""
    book = written(tmp_path, small_run(tmp_path / "workspace"))
    for name in ("Coverage", "Rules", "Fairness"):
        sheet = book[name]
        (line,) = (cell.row for cell in cells(book, name) if str(cell.value).startswith("What stands from here on"))
        assert str(sheet.print_area).rsplit("$", 1)[1] == str(line - 1)
        assert sheet.max_row > line
    day = book["11-06 Mon"].page_setup
    assert day.orientation == "portrait"
    assert {day.fitToWidth, day.fitToHeight} <= {None, 1}, "one page: 1 is what a workbook leaves out"


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


def test_the_rules_list_the_cost_of_each(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    values = [cell.value for cell in cells(written(tmp_path, run), "Rules")]
    assert run.audit is not None
    assert run.audit.cost_by_rule["R20"] in values
    assert "R03 Minimum rest between shifts" in values


def test_a_day_lists_who_works_each_shift_and_who_is_away(tmp_path: Path) -> None:
    book = written(tmp_path, small_run(tmp_path / "workspace"))
    first = [str(cell.value) for cell in cells(book, "11-06 Mon") if cell.value]
    assert any(text.startswith("D day 09:00-18:00") and "3 people" in text for text in first)
    assert any(text.startswith("E003 Agent 3") for text in first)
    assert "E001 Agent 1 Leave" in first


def test_the_rules_name_the_people_behind_a_cost(tmp_path: Path) -> None:
    settings = SETTINGS + "  - rule: requests\n    weight: 100\n"
    book = written(tmp_path, small_run(tmp_path / "workspace", workspace=settings))
    rows = [row for row in book["Rules"].values if row[1] == "E004"]
    assert [(row[2], row[5], row[7]) for row in rows] == [("Agent 4", 5, 500)]


def test_fairness_counts_the_weeks_before_as_well(tmp_path: Path) -> None:
    history = "employee_id,nights,weekend_days\nE009,4,3\n"
    book = written(tmp_path, small_run(tmp_path / "workspace", history=history))
    (row,) = (row for row in book["Fairness"].values if row[0] == "E009")
    assert row[3:9] == (4, 1, 5, 3, 1, 4)


def test_many_days_are_cut_into_weeks_of_coverage(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    workspace = read_workspace(tmp_path / "workspace")
    problem = plan_problem(workspace, run.problem.horizon.first_day, 28)
    assert run.roster is not None
    book = written(tmp_path, replace(run, problem=problem, audit=audit(problem, run.rules, run.roster)))
    titles = [cell.value for cell in cells(book, "Coverage") if cell.column == 1]
    assert titles.count("general") == 4
    assert book["Coverage"].max_column <= 24


@pytest.mark.skipif(SOFFICE is None, reason="NOTICE: no LibreOffice here, so no formula is calculated")
# LibreOffice adds to the data bars what openpyxl does not know; it does not matter here.
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_totals_follow_what_is_edited(tmp_path: Path) -> None:
    assert SOFFICE is not None
    book = written(tmp_path, small_run(tmp_path / "workspace"))
    (row,) = (cell.row for cell in cells(book, "Roster") if cell.column == 1 and cell.value == "E005")
    book["Roster"].cell(row, 5).value = None  # off on Monday
    book["Roster"].cell(row, 9).value = "V"  # on Friday in the evening
    book["Roster"].cell(row, 10).value = "D"  # on Saturday
    book.save(tmp_path / "edited.xlsx")  # without the figures that the writer calculated
    subprocess.run(
        [
            *(SOFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--convert-to", "xlsx", "--outdir", tmp_path / "calculated", tmp_path / "edited.xlsx"),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    calculated = load_workbook(tmp_path / "calculated" / "edited.xlsx", data_only=True)
    # Days, hours, overtime, nights (an evening is one where no rule says otherwise), weekend days.
    assert row_of(calculated, "E005")[11:16] == [5, 38.5, 0, 1, 1]
    assert row_of(calculated, "E003")[11:16] == [3, 22.5, 0, 1, 0]
    counts = {row[1]: row[4:11] for row in calculated["Roster"].values if row[0] is None and row[1] in ("D", "V")}
    assert counts["D"] == (2, 2, 1, 1, 1, 1, 0)


def test_what_is_printed_is_a_sheet_a_team_with_its_people_and_meal_times(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    assert run.roster is not None
    write_teams(tmp_path / "teams.xlsx", run)
    book = load_workbook(tmp_path / "teams.xlsx")
    assert book.sheetnames == ["day", "night", "specialised"]
    # Sheets that are selected together would be edited together.
    assert not any(sheet.sheet_view.tabSelected for sheet in book.worksheets[1:])
    teams = {person.employee_id: person.team for person in run.problem.employees}
    for sheet in book.worksheets:
        listed = [str(row[0].value) for row in sheet.iter_rows() if row[0].value in teams]
        assert sorted(listed) == sorted(who for who, team in teams.items() if team == sheet.title)
        assert sheet.print_area
        assert sheet.print_title_rows
    (row,) = (row for row in book["day"].iter_rows() if row[0].value == "E003")
    meal = run.roster.of_employee("E003")[0].break_start
    assert meal is not None
    assert f" {meal:%H:%M}" in row[4].number_format


def test_on_paper_nobody_reads_why_somebody_is_away(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    write_teams(tmp_path / "teams.xlsx", run)
    shown = {
        cell.value
        for sheet in load_workbook(tmp_path / "teams.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    kinds = {kind.title("en") for kind in run.settings.kinds_of_absence.values()}
    assert "Absent" in shown
    assert not shown & kinds


@pytest.mark.skipif(SOFFICE is None, reason="NOTICE: no LibreOffice here, so nobody counts pages")
def test_each_team_takes_one_page(tmp_path: Path) -> None:
    write_teams(tmp_path / "teams.xlsx", small_run(tmp_path / "workspace"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "teams.xlsx")], check=True, capture_output=True, timeout=300)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "teams.pdf").read_bytes())) == 3
