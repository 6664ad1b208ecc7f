"""A run's folder appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import OutputError

SUMMARY_FILE = "summary.json"
ROSTER_FILE = "roster.csv"
COVERAGE_FILE = "coverage.csv"
WORKBOOK_FILE = "roster.xlsx"
REPORT_FILE = "report.html"
DAYS_AROUND_FILE = "days_around.csv"
CALENDARS_FOLDER = "calendars"

# A roster tells who is ill and who works when: only its owner reads it.
_OWNER_FILE = 0o600


def refuse_foreign_folder(target: Path) -> None:
    """Make sure that writing to `target` would replace nothing but an earlier run.

    Raises
    ------
    OutputError
        `target` is a file, or a folder with something else in it.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(f"{target} is a file; choose another folder with --output")
    if any(target.iterdir()) and not (target / SUMMARY_FILE).exists():
        raise OutputError(f"{target} holds something other than a run; choose another folder with --output")


@contextmanager
def run_folder(target: Path) -> Iterator[Path]:
    """A temporary folder beside `target` that takes its place when the block ends without an error.

    An earlier run in `target` that has a roster is kept as ``<target>.bak`` (one only, the newest); one without a
    roster is dropped. When the block fails, the temporary folder is removed and `target` is as it was.

    Raises
    ------
    OutputError
        `target` holds something other than a run, or cannot be replaced.
    """
    refuse_foreign_folder(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    try:
        yield temporary
        for path in temporary.rglob("*"):
            if path.is_file():
                path.chmod(_OWNER_FILE)
        _take_place(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _take_place(temporary: Path, target: Path) -> None:
    """Rename `temporary` to `target`, moving an earlier run out of the way."""
    backup = target.with_name(f"{target.name}.bak")
    try:
        if target.exists():
            if (target / ROSTER_FILE).exists():
                if backup.exists():
                    shutil.rmtree(backup)
                target.replace(backup)
            else:
                shutil.rmtree(target)
        temporary.replace(target)
    except PermissionError as error:  # Windows refuses while a file of the folder is open in another program.
        raise OutputError(f"{target} cannot be replaced; close the files of it that are open elsewhere") from error


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A temporary file beside `target` that takes its place when the block ends without an error.

    Raises
    ------
    OutputError
        `target` is a folder, or cannot be replaced.
    """
    if target.is_dir():
        raise OutputError(f"{target} is a folder; name a file")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem}.", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(_OWNER_FILE)
        try:
            temporary.replace(target)
        except PermissionError as error:
            raise OutputError(f"{target} cannot be replaced; close it where it is open") from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def kept_file(target: Path) -> Iterator[Path]:
    """As `whole_file`; a file that stood there is kept beside it as ``<target>.bak`` (one only, the newest)."""
    with whole_file(target) as temporary:
        yield temporary
        if target.exists():
            shutil.copy2(target, target.with_name(f"{target.name}.bak"))


@contextmanager
def calendar_folder(target: Path) -> Iterator[Path]:
    """A temporary folder beside `target` that takes its place when the block ends without an error.

    Raises
    ------
    OutputError
        `target` is a file, holds something other than calendars, or cannot be replaced.
    """
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target} is a file; name a folder")
    if target.exists() and any(path.suffix != ".ics" for path in target.iterdir()):
        raise OutputError(f"{target} holds something other than calendars; name another folder with --output")
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    try:
        yield temporary
        for path in temporary.iterdir():
            path.chmod(_OWNER_FILE)
        try:
            if target.exists():
                shutil.rmtree(target)
            temporary.replace(target)
        except PermissionError as error:
            raise OutputError(f"{target} cannot be replaced; close the files of it that are open elsewhere") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
