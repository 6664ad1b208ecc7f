"""A workspace: the folder that holds everything about one centre."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from scheduler.config import Settings
from scheduler.domain.inflow import Inflow
from scheduler.domain.people import Absence, Employee, History, Lock, Request
from scheduler.domain.roster import Roster
from scheduler.errors import InputError
from scheduler.readers import inflow, people, roster, settings, staff
from scheduler.readers.cells import Names
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.public_holidays import public_holidays
from scheduler.readers.table import Column, Table, read_bytes, read_csv

T = TypeVar("T")

NEEDED_FILES = (settings.FILE, staff.FILE, inflow.FILE)
OPTIONAL_FILES = ("absences.csv", "requests.csv", "previous_roster.csv", "locks.csv", "history.csv")


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """The inputs of one centre.

    Attributes
    ----------
    employees
        In the order of ``staff.csv``.
    inflow
        Hourly history of arrivals.
    previous
        The roster of the days before, empty without a file.
    locks
        Decisions that the roster must keep.
    history
        Counts of the weeks before.
    inputs_sha256
        Hash over the names and bytes of all files that were read.
    """

    folder: Path
    settings: Settings
    employees: tuple[Employee, ...]
    inflow: Inflow
    absences: tuple[Absence, ...]
    requests: tuple[Request, ...]
    previous: Roster
    locks: tuple[Lock, ...]
    history: tuple[History, ...]
    inputs_sha256: str


def read_workspace(folder: Path) -> Workspace:
    """Read and check a workspace.

    Parameters
    ----------
    folder
        Holds ``workspace.yaml``, ``staff.csv`` and ``inflow.csv``, and, where there is something to say,
        ``absences.csv``, ``requests.csv``, ``previous_roster.csv``, ``locks.csv`` and ``history.csv``.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "is not there"
        raise InputError.of(folder, f"the workspace folder {what}", "'scheduler init DIR' makes a workspace")
    faults = Faults()
    content = _read_files(folder, faults)

    parsed, raw = settings.read_settings(content[settings.FILE], faults) if settings.FILE in content else (None, None)
    known = Known.of_plain(raw) if parsed is None else Known.of_settings(parsed, ())

    staff_table = _table(content, staff.FILE, staff.staff_columns(known), faults, needs_rows=True)
    employees, ids = staff.read_staff(staff_table, known, faults) if staff_table else ([], None)
    # With nobody to compare with, every row of the other files would be at fault.
    known = replace(known, employee=Names("employee", ids or None))

    inflow_table = _table(content, inflow.FILE, inflow.inflow_columns(known), faults, needs_rows=True)
    history_of_calls = (
        inflow.read_inflow(inflow_table, known, parsed, _holidays(parsed, faults), faults) if inflow_table else None
    )

    def optional(
        file: str, columns: Callable[[Known], Mapping[str, Column]], read: Callable[[Table, Known, Faults], list[T]]
    ) -> tuple[T, ...]:
        table = _table(content, file, columns(known), faults)
        return tuple(read(table, known, faults)) if table else ()

    absences = optional("absences.csv", people.absence_columns, people.read_absences)
    requests = optional("requests.csv", people.request_columns, people.read_requests)
    previous = optional("previous_roster.csv", roster.roster_columns, roster.read_assignments)
    locks = optional("locks.csv", people.lock_columns, people.read_locks)
    history = optional("history.csv", people.history_columns, people.read_history)

    faults.raise_if_any()
    assert parsed is not None
    assert history_of_calls is not None
    return Workspace(
        folder=folder,
        settings=parsed,
        employees=tuple(employees),
        inflow=history_of_calls,
        absences=absences,
        requests=requests,
        previous=Roster.of(previous),
        locks=locks,
        history=history,
        inputs_sha256=_hash(content),
    )


def _read_files(folder: Path, faults: Faults) -> dict[str, bytes]:
    """The bytes of every file that is there; a file under a name that is nearly right is a fault, not ignored."""
    content = {}
    for file in NEEDED_FILES:
        found = read_bytes(folder / file, file, faults)
        if found is not None:
            content[file] = found
    for file in OPTIONAL_FILES:
        if (folder / file).exists():
            found = read_bytes(folder / file, file, faults)
            if found is not None:
                content[file] = found
    present = {path.name for path in folder.iterdir()}
    for name in sorted(present - {*NEEDED_FILES, *OPTIONAL_FILES}):
        meant = get_close_matches(name, _absent((*NEEDED_FILES, *OPTIONAL_FILES), present), n=1, cutoff=0.85)
        if meant:
            faults.add(name, 0, "", "is not a file that is read", f"did you mean '{meant[0]}'?")
    return content


def _absent(files: Collection[str], present: Collection[str]) -> list[str]:
    return [file for file in files if file not in present]


def _table(
    content: Mapping[str, bytes],
    file: str,
    columns: Mapping[str, Column],
    faults: Faults,
    *,
    needs_rows: bool = False,
) -> Table | None:
    return read_csv(content[file], file, columns, faults, needs_rows=needs_rows) if file in content else None


def _holidays(parsed: Settings | None, faults: Faults) -> inflow.Holidays:
    """Public holidays between two dates; a country without any is a fault and has none."""
    if parsed is None:
        return lambda first, last: {}

    def between(first: date, last: date) -> Mapping[date, str]:
        try:
            return public_holidays(parsed, first, last)
        except InputError as error:
            for fault in error.faults:
                faults.add(fault.file, fault.row, fault.column, fault.message, fault.remedy)
            return {}

    return between


def _hash(content: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for file in sorted(content):
        digest.update(f"{file}\0{len(content[file])}\0".encode())
        digest.update(content[file])
    return digest.hexdigest()
