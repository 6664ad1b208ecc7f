"""The copy of a workbook in which faults are marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from scheduler import cli
from tests.books import change_book, open_book, sheet_of, write_book_workspace
from tests.workspaces import write_workspace


def validate(workspace: Path, *options: object, language: str = "en") -> Result:
    return CliRunner().invoke(cli.main, ["validate", str(workspace), "--language", language, *map(str, options)])


def spoil(book: Workbook) -> None:
    sheet_of(book, "staff")["F3"] = "genral"
    sheet_of(book, "absences")["B2"] = "=1+"
    sheet_of(book, "absences")["B2"].data_type = "s"
    for row in range(2, 40):
        sheet_of(book, "inflow").cell(row, 4).value = -1
    sheet_of(book, "requests").merge_cells("A2:A3")


def test_every_faulty_cell_is_filled_and_says_what_to_do(tmp_path: Path) -> None:
    book = write_book_workspace(tmp_path / "workspace")
    change_book(book, spoil)
    before = book.read_bytes()
    copy = tmp_path / "faults.xlsx"
    result = validate(tmp_path / "workspace", "--annotate", copy)
    assert result.exit_code == 3
    assert "workspace.xlsx staff!F3 (queues) queue 'genral' is unknown; did you mean 'general'?" in result.stderr
    assert book.read_bytes() == before
    found = open_book(copy)
    cell = sheet_of(found, "staff")["F3"]
    assert cell.value == "genral"
    assert cell.fill.fgColor.rgb == "00FF9999"
    assert cell.comment is not None
    assert cell.comment.text == "queue 'genral' is unknown; did you mean 'general'?"
    assert sheet_of(found, "staff")["F2"].comment is None
    # The terminal counts what is beyond 20 of a kind; the copy marks all of it.
    assert all(sheet_of(found, "inflow").cell(row, 4).comment for row in range(2, 40))
    merged = sheet_of(found, "requests")["A2"].comment
    assert merged is not None
    assert "are merged" in merged.text


def test_the_first_sheet_lists_all_faults_as_text_with_a_way_to_each_cell(tmp_path: Path) -> None:
    change_book(write_book_workspace(tmp_path / "workspace"), spoil)
    (tmp_path / "workspace" / "locks.csv").write_text("employee_id,date,shift\nE001,2023-11-06,Q\n", encoding="utf-8")
    change_book(tmp_path / "workspace" / "workspace.xlsx", lambda book: book.remove(book["locks"]))
    validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx")
    sheet = open_book(tmp_path / "faults.xlsx").worksheets[0]
    assert sheet.title == "faults"
    rows = {str(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    assert "locks.csv:2:shift" in rows
    place = rows["workspace.xlsx staff!F3 (queues)"][0]
    assert place.hyperlink is not None
    assert place.hyperlink.location == "'staff'!F3"
    assert {cell.data_type for row in rows.values() for cell in row} <= {"s", "n"}  # an empty remedy has no text


def test_nothing_is_written_where_nothing_is_wrong(tmp_path: Path) -> None:
    write_book_workspace(tmp_path / "workspace")
    assert validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx").exit_code == 0
    assert not (tmp_path / "faults.xlsx").exists()


@pytest.mark.parametrize(
    ("target", "message"),
    [("workspace/workspace.xlsx", "is the workbook itself; name another file"), ("faults.txt", "ends in .xlsx")],
)
def test_the_workbook_itself_and_other_forms_are_refused(tmp_path: Path, target: str, message: str) -> None:
    change_book(write_book_workspace(tmp_path / "workspace"), spoil)
    result = validate(tmp_path / "workspace", "--annotate", tmp_path / target)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_file_that_was_there_is_kept_and_the_workbook_of_another_workspace_refused(tmp_path: Path) -> None:
    change_book(write_book_workspace(tmp_path / "workspace"), spoil)
    other = write_book_workspace(tmp_path / "other")
    before = other.read_bytes()
    result = validate(tmp_path / "workspace", "--annotate", other)
    assert result.exit_code == 2
    assert "is the name of an input of the workspace" in result.stderr
    assert other.read_bytes() == before
    (tmp_path / "faults.xlsx").write_bytes(b"mine")
    assert validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx").exit_code == 3
    assert (tmp_path / "faults.xlsx.bak").read_bytes() == b"mine"


def test_a_workspace_of_csv_files_has_no_cells_to_mark(tmp_path: Path) -> None:
    write_workspace(tmp_path / "workspace")
    result = validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx")
    assert result.exit_code == 2
    assert "has no workspace.xlsx" in result.stderr


@pytest.mark.parametrize("found", ["workspace.xls", "workspace.xlsm", "link"])
def test_a_workbook_that_is_not_where_it_should_be_is_the_same_fault_as_without_a_copy(
    tmp_path: Path, found: str
) -> None:
    book = write_book_workspace(tmp_path / "workspace")
    if found == "link":
        book.unlink()
        book.symlink_to("nowhere.xlsx")
    else:
        book.rename(book.with_name(found))
    plain = validate(tmp_path / "workspace")
    copied = validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx")
    assert plain.exit_code == 3
    assert found == "link" or found in plain.stderr
    assert (copied.exit_code, copied.stderr) == (plain.exit_code, plain.stderr)
    assert not (tmp_path / "faults.xlsx").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and nothing more", "workspace.xlsx is not a workbook, or is damaged"),
        # How .xls files begin, and workbooks with a password.
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
            "workspace.xlsx is protected by a password, or an old .xls",
        ),
    ],
)
def test_a_workbook_that_does_not_open_is_a_fault_and_no_copy(tmp_path: Path, content: bytes, message: str) -> None:
    write_book_workspace(tmp_path / "workspace").write_bytes(content)
    result = validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx")
    assert result.exit_code == 3
    assert message in result.stderr
    assert not (tmp_path / "faults.xlsx").exists()


def test_a_wish_that_must_be_met_and_cannot_is_marked_in_its_row(tmp_path: Path) -> None:
    """Nothing is wrong with the cells themselves: it is found once all of the workspace is read."""

    def wish(book: Workbook) -> None:
        sheet = sheet_of(book, "requests")
        sheet["C2"], sheet["D2"] = "N", "must"

    change_book(write_book_workspace(tmp_path / "workspace"), wish)
    result = validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx")
    assert result.exit_code == 3
    assert "workspace.xlsx requests!2:2 (weight) E003 must have N on 2023-11-08" in result.stderr
    found = open_book(tmp_path / "faults.xlsx")
    comment = sheet_of(found, "requests")["A2"].comment
    assert comment is not None
    assert comment.text.startswith("E003 must have N on 2023-11-08")
    assert found.worksheets[0]["A2"].value == "workspace.xlsx requests!2:2 (weight)"


def test_the_copy_is_in_the_language_of_the_reader(tmp_path: Path) -> None:
    change_book(write_book_workspace(tmp_path / "workspace"), spoil)
    validate(tmp_path / "workspace", "--annotate", tmp_path / "faults.xlsx", language="ko")
    found = open_book(tmp_path / "faults.xlsx")
    comment = sheet_of(found, "staff")["F3"].comment
    assert comment is not None
    assert "혹시 'general'입니까?" in comment.text
    assert [cell.value for cell in found.worksheets[0][1]] == ["곳", "내용", "조치"]
