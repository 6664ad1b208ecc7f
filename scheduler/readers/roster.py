"""``roster.csv``, ``previous_roster.csv`` and ``roster.xlsx``: one row per person and worked day.

In a workbook the sheet of people and days is what people edit; where it differs from the sheet of rows, it counts, and
a changed day has the shift's own times, its usual meal break, and the place and queue of the person on that day. What
is attended stands in a file of its own beside them, or in a sheet of the workbook (`scheduler.readers.activities`).

Whatever can be read of a roster that is to be checked is read: whether times fit their shift, or a person may work it,
is for the rules to judge. Nobody judges one that is taken as known, so what cannot have been is a fault there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.config import Settings
from scheduler.domain.edits import EditedRoster
from scheduler.domain.people import Absence, Employee
from scheduler.domain.roster import Roster
from scheduler.readers.activities import with_activities
from scheduler.readers.faults import Faults
from scheduler.readers.frame import read_frame
from scheduler.readers.known_roster import KnownShifts
from scheduler.readers.names import Known, words_of_kinds
from scheduler.readers.on_call import with_on_call
from scheduler.readers.roster_rows import codes_of, read_assignments, roster_columns
from scheduler.readers.table import read_csv
from scheduler.readers.text_file import read_bytes

if TYPE_CHECKING:
    import pandas as pd


def read_roster(
    path: Path, settings: Settings, employees: Sequence[Employee], absences: Sequence[Absence] = ()
) -> Roster:
    """Read a roster file as it stands now.

    Parameters
    ----------
    path, settings, employees, absences
        As of `read_edited_roster`, which raises the same errors.
    """
    return read_edited_roster(path, settings, employees, absences).roster


def read_edited_roster(
    path: Path,
    settings: Settings,
    employees: Sequence[Employee] | None,
    absences: Sequence[Absence] = (),
    *,
    is_known: bool = False,
) -> EditedRoster:
    """Read a roster file, and what people have changed in it.

    Parameters
    ----------
    path
        A csv file with the columns of ``roster.csv``, in any order, or a ``roster.xlsx``.
    settings
        Say which shifts and queues exist, and what a changed day is like.
    employees
        The people who may stand there; None: anybody, in a csv file that a run has written itself.
    absences
        Their kinds, and those that the settings list, may stand in a workbook's cell on a day off, and parts of days
        shorten shifts.
    is_known
        The roster is taken as known and not checked by the rules: rows that nobody can have worked are faults.

    Raises
    ------
    InputError
        With every fault: the file is missing or cannot be read, a column is missing, an employee, shift or queue is
        unknown, a date, time or number is wrong.
    """
    faults = Faults()
    known = Known.of_settings(settings, None if employees is None else [person.employee_id for person in employees])
    shifts = KnownShifts(settings, absences) if is_known else None
    content = read_bytes(path, str(path), faults)
    edited, book = EditedRoster(Roster(), Roster()), None
    if content is not None and (content.startswith(_ZIP) or path.suffix.casefold() in _WORKBOOKS):
        # These load openpyxl, for which csv files need not wait.
        from scheduler.readers.roster_workbook import read_roster_workbook
        from scheduler.readers.workbook import WorkbookReader

        kinds = {*words_of_kinds(settings.kinds_of_absence.values()), *(absence.kind for absence in absences)}
        book = WorkbookReader(content, str(path), faults)
        edited = read_roster_workbook(book, known, settings, employees or (), kinds, shifts, absences)
    elif content is not None:
        table = read_csv(content, str(path), roster_columns(known), faults, files=known.files)
        roster = Roster.of(read_assignments(table, known, faults, shifts) if table is not None else ())
        edited = EditedRoster(roster, roster, cells=codes_of(roster))
    edited = with_on_call(with_activities(edited, path, known, faults, book), path, known, faults, book)
    faults.raise_if_any()
    return edited


def read_roster_frame(frame: pd.DataFrame, settings: Settings, employees: Sequence[Employee]) -> Roster:
    """Read a roster from a frame with the columns of ``roster.csv``.

    Parameters
    ----------
    frame
        Times without a zone are local; those with one must have the offset that the centre's clock has then.
    settings, employees
        As of `read_edited_roster`.

    Raises
    ------
    InputError
        With every fault; row 2 is the frame's first.
    """
    faults = Faults()
    known = Known.of_settings(settings, [person.employee_id for person in employees])
    table = read_frame(frame, "roster", roster_columns(known), faults)
    roster = Roster.of(read_assignments(table, known, faults) if table is not None else ())
    faults.raise_if_any()
    return roster


_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
