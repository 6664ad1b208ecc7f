"""Which runs are not published: those that are none, were edited, or change what people count on without a word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from scheduler.changes.between import Change
from scheduler.domain.roster import Roster
from scheduler.errors import Fault, InputError
from scheduler.formats.run_folder import KEPT_FILES, ROSTER_FILE, WORKBOOK_FILE
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.run_record import RunRecord, absences_to_enter, read_record
from scheduler.writers.contents import edited_files


def publishable(run_folder: Path) -> RunRecord:
    """The record of a run that can be published.

    Raises
    ------
    InputError
        It is no run, it has no roster, or its roster was edited since it was written.
    """
    record = read_record(run_folder) if run_folder.is_dir() else None
    if record is None or record.kind != "roster" or record.first_day is None or record.days is None:
        raise InputError.of(
            run_folder,
            Message("is not the folder of a run"),
            Message(
                "name the folder that a command has written; `scheduler generate --lock FILE` makes "
                "one of an edited file"
            ),
        )
    if not record.has_result or not (run_folder / ROSTER_FILE).is_file():
        raise InputError.of(run_folder, Message("has no roster"), Message("name a run that came to one"))
    changed = sorted({*edited_files(run_folder)} & {*KEPT_FILES, WORKBOOK_FILE})
    if changed:
        # Whoever edits the workbook believes that the edits are published; the roster beside it has none of them.
        raise InputError(
            [
                Fault(
                    str(run_folder / name),
                    0,
                    "",
                    Message("was changed since the run was written, and is not what would be published"),
                    Message(
                        "make a run of the edits with `scheduler generate --lock FILE`, or put the file back as it was"
                    ),
                )
                for name in changed
            ]
        )
    return record


def refuse_rows_outside(roster: Roster, first: date, last: date, run_folder: Path) -> None:
    """Make sure that a roster has rows on the days of its run alone.

    Parameters
    ----------
    roster
        What is to be published.
    first, last
        The days of its run.
    run_folder
        Where it stands, which the fault names.
    """
    outside = {row.date for row in roster.assignments if not first <= row.date <= last}
    if outside:
        raise InputError.of(
            run_folder / ROSTER_FILE,
            Message("has rows on {day}, and the run is of {first} to {last}", day=min(outside), first=first, last=last),
            Message("make the run again"),
        )


def refuse_absences_to_enter(record: RunRecord, workspace: Workspace) -> None:
    """Make sure that the absences which a repair was told of stand in the workspace, where all later weeks find them.

    Raises
    ------
    InputError
        Some do not; each row to add is named.
    """
    missing = absences_to_enter(record, workspace)
    if missing:
        raise InputError(
            [
                Fault(
                    workspace.sources.get("absences", "absences.csv"),
                    0,
                    "",
                    Message(
                        "the run was repaired for an absence of {employee} from {first} to {last}, which is not there",
                        employee=one.employee_id,
                        first=one.first_day,
                        last=one.last_day,
                    ),
                    Message("add the row {row}, and publish again", row=one.row()),
                )
                for one in missing
            ]
        )


def refuse_unexplained(changes: Iterable[Change], note: str, today: date, notice_days: int) -> None:
    """Make sure that somebody says why days change that people count on.

    Parameters
    ----------
    changes
        Of what is published already.
    note
        What was said.
    today, notice_days
        The day that counts as today, and on how many days from it on people count.
    """
    noticed = today + timedelta(days=notice_days)
    sudden = [change for change in changes if change.date < noticed]
    if sudden and not note:
        raise InputError.of(
            "--note",
            Message(
                "{count} person has changes before {day}, which is within the notice period of {notice}; the first is "
                "{employee}'s on {first}",
                "{count} people have changes before {day}, which is within the notice period of {notice}; the first is "
                "{employee}'s on {first}",
                count=len({change.employee_id for change in sudden}),
                day=noticed,
                notice=Message("{count} day", "{count} days", count=notice_days),
                employee=min(sudden, key=lambda change: (change.date, change.employee_id)).employee_id,
                first=min(change.date for change in sudden),
            ),
            Message("say why with --note; it is kept with the version"),
        )
