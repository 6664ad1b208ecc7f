"""Sheets are read as csv files are, and what is wrong with them names sheet and cell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from scheduler.formats.workspace_files import INPUTS_WORKBOOK
from scheduler.inputs import Workspace
from scheduler.readers import workbook
from scheduler.readers.cell_text import cell_text
from scheduler.readers.workspace import read_workspace
from tests.books import (
    change_book,
    faults_after,
    needs_libreoffice,
    open_book,
    saved_by_libreoffice,
    sheet_of,
    write_book_workspace,
)
from tests.workspaces import SETTINGS, STAFF, faults_of, write_workspace


def assert_same(one: Workspace, other: Workspace) -> None:
    for name in ("settings", "employees", "absences", "requests", "previous", "locks", "history", "events"):
        assert getattr(one, name) == getattr(other, name), name
    assert one.inflow.first_day == other.inflow.first_day
    for queue, inflow in one.inflow.queues.items():
        for array in ("calls", "aht_seconds", "attempts"):
            numbers, others = getattr(inflow, array), getattr(other.inflow.queues[queue], array)
            assert numbers.tobytes() == others.tobytes(), (queue, array)


LOCKS = "employee_id,date,shift\nE003,2023-11-07,D\nE004,2023-11-08,OFF\n"
HISTORY = "employee_id,nights,weekend_days\nE007,3,1\n"


def test_a_workbook_is_read_like_the_csv_files_it_was_made_from(tmp_path: Path) -> None:
    csv = read_workspace(write_workspace(tmp_path / "csv", locks=LOCKS, history=HISTORY))
    write_book_workspace(tmp_path / "xlsx", locks=LOCKS, history=HISTORY)
    assert_same(read_workspace(tmp_path / "xlsx"), csv)


@needs_libreoffice
def test_a_workbook_that_libreoffice_has_saved_is_read_alike_and_formulas_count_by_their_value(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path / "xlsx", locks=LOCKS, history=HISTORY)
    before = read_workspace(tmp_path / "xlsx")
    assert before.requests[0].weight == 5

    def change(found: Workbook) -> None:
        sheet_of(found, "requests")["D2"] = "=2+3"

    change_book(book, change)
    (saved,) = saved_by_libreoffice([book], tmp_path)
    book.write_bytes(saved.read_bytes())
    assert_same(read_workspace(tmp_path / "xlsx"), before)


def test_sheets_and_csv_files_may_stand_side_by_side(tmp_path: Path) -> None:
    whole = read_workspace(write_workspace(tmp_path / "csv"))
    book = write_book_workspace(tmp_path / "both")
    change_book(book, lambda found: found.remove(found["staff"]))
    (tmp_path / "both" / "staff.csv").write_text(STAFF, encoding="utf-8")
    mixed = read_workspace(tmp_path / "both")
    assert_same(mixed, whole)
    assert mixed.sources["staff"] == "staff.csv"
    assert mixed.sources["inflow"] == "workspace.xlsx inflow"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  a ", "a"),
        (9, "9"),
        (9.0, "9"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (True, "true"),
        (datetime(2023, 11, 6), "2023-11-06 00:00"),
        (datetime(2023, 11, 6, 8, 59, 59, 999990), "2023-11-06 09:00"),
        (datetime(2023, 11, 5, 23, 59, 59, 995000), "2023-11-06 00:00"),
        (datetime(2023, 11, 6, 9, 0, 29), "2023-11-06 09:00"),
        (date(2023, 11, 6), "2023-11-06"),
        (time(9), "09:00"),
        (time(9, 59, 59, 995000), "10:00"),
        (time(10, 0, 0, 5000), "10:00"),
        (time(23, 59, 59, 995000), "24:00"),
        (timedelta(hours=24), "24:00"),
        (timedelta(hours=9, minutes=59, seconds=59.995), "10:00"),
    ],
)
def test_a_value_becomes_the_text_of_a_csv_file(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize("hour", [0, "0", "00", "00:00", time(0)])
def test_hours_are_read_in_every_form(tmp_path: Path, hour: object) -> None:
    book = write_book_workspace(tmp_path)
    before = read_workspace(tmp_path)

    def change(found: Workbook) -> None:
        sheet_of(found, "inflow").cell(2, 2).value = hour  # type: ignore[assignment]  # openpyxl takes any of them

    change_book(book, change)
    assert_same(read_workspace(tmp_path), before)


@pytest.mark.parametrize("day", ["2023-11-06", "2023. 11. 6.", date(2023, 11, 6), datetime(2023, 11, 6)])
def test_dates_are_read_as_dates_or_text(tmp_path: Path, day: object) -> None:
    book = write_book_workspace(tmp_path)

    def change(found: Workbook) -> None:
        sheet_of(found, "absences").cell(2, 2).value = day  # type: ignore[assignment]  # openpyxl takes any of them

    change_book(book, change)
    assert read_workspace(tmp_path).absences[0].first_day == date(2023, 11, 6)


def test_numbers_are_read_as_text_and_headers_in_korean_and_any_order(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path)
    before = read_workspace(tmp_path)

    def change(found: Workbook) -> None:
        sheet = sheet_of(found, "requests")
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        found.remove(sheet)
        sheet = found.create_sheet("희망")
        sheet.append(["중요도", "근무", "날짜", "사번"])
        for employee, day, shift, weight, *_ in rows:
            sheet.append([f" {weight} ", shift, day, employee])

    change_book(book, change)
    assert_same(read_workspace(tmp_path), before)


def test_titles_above_the_header_empty_rows_and_other_sheets_are_no_fault(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        sheet = sheet_of(found, "absences")
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Absences of autumn"
        sheet.merge_cells("A1:D1")
        sheet.append([None, "  "])
        found.create_sheet("_notes")["A1"] = "anything"
        found.create_sheet("Sheet1")

    assert faults_after(tmp_path, change) == []


def test_a_row_that_a_filter_hides_is_read(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path)

    def change(found: Workbook) -> None:
        sheet_of(found, "absences").row_dimensions[2].hidden = True

    change_book(book, change)
    assert len(read_workspace(tmp_path).absences) == 2


# ---- Settings ----


def set_settings(book: Workbook, **values: Any) -> None:
    """Write settings into the sheet, dots written as two underscores."""
    sheet = sheet_of(book, "settings")
    rows = {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1)}
    for name, value in values.items():
        sheet.cell(rows[name.replace("__", ".")], 2).value = value


def test_settings_stand_in_the_sheet_and_change_there(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path)

    def change(found: Workbook) -> None:
        set_settings(
            found,
            queues__general__targets__service_level=0.75,
            rules__coverage_shortfall__weight="1,250.0",
            solve__time_limit_seconds=7,
        )
        sheet_of(found, "settings").append(["extra_public_holidays.2023-12-01", "Founding day"])

    change_book(book, change)
    settings = read_workspace(tmp_path).settings
    assert settings.queues[0].targets.service_level == 0.75
    assert next(rule.weight for rule in settings.rules if rule.rule == "coverage_shortfall") == 1250
    assert settings.solve.time_limit_seconds == 7
    assert settings.extra_public_holidays == {date(2023, 12, 1): "Founding day"}
    assert settings.language == "en"


def test_two_places_that_say_different_things_are_a_fault_that_names_both(tmp_path: Path) -> None:
    write_book_workspace(tmp_path)
    path = tmp_path / "workspace.yaml"
    left = path.read_text(encoding="utf-8")
    path.write_text(SETTINGS, encoding="utf-8")
    assert faults_of(lambda: read_workspace(tmp_path)) == []

    text = SETTINGS.replace("aht_seconds: 240", "aht_seconds: 300").replace("weight: 10", "weight: null")
    path.write_text(text, encoding="utf-8")
    found = faults_of(lambda: read_workspace(tmp_path))
    assert [fault.partition(" ")[2].partition(" ")[2] for fault in found] == [
        "(value) is 240 here, and queues[0].aht_seconds is 300 in workspace.yaml:26; "
        "keep one: clear the cell, or write 'in workspace.xlsx' in workspace.yaml",
        "(value) is 10 here, and rules[3].weight is null in workspace.yaml:57; "
        "keep one: clear the cell, or write 'in workspace.xlsx' in workspace.yaml",
    ]
    assert all(fault.startswith("workspace.xlsx settings!B") for fault in found)

    line = "    weight: 10\n"
    assert line in SETTINGS
    path.write_text(SETTINGS.replace(line, ""), encoding="utf-8")
    (fault,) = faults_of(lambda: read_workspace(tmp_path))
    assert "is 10 here, and rules[3].weight is null in workspace.yaml:56; keep one" in fault

    assert "targets: {minimum_agents: in workspace.xlsx}" in left
    path.write_text(left.replace("minimum_agents: in workspace.xlsx", "minimum_agents: 01.0"), encoding="utf-8")
    assert faults_of(lambda: read_workspace(tmp_path)) == []


def test_a_cell_that_is_cleared_takes_no_setting_away(tmp_path: Path) -> None:
    """Without a weight a rule would be hard: nobody means that by clearing a cell."""
    book = write_book_workspace(tmp_path)
    change_book(book, lambda found: set_settings(found, rules__coverage_shortfall__weight=None))
    assert faults_of(lambda: read_workspace(tmp_path)) == [
        "workspace.yaml:57:rules[3].weight has no value in the sheet 'settings' of workspace.xlsx; "
        "fill it in there, or write it here"
    ]


def test_a_setting_that_is_wrong_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        set_settings(found, language="fr")
        sheet = sheet_of(found, "settings")
        for row in (
            ["queues.genral.aht_seconds", 300],
            ["solve.time_limit", 7],
            ["solve", 7],
            ["language.name", "x"],
            ["surplus_free_share", 0.2],
        ):
            sheet.append(row)

    found = [fault.removeprefix("workspace.xlsx settings!") for fault in faults_after(tmp_path, change)]
    assert sorted(fault.partition(" ")[2] for fault in found) == [
        "(setting) 'language.name' is none of the settings; delete it",
        "(setting) 'queues.genral' is none of the settings; did you mean 'general'?",
        "(setting) 'solve' is a group of settings; name one of: deterministic, relative_gap, seed, time_limit_seconds, "
        "workers",
        "(setting) setting 'surplus_free_share' stands twice, first in row 10; delete one row",
        "(setting) this setting is unknown; did you mean 'time_limit_seconds'?",
        "(value) 'fr' is not known here; use one of ko, en",
    ]


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("rules", "one_shift_a_day, minimum_rest"),
        ("rules.coverage_shortfall", "source, weight"),
        ("rules.minimum_rest", "min_rest_minutes"),
        ("queues", "general, english, text"),
        ("queues.general", "aht_seconds, attempts_per_entered, "),
        ("queues.general.targets", "answer_rate, answer_rate_total, "),
        ("teams.day", "name_en, name_ko"),
        ("remote", "anchor, groups, "),
    ],
)
def test_a_value_for_a_group_is_refused_and_its_settings_are_named(tmp_path: Path, name: str, some: str) -> None:
    (found,) = faults_after(tmp_path, lambda book: sheet_of(book, "settings").append([name, 5]))
    assert f"(setting) '{name}' is a group of settings; name one of: {some}" in found


def test_a_list_of_plain_values_stands_in_no_cell(tmp_path: Path) -> None:
    write_book_workspace(tmp_path)
    yaml = tmp_path / "workspace.yaml"
    text = yaml.read_text(encoding="utf-8")
    yaml.write_text(text.replace("rules:\n", "rules:\n  - {rule: fair_nights, shifts: [N]}\n", 1), encoding="utf-8")
    change_book(
        tmp_path / "workspace.xlsx", lambda book: sheet_of(book, "settings").append(["rules.fair_nights.shifts", "N"])
    )
    (found,) = faults_of(lambda: read_workspace(tmp_path))
    assert "is a list, which no cell can hold; delete the row, and change the list in workspace.yaml" in found


def test_an_unknown_name_in_the_sheet_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, "settings")
        for name in ("quees.general.aht_seconds", "quees.english.aht_seconds", "queues.general.tagets.minimum_agents"):
            sheet.append([name, 300])

    found = faults_after(tmp_path, change)
    assert len(found) == 3
    assert all(re.match(r"workspace\.xlsx settings!A\d+ \(setting\) this setting is unknown", fault) for fault in found)
    assert [fault.partition("did you mean ")[2] for fault in sorted(found)] == ["'queues'?", "'queues'?", "'targets'?"]


@pytest.mark.parametrize(
    ("name", "in_sheet", "is_same"),
    [
        ("shifts.D.start", "9:00", True),
        ("shifts.D.start", time(9), True),
        ("shifts.D.start", "9:30", False),
        ("remote.anchor", datetime(2022, 10, 1), True),
        ("remote.anchor", date(2022, 10, 1), True),
        ("remote.anchor", "2022-10-01", True),
        ("remote.anchor", datetime(2022, 10, 2), False),
        ("rules.minimum_rest.min_rest_minutes", "soon", False),
    ],
)
def test_a_value_written_in_two_ways_is_one_value(tmp_path: Path, name: str, in_sheet: object, is_same: bool) -> None:
    write_book_workspace(tmp_path)
    (tmp_path / "workspace.yaml").write_text(SETTINGS, encoding="utf-8")
    change_book(tmp_path / "workspace.xlsx", lambda book: sheet_of(book, "settings").append([name, in_sheet]))
    found = faults_of(lambda: read_workspace(tmp_path))
    assert len(found) == (not is_same)
    assert all(" here, and " in fault for fault in found)


# ---- Broken workbooks, and what the user reads ----


def test_cells_that_cannot_be_read_are_all_reported_by_sheet_and_cell(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        staff, requests = sheet_of(found, "staff"), sheet_of(found, "requests")
        staff["F3"] = "genral"
        staff["C5"] = None
        staff["A13"] = "E001"
        requests["B2"] = "2023-02-30"
        requests["D3"] = "much"

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx requests!B2 (date) '2023-02-30' is not a date: there is no such day; write it as 2023-11-06",
        "workspace.xlsx requests!D3 (weight) 'much' is not a whole number; write it as 1234",
        "workspace.xlsx staff!F3 (queues) queue 'genral' is unknown; did you mean 'general'?",
        "workspace.xlsx staff!C5 (team) is empty; fill it in",
        "workspace.xlsx staff!A13 (employee_id) employee 'E001' stands twice, first in row 2; give everybody an id of "
        "their own, or delete one row",
    ]


def test_merged_cells(tmp_path: Path) -> None:
    assert faults_after(tmp_path, lambda found: sheet_of(found, "requests").merge_cells("A2:A3")) == [
        "workspace.xlsx requests!2:2 the cells A2:A3 are merged; unmerge them and fill in each cell"
    ]


def test_a_formula_that_was_never_calculated(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        sheet_of(found, "requests")["D2"] = "=2+3"

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx requests!D2 (weight) the formula has no stored value; open and save the workbook in the "
        "spreadsheet, or paste the value itself"
    ]


def test_an_error_value_of_the_spreadsheet(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        cell = sheet_of(found, "inflow")["D5"]
        cell.value = "#N/A"
        cell.data_type = "e"

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx inflow!D5 (calls) '#N/A' is an error value of the spreadsheet; put the value itself there"
    ]


def test_a_fault_in_a_hidden_row_says_so(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        sheet = sheet_of(found, "absences")
        sheet["C3"] = "soon"
        sheet.row_dimensions[3].hidden = True

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx absences!C3 (to) 'soon' is not a date; write year, month and day as 2023-11-06; the row is "
        "hidden: clear the filter, or unhide it"
    ]


def test_a_missing_a_misspelt_and_an_unnamed_column(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        sheet_of(found, "staff").delete_cols(4)
        sheet_of(found, "requests")["C1"] = "Shfit"
        sheet_of(found, "absences")["H2"] = "remark"

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx absences!2:2 column H has cells but no name; name the column in the header, or empty it",
        "workspace.xlsx requests!C1 (Shfit) column 'Shfit' is unknown; did you mean 'shift'?",
        "workspace.xlsx staff!1:1 column 'contract' is missing; the columns are employee_id, name, team, contract, "
        "shifts, queues, remote_group, may_work_nights, may_work_holidays, overtime_volunteer, from, to",
    ]


def test_a_sheet_that_stands_as_a_csv_file_as_well(tmp_path: Path) -> None:
    write_book_workspace(tmp_path)
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    assert faults_of(lambda: read_workspace(tmp_path)) == [
        "workspace.xlsx staff stands in staff.csv as well; keep one: delete staff.csv or the sheet"
    ]


def test_a_sheet_that_is_missing_misspelt_or_there_twice(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        found["staff"].title = "staf"
        found.create_sheet("부재")

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx has no sheet 'staff', and there is no staff.csv; add the sheet; 'scheduler init DIR --format "
        "xlsx' shows how it looks",
        "workspace.xlsx sheet 'staf' is none that is read; did you mean 'staff'?",
        "workspace.xlsx the sheets 'absences' and '부재' are the same input; keep one",
    ]


def test_an_empty_sheet_and_a_header_alone(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        sheet_of(found, "absences").delete_rows(1, 10)
        sheet_of(found, "inflow").delete_rows(2, 10000)

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx absences is empty; put the names of the columns in its first row",
        "workspace.xlsx inflow has a header but no rows; add the rows",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04 and nothing more", "is not a workbook, or is damaged"),
        (b"employee_id,name\n", "is not a workbook, or is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "is protected by a password, or an old .xls file"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, what: str) -> None:
    write_book_workspace(tmp_path).write_bytes(content)
    assert faults_of(lambda: read_workspace(tmp_path)) == [
        f"workspace.xlsx {what}; open it in the spreadsheet and save it as 'Excel Workbook (.xlsx)', without a password"
    ]


def test_a_workbook_under_a_misspelt_name(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path)
    book.rename(tmp_path / "workspaces.xlsx")
    (tmp_path / f"~${INPUTS_WORKBOOK}").write_bytes(b"")  # what Excel leaves while it is open
    assert "workspaces.xlsx is not a file that is read; did you mean 'workspace.xlsx'?" in faults_of(
        lambda: read_workspace(tmp_path)
    )


def test_a_column_that_stands_twice_names_the_second_and_its_values_are_those_of_the_first(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        sheet = sheet_of(found, "requests")
        for row, value in enumerate(("중요도", "much", "more", "most"), start=1):
            sheet.cell(row, 6).value = value
        sheet["D2"] = "lots"

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx requests!F1 (weight) column 'weight' stands twice; keep one of them",
        "workspace.xlsx requests!D2 (weight) 'lots' is not a whole number; write it as 1234",
    ]


def test_a_header_that_is_merged_over_columns_is_named_as_that(tmp_path: Path) -> None:
    def change(found: Workbook) -> None:
        sheet_of(found, "absences").merge_cells("B1:C1")

    assert faults_after(tmp_path, change) == [
        "workspace.xlsx absences!B1 the header cell 'From' is merged over the columns B to C; "
        "unmerge it, and name each of these columns"
    ]


def test_a_merged_header_from_practice(tmp_path: Path) -> None:
    case = Path(__file__).parents[3] / "shared" / "cases" / "c09_merged_header"
    if not case.is_dir():
        pytest.skip("the folder of cases is not here")
    faults = faults_of(lambda: read_workspace(case))
    assert any("is merged over the columns" in fault for fault in faults)
    assert not any("is missing" in fault for fault in faults)


def rewrite_parts(book: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Change the parts of a workbook's archive; None leaves one out."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if (changed := change(name, content)) is not None:
                archive.writestr(name, changed)


def part_of(book: Path, title: str) -> str:
    """Name of a sheet's part."""
    titles = open_book(book).sheetnames
    return f"xl/worksheets/sheet{titles.index(title) + 1}.xml"


def test_a_sheet_whose_part_is_missing_is_not_taken_for_empty(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path)
    gone = part_of(book, "absences")
    rewrite_parts(book, lambda name, content: None if name == gone else content)
    assert faults_of(lambda: read_workspace(tmp_path)) == [
        "workspace.xlsx absences the file has lost the content of the sheet; open it in the spreadsheet and save it as "
        "'Excel Workbook (.xlsx)', without a password"
    ]


@pytest.mark.parametrize("title", ["notes", "2023", "absence of autumn"])
def test_a_sheet_that_is_none_of_the_inputs_is_a_fault(tmp_path: Path, title: str) -> None:
    (fault,) = faults_after(tmp_path, lambda found: found.create_sheet(title).append(["anything"]))
    assert fault.startswith(f"workspace.xlsx sheet '{title}' is none that is read; delete it, or begin its name with _")


def as_encrypted(book: Path) -> None:
    content = bytearray(book.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    book.write_bytes(content)


def as_bomb(book: Path) -> None:
    rewrite_parts(book, lambda name, content: content + b" " * 60_000_000 if name.endswith("sheet2.xml") else content)


def as_unknown_packing(book: Path) -> None:
    content = book.read_bytes()
    place = content.find(b"PK\x01\x02")
    book.write_bytes(content[: place + 10] + b"\x63\x00" + content[place + 12 :])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (as_encrypted, "is protected by a password"),
        (as_bomb, "is no workbook of a usual size: it unpacks to 60 MB"),
        (as_unknown_packing, "is not a workbook, or is damaged"),
        (lambda book: book.write_bytes(book.read_bytes()[:-700]), "is not a workbook, or is damaged"),
        (lambda book: book.write_bytes(b"PK\x05\x06" + bytes(18)), "is not a workbook, or is damaged"),
    ],
)
def test_an_archive_that_cannot_or_should_not_be_unpacked_is_refused(
    tmp_path: Path, spoil: Callable[[Path], object], message: str
) -> None:
    book = write_book_workspace(tmp_path)
    spoil(book)
    found = faults_of(lambda: read_workspace(tmp_path))
    assert any(f"workspace.xlsx {message}" in fault for fault in found)


def test_cells_far_away_are_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MOST_CELLS", 20_000)

    def change(found: Workbook) -> None:
        sheet_of(found, "requests").cell(3, 16_384).value = 1
        sheet_of(found, "requests").cell(2, 16_384).value = 1

    (fault,) = faults_after(tmp_path, change)
    assert fault.startswith("workspace.xlsx requests has more than 20,000 cells; delete the rows and columns")


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path)
    part = part_of(book, "requests")
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        text = content.decode()
        return text.replace("<worksheet", f"{head}<worksheet", 1).replace("</worksheet>", "&e11;</worksheet>").encode()

    rewrite_parts(book, change)
    assert any("the sheet is damaged" in fault for fault in faults_of(lambda: read_workspace(tmp_path)))


@pytest.mark.parametrize("number", ["1,250", "1.250"])
def test_text_with_one_mark_before_three_digits_is_refused_in_a_sheet(tmp_path: Path, number: str) -> None:
    def change(found: Workbook) -> None:
        sheet_of(found, "inflow")["D2"] = number
        set_settings(found, queues__general__aht_seconds=number)

    faults = faults_after(tmp_path, change)
    assert [fault.split("(")[0] for fault in faults] == ["workspace.xlsx inflow!D2 ", "workspace.xlsx settings!B11 "]
    assert all(f"'{number}' may be 1.25 or 1250" in fault for fault in faults)


@pytest.mark.parametrize("number", [1.125, 1250, "1.2500", "1,250.5"])
def test_numbers_of_a_sheet_leave_no_doubt(tmp_path: Path, number: float | str) -> None:
    def change(found: Workbook) -> None:
        sheet_of(found, "inflow")["D2"] = number

    book = write_book_workspace(tmp_path)
    change_book(book, change)
    assert read_workspace(tmp_path).employees
