"""Whether a run fits the workspace as it is now: of the same centre, and which inputs have changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from scheduler.domain.actuals import CountedTo
from scheduler.errors import InputError
from scheduler.identifiers import PUBLISHED
from scheduler.inputs import Workspace, hashes_of
from scheduler.messages import Message, joined
from scheduler.run_record import RunRecord, record_of, trace_of


def refuse_other_centre(path: Path, workspace: Workspace) -> None:
    """Make sure that a run, or a roster's file in its folder, and a workspace are about the same centre.

    The same centre has the same names, time zone and country, and at least half of the run's people are still there
    under their names: staff comes and goes, and a typing error is mended, but two copies of one example that have
    become two centres share few people. Files that changed otherwise since are no reason to refuse; `changed_since`
    lists them.

    Raises
    ------
    InputError
        They are not; both are named.
    """
    record = record_of(path)
    if record is not None:
        refuse_record_of_other_centre(record, path, workspace)


def refuse_record_of_other_centre(record: RunRecord, place: Path | str, workspace: Workspace) -> None:
    """Make sure that what a record speaks of and a workspace are about the same centre.

    Parameters
    ----------
    record
        Of a run; one that was made from no workspace is of any centre.
    place
        Where it stands, for the fault.
    workspace
        The inputs.

    Raises
    ------
    InputError
        They are not; both are named, and the settings in which they differ.
    """
    made = record.made_from
    if made is None:
        return
    here = workspace.settings.centre
    both = {
        "centre": made.centre.title("en"),
        "made": made.workspace,
        "other": here.title("en"),
        "folder": str(workspace.folder.resolve()),
    }
    names = {person.employee_id: trace_of(person) for person in workspace.employees}
    same = sum(names.get(person) == trace for person, trace in made.people.items())
    is_other_staff = 2 * same < len(made.people)
    if made.centre != here and not is_other_staff:
        then, now = made.centre.model_dump(), here.model_dump()
        apart = joined(
            "; ",
            (
                Message("{setting} was {then}, and is {now}", setting=name, then=_said(value), now=_said(now[name]))
                for name, value in then.items()
                if value != now[name]
            ),
        )
        raise InputError.of(
            place,
            Message(
                "was made for the centre '{centre}' ({made}), not for '{other}' ({folder}): {apart}",
                apart=apart,
                **both,
            ),
            Message(
                "put back in workspace.yaml, below centre, what it was, or name the workspace that it was made from"
            ),
        )
    if is_other_staff:
        raise InputError.of(
            place,
            Message(
                "was made for the centre '{centre}' ({made}) with {count} people, of whom '{other}' ({folder}) "
                "has {same} under the same id and name",
                count=len(made.people),
                same=same,
                **both,
            ),
            Message("name the workspace that it was made from"),
        )


def _said(value: object) -> str:
    """The value of a setting as `workspace.yaml` writes it."""
    return "null" if value is None else str(value) or '""'


def changed_since(path: Path, folder: Path, counted: CountedTo | None = None) -> tuple[Message, ...]:
    """What of a workspace is not as it was when a run was made, each with the time since which it is otherwise.

    Parameters
    ----------
    path
        The run, or a roster's file in its folder; of others nothing is known.
    folder
        The workspace as it is now.
    counted
        Up to which file counted calls were used now; None: up to that of the run.

    Returns
    -------
    tuple[Message, ...]
        Files that are otherwise, that came or that went, by name; then the counted calls.
    """
    record = None if path == Path(PUBLISHED) else record_of(path)
    return () if record is None else changed_inputs(record, folder, counted)


def changed_inputs(record: RunRecord, folder: Path, counted: CountedTo | None = None) -> tuple[Message, ...]:
    """The same of the record of a run."""
    if record.made_from is None:
        return ()
    then, now = record.made_from.inputs, hashes_of(folder)
    changed = [_since(folder / name) for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
    if counted is not None and record.counted not in (None, counted):
        at = "-" if counted.taken_at is None else f"{counted.taken_at.astimezone():%Y-%m-%d %H:%M}"
        changed.append(Message("counted calls (taken in until {at})", at=at))
    return tuple(changed)


def _since(file: Path) -> Message:
    """The name of a file, and when it was written last."""
    try:
        at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    except OSError:
        return Message("{file} (no longer there)", file=file.name)
    return Message("{file} (of {at:%Y-%m-%d %H:%M})", file=file.name, at=at)


def changed_text(path: Path | str, changed: Sequence[Message]) -> Message:
    """What people are told of a run whose inputs have changed."""
    return Message(
        "changed since {run} was made, and used as they are now: {files}", run=path, files=joined(", ", changed)
    )
