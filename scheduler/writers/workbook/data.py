"""The rows of ``roster.csv``, so that nothing is lost between a workbook and the next."""

from __future__ import annotations

from scheduler.formats.roster_sheet import DATA_HEADER_ROW, DATA_SHEET
from scheduler.writers.workbook.sheet import Book

_WIDTHS = (12, 11, 7, 17, 17, 17, 17, 11, 14, 13)


def write_data(book: Book) -> None:
    """Write the sheet: text as it stands in the csv file, minutes as numbers."""
    from scheduler.frames.csv_file import csv_text

    sheet = book.add_sheet(DATA_SHEET, is_reserved=True)
    # Hidden, or it would fill forty pages whenever somebody prints the whole workbook.
    sheet.hide()
    frame = book.run.roster_frame()
    for column, (name, width) in enumerate(zip(frame.columns, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(DATA_HEADER_ROW, column, name, book.style.header)
    text = book.style(num_format="@")
    for row, (*texts, minutes) in enumerate(csv_text(frame).itertuples(index=False, name=None), DATA_HEADER_ROW + 1):
        for column, value in enumerate(texts):
            if value:
                sheet.write_string(row, column, value, text)
        sheet.write_number(row, len(texts), int(minutes))
    sheet.autofilter(DATA_HEADER_ROW, 0, DATA_HEADER_ROW + len(frame), len(frame.columns) - 1)
    sheet.freeze_panes(DATA_HEADER_ROW + 1, 1)
