"""What is ours in a folder, by its record: which files we wrote, and which somebody has put there or changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from scheduler.errors import InputError, OutputError
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.messages import Message
from scheduler.run_record import RunRecord, read_record

REPLACED_MARK = ".replaced"
"""An empty file in a folder that another run has replaced: only a backup of ours has it."""

_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini", REPLACED_MARK)
_LITTER_BEGINS = ("~$", ".~lock.", "._")
"""What file managers, and spreadsheets with an open workbook, leave in any folder."""


def write_record(folder: Path, record: RunRecord) -> None:
    """Write ``run.json`` with the hashes of all files that are in the folder."""
    files = {name: sha256_of(folder / name) for name in _paths(folder) if name != RECORD_FILE}
    (folder / RECORD_FILE).write_text(record_text(record, files), encoding="utf-8")


def record_text(record: RunRecord, files: Mapping[str, str]) -> str:
    """What ``run.json`` says of a run and these files, SHA-256 by path."""
    return record.model_copy(update={"files": dict(files)}).model_dump_json(indent=2) + "\n"


def _paths(folder: Path) -> list[str]:
    """Every file and link in a folder, and every folder with nothing in it, by its path within; sorted."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir() or not any(path.iterdir())
    )


def _known(folder: Path) -> dict[str, str]:
    """What we wrote into a folder, and the calendars that were exported into it: SHA-256 by path."""
    known: dict[str, str] = {}
    for path in (folder / RECORD_FILE, *folder.rglob(f"*/{RECORD_FILE}")):
        try:
            record = read_record(path.parent)
        except InputError:  # not ours, or spoilt
            continue
        if record is not None and (path.parent == folder or record.kind == "calendars"):
            inner = path.parent.relative_to(folder)
            known |= {(inner / name).as_posix(): sha256 for name, sha256 in record.files.items()}
            known[(inner / RECORD_FILE).as_posix()] = ""
    return known


def refuse_inside_run(target: Path, option: str = "--output") -> None:
    """Make sure that nothing new comes to lie within the folder of a run, which the next run into it would refuse.

    Parameters
    ----------
    target
        What is to be written.
    option
        What names another place.

    Raises
    ------
    OutputError
        `target` would lie in the folder of a run, or in one within it.
    """
    for folder in target.resolve().parents:
        try:
            is_run = read_record(folder) is not None
        except InputError:  # a run.json of somebody else's
            continue
        if is_run:
            raise OutputError(
                Message(
                    "{target} would lie inside the run in {folder}; choose another place with {option}",
                    target=target,
                    folder=folder,
                    option=option,
                )
            )


def foreign_files(folder: Path) -> list[str]:
    """What is in a run's folder and not of the run."""
    known = _known(folder)
    return [
        name
        for name in _paths(folder)
        if (name not in known or (folder / name).is_symlink())
        and Path(name).name not in _LITTER
        and not Path(name).name.startswith(_LITTER_BEGINS)
    ]


def edited_files(folder: Path) -> list[str]:
    """The files of a run that are not as they were written."""
    return [
        name
        for name, sha256 in sorted(_known(folder).items())
        if sha256 and (folder / name).is_file() and sha256_of(folder / name) != sha256
    ]


def sha256_of(path: Path) -> str:
    """The SHA-256 of what is in a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
