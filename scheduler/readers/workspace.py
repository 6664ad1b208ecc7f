"""A workspace: the folder that holds everything about one centre."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scheduler.catalogue import asked_language
from scheduler.config import Files, Settings
from scheduler.domain.actuals import NOTHING_COUNTED, CountedCalls, CountedTo
from scheduler.domain.inflow import Inflow
from scheduler.domain.roster import Roster
from scheduler.errors import InputError
from scheduler.formats.headers import INPUT_SHEETS, OWN_SHEET_MARK, input_meant_by, is_for_people, is_table, sheet_named
from scheduler.formats.workspace_files import FILES, INPUTS_WORKBOOK, WORKSPACE_FILE
from scheduler.inputs import Workspace, sha256_of_each
from scheduler.messages import Message
from scheduler.readers import activities, events, inflow, people, roster_rows, settings, sheet_settings, staff
from scheduler.readers.absences import absence_columns, read_absences
from scheduler.readers.contracts import refuse_unfillable_contracts
from scheduler.readers.counted_history import fingerprint, with_counted
from scheduler.readers.faults import SAME_KIND_LIMIT, Faults, did_you_mean, nearest_name
from scheduler.readers.frame import frame_place, read_frame
from scheduler.readers.known_roster import KnownShifts
from scheduler.readers.name_parser import PeopleOfBefore, PersonNames
from scheduler.readers.names import Known
from scheduler.readers.public_holidays import public_holidays
from scheduler.readers.shared_names import refuse_shared_names
from scheduler.readers.table import Column, Table, read_csv
from scheduler.readers.text_file import read_bytes
from scheduler.readers.yaml_document import FILL_IN
from scheduler.store.opening import exists, open_store

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

COUNTED_CALLS = "counted calls"
"""What the store has of them, among the inputs that a hash is over."""

_OPEN_MARKS = ("~$", ".~lock")
"""How the name of the small file begins that a spreadsheet keeps beside a workbook while it is open."""

_SOME_ROWS = 100
"""A sheet whose first rows are empty is one that spreadsheets make by themselves."""


def read_workspace(
    folder: Path | str,
    *,
    frames: Mapping[str, pd.DataFrame] | None = None,
    same_kind_limit: int = SAME_KIND_LIMIT,
    counted_to: CountedTo | None = None,
) -> Workspace:
    """Read and check a workspace.

    Parameters
    ----------
    folder
        Holds ``workspace.yaml``, and as csv files or as sheets of ``workspace.xlsx`` the staff and the inflow, and,
        where there is something to say, absences, requests, previous roster, locks, history, events and activities. The
        sheet ``settings`` changes settings of ``workspace.yaml``.
    frames
        Tables in place of these files or sheets, by the name of the file without its ending, with its columns. Their
        faults have the place ``frame NAME:ROW:COLUMN``, in which row 2 is the frame's first.
    same_kind_limit
        How many faults of a kind in one column are listed one by one.
    counted_to
        Up to which file of counted calls the history of arrivals goes on: as it was when a run was made; None: up to
        the newest.

    Raises
    ------
    InputError
        With every fault of every file; or the store does not have that file.
    StoreError
        The store cannot be read.
    """
    folder = Path(folder)
    frames = frames or {}
    if not folder.is_dir():
        what = (
            Message("the workspace folder is a file, not a folder")
            if folder.exists()
            else Message("the workspace folder is not there")
        )
        raise InputError.of(folder, what, Message("'scheduler init DIR' makes a workspace"))
    faults = Faults(same_kind_limit)
    for name in frames:
        if name not in INPUT_SHEETS:
            faults.of(frame_place(name), Message("is none of the inputs"), did_you_mean(name, INPUT_SHEETS))
    content = _read_files(folder, frames, faults)
    inputs = _Inputs(folder, content, frames, faults)

    table = inputs.table("settings", sheet_settings.COLUMNS)
    changes = sheet_settings.read_changes(table, faults) if table else None if inputs.is_unreadable("settings") else ()
    parsed, document = (
        settings.read_settings(content[WORKSPACE_FILE], faults, changes) if WORKSPACE_FILE in content else (None, None)
    )
    if parsed is None:
        raw = document.raw if document else None
        known = Known.of_plain(raw, asked_language.get() or "ko")
        has_queues = isinstance(raw, dict) and bool(raw.get("queues"))
    else:
        known, has_queues = Known.of_settings(parsed, ()), bool(parsed.queues)
    inputs.files = known.files

    if parsed is not None:
        refuse_shared_names(parsed, faults)

    staff_table = inputs.table("staff", staff.staff_columns(known), is_needed=True)
    employees, ids = staff.read_staff(staff_table, known, faults) if staff_table else ([], None)
    # With nobody to compare with, every row of the other files would be at fault.
    known = replace(known, employee=PersonNames(ids or None, employees))
    if parsed is not None and document is not None and ids:
        settings.check_employees(parsed, document, ids, faults)
        refuse_unfillable_contracts(parsed, employees, document, faults)

    inflow_table = inputs.table("inflow", inflow.inflow_columns(known), is_needed=has_queues)
    history_of_calls = (
        inflow.read_inflow(inflow_table, known, parsed, _holidays(parsed), faults) if inflow_table else None
    )
    if parsed is not None and not has_queues:
        history_of_calls = Inflow.nothing()

    def optional(
        name: str, columns: Callable[[Known], Mapping[str, Column]], read: Callable[[Table, Known, Faults], list[T]]
    ) -> tuple[T, ...]:
        table = inputs.table(name, columns(known))
        return tuple(read(table, known, faults)) if table else ()

    placed_absences = optional(
        "absences", absence_columns, lambda table, names, found: read_absences(table, names, found, parsed)
    )
    absences = tuple(absence for _, absence in placed_absences)
    shifts = None if parsed is None else KnownShifts(parsed, absences)
    placed_requests = optional("requests", people.request_columns, people.read_requests)
    before = replace(known, employee=PeopleOfBefore(ids or None, employees))
    previous = optional(
        "previous_roster",
        lambda _: roster_rows.roster_columns(before),
        lambda table, _, found: roster_rows.read_assignments(table, before, found, shifts),
    )
    placed_locks = optional("locks", people.lock_columns, people.read_locks)
    history = optional("history", people.history_columns, people.read_history)
    declared = optional("events", events.event_columns, events.read_events)
    asked = optional(
        "activities",
        lambda names: activities.request_columns(names, employees),
        lambda table, names, found: activities.read_requests(table, names, employees, found),
    )

    faults.raise_if_any()
    assert parsed is not None
    assert history_of_calls is not None
    files = content | inputs.content_of_frames
    counted, newest = _counted_calls(folder, parsed, counted_to)
    if counted:
        history_of_calls = with_counted(history_of_calls, counted, parsed, _holidays(parsed))
    return Workspace(
        folder=folder,
        settings=parsed,
        employees=tuple(employees),
        inflow=history_of_calls,
        absences=absences,
        requests=tuple(wish for _, wish in placed_requests),
        previous=Roster.of(previous),
        locks=tuple(lock for _, lock in placed_locks),
        history=history,
        inputs_sha256=_hash(files | ({COUNTED_CALLS: fingerprint(counted)} if counted else {})),
        sources=inputs.sources,
        events=declared,
        counted=newest,
        activities=asked,
        input_hashes=sha256_of_each(files),
        absence_rows={absence: row for row, absence in placed_absences},
        lock_rows={(lock.employee_id, lock.date): row for row, lock in placed_locks},
        request_rows={wish: row for row, wish in placed_requests if wish.is_must},
    )


def _counted_calls(folder: Path, settings: Settings, wanted: CountedTo | None) -> tuple[list[CountedCalls], CountedTo]:
    """What the phone system counted up to a file, and which one that is; loads nothing where there is no store."""
    if wanted == NOTHING_COUNTED:
        return [], NOTHING_COUNTED
    if exists(folder, settings):
        with open_store(folder, settings).reading() as published:
            found = published.actuals.counted_to(None if wanted is None else wanted.file)
            if wanted in (None, found):
                return published.actuals.calls(to=found), found
    elif wanted is None:
        return [], NOTHING_COUNTED
    raise InputError.of(
        folder,
        Message(
            "the run was made with calls that were counted up to {day}, and the store of this workspace does not have "
            "them",
            day=None if wanted.taken_at is None else wanted.taken_at.astimezone(settings.centre.zone).date(),
        ),
        Message("name the workspace that it was made from, or put back its store"),
    )


def _read_files(folder: Path, instead: Collection[str], faults: Faults) -> dict[str, bytes]:
    """The bytes of every file that is there; a file under a name that is nearly right is a fault, not ignored.

    Inputs that something else stands for are not looked at.
    """
    content = {}
    files = [file for file in FILES if file.removesuffix(".csv") not in instead]
    for file in files:
        is_needed = file == WORKSPACE_FILE
        # A link to nowhere is no file that is left out on purpose.
        if is_needed or os.path.lexists(folder / file):
            words = {"if_empty": FILL_IN} if file == WORKSPACE_FILE else {}
            found = read_bytes(folder / file, file, faults, **words)
            if found is not None:
                content[file] = found
    present = {path.name for path in folder.iterdir()}
    absent = [file for file in files if file not in present]
    for name in sorted(present.difference(FILES)):
        if not name.startswith(_OPEN_MARKS) and (meant := input_meant_by(name, absent)) is not None:
            faults.add(
                name, 0, "", Message("is not a file that is read"), Message("did you mean '{meant}'?", meant=meant)
            )
    return content


def unread_tables(folder: Path) -> list[str]:
    """The names of files in a workspace that look like tables and are read by nobody; plain text may be anything."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.is_file()
        and is_table(path.name)
        and path.suffix.casefold() != ".txt"
        and path.name not in FILES
        and not path.name.startswith(_OPEN_MARKS)
    )


class _Inputs:
    """Every table of a workspace, be it a frame, a csv file or a sheet of the workbook."""

    def __init__(
        self, folder: Path, content: Mapping[str, bytes], frames: Mapping[str, pd.DataFrame], faults: Faults
    ) -> None:
        self._folder = folder
        self.sources: dict[str, str] = {}
        self.files: Files | None = Files(encoding="cp949")
        self.content_of_frames: dict[str, bytes] = {}
        self._content = content
        self._frames = frames
        self._faults = faults
        self._book = None
        if INPUTS_WORKBOOK in content:
            from scheduler.readers.workbook import WorkbookReader  # loads openpyxl, for which csv files need not wait

            self._book = WorkbookReader(content[INPUTS_WORKBOOK], INPUTS_WORKBOOK, faults)
        self._titles: dict[str, str] = {}
        for title in self._book.titles if self._book else ():
            name = sheet_named(title)
            if name in self._titles:
                other = self._titles[name]
                faults.of(
                    INPUTS_WORKBOOK,
                    Message("the sheets '{one}' and '{other}' are the same input", one=other, other=title),
                    Message("keep one"),
                )
            elif name is not None:
                self._titles[name] = title
        absent = [name for name in INPUT_SHEETS if name not in self._titles]
        for title in self._book.titles if self._book else ():
            assert self._book is not None
            if sheet_named(title) is None and not is_for_people(title) and self._book.rows(title, at_most=_SOME_ROWS):
                near = nearest_name(title.casefold(), absent)
                faults.of(
                    INPUTS_WORKBOOK,
                    Message("sheet '{title}' is none that is read", title=title),
                    Message("did you mean '{near}'?", near=near)
                    if near is not None
                    else Message(
                        "delete it, or begin its name with {own_sheet_mark} where it is a sheet of your own",
                        own_sheet_mark=OWN_SHEET_MARK,
                    ),
                )

    def is_unreadable(self, name: str) -> bool:
        """Whether an input without a table may yet be there, in a workbook or sheet that cannot be read."""
        return self._book is not None and (name in self._titles or not self._book.opens)

    def table(self, name: str, columns: Mapping[str, Column], *, is_needed: bool = False) -> Table | None:
        """The rows of an input; None where there is none, or where it cannot be used."""
        file = f"{name}.csv"
        title = self._titles.get(name)
        if name in self._frames:
            place = self.sources[name] = frame_place(name)
            table = read_frame(self._frames[name], name, columns, self._faults, needs_rows=is_needed)
            if table is not None:
                rows = [list(cells.values()) for _, cells in table.rows]
                self.content_of_frames[place] = json.dumps([table.columns, rows], ensure_ascii=False).encode()
            return table
        if self._book is not None and title is not None and file in self._content:
            self._faults.of(
                self._book.place(title),
                Message("stands in {file} as well", file=file),
                Message("keep one: delete {file} or the sheet", file=file),
            )
            return None
        if self._book is not None and title is not None:
            from scheduler.readers.sheet_table import read_sheet

            self.sources[name] = self._book.place(title)
            return read_sheet(self._book, title, columns, needs_rows=is_needed)
        if file in self._content:
            self.sources[name] = file
            return read_csv(self._content[file], file, columns, self._faults, files=self.files, needs_rows=is_needed)
        if is_needed and self._book is not None and self._book.opens:
            self._faults.of(
                INPUTS_WORKBOOK,
                Message("has no sheet '{name}', and there is no {file}", name=name, file=file),
                Message("add the sheet; 'scheduler init DIR --format xlsx' shows how it looks"),
            )
        elif is_needed and self._book is None and not os.path.lexists(self._folder / file):
            read_bytes(self._folder / file, file, self._faults)  # which says what is missing
        return None


def _holidays(parsed: Settings | None) -> inflow.Holidays:
    """Public holidays between two dates; none without settings."""
    return lambda first, last: {} if parsed is None else public_holidays(parsed, first, last)


def _hash(content: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for file in sorted(content):
        digest.update(f"{file}\0{len(content[file])}\0".encode())
        digest.update(content[file])
    return digest.hexdigest()
