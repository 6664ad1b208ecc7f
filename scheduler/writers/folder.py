"""Where a run's files go: its folder appears whole or not at all, and nothing but an earlier run makes room for it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scheduler.errors import InputError, OutputError
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.messages import AnyText, Message
from scheduler.run_record import RunKind, RunRecord, read_record
from scheduler.writers import atomic
from scheduler.writers.contents import REPLACED_MARK, edited_files, foreign_files, refuse_inside_run, write_record
from scheduler.writers.files import free_name, numbered_names
from scheduler.writers.output import refuse_impossible_folder


def refuse_foreign_folder(target: Path, kind: RunKind) -> None:
    """Make sure that writing to `target` is possible and would replace nothing but an earlier run of the same kind.

    Parameters
    ----------
    target
        The folder to be written.
    kind
        What it shall hold.

    Raises
    ------
    OutputError
        It cannot be written, or it holds something that is not such a run's.
    """
    refuse_impossible_folder(target)
    if kind != "calendars":
        refuse_inside_run(target)
    atomic.restore(target)
    if target.is_dir() and any(target.iterdir()):
        _refuse_foreign_content(target, kind)


def _refuse_foreign_content(target: Path, kind: RunKind) -> RunRecord:
    """The record of a folder that another run of this kind may replace."""
    other = Message("choose another folder with --output")
    try:
        record = read_record(target)
    except InputError as error:
        raise OutputError(
            Message(
                "{target} holds something other than a run: {error}; {other}", target=target, error=error, other=other
            )
        ) from error
    if record is None:
        raise OutputError(
            Message(
                "{target} holds something other than a run: it has no {record_file}; {other}",
                target=target,
                record_file=RECORD_FILE,
                other=other,
            )
        )
    if record.kind != kind:
        raise OutputError(
            Message(
                "{target} holds {found}, not {asked}; {other}",
                target=target,
                found=_KINDS[record.kind],
                asked=_KINDS[kind],
                other=other,
            )
        )
    if foreign := foreign_files(target):
        raise OutputError(
            Message(
                "{target} holds something other than a run: {some}; move that away, or {other}",
                target=target,
                some=_some(foreign),
                other=other,
            )
        )
    if kind == "calendars" and (edited := edited_files(target)):
        raise OutputError(
            Message(
                "{target}: {some} changed since it was written; move that away, or {other}",
                target=target,
                some=_some(edited),
                other=other,
            )
        )
    return record


_KINDS: Mapping[RunKind, Message] = {
    "roster": Message("a roster"),
    "comparison": Message("a comparison"),
    "calendars": Message("calendars"),
    "review": Message("a review"),
    "simulation": Message("a simulation"),
}


def _some(names: list[str]) -> Message | str:
    """The first names, and how many more there are."""
    some = ", ".join(names[:3])
    return Message("{some} and {count} more", some=some, count=len(names) - 3) if len(names) > 3 else some


def holds_result(target: Path) -> bool:
    """Whether `target` is a run that has a roster, or a comparison that has figures."""
    record = read_record(target)
    return record is not None and record.has_result


@contextmanager
def run_folder(target: Path, record: RunRecord) -> Iterator[Path]:
    """A hidden folder beside `target` that takes its place when the block ends without an error.

    What an earlier run left in `target` is kept as ``<target>.bak``, the newest only; an older backup that is not ours,
    or in which somebody has changed anything, stays, and ``.bak2`` is used, and so on. A run without a result makes
    room and is not kept, and never takes the place of one that has a result: then nothing is written. When the block
    fails, `target` is as it was. A run that is whole and cannot take its place is kept elsewhere.

    Parameters
    ----------
    target
        The run's folder.
    record
        What is written to it as ``run.json``, with the list of the files.

    Raises
    ------
    OutputError
        `target` holds something other than a run, or cannot be replaced; says where the new run is.
    """
    with ExitStack() as stack:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            hidden = stack.enter_context(atomic.hidden_folder(target))
        except OSError:  # a drive that has gone since the search began
            hidden = Path(tempfile.mkdtemp(prefix=f"{target.name}."))
        yield hidden
        write_record(hidden, record)
        try:
            refuse_foreign_folder(target, record.kind)  # the search took its time, and others may write as well
            if record.has_result or not holds_result(target):
                atomic.place_folder(hidden, target, lambda: _make_room(target, record.kind))
        except (OSError, OutputError) as error:
            if not record.has_result or record.kind == "calendars":
                raise OutputError(_reason(error, target)) from error
            raise OutputError(
                Message("{reason}\nThe new run is in {kept}", reason=_reason(error, target), kept=_kept(hidden, target))
            ) from error


def _kept(hidden: Path, target: Path) -> Path:
    """A run that could not take its place, under another name near it, or in the system's temporary folder."""
    near = free_name(target, "new")
    try:
        hidden.rename(near)
    except OSError:
        near = Path(tempfile.mkdtemp(prefix=f"{target.name}."))
        shutil.copytree(hidden, near, dirs_exist_ok=True)
    return near


def _reason(error: OSError | OutputError, target: Path) -> AnyText:
    if isinstance(error, PermissionError):  # Windows refuses while a file of the folder is open in another program.
        return Message("{target} cannot be replaced; close the files of it that are open elsewhere", target=target)
    if isinstance(error, OSError):
        return Message("{target} cannot be replaced: {why}", target=target, why=error.strerror)
    return error.message


def _make_room(target: Path, kind: RunKind) -> Path | None:
    """Where to keep what is in `target`, now marked as replaced; None: it need not be kept."""
    record = _refuse_foreign_content(target, kind)
    if kind == "calendars" or not (record.has_result or edited_files(target)):
        return None
    (target / REPLACED_MARK).touch()
    return next(path for path in numbered_names(target, "bak") if not os.path.lexists(path) or _may_go(path))


def _may_go(backup: Path) -> bool:
    """Whether a folder is a backup of ours, with nothing in it that somebody else has put there or changed."""
    if backup.is_symlink() or not (backup / REPLACED_MARK).is_file():
        return False
    try:
        return read_record(backup) is not None and not foreign_files(backup) and not edited_files(backup)
    except InputError:
        return False


@contextmanager
def calendar_folder(target: Path) -> Iterator[Path]:
    """A hidden folder beside `target` that takes its place when the block ends without an error.

    Raises
    ------
    OutputError
        `target` holds something other than calendars, or cannot be replaced.
    """
    with run_folder(target, RunRecord(kind="calendars", has_result=True, command="export")) as hidden:
        yield hidden
