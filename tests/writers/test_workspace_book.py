"""The workbook that people fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.domain.people import Employee
from scheduler.formats.headers import INPUT_SHEETS
from scheduler.readers.workspace import read_workspace
from tests.books import open_book, sheet_of, write_book_workspace
from tests.workspaces import SETTINGS, STAFF, faults_of


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The small workspace's workbook."""
    return open_book(write_book_workspace(tmp_path_factory.mktemp("workspace")))


def validation(book: Workbook, sheet: str, cell: str) -> DataValidation | None:
    found = [rule for rule in sheet_of(book, sheet).data_validations.dataValidation if cell in rule.sqref]
    return found[0] if found else None


def choices(book: Workbook, sheet: str, cell: str) -> list[object]:
    """What a drop-down offers: the cells of a range, or as many from its first cell on as are filled."""
    rule = validation(book, sheet, cell)
    assert rule is not None
    formula = str(rule.formula1).removeprefix("=")
    filled = re.fullmatch(r"OFFSET\((\w+)!(\S+),0,0,MAX\(1,COUNTA\(\1!(\2:\S+)\)\),1\)", formula)
    title, area = (filled[1], filled[3]) if filled else formula.split("!")
    return [row[0].value for row in sheet_of(book, title)[area] if row[0].value is not None]


def test_each_input_has_a_sheet_between_the_guide_and_the_lists(book: Workbook) -> None:
    assert (book.sheetnames[0], book.sheetnames[-1]) == ("guide", "lists")
    assert set(book.sheetnames) == {"guide", "lists", *INPUT_SHEETS}


@pytest.mark.parametrize(
    ("column", "added", "places"),
    [
        ("Teams", "evening", [("staff", "C2")]),
        ("Shifts", "E", [("requests", "C2"), ("locks", "C2"), ("previous_roster", "C2")]),
        ("Queues", "chat", [("inflow", "C2"), ("events", "E2")]),
        ("Kinds of absence", "jury duty", [("absences", "D2")]),
    ],
)
def test_a_name_that_is_added_to_the_workbooks_lists_is_offered(
    tmp_path: Path, column: str, added: str, places: list[tuple[str, str]]
) -> None:
    found = open_book(write_book_workspace(tmp_path))
    lists = sheet_of(found, "lists")
    (header,) = (cell for cell in lists[1] if cell.value == column)
    free = next(row for row in range(2, 99) if lists.cell(row, header.column).value is None)
    lists.cell(free, header.column).value = added
    for sheet, cell in places:
        assert choices(found, sheet, cell)[-1] == added


def test_the_workbook_is_read_with_its_lists(tmp_path: Path) -> None:
    write_book_workspace(tmp_path)
    assert faults_of(lambda: read_workspace(tmp_path)) == []


def test_headers_stay_in_view(book: Workbook) -> None:
    assert {sheet_of(book, name).freeze_panes for name in INPUT_SHEETS} == {"A2"}


@pytest.mark.parametrize(("language", "header"), [("en", "Employee ID"), ("ko", "사번")])
def test_headers_are_in_the_language_of_the_workspace(tmp_path: Path, language: str, header: str) -> None:
    settings = SETTINGS.replace("language: en", f"language: {language}")
    found = open_book(write_book_workspace(tmp_path, workspace=settings))
    assert {sheet_of(found, name)["A1"].value for name in ("staff", "absences", "requests", "locks")} == {header}


@pytest.mark.parametrize(
    ("sheet", "cell", "offered"),
    [
        ("staff", "C2", ["day", "night", "specialised"]),
        ("staff", "D2", ["full_time", "night_time"]),
        ("staff", "E2", ["D", "D|V", "V|N", "V", "N"]),
        ("staff", "F2", ["general", "english|general", "text|general", "english", "text"]),
        ("requests", "C2", ["OFF", "D", "V", "N"]),
        ("previous_roster", "C2", ["D", "V", "N"]),
        ("inflow", "C2", ["general", "english", "text"]),
    ],
)
def test_drop_downs_offer_the_workspaces_own_names(
    book: Workbook, sheet: str, cell: str, offered: list[object]
) -> None:
    assert choices(book, sheet, cell) == offered


def test_the_people_to_choose_from_are_those_of_the_staff_sheet_new_ones_too(book: Workbook) -> None:
    offered = choices(book, "absences", "A2")
    assert offered[0] == "E001"
    assert len(offered) == 12
    rule = validation(book, "absences", "A2")
    assert rule is not None
    assert "staff!$A$2:$A$1013" in str(rule.formula1)


@pytest.mark.parametrize(
    ("sheet", "cell", "kind"),
    [
        ("absences", "B2", "date"),
        ("absences", "C500", "date"),  # rows to come are checked as well
        ("inflow", "B2", "whole"),
        ("inflow", "D2", "decimal"),
        ("requests", "D2", "custom"),  # a number, or must
        ("previous_roster", "D2", "date"),
        ("staff", "H2", "list"),
    ],
)
def test_dates_and_numbers_are_checked_while_they_are_typed(book: Workbook, sheet: str, cell: str, kind: str) -> None:
    rule = validation(book, sheet, cell)
    assert rule is not None
    assert rule.type == kind


def test_several_shifts_can_be_joined_although_the_list_offers_one(book: Workbook) -> None:
    rule = validation(book, "staff", "E2")
    assert rule is not None
    assert rule.errorStyle == "warning"


def test_dates_are_real_dates_and_ids_are_text(book: Workbook) -> None:
    sheet = sheet_of(book, "absences")
    assert (sheet["A2"].data_type, sheet["A2"].number_format) == ("s", "@")
    assert sheet["B2"].is_date


@pytest.mark.parametrize("name", ["'=1+2", "+1", "@SUM(A1)", "http://example.org"])
def test_text_of_the_inputs_stays_text(tmp_path: Path, name: str) -> None:
    found = open_book(write_book_workspace(tmp_path, staff=STAFF.replace("Agent 1,", f"{name},")))
    cell = sheet_of(found, "staff")["B2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", name.removeprefix("'"), None)


def test_the_guide_says_in_both_languages_which_settings_are_where(book: Workbook) -> None:
    rows = {row[0]: row[1:] for row in sheet_of(book, "guide").iter_rows(values_only=True)}
    korean, english = rows["settings"][:2]
    assert "workspace.yaml" in str(korean)
    assert "workspace.yaml" in str(english)
    assert set(INPUT_SHEETS) <= set(rows)


def test_the_settings_sheet_lists_what_changes_weekly(book: Workbook) -> None:
    values = {row[0]: row[1] for row in sheet_of(book, "settings").iter_rows(min_row=2, values_only=True)}
    assert values["queues.general.targets.service_level"] == 0.8
    assert values["rules.coverage_shortfall.weight"] == 10
    assert "queues.english.targets.service_level" not in values
    assert "rules.minimum_rest.weight" not in values  # a hard rule has none


def test_every_field_of_a_person_is_written(book: Workbook) -> None:
    columns = sum(cell.value is not None for cell in sheet_of(book, "staff")[1])
    assert columns == len(Employee.model_fields)
