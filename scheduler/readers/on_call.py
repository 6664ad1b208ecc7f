"""Who is on call in a roster: ``on_call.csv`` beside it in the folder of a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scheduler.domain.edits import EditedRoster
from scheduler.domain.roster import Duty
from scheduler.formats.run_folder import ON_CALL_FILE, ROSTER_FILE, WORKBOOK_FILE
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.table import Column, read_csv, records
from scheduler.readers.text_file import read_bytes


def with_on_call(edited: EditedRoster, path: Path, known: Known, faults: Faults) -> EditedRoster:
    """The roster with who is on call in it; a roster without such a file beside it says of nobody.

    Whether they can be is for the rules to judge.

    Parameters
    ----------
    edited
        The roster as it was read.
    path
        Its file.
    known
        What the file may name.
    faults
        Takes what is wrong.
    """
    beside = path.with_name(ON_CALL_FILE)
    if path.name not in (ROSTER_FILE, WORKBOOK_FILE) or not beside.is_file():
        return edited
    columns = {"date": Column(parse_date), "employee_id": Column(known.employee)}
    content = read_bytes(beside, str(beside), faults)
    table = None if content is None else read_csv(content, str(beside), columns, faults, files=known.files)
    found = [] if table is None else records(table, columns, faults)
    duties = [Duty(record.values["date"], record.values["employee_id"]) for record in found if record.is_good]
    before, roster = edited.before.with_on_call(duties), edited.roster.with_on_call(duties)
    return replace(edited, before=before, roster=roster)
