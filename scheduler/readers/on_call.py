"""Who is on call in a roster: ``on_call.csv`` beside it in the folder of a run, or a sheet of its workbook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.edits import EditedRoster
from scheduler.domain.roster import Duty
from scheduler.formats.roster_sheet import ON_CALL_SHEET
from scheduler.formats.run_folder import ON_CALL_FILE
from scheduler.readers.beside_roster import records_beside
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.table import Column

if TYPE_CHECKING:
    from scheduler.readers.workbook import WorkbookReader


def with_on_call(
    edited: EditedRoster, path: Path, known: Known, faults: Faults, book: WorkbookReader | None = None
) -> EditedRoster:
    """The roster with who is on call in it; a roster of which nothing says so has nobody on call.

    Whether they can be is for the rules to judge.

    Parameters
    ----------
    edited
        The roster as it was read.
    path, book
        Its file, and what is in that if it is a workbook.
    known
        What the rows may name.
    faults
        Takes what is wrong.
    """
    columns = {"date": Column(parse_date), "employee_id": Column(known.employee)}
    found = records_beside(path, book, (ON_CALL_FILE, ON_CALL_SHEET), columns, known, faults)
    if found is None:
        return edited
    _, rows = found
    duties = [Duty(record.values["date"], record.values["employee_id"]) for record in rows if record.is_good]
    before, roster = edited.before.with_on_call(duties), edited.roster.with_on_call(duties)
    return replace(edited, before=before, roster=roster)
