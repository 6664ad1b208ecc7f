"""A copy of a workbook in which every faulty cell is marked and says in a comment what to do."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.errors import Fault, InputError
from scheduler.formats.damaged import DAMAGED
from scheduler.formats.headers import FAULTS_SHEET
from scheduler.labels import Language, label
from scheduler.messages import Message, text_in, visible

MARK_COLOUR = "#FF9999"
"""Fill of a faulty cell."""

_AUTHOR = "scheduler"
_HEADER = ("faults_place", "faults_what", "faults_remedy")


def write_annotated(target: Path, source: Path, name: str, faults: Iterable[Fault], language: Language = "en") -> None:
    """Write a copy of a workbook with its faults marked, and a first sheet that lists all faults.

    Parameters
    ----------
    target
        The file to write.
    source
        The workbook.
    name
        Its name as the faults have it.
    faults
        Those of other files are listed only.
    language
        In which they are said.

    Raises
    ------
    InputError
        The workbook's cells can be read, but not all the rest of it: with the same faults, and one that says so.
    """
    faults = list(faults)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts that it does not keep, such as charts; this copy is for reading faults.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(source)
    except DAMAGED:
        message = Message("cannot be copied with its faults marked")
        remedy = Message("open and save it in the spreadsheet")
        raise InputError([*faults, Fault(name, 0, "", message, remedy)]) from None
    for fault in faults:
        title = fault.file.removeprefix(f"{name} ")
        if fault.file != title and fault.cell and title in book.sheetnames:
            sheet = book[title]
            assert isinstance(sheet, Worksheet)  # charts have no cells to be at fault
            _mark(sheet, fault, language)
    _list(book, faults, language)
    book.save(target)


def _mark(sheet: Worksheet, fault: Fault, language: Language) -> None:
    """Fill the cell, or the first of its row, and add the fault to its comment."""
    place = f"A{fault.row}" if ":" in fault.cell else fault.cell
    cell = sheet[place]
    if not isinstance(cell, Cell):
        return  # inside a merged range, which is a fault of its own
    text = fault.text_in(language)
    if cell.comment is not None and text in cell.comment.text:
        return
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    cell.comment = Comment(before + text, _AUTHOR, width=320, height=40 + 40 * (1 + before.count("\n")))
    cell.fill = PatternFill("solid", fgColor=MARK_COLOUR.removeprefix("#"))


def _list(book: Workbook, faults: Iterable[Fault], language: Language) -> None:
    """The list of all faults as the first sheet, each place leading to its cell."""
    if FAULTS_SHEET in book.sheetnames:
        del book[FAULTS_SHEET]  # of an annotated copy that was annotated again
    sheet = book.create_sheet(FAULTS_SHEET, 0)
    book.active = 0
    for column, (key, width) in enumerate(zip(_HEADER, (34, 70, 70), strict=True), start=1):
        sheet.cell(1, column, label(key, language)).font = Font(bold=True)
        sheet.column_dimensions["ABC"[column - 1]].width = width
    sheet.freeze_panes = "A2"
    for row, fault in enumerate(faults, start=2):
        parts = (fault.place_in(language), *(text_in(language, part) for part in fault.parts))
        for column, part in enumerate(parts, start=1):
            cell = sheet.cell(row, column, visible(part))
            cell.data_type = "s"  # a message may begin with a value found, such as a formula
        title = fault.file.partition(" ")[2]
        if fault.cell and title in book.sheetnames:
            cell = sheet.cell(row, 1)
            quoted = title.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{fault.cell}")
            cell.style = "Hyperlink"
