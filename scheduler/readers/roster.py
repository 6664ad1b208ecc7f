"""``roster.csv`` and ``previous_roster.csv``: one row per person and worked day.

Whatever can be read is read: whether times fit their shift, or a person may work it, is for the rules to judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scheduler.config import Settings
from scheduler.domain.people import Employee
from scheduler.domain.roster import Assignment, Roster, WorkMode
from scheduler.readers.cells import CellError, not_negative, parse_date, parse_datetime, parse_whole
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.names import Known
from scheduler.readers.table import Column, Table, read_bytes, read_csv, records


def roster_columns(known: Known) -> Mapping[str, Column]:
    """The columns of a roster."""
    return {
        "employee_id": Column(known.employee),
        "date": Column(parse_date),
        "shift": Column(known.shift),
        "start": Column(parse_datetime),
        "end": Column(parse_datetime),
        "break_start": Column(parse_datetime, empty=None),
        "break_end": Column(parse_datetime, empty=None),
        "work_mode": Column(parse_work_mode),
        "queue": Column(known.queue, empty=""),
        "paid_minutes": Column(not_negative(parse_whole)),
    }


def parse_work_mode(text: str) -> WorkMode:
    """``office`` or ``remote``, in any case.

    Raises
    ------
    CellError
        It is neither.
    """
    if text.casefold() == "office":
        return "office"
    if text.casefold() == "remote":
        return "remote"
    raise CellError(f"work mode '{text}' is unknown", did_you_mean(text, ("office", "remote")))


def read_assignments(table: Table, known: Known, faults: Faults) -> list[Assignment]:
    """The rows of a roster that can be read."""
    return [Assignment(**record.values) for record in records(table, roster_columns(known), faults) if record.is_good]


def read_roster(path: Path, settings: Settings, employees: Sequence[Employee]) -> Roster:
    """Read a roster file.

    Parameters
    ----------
    path
        A csv file with the columns of ``roster.csv``, in any order.
    settings
        Say which shifts and queues exist.
    employees
        The people who may stand there.

    Raises
    ------
    InputError
        With every fault: the file is missing or cannot be read, a column is missing, an employee, shift or queue is
        unknown, a date, time or number is wrong.
    """
    faults = Faults()
    known = Known.of_settings(settings, [person.employee_id for person in employees])
    content = read_bytes(path, str(path), faults)
    table = read_csv(content, str(path), roster_columns(known), faults) if content is not None else None
    assignments = read_assignments(table, known, faults) if table is not None else []
    faults.raise_if_any()
    return Roster.of(assignments)
