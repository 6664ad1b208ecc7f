"""A workspace as a whole: check it, and find the one that is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scheduler.bundled import bundled_workspace
from scheduler.config import Settings
from scheduler.domain.employment import rows_by_person
from scheduler.domain.inflow import Inflow
from scheduler.domain.people import Request
from scheduler.domain.roster import Roster
from scheduler.errors import Fault, FaultKind, InputError, OutputError
from scheduler.formats.headers import INPUT_SHEETS
from scheduler.formats.workspace_files import INPUTS_WORKBOOK, WORKSPACE_FILE
from scheduler.inputs import Workspace
from scheduler.labels import Language
from scheduler.messages import Message, joined
from scheduler.readers.contracts import unheld_minutes
from scheduler.readers.names import unknown_kinds
from scheduler.readers.workspace import read_workspace, unread_tables
from scheduler.unread import duty_lines, uncounted_lines, unemployed_lines, unread_lines


def settings_of(folder: Path) -> Settings:
    """The settings of a workspace."""
    return read_workspace(folder).settings


def nearest_workspace() -> Path:
    """The current folder if it is a workspace, else the bundled one."""
    return Path() if Path(WORKSPACE_FILE).exists() else bundled_workspace()


def _previous_text(previous: Roster) -> Message:
    dates = [row.date for row in previous.assignments]
    if not dates:
        return Message("{count} assignment", "{count} assignments", count=0)
    return Message(
        "{count} assignment from {first} to {last}",
        "{count} assignments from {first} to {last}",
        count=len(dates),
        first=min(dates),
        last=max(dates),
    )


def _inflow_text(inflow: Inflow) -> Message:
    days = Message("{count} day", "{count} days", count=inflow.n_days)
    queues = Message("{count} queue", "{count} queues", count=len(inflow.queues))
    if not inflow.queues:
        return Message("{days} of {queues}", days=days, queues=queues)
    return Message("{days} of {queues} from {first}", days=days, queues=queues, first=inflow.first_day)


def validate(folder: Path, annotate: Path | None = None, language: Language = "en") -> list[str]:
    """Read everything that a workspace holds and say what was found.

    Parameters
    ----------
    folder
        The workspace.
    annotate
        Where to write a copy of the workspace's workbook with its faulty cells marked; nothing is written when there
        are none.
    language
        Of the faults in that copy.

    Raises
    ------
    InputError
        All faults of all files.
    OutputError
        The copy cannot be written, or the workspace has no workbook.
    """
    if annotate is not None:
        _refuse_annotating(folder, annotate)
    try:
        workspace = read_workspace(folder)
    except InputError:
        # Without a workbook, as where it has a wrong ending, the faults say what is to be done first.
        if annotate is not None and (folder / INPUTS_WORKBOOK).is_file():
            _annotate(folder, annotate, language)
        raise
    if workspace.request_rows:
        from scheduler.must_wishes import refuse_impossible_wishes  # loads a solver

        try:
            refuse_impossible_wishes(workspace)
        except InputError as error:
            if annotate is not None and (folder / INPUTS_WORKBOOK).is_file():
                _write_annotated(folder, annotate, error.faults, language)
            raise
    if annotate is not None and not (folder / INPUTS_WORKBOOK).exists():
        raise OutputError(
            Message(
                "{folder} has no {inputs_workbook} whose cells could be marked",
                folder=folder,
                inputs_workbook=INPUTS_WORKBOOK,
            )
        )
    language = workspace.settings.language
    staff = len({person.employee_id for person in workspace.employees})
    settings = (
        Message("{count} rule", "{count} rules", count=len(workspace.settings.rules)),
        Message("{count} shift", "{count} shifts", count=len(workspace.settings.shifts)),
    )
    counts = {
        "staff": Message("{count} person", "{count} people", count=staff),
        "inflow": _inflow_text(workspace.inflow),
        "absences": Message("{count} absence", "{count} absences", count=len(workspace.absences)),
        "requests": Message("{count} request", "{count} requests", count=len(workspace.requests)),
        "previous_roster": _previous_text(workspace.previous),
        "workspace.yaml": joined(", ", settings),
    }
    rows = {
        "absences": len(workspace.absences),
        "locks": len(workspace.locks),
        "requests": sum(not wish.is_must for wish in workspace.requests),
    }
    return [
        *(f"{workspace.sources.get(name, name)}: {found.text(language)}" for name, found in counts.items()),
        *(found.text(language) for found in workspace.settings.shortened_shifts.too_short(workspace.settings.shifts)),
        *_said_of_staff(workspace, language),
        *unread_lines(workspace.settings.rules, rows, language),
        *(found.text(language) for found in unknown_kinds(workspace.absences, workspace.settings.kinds_of_absence)),
        *unemployed_lines(_unemployed_requests(workspace), language),
        *(
            Message(
                "{name}: not read, as its name is that of none of the inputs ({inputs})",
                name=name,
                inputs=", ".join(INPUT_SHEETS),
            ).text(language)
            for name in unread_tables(folder)
        ),
    ]


def _said_of_staff(workspace: Workspace, language: Language) -> list[str]:
    """Whom rules leave out, whose days of training break one, and whose minutes none holds."""
    settings, on_duty = workspace.settings, defaultdict[str, set[date]](set)
    for absence in workspace.absences:
        if settings.kind_of_absence(absence.kind).on_duty and not absence.is_partial:
            on_duty[absence.employee_id].update(absence.days())
    contracts = {contract.name: contract for contract in settings.contracts}
    return [
        *uncounted_lines(settings.rules, workspace.employees, settings.shifts, settings.night, language),
        *duty_lines(settings.rules, workspace.employees, contracts, on_duty, language),
        *(
            found.text(language)
            for found in unheld_minutes(settings.rules, workspace.employees, settings.contracts, settings.shifts)
        ),
    ]


def _unemployed_requests(workspace: Workspace) -> list[Request]:
    """Wishes for days on which the person is not employed."""
    rows = rows_by_person(workspace.employees)
    return [
        wish
        for wish in workspace.requests
        if not any(row.is_employed_on(wish.date) for row in rows.get(wish.employee_id, ()))
    ]


_MOST_MARKS = 5000
"""Faults of a kind that are marked; beyond, a whole column is wrong and marks help nobody."""


def _refuse_annotating(folder: Path, target: Path) -> None:
    from scheduler.writers.files import refuse_taken_file

    source = folder / INPUTS_WORKBOOK
    if target.suffix.lower() != ".xlsx":
        raise OutputError(Message("{target}: name a file that ends in .xlsx", target=target))
    if target.exists() and source.exists() and target.samefile(source):
        raise OutputError(Message("{target} is the workbook itself; name another file", target=target))
    refuse_taken_file(target, option="--annotate")


def _annotate(folder: Path, target: Path, language: Language) -> None:
    """Mark every fault of the workbook in a copy; a workbook that does not open has no cells to mark."""
    try:
        read_workspace(folder, same_kind_limit=_MOST_MARKS)
    except InputError as error:
        if not any(fault.kind is FaultKind.WORKBOOK_DOES_NOT_OPEN for fault in error.faults):
            _write_annotated(folder, target, error.faults, language)


def _write_annotated(folder: Path, target: Path, faults: Sequence[Fault], language: Language) -> None:
    from scheduler.writers.annotated import write_annotated
    from scheduler.writers.files import kept_file

    with kept_file(target) as temporary:
        write_annotated(temporary, folder / INPUTS_WORKBOOK, INPUTS_WORKBOOK, faults, language)
