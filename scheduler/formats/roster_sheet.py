"""The structure of ``roster.xlsx`` that the writer makes and a reader finds again; nothing else is fixed.

The grid
    One sheet, named in Korean or English (`GRID_SHEETS`); the workbook's defined name `GRID_NAME` leads to it as well,
    and follows it when somebody renames the sheet. Above its header row stand a title and the legend, so a
    reader looks for the header: the first row whose cell in column A is one of `ID_HEADERS`, within the first
    `HEADER_WITHIN_ROWS` rows. The header's day cells are real dates (midnight, shown as ``11/6(월)``); the day columns
    are exactly those whose header is a date. Below the header each person has one row, with the id, as text, in
    column A; the first row with an empty column A ends the people. A day's cell holds the bare shift code, two codes
    joined by `CODE_JOINER` where somebody works twice, a word for the kind of absence, or nothing on a day off.
    Colours and comments of a cell mean nothing, but for one: whoever wants ``generate --lock-cells marked`` to keep a
    cell makes it bold or fills it with `MARK_COLOUR`; the writer does neither to a day's cell.

The data
    The sheet `DATA_SHEET`, which is hidden, holds exactly the rows of ``roster.csv`` under its header in row 1, every
    cell as text as it stands in the csv file, `paid_minutes` as a number. It is the state at writing: times, breaks
    and queues of a cell that nobody edited come from here, and a day on which grid and data differ has been edited in
    the grid. What people attend, and who is on call, stands likewise, as in ``activities.csv`` and ``on_call.csv``, in
    the hidden sheets `ATTENDED_SHEET` and `ON_CALL_SHEET`, where the roster says so.

The copies
    The sheets of days say the same for a notice board, and nobody reads them. The hidden sheet `COPIES_SHEET` has for
    each of their rows the sheet's title, the row's number, and a `fingerprint` of each cell, so that an edit there is
    seen.
"""

from __future__ import annotations

import hashlib
from typing import get_args

from scheduler.labels import Language, label

LANGUAGES: tuple[Language, ...] = get_args(Language)

GRID_SHEETS = (label("roster", "ko"), label("roster", "en"))
"""Names that the sheet of people and days can have."""

GRID_NAME = "scheduler_roster"
"""Defined name that leads to the first cell of that sheet."""

ID_HEADERS = (label("employee_id", "ko"), label("employee_id", "en"))
"""What stands in column A of the header row."""

ID_COLUMN = 0
"""Column of the employee's id, counted from 0: column A."""

HEADER_WITHIN_ROWS = 40
"""The header stands within this many rows from the top; the legend above it is shorter."""

CODE_JOINER = "+"
"""Joins the codes of somebody who works two shifts that start on one day."""

DATA_SHEET = "data"
"""Name of the sheet with the rows of ``roster.csv``, in every language."""

ATTENDED_SHEET = "attended"
"""Name of the sheet with the rows of ``activities.csv``, in every language."""

ON_CALL_SHEET = "on_call"
"""Name of the sheet with the rows of ``on_call.csv``, in every language."""

COPIES_SHEET = "copies"
"""Name of the sheet with the fingerprints of copies, in every language."""


HIDDEN_SHEETS = (DATA_SHEET, ATTENDED_SHEET, ON_CALL_SHEET, COPIES_SHEET)
"""Sheets that programs read, and people do not see."""


def fingerprint(text: str) -> str:
    """What tells the text of a cell from any other; blanks around it, which programs drop, do not count."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]


DATA_HEADER_ROW = 0
"""Row of its header, counted from 0."""

MARK_COLOUR = "#FFFF00"
"""Fill of a day's cell that is to be kept: the plain yellow of every spreadsheet. Bold says the same, where the
shift's own colour covers the fill."""

NOT_EMPLOYED = "–"
"""What stands in the cell of a day on which the person is not employed."""

DAY_OFF_WORDS = (
    NOT_EMPLOYED,
    "OFF",
    "-",
    "휴무",
    "휴",
    *(label("absent", language) for language in LANGUAGES),
)
"""What may stand in a day's cell besides shifts and kinds of absence, in any case: the day is off."""
