"""Columns have the same names in csv files and workbooks, in Korean and English."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.formats.headers import column_named, header_of, sheet_named
from scheduler.readers.workspace import read_workspace
from tests.workspaces import ABSENCES, faults_in, write_workspace

COLUMNS = ("employee_id", "from", "to", "kind", "aht_seconds")


@pytest.mark.parametrize("header", ["employee_id", "Employee ID", "EMPLOYEE_ID", "사번", "직원번호", "사 번"])
def test_a_column_has_many_names(header: str) -> None:
    assert column_named(header, COLUMNS) == "employee_id"


def test_a_name_of_another_table_is_none_of_this_one() -> None:
    assert column_named("근로계약", COLUMNS) == "근로계약"


def test_every_name_that_is_written_is_read() -> None:
    for column in COLUMNS:
        assert column_named(header_of(column, "ko"), COLUMNS) == column
        assert column_named(header_of(column, "en"), COLUMNS) == column


def test_sheets_have_names_in_both_languages() -> None:
    assert sheet_named("Staff") == sheet_named("직원") == "staff"
    assert sheet_named("근무표") is None


def test_a_csv_file_may_have_korean_headers_in_any_order(tmp_path: Path) -> None:
    english = read_workspace(write_workspace(tmp_path / "english"))
    header, *rows = ABSENCES.splitlines()
    assert header == "employee_id,from,to,kind"
    turned = ["사유,종료일,시작일,사번", *(",".join(reversed(row.split(","))) for row in rows)]
    korean = read_workspace(write_workspace(tmp_path / "korean", absences="\n".join(turned)))
    assert korean.absences == english.absences


def test_a_misspelt_korean_header_is_one_fault_with_the_right_name(tmp_path: Path) -> None:
    spoilt = ABSENCES.replace("employee_id,from,to,kind", "사번,시작일,종료알,사유")
    assert faults_in(tmp_path, absences=spoilt) == [
        "absences.csv:1:종료알 column '종료알' is unknown; did you mean '종료일'?"
    ]
