"""Rows of a roster, one for each person and worked day, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scheduler.domain.limits import LONGEST_SHIFT_MINUTES
from scheduler.domain.roster import Assignment, Roster, WorkMode
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.known_roster import KnownShifts, refuse_far_rows, refuse_impossible_rows
from scheduler.readers.local_times import local_times
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_whole, within
from scheduler.readers.table import Column, Table, records


def roster_columns(known: Known) -> Mapping[str, Column]:
    """The columns of a roster."""
    parse_local = local_times(known.zone)
    return {
        "employee_id": Column(known.employee),
        "date": Column(parse_date),
        "shift": Column(known.shift),
        "start": Column(parse_local),
        "end": Column(parse_local),
        "break_start": Column(parse_local, empty=None),
        "break_end": Column(parse_local, empty=None),
        "work_mode": Column(parse_work_mode),
        "queue": Column(known.queue, empty=""),
        "paid_minutes": Column(within(parse_whole, 0, LONGEST_SHIFT_MINUTES)),
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
    raise CellError(Message("work mode '{found}' is unknown", found=text), did_you_mean(text, ("office", "remote")))


def read_assignments(table: Table, known: Known, faults: Faults, shifts: KnownShifts | None = None) -> list[Assignment]:
    """The rows of a roster that can be read.

    Parameters
    ----------
    table, known
        The rows, and the names that may stand there.
    faults
        Takes what is wrong; a row whose date is far from all others is.
    shifts
        For a roster that is taken as known: other times than those of the shift are then a fault. None: the
        roster is to be checked by the rules, which say more.
    """
    rows = [
        (record.row, Assignment(**record.values))
        for record in records(table, roster_columns(known), faults)
        if record.is_good
    ]
    refuse_far_rows(table.file, rows, faults)
    if shifts is not None:
        refuse_impossible_rows(table.file, rows, shifts, known.zone, faults)
    return [row for _, row in rows]


def codes_of(roster: Roster) -> dict[tuple[str, date], tuple[str, ...]]:
    """The shifts of each person and day."""
    codes: dict[tuple[str, date], tuple[str, ...]] = {}
    for row in roster.assignments:
        codes[row.employee_id, row.date] = (*codes.get((row.employee_id, row.date), ()), row.shift)
    return codes
