"""What was published before: listed, rebuilt to the byte, and published again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scheduler.changes.between import differences
from scheduler.config import Settings
from scheduler.domain.roster import Roster
from scheduler.errors import InputError
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.from_store.surroundings import open_store_of
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.publishing.publish import Publication, publish
from scheduler.readers.workspace import read_workspace
from scheduler.run.reading import opened
from scheduler.run_record import RunRecord
from scheduler.store.opening import exists
from scheduler.store.published import Published, Version
from scheduler.writers.folder import refuse_foreign_folder, run_folder


@dataclass(frozen=True, slots=True)
class Entry:
    """A version with what it changed.

    Attributes
    ----------
    version
        The version.
    new_days
        Days that nothing was published of before.
    people_changed, days_changed
        Whose published days it changed, and how many days of people.
    """

    version: Version
    new_days: int
    people_changed: int
    days_changed: int

    def as_json(self) -> Mapping[str, Any]:
        """The entry for other programs."""
        version = self.version
        return {
            "version": version.number,
            "first_day": version.first_day.isoformat(),
            "days": version.days,
            "published_at": version.published_at.isoformat(),
            "author": version.author,
            "note": version.note,
            "seed": version.seed,
            "inputs_sha256": version.inputs_sha256,
            "reverts": version.reverts,
            "new_days": self.new_days,
            "people_changed": self.people_changed,
            "days_changed": self.days_changed,
        }


@dataclass(frozen=True)
class History:
    """The versions that were asked for, the oldest first."""

    settings: Settings
    entries: tuple[Entry, ...]

    def as_json(self) -> list[Mapping[str, Any]]:
        """The list for other programs."""
        return [entry.as_json() for entry in self.entries]


def history(workspace: Workspace | Path | str, week: date | None = None) -> History:
    """The versions of a workspace.

    Parameters
    ----------
    workspace
        The workspace.
    week
        Only those that speak of a day of the week of this Monday; None: all.

    Raises
    ------
    InputError
        The workspace has faults, or its store is another centre's.
    StoreError
        The store cannot be used.
    """
    workspace = opened(workspace)
    if not exists(workspace.folder, workspace.settings):
        return History(workspace.settings, ())
    with open_store_of(workspace).reading() as published:
        first, last = (date.min, date.max) if week is None else (week, week + timedelta(days=6))
        return History(workspace.settings, tuple(_entries(published, first, last)))


def _entries(published: Published, first: date, last: date) -> Iterator[Entry]:
    """Each version that speaks of some days, with what it changed of what stood before it."""
    standing: dict[date, Roster] = {}
    for version in published.versions():
        if version.last_day < first or version.first_day > last:
            continue
        now = published.roster_of(version.number)
        days = {on: now.on_days([on]) for on in version.dates()}
        changed = [one for on in days if on in standing for one in differences(standing[on], days[on])]
        new_days = len(days.keys() - standing.keys())
        standing |= days
        yield Entry(version, new_days, len({one.employee_id for one in changed}), len(changed))


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A version that was rebuilt in a folder, and how many of its people were forgotten since: they have numbers."""

    version: Version
    forgotten: int
    output: Path

    def as_json(self) -> Mapping[str, Any]:
        """The same for other programs."""
        version = self.version
        return {
            "version": version.number,
            "first_day": version.first_day.isoformat(),
            "days": version.days,
            "forgotten": self.forgotten,
            "output": str(self.output),
        }


def show(folder: Path, number: int, output: Path | None = None) -> Rebuilt:
    """Rebuild the run of a version: its ``roster.csv`` to the byte, its record, its summary, and its days around.

    People who were forgotten since have numbers in place of their ids. Without a folder, ``outputs/version-N`` is it.

    Raises
    ------
    InputError
        There is no such version, or the workspace has faults.
    OutputError
        The folder cannot be written, or holds something other than a run.
    StoreError
        The store cannot be used.
    """
    output = output or Path("outputs") / f"version-{number}"
    refuse_foreign_folder(output, "roster")
    version, forgotten, files = _stored(read_workspace(folder), number)
    _rebuild(output, files)
    return Rebuilt(version, forgotten, output)


def revert(
    folder: Path,
    number: int,
    *,
    author: str | None = None,
    note: str = "",
    today: date | None = None,
    output: Path | None = None,
) -> Publication:
    """Publish a version again, audited as everything that is published.

    Parameters
    ----------
    folder
        The workspace.
    number
        The version's.
    author, note, today
        As of `publish`.
    output
        The run's folder to rebuild it in, with who must be told what; None: nothing is written.

    Raises
    ------
    InputError, ViolationError, OutputError, StoreError
        As of `publish`.
    """
    if output is not None:
        refuse_foreign_folder(output, "roster")
    _, forgotten, files = _stored(read_workspace(folder), number)
    if forgotten:
        raise InputError.of(
            Message("version {number}", number=number),
            Message(
                "has {count} person who was forgotten, and cannot be published again",
                "has {count} people who were forgotten, and cannot be published again",
                count=forgotten,
            ),
            Message("look at it with --show"),
        )
    with tempfile.TemporaryDirectory(prefix="scheduler-") as temporary:
        run = output or Path(temporary) / f"version-{number}"
        _rebuild(run, files)
        try:
            found = publish(folder, run, author=author, note=note, today=today, reverts=number)
        except InputError as error:
            if output is not None:
                raise
            # Nobody can look into a folder that is gone by then.
            raise InputError(
                [replace(fault, file=fault.file.replace(str(run), f"version {number}")) for fault in error.faults]
            ) from error
        return found if output is not None else replace(found, written=())


def _stored(workspace: Workspace, number: int) -> tuple[Version, int, Mapping[str, bytes]]:
    """A version, how many of its people were forgotten since, and the files of its run."""
    if not exists(workspace.folder, workspace.settings):
        raise InputError.of(
            Message("version {number}", number=number),
            Message("was never published"),
            Message("nothing is published yet"),
        )
    with open_store_of(workspace).reading() as published:
        version = published.version(number)
        return version, published.forgotten_in(number), published.files_of(number)


def _rebuild(output: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a run as its folder; its record then lists what is there."""
    record = RunRecord.model_validate_json(files[RECORD_FILE])
    with run_folder(output, record) as folder:
        for name, content in files.items():
            if name != RECORD_FILE:
                (folder / name).write_bytes(content)
