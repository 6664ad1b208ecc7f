"""What the sheets of days were written with: fingerprints, so that a reader knows an edit that would be lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scheduler.formats.roster_sheet import COPIES_SHEET, fingerprint
from scheduler.writers.workbook.day import DaySheet
from scheduler.writers.workbook.sheet import Book


def write_copies(book: Book, days: Sequence[DaySheet]) -> None:
    """Write the hidden sheet, a row for each row of a sheet of a day: its title, its number, and its cells."""
    sheet = book.add_sheet(COPIES_SHEET, is_reserved=True)
    sheet.hide()
    line = 0
    for day in days:
        rows: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for (row, column), text in day.written.items():
            rows[row][column] = text
        for row, texts in sorted(rows.items()):
            sheet.write_string(line, 0, day.name)
            sheet.write_number(line, 1, row + 1)
            for column, text in texts.items():
                sheet.write_string(line, 2 + column, fingerprint(text))
            line += 1
