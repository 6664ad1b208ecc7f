"""The rows of a run's csv files, so that nothing is lost between a workbook and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.formats.roster_sheet import ATTENDED_SHEET, DATA_HEADER_ROW, DATA_SHEET, ON_CALL_SHEET
from scheduler.writers.workbook.sheet import Book

if TYPE_CHECKING:
    import pandas as pd

_MINUTES = "paid_minutes"
_WIDTHS = {"employee_id": 12, "date": 11, "shift": 7, "work_mode": 11, "queue": 14, _MINUTES: 13}
_WIDTH = 17


def write_data(book: Book) -> None:
    """Write the hidden sheets: the roster's rows, and what people attend and who is on call where it says so."""
    from scheduler.frames.rosters import activities_frame, on_call_frame

    roster = book.run.roster
    assert roster is not None
    _write(book, DATA_SHEET, book.run.roster_frame())
    if roster.has_activities:
        _write(book, ATTENDED_SHEET, activities_frame(roster, book.run.settings.centre.zone))
    if roster.on_call is not None:
        _write(book, ON_CALL_SHEET, on_call_frame(roster.on_call))


def _write(book: Book, title: str, frame: pd.DataFrame) -> None:
    """Write a sheet: text as it stands in the csv file, minutes as numbers."""
    from scheduler.frames.csv_file import csv_text

    sheet = book.add_sheet(title, is_reserved=True)
    # Hidden, or it would fill forty pages whenever somebody prints the whole workbook.
    sheet.hide()
    for column, name in enumerate(frame.columns):
        sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH))
        sheet.write_string(DATA_HEADER_ROW, column, name, book.style.header)
    text = book.style(num_format="@")
    for row, values in enumerate(csv_text(frame).itertuples(index=False, name=None), DATA_HEADER_ROW + 1):
        for column, (name, value) in enumerate(zip(frame.columns, values, strict=True)):
            if name == _MINUTES:
                sheet.write_number(row, column, int(value))
            elif value:
                sheet.write_string(row, column, value, text)
    sheet.autofilter(DATA_HEADER_ROW, 0, DATA_HEADER_ROW + len(frame), len(frame.columns) - 1)
    sheet.freeze_panes(DATA_HEADER_ROW + 1, 1)
