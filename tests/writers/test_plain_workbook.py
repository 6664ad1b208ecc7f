"""Workbooks in which text stays text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from scheduler.errors import OutputError
from scheduler.writers.plain_workbook import plain_workbook


@pytest.mark.parametrize("is_large", [False, True])
def test_text_that_looks_like_something_else_stays_text(tmp_path: Path, is_large: bool) -> None:
    path = tmp_path / "plain.xlsx"
    texts = ["=1+1", "http://example.org", "007"]
    with plain_workbook(path, is_large=is_large) as book:
        sheet = book.add_worksheet()
        for column, text in enumerate(texts):
            sheet.write(0, column, text)
    cells = openpyxl.load_workbook(path).worksheets[0][1]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None) for text in texts]


def test_a_workbook_that_cannot_be_written_is_no_bug_of_ours(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"^plain\.xlsx cannot be written: "),
        plain_workbook(tmp_path / "missing" / "plain.xlsx") as book,
    ):
        book.add_worksheet()
