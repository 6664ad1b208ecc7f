"""Where a run's files go: its folder appears whole or not at all, and nothing but an earlier run makes room for it."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from scheduler.errors import InputError, OutputError
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.formats.workspace_files import FILES, WORKSPACE_FILE
from scheduler.run_record import Kind, RunRecord, read_record
from scheduler.writers import atomic
from scheduler.writers.output import refuse_impossible_file, refuse_impossible_folder

_REPLACED_MARK = ".replaced"
"""An empty file in a folder that another run has replaced: only a backup of ours has it."""

_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini", _REPLACED_MARK)
_LITTER_BEGINS = ("~$", ".~lock.", "._")
"""What file managers, and spreadsheets with an open workbook, leave in any folder."""


def refuse_foreign_folder(target: Path, kind: Kind) -> None:
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
    atomic.restore(target)
    if target.is_dir() and any(target.iterdir()):
        _refuse_foreign_content(target, kind)


def _refuse_foreign_content(target: Path, kind: Kind) -> RunRecord:
    """The record of a folder that another run of this kind may replace."""
    other = "choose another folder with --output"
    try:
        record = read_record(target)
    except InputError as error:
        raise OutputError(f"{target} holds something other than a run: {error}; {other}") from error
    if record is None:
        raise OutputError(f"{target} holds something other than a run: it has no {RECORD_FILE}; {other}")
    if record.kind != kind:
        raise OutputError(f"{target} holds {_KINDS[record.kind]}, not {_KINDS[kind]}; {other}")
    if foreign := _foreign(target):
        raise OutputError(f"{target} holds something other than a run: {_some(foreign)}; move that away, or {other}")
    if kind == "calendars" and (edited := _edited(target)):
        raise OutputError(f"{target}: {_some(edited)} changed since it was written; move that away, or {other}")
    return record


_KINDS: Mapping[Kind, str] = {"roster": "a roster", "comparison": "a comparison", "calendars": "calendars"}


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


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
            raise OutputError(f"{_reason(error, target)}\nThe new run is in {_kept(hidden, target)}") from error


def _kept(hidden: Path, target: Path) -> Path:
    """A run that could not take its place, under another name near it, or in the system's temporary folder."""
    near = _free(target, "new")
    try:
        hidden.rename(near)
    except OSError:
        near = Path(tempfile.mkdtemp(prefix=f"{target.name}."))
        shutil.copytree(hidden, near, dirs_exist_ok=True)
    return near


def _reason(error: OSError | OutputError, target: Path) -> str:
    if isinstance(error, PermissionError):  # Windows refuses while a file of the folder is open in another program.
        return f"{target} cannot be replaced; close the files of it that are open elsewhere"
    return f"{target} cannot be replaced: {error.strerror}" if isinstance(error, OSError) else str(error)


def _make_room(target: Path, kind: Kind) -> Path | None:
    """Where to keep what is in `target`, now marked as replaced; None: it need not be kept."""
    record = _refuse_foreign_content(target, kind)
    if kind == "calendars" or not (record.has_result or _edited(target)):
        return None
    (target / _REPLACED_MARK).touch()
    return next(path for path in _numbered(target, "bak") if not os.path.lexists(path) or _may_go(path))


def _may_go(backup: Path) -> bool:
    """Whether a folder is a backup of ours, with nothing in it that somebody else has put there or changed."""
    if backup.is_symlink() or not (backup / _REPLACED_MARK).is_file():
        return False
    try:
        return read_record(backup) is not None and not _foreign(backup) and not _edited(backup)
    except InputError:
        return False


def _free(target: Path, ending: str) -> Path:
    """``<target>.<ending>``, or with a number if that is taken."""
    return next(path for path in _numbered(target, ending) if not os.path.lexists(path))


def _numbered(target: Path, ending: str) -> Iterator[Path]:
    return (target.with_name(f"{target.name}.{ending}{number if number > 1 else ''}") for number in count(1))


# ---- what is ours in a folder ----


def write_record(folder: Path, record: RunRecord) -> None:
    """Write ``run.json`` with the hashes of all files that are in the folder."""
    files = {name: _sha256(folder / name) for name in _paths(folder) if name != RECORD_FILE}
    text = record.model_copy(update={"files": files}).model_dump_json(indent=2)
    (folder / RECORD_FILE).write_text(text + "\n", encoding="utf-8")


def note_file(path: Path) -> None:
    """Put a file that was written into a run's folder, or written anew, on the list of that folder's record."""
    record = read_record(path.parent)
    if record is not None:
        files = dict(record.files) | {path.name: _sha256(path)}
        with whole_file(path.parent / RECORD_FILE) as temporary:
            temporary.write_text(
                record.model_copy(update={"files": files}).model_dump_json(indent=2) + "\n", encoding="utf-8"
            )


def refuse_taken_file(target: Path, of_run: Path | None = None) -> None:
    """Make sure that a file can be written, and is nobody else's: the one rule for every file that a user names.

    Parameters
    ----------
    target
        The file.
    of_run
        The folder of the run that is written in another form; its own files are written anew while nobody has changed
        them.

    Raises
    ------
    OutputError
        It cannot be written; or it is an input of a workspace, or would become one; or it lies in a run's folder that
        is not `of_run`, or is not as it was written.
    """
    refuse_impossible_file(target)
    folder, name, other = target.parent, target.name.casefold(), "name another file"
    # Not every system tells Staff.csv from staff.csv.
    if (folder / WORKSPACE_FILE).is_file() and name in FILES:
        raise OutputError(f"{target} is the name of an input of the workspace {folder.resolve()}; {other}")
    try:
        record = read_record(folder)
    except InputError as error:
        raise OutputError(f"{folder} holds something other than a run: {error}; {other}") from error
    if record is None:
        return
    if name == RECORD_FILE or not _is_same_folder(folder, of_run):
        # One that is not the run's would do harm as well: the folder would no longer be what its record says.
        raise OutputError(f"{target} belongs to the run in {folder.resolve()}; name the folder itself, or another file")
    if target.is_file() and record.files.get(target.name, "") not in ("", _sha256(target)):
        raise OutputError(f"{target} was changed since it was written; {other} with --output")


def _is_same_folder(folder: Path, other: Path | None) -> bool:
    return other is not None and folder.resolve() == other.resolve()


def _is_ours(file: Path, of_run: Path | None) -> bool:
    """Whether a file is of a run and as it was written."""
    record = read_record(file.parent) if _is_same_folder(file.parent, of_run) else None
    return record is not None and record.files.get(file.name) == _sha256(file)


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


def _foreign(folder: Path) -> list[str]:
    """What is in a run's folder and not of the run."""
    known = _known(folder)
    return [
        name
        for name in _paths(folder)
        if (name not in known or (folder / name).is_symlink())
        and Path(name).name not in _LITTER
        and not Path(name).name.startswith(_LITTER_BEGINS)
    ]


def _edited(folder: Path) -> list[str]:
    """The files of a run that are not as they were written."""
    return [
        name
        for name, sha256 in sorted(_known(folder).items())
        if sha256 and (folder / name).is_file() and _sha256(folder / name) != sha256
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ---- single files ----


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
            raise OutputError(f"{target} cannot be replaced; close it where it is open") from error


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
            with whole_file(_free(target, "bak")) as copy:
                shutil.copy2(target, copy)


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
