"""Single files, each of which appears whole or not at all, and takes the place of nobody else's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from scheduler.errors import InputError, OutputError
from scheduler.formats.headers import input_meant_by
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.formats.workspace_files import FILES, WORKSPACE_FILE
from scheduler.messages import Message
from scheduler.run_record import RunRecord, read_record
from scheduler.writers import atomic
from scheduler.writers.contents import record_text, refuse_inside_run, sha256_of
from scheduler.writers.output import refuse_impossible_file


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A hidden file beside `target` that takes its place when the block ends without an error.

    Raises
    ------
    OutputError
        `target` cannot be written or replaced.
    """
    refuse_impossible_file(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic.hidden_file(target) as hidden:
        yield hidden
        try:
            atomic.place_file(hidden, target)
        except PermissionError as error:
            raise OutputError(
                Message("{target} cannot be replaced; close it where it is open", target=target)
            ) from error


@contextmanager
def kept_file(target: Path, of_run: Path | None = None) -> Iterator[Path]:
    """As `whole_file`, for a file that a user names; one that stood there is kept beside it as ``<target>.bak``.

    Or ``.bak2`` and so on: no earlier copy is ever replaced, since nothing tells whether it is ours. A file that
    `of_run` lists as its own, and one that is the same as the new one, need no copy.

    Raises
    ------
    OutputError
        As `refuse_taken_file`.
    """
    with whole_file(target) as hidden:
        yield hidden
        refuse_taken_file(target, of_run)  # the work took its time, and others may write as well
        if target.exists() and not _is_ours(target, of_run) and target.read_bytes() != hidden.read_bytes():
            with whole_file(free_name(target, "bak")) as copy:
                shutil.copy2(target, copy)


def note_file(path: Path) -> None:
    """Put a file that was written into a run's folder, or written anew, on the list of that folder's record."""
    record = read_record(path.parent)
    if record is not None:
        _write_record(path.parent, record, dict(record.files) | {path.name: sha256_of(path)})


@contextmanager
def listed_file(target: Path) -> Iterator[Path]:
    """As `kept_file`, for a file of a run's folder, which is on the list of its record afterwards.

    While it is replaced it is on no list: whatever moment a process dies at, nobody takes what stands there for a file
    that was changed by hand.

    Raises
    ------
    OutputError
        As `refuse_taken_file`.
    """
    refuse_taken_file(target, target.parent)
    record = read_record(target.parent)
    is_ours = record is not None and target.name in record.files
    if record is not None and is_ours:
        files = {name: sha256 for name, sha256 in record.files.items() if name != target.name}
        _write_record(target.parent, record, files)
    with whole_file(target) if is_ours else kept_file(target, target.parent) as temporary:
        yield temporary
    note_file(target)


def _write_record(folder: Path, record: RunRecord, files: Mapping[str, str]) -> None:
    with whole_file(folder / RECORD_FILE) as temporary:
        temporary.write_text(record_text(record, files), encoding="utf-8")


def refuse_taken_file(target: Path, of_run: Path | None = None, option: str = "--output") -> None:
    """Make sure that a file can be written, and is nobody else's: the one rule for every file that a user names.

    Parameters
    ----------
    target
        The file.
    of_run
        The folder of the run that is written in another form; its own files are written anew while nobody has changed
        them.
    option
        What names another file.

    Raises
    ------
    OutputError
        It cannot be written; or it is an input of a workspace, or would become one; or it lies in a run's folder that
        is not `of_run`, or is not as it was written.
    """
    refuse_impossible_file(target, option)
    folder, name, other = target.parent, target.name.casefold(), Message("name another file")
    # What is nearly the name of an input is one to some systems, and a fault to the next command in any case.
    if (folder / WORKSPACE_FILE).is_file() and (meant := input_meant_by(target.name, FILES)) is not None:
        raise OutputError(
            Message(
                "{target} is the name of an input of the workspace {folder}; {other}"
                if name == meant
                else "{target} is too like {meant}, the name of an input of the workspace {folder}; {other}",
                target=target,
                folder=folder.resolve(),
                other=other,
                **({} if name == meant else {"meant": meant}),
            )
        )
    try:
        record = read_record(folder)
    except InputError as error:
        raise OutputError(
            Message(
                "{folder} holds something other than a run: {error}; {other}", folder=folder, error=error, other=other
            )
        ) from error
    if record is None:
        refuse_inside_run(target, option)
        return
    if name == RECORD_FILE or not _is_same_folder(folder, of_run):
        # One that is not the run's would do harm as well: the folder would no longer be what its record says.
        raise OutputError(
            Message(
                "{target} belongs to the run in {folder}; name the folder itself, or another file",
                target=target,
                folder=folder.resolve(),
            )
        )
    if target.is_file() and record.files.get(target.name, "") not in ("", sha256_of(target)):
        raise OutputError(
            Message(
                "{target} was changed since it was written; name another file with {option}",
                target=target,
                option=option,
            )
        )


def _is_same_folder(folder: Path, other: Path | None) -> bool:
    return other is not None and folder.resolve() == other.resolve()


def _is_ours(file: Path, of_run: Path | None) -> bool:
    """Whether a file is of a run and as it was written."""
    record = read_record(file.parent) if _is_same_folder(file.parent, of_run) else None
    return record is not None and record.files.get(file.name) == sha256_of(file)


def free_name(target: Path, ending: str) -> Path:
    """``<target>.<ending>``, or with a number if that is taken."""
    return next(path for path in numbered_names(target, ending) if not os.path.lexists(path))


def numbered_names(target: Path, ending: str) -> Iterator[Path]:
    """``<target>.<ending>``, then the same with 2, 3 and so on, without end."""
    return (target.with_name(f"{target.name}.{ending}{number if number > 1 else ''}") for number in count(1))
