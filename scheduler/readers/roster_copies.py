"""The sheets of days in ``roster.xlsx`` are copies: an edit there counts nowhere, and would be lost in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from openpyxl.utils import get_column_letter

from scheduler.formats.roster_sheet import COPIES_SHEET, fingerprint
from scheduler.messages import Message
from scheduler.readers.cell_text import cell_text
from scheduler.readers.workbook import WorkbookReader

_Cells = Mapping[tuple[int, int], str]
"""Fingerprints by row and column, both from 1."""

_SAME_SHARE = 0.5
"""A sheet under another name with so much of a day's cells is that day's, or a copy of it."""


def refuse_edited_days(book: WorkbookReader, grid: str, others: Collection[str]) -> None:
    """Note every cell of a day's sheet, or of a copy of one, that is not as it was written, added cells included.

    Parameters
    ----------
    book
        Its faults take what is wrong. One that was written without fingerprints has nothing to compare with.
    grid
        Title of the sheet that counts.
    others
        Titles of the sheets that may be days.
    """
    written = _written(book)
    for title in others if written else ():
        rows = book.rows(title)
        found = {
            (row, column): fingerprint(text)
            for row, values in enumerate(rows or (), 1)
            for column, value in enumerate(values, 1)
            if (text := cell_text(value))
        }
        was = written[title] if title in written else _like(found, written)
        if rows is None or was is None:
            continue
        for row, column in sorted(where for where in found.keys() | was.keys() if found.get(where) != was.get(where)):
            book.faults.of(
                book.place(title),
                Message(
                    "cell {cell} was edited, but the sheet '{grid}' alone counts",
                    cell=f"{get_column_letter(column)}{row}",
                    grid=grid,
                ),
                Message(
                    "make the change there, and write notes into a sheet of your own; delete this sheet "
                    "if nobody needs it"
                ),
            )


def _written(book: WorkbookReader) -> dict[str, _Cells]:
    """What each sheet of a day was written with, by its title."""
    written: defaultdict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for title, row, *cells in (book.rows(COPIES_SHEET) or ()) if COPIES_SHEET in book.titles else ():
        for column, cell in enumerate(cells, 1):
            if isinstance(row, int | float) and (text := cell_text(cell)):
                written[cell_text(title)][int(row), column] = text
    return dict(written)


def _like(found: _Cells, written: Mapping[str, _Cells]) -> _Cells | None:
    """The day whose cells most of a sheet's are; None where it is no day's."""
    same, title = max(
        (sum(found.get(where) == text for where, text in was.items()), name) for name, was in written.items()
    )
    return written[title] if same > _SAME_SHARE * len(written[title]) else None
