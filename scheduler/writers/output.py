"""What can be known of an output is known before the search: nobody waits an hour to hear that a name is too long."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scheduler.errors import OutputError
from scheduler.writers.atomic import NEW

_OTHER = "choose another one with --output"


def refuse_impossible_folder(target: Path) -> None:
    """Make sure that a folder can be written and, if it is there, replaced; what is in it is for the caller to judge.

    Raises
    ------
    OutputError
        `target` is or holds the current folder, has no name, is a link, a file or read-only, or it cannot be made: its
        name is too long, its parent is a file, or nobody may write there.
    """
    with _said(target):
        real, here = target.resolve(), Path.cwd()
        if real == here or real in here.parents:
            what = "is the current folder" if real == here else "holds the current folder"
            raise OutputError(f"{_shown(target)} {what}; {_OTHER}")
        if target.exists() and not target.is_dir():
            raise OutputError(f"{target} is a file; choose another folder with --output")
        if target.is_mount():
            raise OutputError(f"{target} is a whole drive; name a folder in it")
        _refuse_link(target)
        _try(target)


def refuse_impossible_file(target: Path) -> None:
    """Make sure that a file can be written and, if it is there, replaced.

    Raises
    ------
    OutputError
        `target` is a folder, has no name, is a link, a device or read-only, or it cannot be made.
    """
    with _said(target):
        if target.is_dir():
            raise OutputError(f"{_shown(target)} is a folder; name a file")
        if target.exists() and not target.is_file():
            raise OutputError(f"{target} is no file but a device or the like; {_OTHER}")
        _refuse_link(target)
        _try(target)


def refuse_impossible_store(folder: Path) -> None:
    """Make sure that a folder, which stays as it is, can take more.

    Raises
    ------
    OutputError
        It is a file, or nobody may write there.
    """
    with _said(folder):
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder} is a file; name a folder")
        _try(folder / "0123456789abcdef01234567")


@contextmanager
def _said(target: Path) -> Iterator[None]:
    """Says what the system says, as a sentence about the target."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}; {_OTHER}") from error
    except RuntimeError as error:  # how a path says that its links go round in circles
        raise OutputError(f"{target} cannot be written: {error}; {_OTHER}") from error


def _shown(target: Path) -> str:
    # A path does not tell an empty name from ".".
    return "the output" if str(target) == "." else str(target)


def _refuse_link(target: Path) -> None:
    if target.is_symlink():
        raise OutputError(f"{target} is a link to {target.readlink()}; name what it leads to, or another one")
    if target.name.strip() in ("", ".."):
        raise OutputError(f"'{target}' does not end in a name; {_OTHER}")


def _try(target: Path) -> None:
    """Make something beside the target, with the longest name that will be needed, and take it away again."""
    if target.exists() and not os.access(target, os.W_OK):
        raise OutputError(f"{target} is read-only; {_OTHER}")
    missing = []
    parent = target.parent
    while not parent.exists():
        if parent.is_symlink():
            raise OutputError(f"{parent} is a link to nowhere; {_OTHER}")
        missing.append(parent)
        parent = parent.parent
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir()
            made.append(folder)
        # Names as `atomic` makes them, the longest of them.
        ending = f".{NEW}{target.suffix}"
        longest = tempfile.mkdtemp(prefix=f".{target.name}.bak99.", suffix=ending, dir=target.parent)
        Path(longest).rmdir()
    finally:
        for folder in reversed(made):
            with suppress(OSError):  # somebody has put something there meanwhile
                folder.rmdir()
