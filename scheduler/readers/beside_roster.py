"""What a roster says besides its rows: in a file beside it, in the folder of a run, or in a sheet of its workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.formats.run_folder import ROSTER_FILE, WORKBOOK_FILE
from scheduler.messages import Message
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.table import Column, Record, Table, read_csv, records
from scheduler.readers.text_file import read_bytes

if TYPE_CHECKING:
    from scheduler.readers.workbook import WorkbookReader


def records_beside(
    path: Path,
    book: WorkbookReader | None,
    names: tuple[str | None, str],
    columns: Mapping[str, Column],
    known: Known,
    faults: Faults,
) -> tuple[str, list[Record]] | None:
    """The rows, and the place where they stand; None: the roster says nothing of it.

    A workbook has them wherever it lies; where a file beside it says otherwise, that is a fault.

    Parameters
    ----------
    path, book
        The roster's file, one of another name than a run gives it having none beside it; and what is in it, if that is
        a workbook.
    names
        Of the file, None where none is meant, and of the sheet.
    columns, known
        Their columns, and the names that may stand there.
    faults
        Takes what is wrong.
    """
    file, sheet = names
    tables: list[Table] = []
    if book is not None and book.opens and sheet in book.titles:
        from scheduler.readers.sheet_table import read_sheet  # openpyxl, for which csv files need not wait

        tables += filter(None, [read_sheet(book, sheet, columns)])
    beside = None if file is None or path.name not in (ROSTER_FILE, WORKBOOK_FILE) else path.with_name(file)
    if beside is not None and beside.is_file():
        content = read_bytes(beside, str(beside), faults)
        if content is not None:
            tables += filter(None, [read_csv(content, str(beside), columns, faults, files=known.files)])
    if not tables:
        return None
    found = [list(records(table, columns, faults)) for table in tables]
    said = [sorted(str(record.values) for record in rows if record.is_good) for rows in found]
    if said[0] != said[-1]:
        faults.of(
            tables[-1].file,
            Message("says otherwise than the workbook {path} beside it", path=path.name),
            Message("name the run's folder, or a copy of the workbook in another folder, whichever is right"),
        )
    return tables[0].file, found[0]
