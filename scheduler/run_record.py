"""``run.json``: what a run's folder is, and what it was made from.

A folder is ours only by this file. It lists what we wrote into the folder, so that nothing else is ever taken for ours,
and it knows the centre, so that no command puts another centre's people into a roster (`run_inputs.py`).
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from scheduler.config import Centre, Solving
from scheduler.domain.actuals import CountedTo
from scheduler.domain.base import Frozen
from scheduler.domain.known_days import HeldDays
from scheduler.domain.people import Absence, Employee
from scheduler.errors import InputError
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.identifiers import PUBLISHED
from scheduler.inputs import Workspace
from scheduler.messages import Message

_PACKAGES = ("scheduler", "ortools", "numpy", "scipy", "pydantic")

RunKind = Literal["roster", "comparison", "calendars", "review", "simulation"]
"""What a folder holds: a roster in its forms, a comparison of scenarios, a calendar for each person, a review, or how a
roster was simulated."""


class MadeFrom(Frozen):
    """The workspace of a run, as it was read.

    Attributes
    ----------
    workspace
        Its folder, from the root on.
    centre
        Whose workspace it is.
    people
        A short hash of id and name by id: tells whether a workspace is about the same people, and no names.
    staff
        Team and contract of each of them: what work was worth stays known when they have left.
    inputs
        SHA-256 by file; `inputs_sha256` is over all of them.
    settings
        All of them, with the defaults filled in.
    """

    workspace: str
    centre: Centre
    people: Mapping[str, str]
    staff: Mapping[str, tuple[str, str]] = {}
    inputs: Mapping[str, str]
    inputs_sha256: str
    settings: Mapping[str, Any]


class RunRecord(Frozen):
    """What a folder is and holds.

    Attributes
    ----------
    has_result
        Whether there is a roster, or a scenario that came to one or to its figures: only such a folder may take the
        place of another one.
    command
        Which one made it; `options` are those of its search, `given` the files it was given, by option.
    first_day, days
        What is planned.
    is_first_week
        Whether it was declared that nobody worked on the days before of which no roster speaks.
    published
        Which published versions held on which days around and within the planned ones, and on those that count for
        fairness; None: nobody asked the store.
    absences
        Those that the command was told of beside the workspace's: the roster is good once the workspace has them.
    counted
        Up to which file of counted calls the forecast has taken its history from the store; None: not recorded.
    made_from
        None for calendars, which are given away.
    versions
        Of this program and of what it rests on.
    files
        SHA-256 of each file that was written, by its path within the folder.
    """

    kind: RunKind
    has_result: bool
    command: str
    first_day: date | None = None
    days: int | None = None
    is_first_week: bool = False
    published: tuple[HeldDays, ...] | None = None
    absences: tuple[Absence, ...] = ()
    counted: CountedTo | None = None
    made_from: MadeFrom | None = None
    options: Mapping[str, Any] = {}
    given: Mapping[str, str] = {}
    versions: Mapping[str, str] = {}
    files: Mapping[str, str] = {}


def absences_to_enter(record: RunRecord, workspace: Workspace) -> list[Absence]:
    """Those that the command was told of and the workspace does not have, be it for one of their days."""
    known = {(one.employee_id, on, one.part, one.times) for one in workspace.absences for on in one.days()}
    return [
        one
        for one in record.absences
        if any((one.employee_id, on, one.part, one.times) not in known for on in one.days())
    ]


@cache
def versions() -> Mapping[str, str]:
    """Versions of this program and of what it rests on."""
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in _PACKAGES}


def made_from(workspace: Workspace) -> MadeFrom:
    """What a run remembers of its workspace."""
    return MadeFrom(
        workspace=str(workspace.folder.resolve()),
        centre=workspace.settings.centre,
        people={person.employee_id: trace_of(person) for person in workspace.employees},
        staff={person.employee_id: (person.team, person.contract) for person in workspace.employees},
        inputs=workspace.input_hashes,
        inputs_sha256=workspace.inputs_sha256,
        settings=workspace.settings.model_dump(mode="json"),
    )


def record_of_search(
    workspace: Workspace,
    first_day: date,
    days: int,
    *,
    command: str,
    options: Solving,
    given: Mapping[str, Path | None],
) -> RunRecord:
    """The record of a roster that a command searches for; whether there is one is known later.

    Parameters
    ----------
    workspace, first_day, days
        What is planned.
    command
        The command's name.
    options
        Of its search.
    given
        Files that it was given, by option.
    """
    return RunRecord(
        kind="roster",
        has_result=False,
        command=command,
        first_day=first_day,
        days=days,
        is_first_week=workspace.is_first_week,
        published=workspace.taken,
        counted=workspace.counted,
        made_from=made_from(workspace),
        options=options.model_dump(mode="json"),
        given={name: str(path.resolve()) for name, path in given.items() if path is not None},
        versions=versions(),
    )


def trace_of(person: Employee) -> str:
    """A short hash of somebody's id and name."""
    return hashlib.sha256(f"{person.employee_id}\0{person.name}".encode()).hexdigest()[:12]


def read_record(folder: Path) -> RunRecord | None:
    """The record of a folder; None where it has none.

    Raises
    ------
    InputError
        There is one, but it cannot be read.
    """
    path = folder / RECORD_FILE
    if not path.is_file():
        return None
    try:
        return RunRecord.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise InputError.of(
            path, Message("is no record of a run"), Message("it was changed, or another version made it")
        ) from error


def record_of(path: Path) -> RunRecord | None:
    """The record of a run's folder, or of the folder that a roster's file lies in; None where there is none."""
    return read_record(path if path.is_dir() else path.parent)


def workspace_of(path: Path) -> Path:
    """The workspace that a run, or a roster's file in its folder, was made from.

    Raises
    ------
    InputError
        Nothing tells, or the workspace is no longer there: somebody has to name it.
    """
    if path == Path(PUBLISHED):
        raise InputError.of(path, Message("does not tell which workspace is meant: each has its own"), _NAME_WORKSPACE)
    record = record_of(path)
    if record is None or record.made_from is None:
        raise InputError.of(
            path,
            Message("does not tell which workspace it was made from: no {record_file} there", record_file=RECORD_FILE),
            _NAME_WORKSPACE,
        )
    folder = Path(record.made_from.workspace)
    if not folder.is_dir():
        raise InputError.of(
            path, Message("was made from the workspace {folder}, which is not there", folder=folder), _NAME_WORKSPACE
        )
    return folder


_NAME_WORKSPACE = Message("name the workspace with --workspace")
