"""What can be known of an output is known before the search: nobody waits an hour to hear that a name is too long."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scheduler.errors import OutputError
from scheduler.messages import Message
from scheduler.writers.atomic import NEW

_OUTPUT, _RESULTS = "--output", "--results"


def _other(option: str) -> Message:
    return Message("choose another one with {option}", option=option)


def refuse_impossible_folder(target: Path) -> None:
    """Make sure that a folder can be written and, if it is there, replaced; what is in it is for the caller to judge.

    Raises
    ------
    OutputError
        `target` is or holds the current folder, has no name, is a link, a file or read-only, or it cannot be made: its
        name is too long, its parent is a file, or nobody may write there.
    """
    with _said(target, _OUTPUT):
        real, here = target.resolve(), Path.cwd()
        if real == here or real in here.parents:
            raise OutputError(
                Message(
                    "{target} is the current folder; {other}"
                    if real == here
                    else "{target} holds the current folder; {other}",
                    target=_shown(target),
                    other=_other(_OUTPUT),
                )
            )
        if target.exists() and not target.is_dir():
            raise OutputError(Message("{target} is a file; choose another folder with --output", target=target))
        if target.is_mount():
            raise OutputError(Message("{target} is a whole drive; name a folder in it", target=target))
        _refuse_link(target, _OUTPUT)
        _try(target, _OUTPUT)


def refuse_impossible_file(target: Path, option: str = _OUTPUT) -> None:
    """Make sure that a file can be written and, if it is there, replaced.

    Parameters
    ----------
    target
        The file.
    option
        What names another one.

    Raises
    ------
    OutputError
        `target` is a folder, has no name, is a link, a device or read-only, or it cannot be made.
    """
    with _said(target, option):
        if target.is_dir():
            raise OutputError(Message("{target} is a folder; name a file", target=_shown(target)))
        if target.exists() and not target.is_file():
            raise OutputError(
                Message("{target} is no file but a device or the like; {other}", target=target, other=_other(option))
            )
        _refuse_link(target, option)
        _try(target, option)


def refuse_impossible_store(folder: Path) -> None:
    """Make sure that a folder of results, which stays as it is, can take more.

    Raises
    ------
    OutputError
        It is a file, or nobody may write there.
    """
    with _said(folder, _RESULTS):
        if folder.exists() and not folder.is_dir():
            raise OutputError(Message("{folder} is a file; name a folder", folder=folder))
        _try(folder / "0123456789abcdef01234567", _RESULTS)


@contextmanager
def _said(target: Path, option: str) -> Iterator[None]:
    """Says what the system says, as a sentence about the target."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            Message(
                "{target} cannot be written: {why}; {other}", target=target, why=error.strerror, other=_other(option)
            )
        ) from error
    except RuntimeError as error:  # how a path says that its links go round in circles
        raise OutputError(
            Message("{target} cannot be written: {why}; {other}", target=target, why=error, other=_other(option))
        ) from error


def _shown(target: Path) -> Message | Path:
    # A path does not tell an empty name from ".".
    return Message("the output") if str(target) == "." else target


def _refuse_link(target: Path, option: str) -> None:
    if target.is_symlink():
        raise OutputError(
            Message(
                "{target} is a link to {led_to}; name what it leads to, or another one",
                target=target,
                led_to=target.readlink(),
            )
        )
    if target.name.strip() in ("", ".."):
        raise OutputError(Message("'{target}' does not end in a name; {other}", target=target, other=_other(option)))


def _try(target: Path, option: str) -> None:
    """Make something beside the target, with the longest name that will be needed, and take it away again."""
    if target.exists() and not os.access(target, os.W_OK):
        raise OutputError(Message("{target} is read-only; {other}", target=target, other=_other(option)))
    missing = []
    parent = target.parent
    while not parent.exists():
        if parent.is_symlink():
            raise OutputError(Message("{parent} is a link to nowhere; {other}", parent=parent, other=_other(option)))
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
